#include "workload/store_site.h"

#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::workload {
namespace {

// Two regions' buckets, each a map; anything else is as if it did not exist.
class Buckets : public aws::Cloud {
 public:
  std::map<std::string, std::map<std::string, Body>> buckets;
  std::set<std::string> unreachable;  // regions
  std::set<std::string> markers;      // of deletion: bucket/key
  int requests = 0;

  Result<aws::Response> send(const aws::Request& request) override {
    ++requests;
    if (unreachable.contains(request.region)) {
      return fail({ErrorKind::unreachable, "send", request.http.host, "connection refused", {}});
    }
    const aws::Service& service = aws::service("s3");
    auto parsed = aws::parse_request(service, request.http);
    EXPECT_TRUE(parsed);
    const std::string& bucket = parsed->input["Bucket"].text();
    const std::string& key = parsed->input["Key"].text();
    auto refuse = [&](const char* code) {
      return aws::serialize_error(service, parsed->operation, {404, code, code, {}}, "id", false);
    };
    if (!buckets.contains(bucket)) return refuse("NoSuchBucket");
    aws::Value output = aws::Value::structure();
    const std::string marker = bucket + "/" + key;
    if (parsed->operation->name == "PutObject") {
      buckets[bucket][key] = parsed->input["Body"].body();
      markers.erase(marker);
    } else if (parsed->operation->name == "DeleteObject") {
      buckets[bucket].erase(key);
      markers.insert(marker);
    } else if (markers.contains(marker)) {
      aws::Response deleted = refuse("NoSuchKey");
      deleted.headers.set("x-amz-delete-marker", "true");
      return deleted;
    } else if (!buckets[bucket].contains(key)) {
      return refuse("NoSuchKey");
    } else {
      output.set("Body", buckets[bucket][key]);
    }
    aws::Response response = aws::serialize_response(service, *parsed->operation, output, "id");
    response.elapsed = milliseconds(7);
    return response;
  }
};

struct StoreSiteTest : testing::Test {
  Buckets cloud;
  std::map<std::string, StoreLocation> stores = {
      {"recordings", {{"eu-central-1", "new"}, {"eu-west-1", "old"}}}};

  HttpResponse ask(const std::string& method, const std::string& path, bool read_through = true,
                   const char* body = "") {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.body = body;
    return StoreSite(cloud, stores, read_through).handle(request);
  }
};

TEST_F(StoreSiteTest, KeepsAndReturnsItems) {
  cloud.buckets = {{"new", {}}, {"old", {}}};
  HttpResponse put = ask("PUT", "/recordings/2025/a%20b", true, "content");
  EXPECT_EQ(put.status, 201);
  EXPECT_EQ(put.elapsed, milliseconds(7));
  EXPECT_EQ(cloud.buckets["new"]["2025/a b"].bytes(), "content");
  HttpResponse get = ask("GET", "/recordings/2025/a%20b");
  EXPECT_EQ(get.status, 200);
  EXPECT_EQ(get.body.bytes(), "content");
}

TEST_F(StoreSiteTest, IsHealthyWithoutAskingAnybody) {
  EXPECT_EQ(ask("GET", "/health").status, 200);
  EXPECT_EQ(cloud.requests, 0);
}

TEST_F(StoreSiteTest, ReadsThroughToItsPeerOnlyIfItMay) {
  cloud.buckets = {{"new", {}}, {"old", {{"x", "there"}}}};
  EXPECT_EQ(ask("GET", "/recordings/x").body.bytes(), "there");
  EXPECT_EQ(ask("GET", "/recordings/x", false).status, 404);
  EXPECT_EQ(ask("GET", "/recordings/y").status, 404);
}

TEST_F(StoreSiteTest, CannotSayThatSomethingIsMissingWhileItsPeerIsSilent) {
  cloud.buckets = {{"new", {}}, {"old", {}}};
  cloud.unreachable = {"eu-west-1"};
  EXPECT_EQ(ask("GET", "/recordings/x").status, 503);
}

TEST_F(StoreSiteTest, AMissingBucketIsItsOwnTrouble) {
  EXPECT_EQ(ask("PUT", "/recordings/x", true, "c").status, 503);
}

TEST_F(StoreSiteTest, AnswersOnlyWhatItHas) {
  EXPECT_EQ(ask("GET", "/").status, 404);
  EXPECT_EQ(ask("GET", "/letters/x").status, 404);
  EXPECT_EQ(ask("POST", "/recordings/x").status, 405);
}

// Its copy in the other region may be there for a while yet.
TEST_F(StoreSiteTest, WhatIsDeletedIsNotReadFromThePeer) {
  cloud.buckets["new"]["a/1"] = "here";
  cloud.buckets["old"]["a/1"] = "there";
  cloud.buckets["old"]["a/2"] = "there";
  EXPECT_EQ(ask("DELETE", "/recordings/a/1").status, 204);
  EXPECT_EQ(ask("GET", "/recordings/a/1").status, 404);
  EXPECT_EQ(ask("GET", "/recordings/a/2").status, 200) << "what has not arrived is";
  // Deleted where it has not arrived.
  EXPECT_EQ(ask("DELETE", "/recordings/a/2").status, 204);
  EXPECT_EQ(ask("GET", "/recordings/a/2").status, 404);
  cloud.unreachable = {"eu-central-1"};
  EXPECT_EQ(ask("DELETE", "/recordings/a/2").status, 503);
}

}  // namespace
}  // namespace godwit::workload
