// S3 on the wire: what the models do not say, or what is easily got wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::aws {
namespace {

using ::testing::HasSubstr;

const Service& s3 = service("s3");

const Operation& operation(std::string_view name) { return *s3.find(name); }

Value about(const std::string& bucket, const std::string& key = {}) {
  Value input;
  input.set("Bucket", bucket);
  if (!key.empty()) input.set("Key", key);
  return input;
}

HttpRequest request(std::string method, std::string path, std::string query = {},
                    std::string body = {}) {
  HttpRequest request;
  request.method = std::move(method);
  request.host = "s3.eu-west-1.amazonaws.com";
  request.path = std::move(path);
  request.query = std::move(query);
  request.body = Body(std::move(body));
  return request;
}

std::string code_of(const HttpRequest& request) {
  const auto parsed = parse_request(s3, request);
  return parsed ? "accepted" : parsed.error().code;
}

TEST(S3Requests, HaveTheBucketInTheHost) {
  const auto put = serialize_request(s3, operation("PutObject"), "eu-central-1",
                                     about("photos", "a b/ü+&?.jpg"));
  ASSERT_TRUE(put);
  EXPECT_EQ(put->http.method, "PUT");
  EXPECT_EQ(put->http.host, "photos.s3.eu-central-1.amazonaws.com");
  EXPECT_EQ(put->http.path, "/a%20b/%C3%BC%2B%26%3F.jpg");
  EXPECT_EQ(put->service, "s3");
  EXPECT_EQ(put->operation, "PutObject");
  EXPECT_EQ(put->region, "eu-central-1");
  EXPECT_EQ(put->signing_name, "s3");

  const auto list =
      serialize_request(s3, operation("ListObjectsV2"), "eu-central-1", about("photos"));
  EXPECT_EQ(list->http.path, "/");
  EXPECT_EQ(list->http.query, "list-type=2");
}

TEST(S3Requests, HaveTheBucketInThePathWhereItDoesNotFitTheHost) {
  const auto put = serialize_request(s3, operation("GetObject"), "eu-west-1", about("a.b", "key"));
  EXPECT_EQ(put->http.host, "s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(put->http.path, "/a.b/key");
  const auto list = serialize_request(s3, operation("ListObjects"), "eu-west-1", about("a.b"));
  EXPECT_EQ(list->http.path, "/a.b");
}

TEST(S3Requests, AreRefusedBeforeTheyAreSent) {
  const auto cause = [](const Value& input, std::string_view name = "PutObject") {
    const auto request = serialize_request(s3, operation(name), "eu-west-1", input);
    EXPECT_FALSE(request);
    EXPECT_EQ(request.error().kind, ErrorKind::invalid);
    EXPECT_EQ(request.error().operation, "s3 " + std::string(name));
    return request.error().cause;
  };
  EXPECT_EQ(cause(about("photos")), "Key is missing");
  EXPECT_EQ(cause(about("no/bucket", "key")), "'no/bucket' cannot be a bucket's name");
  Value unknown = about("photos", "key");
  EXPECT_EQ(cause(unknown.set("Colour", "blue")), "Colour is not known to the operation");
  Value wrong = about("photos", "key");
  EXPECT_EQ(cause(wrong.set("ContentLength", "many")), "ContentLength is not a whole number");
  Value split = about("photos", "key");
  EXPECT_EQ(cause(split.set("ContentType", "text/plain\r\nX-Evil: 1")),
            "ContentType cannot be sent in a header");
  Value nested = about("photos");
  nested.set("Tagging", Members{{"TagSet", List{Value(Members{{"Key", "a"}})}}});
  EXPECT_EQ(cause(nested, "PutBucketTagging"), "Tagging.TagSet[0].Value is missing");
}

TEST(S3Requests, CarryTheChecksumThatTheOperationNeeds) {
  Value input = about("photos");
  input.set("VersioningConfiguration", Members{{"Status", "Enabled"}});
  const auto put = serialize_request(s3, operation("PutBucketVersioning"), "eu-west-1", input);
  EXPECT_EQ(put->http.body.bytes(),
            "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            "<Status>Enabled</Status></VersioningConfiguration>");
  EXPECT_EQ(put->http.headers.get("Content-MD5"), to_base64(md5(put->http.body.bytes())));
  EXPECT_EQ(put->http.headers.get("Content-Type"), "application/xml");

  input.set("ChecksumAlgorithm", "CRC32C");
  const auto other = serialize_request(s3, operation("PutBucketVersioning"), "eu-west-1", input);
  EXPECT_EQ(other->http.headers.find("Content-MD5"), nullptr);
  EXPECT_EQ(other->http.headers.get("x-amz-checksum-crc32c"),
            to_base64(crc_bytes(crc32c(other->http.body.bytes()))));
  EXPECT_TRUE(parse_request(s3, other->http));
}

TEST(S3Bodies, PassThroughWithoutACopy) {
  const Body body(std::string(1000, 'x'));
  Value input = about("photos", "key");
  input.set("Body", body);
  const auto put = serialize_request(s3, operation("PutObject"), "eu-west-1", input);
  EXPECT_EQ(put->http.body.bytes().data(), body.bytes().data());
  const auto parsed = parse_request(s3, put->http);
  EXPECT_EQ(parsed->input["Body"].body().bytes().data(), body.bytes().data());
  Value output;
  output.set("Body", body);
  const Response response = serialize_response(s3, operation("GetObject"), output, "id");
  const auto got = parse_response(s3, operation("GetObject"), response);
  EXPECT_EQ((*got)["Body"].body().bytes().data(), body.bytes().data());
}

TEST(S3Server, FindsTheBucketInHostOrPath) {
  for (const auto& [host, path] : std::vector<std::pair<std::string, std::string>>{
           {"photos.s3.eu-west-1.amazonaws.com", "/a%2Fb"},
           {"s3.eu-west-1.amazonaws.com", "/photos/a%2Fb"},
           {"localhost:4566", "/photos/a/b"},
           {"photos.s3.localhost:4566", "/a/b"}}) {
    HttpRequest get = request("GET", path);
    get.host = host;
    const auto parsed = parse_request(s3, get);
    ASSERT_TRUE(parsed) << host;
    EXPECT_EQ(parsed->operation->name, "GetObject");
    EXPECT_EQ(parsed->input["Bucket"].text(), "photos");
    EXPECT_EQ(parsed->input["Key"].text(), "a/b");
  }
}

TEST(S3Server, SaysWhatIsWrongAsS3Does) {
  const std::string good =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  EXPECT_EQ(code_of(request("PUT", "/b", "versioning", good)), "accepted");
  EXPECT_EQ(code_of(request("PUT", "/b", "versioning", "")), "MissingRequestBodyError");
  for (const std::string bad :
       {"no XML", "<VersioningConfiguration>", "<Other><Status>Enabled</Status></Other>",
        "<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>",
        "<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>",
        "<VersioningConfiguration><Status><a/></Status></VersioningConfiguration>",
        "<VersioningConfiguration><Status>Enabled</Status><Status>Enabled</Status>"
        "</VersioningConfiguration>",
        "<VersioningConfiguration/><VersioningConfiguration/>",
        "<VersioningConfiguration>\xff</VersioningConfiguration>"}) {
    EXPECT_EQ(code_of(request("PUT", "/b", "versioning", bad)), "MalformedXML") << bad;
  }
  EXPECT_EQ(code_of(request("GET", "/b", "max-keys=many")), "InvalidArgument");
  EXPECT_EQ(code_of(request("GET", "/b/%ff")), "InvalidURI");
  EXPECT_EQ(code_of(request("PATCH", "/b")), "MethodNotAllowed");
  EXPECT_EQ(code_of(request("PUT", "/b", "analytics", "<AnalyticsConfiguration/>")),
            "InvalidRequest");
  HttpRequest put = request("PUT", "/b/k", "", "body");
  put.headers.add("x-amz-storage-class", "COLD");
  EXPECT_EQ(code_of(put), "InvalidStorageClass");
  put.headers.set("x-amz-storage-class", "GLACIER");
  EXPECT_EQ(code_of(put), "accepted");
  put.headers.add("x-amz-server-side-encryption", "rot13");
  EXPECT_EQ(code_of(put), "InvalidArgument");
}

TEST(S3Server, TakesXmlWithPrefixesAndWithoutNamespace) {
  const auto parsed = parse_request(
      s3,
      request(
          "PUT", "/b", "tagging",
          "<?xml version='1.0'?><!-- c --><s:Tagging xmlns:s='x'><s:TagSet><s:Tag><s:Key> </s:Key>"
          "<s:Value><![CDATA[<&>]]></s:Value></s:Tag></s:TagSet></s:Tagging>"));
  ASSERT_TRUE(parsed) << parsed.error().message;
  const Value& tag = parsed->input["Tagging"]["TagSet"].list().at(0);
  EXPECT_EQ(tag["Key"].text(), " ");
  EXPECT_EQ(tag["Value"].text(), "<&>");
}

TEST(S3Server, WantsTheChecksumThatWasAnnounced) {
  HttpRequest put = request("PUT", "/b/k", "", "123456789");
  put.headers.add("x-amz-sdk-checksum-algorithm", "CRC32C");
  EXPECT_EQ(code_of(put), "InvalidRequest");
  put.headers.add("x-amz-checksum-crc64nvme", to_base64(crc_bytes(crc64nvme("123456789"))));
  EXPECT_EQ(code_of(put), "InvalidRequest");
  put.headers.set("x-amz-sdk-checksum-algorithm", "CRC64NVME");
  EXPECT_EQ(code_of(put), "accepted");
}

// What it says is of the object that comes of the parts, not of the request.
TEST(S3Server, TakesACompletedUploadsChecksumForTheObjects) {
  HttpRequest complete =
      request("POST", "/b/k", "uploadId=u",
              "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>e</ETag>"
              "<ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME></Part>"
              "</CompleteMultipartUpload>");
  complete.headers.add("x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
  complete.headers.add("x-amz-checksum-type", "FULL_OBJECT");
  complete.headers.add("x-amz-mp-object-size", "9");
  complete.headers.add("If-None-Match", "*");
  const auto parsed = parse_request(s3, complete);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->input["ChecksumCRC64NVME"].text(), "rosUhgp5mIg=");
  EXPECT_EQ(parsed->input["ChecksumType"].text(), "FULL_OBJECT");
  EXPECT_EQ(parsed->input["MpuObjectSize"].integer(), 9);
  EXPECT_EQ(parsed->input["IfNoneMatch"].text(), "*");
}

TEST(S3Server, ChecksChecksums) {
  HttpRequest put = request("PUT", "/b/k", "", "123456789");
  put.headers.add("x-amz-checksum-crc32c", "4waSgw==");  // RFC 3720's check value
  EXPECT_EQ(code_of(put), "accepted");
  put.headers.set("x-amz-checksum-crc32c", "4waSgA==");
  EXPECT_EQ(code_of(put), "BadDigest");
  put.headers.set("x-amz-checksum-crc32c", "4waSg");
  EXPECT_EQ(code_of(put), "InvalidRequest");
  put.headers.remove("x-amz-checksum-crc32c");
  put.headers.add("x-amz-checksum-sha256", to_base64(sha256("12345678")));
  EXPECT_EQ(code_of(put), "BadDigest");
  put.headers.remove("x-amz-checksum-sha256");
  put.headers.add("Content-MD5", to_base64(md5("123456789")));
  EXPECT_EQ(code_of(put), "accepted");
  put.headers.set("Content-MD5", to_base64(md5("12345678")));
  EXPECT_EQ(code_of(put), "BadDigest");
  put.headers.set("Content-MD5", "short");
  EXPECT_EQ(code_of(put), "InvalidDigest");

  put.headers.remove("Content-MD5");
  put.headers.add("x-amz-checksum-crc64nvme", to_base64(crc_bytes(crc64nvme("123456789"))));
  EXPECT_EQ(code_of(put), "accepted");
  put.headers.add("x-amz-checksum-crc32c", "4waSgw==");  // right, but one too many
  EXPECT_EQ(code_of(put), "InvalidRequest");
  put.headers.remove("x-amz-checksum-crc32c");
  put.headers.set("x-amz-checksum-crc64nvme", to_base64(crc_bytes(crc64nvme("12345678"))));
  EXPECT_EQ(code_of(put), "BadDigest");

  const std::string deletion = "<Delete><Object><Key>k</Key></Object></Delete>";
  HttpRequest several = request("POST", "/b", "delete", deletion);
  EXPECT_EQ(code_of(several), "InvalidRequest");
  several.headers.add("Content-MD5", to_base64(md5(deletion)));
  EXPECT_EQ(code_of(several), "accepted");
}

TEST(S3Server, NeverShowsAKey) {
  HttpRequest put = request("PUT", "/b/k", "", "body");
  put.headers.add("x-amz-object-lock-mode", "SECRET");
  auto parsed = parse_request(s3, put);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().details["ArgumentValue"].text(), "SECRET");  // this is none
  EXPECT_TRUE(find_member(*operation("PutObject").input, "SSECustomerKey")->shape->sensitive);
}

TEST(S3Responses, ReadAsS3WritesThem) {
  Value output;
  output.set("Status", "Enabled");
  Response response = serialize_response(s3, operation("GetBucketVersioning"), output, "ID1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("x-amz-request-id"), "ID1");
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            "<Status>Enabled</Status></VersioningConfiguration>");

  output = Value();
  output.set("LocationConstraint", "eu-central-1");
  response = serialize_response(s3, operation("GetBucketLocation"), output, "ID1");
  EXPECT_THAT(std::string(response.body.bytes()),
              HasSubstr("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        "eu-central-1</LocationConstraint>"));

  response = serialize_response(s3, operation("DeleteObject"), Value::structure(), "ID1");
  EXPECT_EQ(response.status, 204);
  EXPECT_TRUE(response.body.empty());

  output = Value();
  output.set("ContentRange", "bytes 0-9/100").set("Body", Body("0123456789"));
  EXPECT_EQ(serialize_response(s3, operation("GetObject"), output, "ID1").status, 206);
}

TEST(S3Responses, TakeVersionsAndDeleteMarkersInAnyOrder) {
  Response response;
  response.status = 200;
  response.body = Body(
      "<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false"
      "</IsTruncated><Version><Key>a</Key></Version><DeleteMarker><Key>b</Key></DeleteMarker>"
      "<Version><Key>c</Key><New>1</New></Version><Unheard>of</Unheard></ListVersionsResult>");
  const auto output = parse_response(s3, operation("ListObjectVersions"), response);
  ASSERT_TRUE(output);
  EXPECT_EQ((*output)["Versions"].list().size(), 2U);
  EXPECT_EQ((*output)["DeleteMarkers"].list().size(), 1U);
}

TEST(S3Errors, ReadAsS3WritesThem) {
  Value details;
  details.set("BucketName", "photos");
  const Response response = serialize_error(
      s3, &operation("GetObject"),
      {404, "NoSuchBucket", "The specified bucket does not exist", details}, "ID1", false);
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code>"
            "<Message>The specified bucket does not exist</Message><BucketName>photos</BucketName>"
            "<RequestId>ID1</RequestId><HostId>Z29kd2l0</HostId></Error>");
}

TEST(S3Errors, HaveACodeEvenWithoutABody) {
  const auto code = [](std::string_view name, int status) {
    Response response;
    response.status = status;
    const auto parsed = parse_response(s3, operation(name), response);
    EXPECT_FALSE(parsed);
    return parsed.error().code;
  };
  EXPECT_EQ(code("HeadObject", 404), "NoSuchKey");
  EXPECT_EQ(code("HeadBucket", 404), "NoSuchBucket");
  EXPECT_EQ(code("HeadObject", 403), "AccessDenied");
  EXPECT_EQ(code("HeadBucket", 301), "PermanentRedirect");
  EXPECT_EQ(code("HeadObject", 304), "NotModified");
  EXPECT_EQ(code("HeadObject", 503), "SlowDown");
  EXPECT_EQ(code("HeadObject", 418), "418");
}

TEST(S3Errors, MayComeAfter200) {
  Response response;
  response.status = 200;
  response.body = Body("<Error><Code>InternalError</Code><Message>Try again.</Message></Error>");
  const auto copied = parse_response(s3, operation("CopyObject"), response);
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().kind, ErrorKind::unknown);
  EXPECT_EQ(copied.error().code, "InternalError");
}

TEST(S3Errors, AreUnknownWhereAnAnswerCannotBeRead) {
  Response response;
  response.status = 200;
  response.body = Body("<VersioningConfiguration><Sta");
  const auto read = parse_response(s3, operation("GetBucketVersioning"), response);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::unreachable);
  const auto changed = parse_response(s3, operation("CreateMultipartUpload"), response);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::unknown);
}

}  // namespace
}  // namespace godwit::aws
