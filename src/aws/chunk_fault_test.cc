// Bodies in chunks: S3's own examples, and what is refused.
#include "aws/chunk_fault.h"

#include <gtest/gtest.h>

#include "aws/aws_chunked.h"
#include "aws/signature.h"

namespace godwit::aws {
namespace {

const Credentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                              ""};
const Time now = *parse_basic_time("20130524T000000Z");
const SigningScope scope{"us-east-1", "s3"};

std::string code(const HttpRequest& request) {
  const auto verified =
      verify_signature(request, [](std::string_view) { return Signer{&credentials}; }, now);
  return verified ? "accepted" : verified.error().code;
}

// "10000;chunk-signature=...": a frame as the examples have it.
std::string frame(const std::string& length, const std::string& signature,
                  const std::string& content) {
  return length + ";chunk-signature=" + signature + "\r\n" + content +
         (content.empty() ? "" : "\r\n");
}

HttpRequest example(const std::string& payload, const std::string& signed_headers,
                    const std::string& signature) {
  HttpRequest request{.method = "PUT",
                      .host = "s3.amazonaws.com",
                      .path = "/examplebucket/chunkObject.txt",
                      .headers = {{"x-amz-date", "20130524T000000Z"},
                                  {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                                  {"x-amz-content-sha256", payload},
                                  {"Content-Encoding", "aws-chunked"},
                                  {"x-amz-decoded-content-length", "66560"}}};
  request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
      "SignedHeaders=" +
          signed_headers + ",Signature=" + signature);
  return request;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, "Example: PUT Object"
HttpRequest chunked_upload() {
  HttpRequest request =
      example(std::string(signed_chunks),
              "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
              "x-amz-decoded-content-length;x-amz-storage-class",
              "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  request.headers.add("Content-Length", "66824");
  request.body =
      frame("10000", "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            std::string(65536, 'a')) +
      frame("400", "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            std::string(1024, 'a')) +
      frame("0", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "") + "\r\n";
  return request;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
HttpRequest upload_with_trailer() {
  HttpRequest request =
      example(std::string(signed_chunks_and_trailer),
              "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
              "x-amz-storage-class;x-amz-trailer",
              "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
  request.headers.add("x-amz-trailer", "x-amz-checksum-crc32c");
  request.body =
      frame("10000", "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            std::string(65536, 'a')) +
      frame("400", "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            std::string(1024, 'a')) +
      frame("0", "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", "") +
      "x-amz-checksum-crc32c:sOO8/Q==\r\n"
      "x-amz-trailer-signature:"
      "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
  return request;
}

TEST(ChunkedUpload, IsVerifiedAsInTheExample) {
  EXPECT_EQ(chunked_upload().body.size(), 66824U);
  EXPECT_EQ(code(chunked_upload()), "accepted");
}

TEST(ChunkedUpload, IsVerifiedWithItsTrailer) {
  EXPECT_EQ(code(upload_with_trailer()), "accepted");
}

TEST(ChunkedUpload, IsSignedAsInTheExample) {
  const std::string time = "20130524T000000Z";
  ChunkSigner signer(credentials.secret_access_key, scope, time,
                     "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  EXPECT_EQ(signer.sign_chunk(std::string(65536, 'a')),
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648");
  EXPECT_EQ(signer.sign_chunk(std::string(1024, 'a')),
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497");
  EXPECT_EQ(signer.sign_chunk(""),
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
}

HttpRequest our_upload(std::size_t size, std::size_t chunk_bytes, const Headers& trailer) {
  HttpRequest request{.method = "PUT", .host = "localhost:4566", .path = "/photos/key"};
  request.body = Body(std::string(size, 'b'));
  sign_in_chunks(request, scope, credentials, now, chunk_bytes, trailer);
  return request;
}

TEST(ChunkedUpload, OfOursIsAccepted) {
  for (const std::size_t size : {0, 1, 8191, 8192, 8193, 30000}) {
    EXPECT_EQ(code(our_upload(size, 8192, {})), "accepted") << size;
    const HttpRequest request = our_upload(size, 8192, {{"x-amz-meta-a", "1"}, {"X-B", " 2"}});
    EXPECT_EQ(code(request), "accepted") << size;
    const auto plain = without_chunks(request);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->body, Body(std::string(size, 'b')));
    EXPECT_EQ(plain->headers.get("x-b"), "2");
    EXPECT_EQ(plain->headers.find("x-amz-trailer-signature"), nullptr);
    EXPECT_EQ(plain->headers.find("Content-Encoding"), nullptr);
  }
}

TEST(ChunkedUpload, MayHaveSmallChunksOnlyAtTheEnd) {
  EXPECT_EQ(code(our_upload(10000, 5000, {})), "InvalidChunkSizeError");
  EXPECT_EQ(code(our_upload(5000, 5000, {})), "accepted");
}

TEST(ChunkedUpload, MustSayItsLength) {
  HttpRequest request = our_upload(100, 8192, {});
  request.headers.remove("Authorization");
  request.headers.remove("X-Amz-Decoded-Content-Length");
  // Signed again without: the head is right, the length is missing.
  const std::string body(request.body.bytes());
  SigningScope own = scope;
  const std::string names = signed_headers_of(request);
  const std::string signature = signature_of(
      request, {own, "20130524T000000Z", names, signed_chunks}, credentials.secret_access_key);
  request.headers.add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
                      "aws4_request, SignedHeaders=" +
                          names + ", Signature=" + signature);
  EXPECT_EQ(code(request), "MissingContentLength");
}

// A change anywhere in what was sent is noticed, wherever it is.
TEST(ChunkedUpload, NoticesEveryFlippedByte) {
  for (const Headers& trailer : {Headers{}, Headers{{"x-amz-checksum-crc32c", "sOO8/Q=="}}}) {
    const HttpRequest good = our_upload(9000, 8192, trailer);
    const std::string body(good.body.bytes());
    // Signatures, lengths, line ends and trailer: all; content: a sample.
    for (std::size_t at = 0; at < body.size(); at += body[at] == 'b' ? 97 : 1) {
      HttpRequest request = good;
      std::string changed = body;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      request.body = Body(std::move(changed));
      const std::string found = code(request);
      // The length's letters may change their case: "a" and "A" are one digit.
      EXPECT_NE(found, "accepted") << at << " of " << body.size();
    }
    for (std::size_t length = 0; length < body.size(); length += length % 512 == 7 ? 1 : 3) {
      HttpRequest request = good;
      request.body = Body(body.substr(0, length));
      EXPECT_NE(code(request), "accepted") << length;
    }
    HttpRequest longer = good;
    longer.body = Body(body + "x");
    EXPECT_NE(code(longer), "accepted");
  }
}

TEST(ChunkedUpload, MayBeUnsignedWithATrailer) {
  HttpRequest request{.method = "PUT", .host = "localhost:4566", .path = "/photos/key"};
  request.headers = {{"X-Amz-Trailer", "x-amz-checksum-crc32"},
                     {"X-Amz-Decoded-Content-Length", "5"},
                     {"X-Amz-Content-Sha256", std::string(unsigned_chunks_and_trailer)},
                     {"X-Amz-Date", "20130524T000000Z"}};
  SigningScope own = scope;
  const std::string names = signed_headers_of(request);
  request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
      "aws4_request, SignedHeaders=" +
          names + ", Signature=" +
          signature_of(request, {own, "20130524T000000Z", names, unsigned_chunks_and_trailer},
                       credentials.secret_access_key));
  const auto with_body = [&](std::string body) {
    request.body = Body(std::move(body));
    return code(request);
  };
  const std::string good = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  EXPECT_EQ(with_body(good), "accepted");
  EXPECT_EQ(with_body("4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"), "IncompleteBody");
  EXPECT_EQ(with_body("5\r\nhello\r\n"), "IncompleteBody");
  EXPECT_EQ(with_body("5\r\nhello\r\n0\r\n\r\n"), "MalformedTrailerError");
  EXPECT_EQ(with_body("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n"),
            "MalformedTrailerError");
  EXPECT_EQ(with_body("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-acl:a\r\n\r\n"),
            "MalformedTrailerError");
  EXPECT_EQ(with_body(good + "x"), "MalformedTrailerError");
}

}  // namespace
}  // namespace godwit::aws
