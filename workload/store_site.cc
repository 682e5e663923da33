#include "workload/store_site.h"

#include "base/encoding.h"

namespace godwit::workload {
namespace {

// Adds up what the calls of one request took, and sees whether one met a delete marker.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
class MeteringCloud : public aws::Cloud {
 public:
  explicit MeteringCloud(aws::Cloud& next) : next_(next) {}
  Result<aws::Response> send(const aws::Request& request) override {
    auto response = next_.send(request);
    if (response) {
      elapsed += response->elapsed;
      met_marker = met_marker || response->headers.get("x-amz-delete-marker") == "true";
    }
    return response;
  }
  Duration elapsed{};
  bool met_marker = false;

 private:
  aws::Cloud& next_;
};

HttpResponse answer(int status, Body body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

HttpResponse failed(const Error& error) {
  // Users get no details: they may name things that are none of their business.
  if (error.kind == ErrorKind::not_found) return answer(404, "not found");
  return answer(503, "unavailable");
}

}  // namespace

StoreSite::StoreSite(aws::Cloud& cloud, std::map<std::string, StoreLocation> stores,
                     bool read_through)
    : cloud_(cloud), stores_(std::move(stores)), read_through_(read_through) {}

HttpResponse StoreSite::handle(const HttpRequest& request) {
  if (request.path == "/health") return answer(200, "ok");
  std::size_t slash = request.path.find('/', 1);
  if (slash == std::string::npos) return answer(404, "not found");
  auto store = stores_.find(request.path.substr(1, slash - 1));
  if (store == stores_.end()) return answer(404, "not found");
  std::string id = percent_decode(std::string_view(request.path).substr(slash + 1));
  if (request.method == "PUT") return put(store->second, id, request);
  if (request.method == "GET") return get(store->second, id);
  if (request.method == "DELETE") return remove(store->second, id);
  return answer(405, "method not allowed");
}

HttpResponse StoreSite::put(const StoreLocation& store, const std::string& id,
                            const HttpRequest& request) {
  MeteringCloud cloud(cloud_);
  aws::s3::PutObject object;
  object.key = id;
  object.body = request.body;
  object.content_type = request.headers.get("Content-Type");
  auto put = aws::s3::put_object(cloud, store.own, object);
  // A bucket that is missing is this site's trouble, not the user's mistake.
  HttpResponse response = put ? answer(201, Body()) : answer(503, "unavailable");
  response.elapsed = cloud.elapsed;
  return response;
}

HttpResponse StoreSite::get(const StoreLocation& store, const std::string& id) {
  MeteringCloud cloud(cloud_);
  auto object = aws::s3::get_object(cloud, store.own, id);
  if (!object && read_through_ && !cloud.met_marker && !store.peer.name.empty()) {
    auto there = aws::s3::get_object(cloud, store.peer, id);
    // What the own bucket said counts only where the peer has nothing better to say.
    if (there || there.error().kind != ErrorKind::not_found) object = std::move(there);
  }
  HttpResponse response = object ? answer(200, object->body) : failed(object.error());
  response.elapsed = cloud.elapsed;
  return response;
}

HttpResponse StoreSite::remove(const StoreLocation& store, const std::string& id) {
  MeteringCloud cloud(cloud_);
  // Also of what has not arrived: S3 puts its marker anyway, and what comes later is older.
  auto removed = aws::s3::delete_object(cloud, store.own, id);
  HttpResponse response = removed ? answer(204, Body()) : answer(503, "unavailable");
  response.elapsed = cloud.elapsed;
  return response;
}

}  // namespace godwit::workload
