// XML from clients and from servers.
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 1) return 0;
  static const std::pair<const char*, const char*> uploads[] = {
      {"replication", "PUT"}, {"delete", "POST"}, {"lifecycle", "PUT"},    {"tagging", "PUT"},
      {"acl", "PUT"},         {"cors", "PUT"},    {"notification", "PUT"}, {"uploadId=u", "POST"}};
  static const char* const answers[] = {"ListObjectsV2",        "ListObjectVersions",
                                        "GetBucketReplication", "GetBucketLocation",
                                        "CopyObject",           "ListParts"};
  const std::string_view body = fuzz::text(data + 1, size - 1);
  const auto& [query, method] = uploads[data[0] % std::size(uploads)];
  HttpRequest request{.method = method, .scheme = "http", .host = "localhost", .path = "/bucket"};
  if (std::string_view(query).starts_with("uploadId")) request.path += "/key";
  request.query = query;
  request.body = std::string(body);
  fuzz::serve(aws::service("s3"), request);
  const aws::Service& s3 = aws::service("s3");
  fuzz::read_answer(s3, answers[data[0] % std::size(answers)], data[0] & 0x80 ? 404 : 200, body,
                    "application/xml");
  request.path = "/2013-04-01/hostedzone/Z1/rrset/";
  request.query.clear();
  request.method = "POST";
  fuzz::serve(aws::service("route53"), request);
  fuzz::read_answer(aws::service("sts"), "AssumeRole", data[0] & 0x80 ? 400 : 200, body,
                    "text/xml");
  return 0;
}
