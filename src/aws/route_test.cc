#include "aws/route.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

// "PUT /bucket/key?tagging", with headers to tell operations apart.
std::string route(const std::string& service_name, const std::string& request,
                  const Headers& headers = {}) {
  const std::string_view whole = request;
  const std::size_t space = whole.find(' ');
  const std::string_view target = whole.substr(space + 1);
  const std::size_t mark = std::min(target.find('?'), target.size());
  const QueryString query(target.substr(std::min(mark + 1, target.size())));
  const auto match = router_of(service(service_name))
                         .find(whole.substr(0, space), target.substr(0, mark), query, headers);
  if (!match) {
    return match.error() == RouteMiss::no_such_path ? "no such path" : "method not allowed";
  }
  std::string text(match->operation->name);
  for (const auto& [label, value] : match->labels) {
    text += " " + std::string(label) + "=" + std::string(value);
  }
  return text;
}

TEST(S3Routes, TellBucketsFromObjects) {
  EXPECT_EQ(route("s3", "GET /"), "ListBuckets");
  EXPECT_EQ(route("s3", "GET /photos"), "ListObjects Bucket=photos");
  EXPECT_EQ(route("s3", "GET /photos/"), "ListObjects Bucket=photos");
  EXPECT_EQ(route("s3", "GET /photos/key"), "GetObject Bucket=photos Key=key");
  EXPECT_EQ(route("s3", "GET /photos/a/b//c/"), "GetObject Bucket=photos Key=a/b//c/");
  EXPECT_EQ(route("s3", "GET /photos//a"), "GetObject Bucket=photos Key=/a");
  EXPECT_EQ(route("s3", "PUT /photos"), "CreateBucket Bucket=photos");
  EXPECT_EQ(route("s3", "HEAD /photos"), "HeadBucket Bucket=photos");
}

TEST(S3Routes, GoBySubResource) {
  EXPECT_EQ(route("s3", "GET /b?versioning"), "GetBucketVersioning Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?versioning="), "GetBucketVersioning Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?list-type=2&prefix=x"), "ListObjectsV2 Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?list-type=1"), "ListObjects Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?versions&max-keys=1"), "ListObjectVersions Bucket=b");
  EXPECT_EQ(route("s3", "GET /b/k?tagging&versionId=1"), "GetObjectTagging Bucket=b Key=k");
  EXPECT_EQ(route("s3", "POST /b?delete"), "DeleteObjects Bucket=b");
  EXPECT_EQ(route("s3", "POST /b/k?restore"), "RestoreObject Bucket=b Key=k");
  EXPECT_EQ(route("s3", "GET /b?analytics"), "ListBucketAnalyticsConfigurations Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?analytics&id=1"), "GetBucketAnalyticsConfiguration Bucket=b");
  EXPECT_EQ(route("s3", "PUT /b?analytics"), "PutBucketAnalyticsConfiguration Bucket=b");
  EXPECT_EQ(route("s3", "GET /b?lifecycle"), "GetBucketLifecycleConfiguration Bucket=b");
}

TEST(S3Routes, GoByRequiredParameters) {
  EXPECT_EQ(route("s3", "PUT /b/k"), "PutObject Bucket=b Key=k");
  EXPECT_EQ(route("s3", "PUT /b/k", {{"X-Amz-Copy-Source", "a/k"}}), "CopyObject Bucket=b Key=k");
  EXPECT_EQ(route("s3", "PUT /b/k?partNumber=1&uploadId=u"), "UploadPart Bucket=b Key=k");
  EXPECT_EQ(route("s3", "PUT /b/k?partNumber=1&uploadId=u", {{"x-amz-copy-source", "a/k"}}),
            "UploadPartCopy Bucket=b Key=k");
  EXPECT_EQ(route("s3", "POST /b/k?uploads"), "CreateMultipartUpload Bucket=b Key=k");
  EXPECT_EQ(route("s3", "POST /b/k?uploadId=u"), "CompleteMultipartUpload Bucket=b Key=k");
  EXPECT_EQ(route("s3", "DELETE /b/k?uploadId=u"), "AbortMultipartUpload Bucket=b Key=k");
  EXPECT_EQ(route("s3", "DELETE /b/k"), "DeleteObject Bucket=b Key=k");
  EXPECT_EQ(route("s3", "GET /b/k?uploadId=u"), "ListParts Bucket=b Key=k");
  EXPECT_EQ(route("s3", "GET /b/k?versionId=v&x-id=GetObject"), "GetObject Bucket=b Key=k");
}

// What would be destroyed if the query were not looked at.
TEST(S3Routes, DoNothingToWhatIsNotMeant) {
  EXPECT_EQ(route("s3", "DELETE /b?versioning"), "method not allowed");
  EXPECT_EQ(route("s3", "DELETE /b?acl"), "method not allowed");
  EXPECT_EQ(route("s3", "PUT /b?uploads"), "method not allowed");
  EXPECT_EQ(route("s3", "POST /b"), "method not allowed");
  EXPECT_EQ(route("s3", "PATCH /b/k"), "method not allowed");
  EXPECT_EQ(route("s3", "BREW /"), "method not allowed");
  EXPECT_EQ(route("s3", "GET b"), "no such path");
}

TEST(Route53Routes, TakeASlashAtTheEndOrNone) {
  EXPECT_EQ(route("route53", "POST /2013-04-01/hostedzone/Z1/rrset/"),
            "ChangeResourceRecordSets Id=Z1");
  EXPECT_EQ(route("route53", "POST /2013-04-01/hostedzone/Z1/rrset"),
            "ChangeResourceRecordSets Id=Z1");
  EXPECT_EQ(route("route53", "GET /2013-04-01/hostedzone/Z1/rrset"),
            "ListResourceRecordSets Id=Z1");
  EXPECT_EQ(route("route53", "GET /2013-04-01/hostedzone/Z1"), "GetHostedZone Id=Z1");
  EXPECT_EQ(route("route53", "GET /2013-04-01/healthcheck"), "ListHealthChecks");
  EXPECT_EQ(route("route53", "GET /2013-04-01/healthcheck/h/status"),
            "GetHealthCheckStatus HealthCheckId=h");
  EXPECT_EQ(route("route53", "PUT /2013-04-01/healthcheck"), "method not allowed");
  EXPECT_EQ(route("route53", "GET /2012-12-12/healthcheck"), "no such path");
  EXPECT_EQ(route("route53", "GET /2013-04-01/hostedzone//rrset"), "no such path");
}

TEST(S3ControlRoutes, TakeWordsBehindAGreedyLabel) {
  EXPECT_EQ(route("s3control", "GET /v20180820/mrap/instances/a/b/routes"),
            "GetMultiRegionAccessPointRoutes mrap=a/b");
  EXPECT_EQ(route("s3control", "GET /v20180820/jobs/j1"), "DescribeJob id=j1");
  EXPECT_EQ(route("s3control", "POST /v20180820/jobs"), "CreateJob");
}

}  // namespace
}  // namespace godwit::aws
