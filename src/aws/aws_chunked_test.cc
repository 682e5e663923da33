#include "aws/aws_chunked.h"

#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::aws {
namespace {

HttpRequest chunked(std::string body) {
  HttpRequest request;
  request.method = "PUT";
  request.path = "/photos/key";
  request.headers.add("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  request.headers.add("x-amz-decoded-content-length", "9");
  request.headers.add("Content-Encoding", "gzip, aws-chunked");
  request.headers.add("x-amz-trailer", "x-amz-checksum-crc32c");
  request.body = Body(std::move(body));
  return request;
}

const std::string good =
    "4\r\n1234\r\n5;chunk-signature=abc\r\n56789\r\n0\r\nx-amz-checksum-crc32c:4waSgw==\r\n\r\n";

TEST(AwsChunked, IsTakenApart) {
  const auto plain = without_chunks(chunked(good));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->body.bytes(), "123456789");
  EXPECT_EQ(plain->headers.get("x-amz-checksum-crc32c"), "4waSgw==");
  EXPECT_EQ(plain->headers.get("Content-Encoding"), "gzip");
  EXPECT_EQ(plain->headers.get("Content-Length"), "9");
  EXPECT_FALSE(is_aws_chunked(*plain));
}

TEST(AwsChunked, IsUnderstoodByTheServer) {
  const Service& s3 = service("s3");
  const auto parsed = parse_request(s3, chunked(good));
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->input["Body"].body(), Body("123456789"));
  EXPECT_EQ(parsed->input["ContentEncoding"].text(), "gzip");

  std::string wrong = good;
  wrong[3] = 'x';
  EXPECT_EQ(parse_request(s3, chunked(wrong)).error().code, "BadDigest");
}

TEST(AwsChunked, MayBeBroken) {
  const Service& s3 = service("s3");
  for (std::size_t length = 0; length < good.find("\r\nx-amz"); ++length) {
    EXPECT_EQ(parse_request(s3, chunked(good.substr(0, length))).error().code, "IncompleteBody");
  }
  for (const std::string bad :
       {"", "\r\n", "x\r\n", "-1\r\n\r\n", "ffffffffffffffff\r\n", "fffffffffffffffffffff\r\n",
        "4\r\n12345\r\n0\r\n\r\n", "0\r\n\r\n"}) {
    EXPECT_EQ(parse_request(s3, chunked(bad)).error().code, "IncompleteBody") << bad;
  }
}

}  // namespace
}  // namespace godwit::aws
