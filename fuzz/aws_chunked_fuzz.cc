// Bodies in chunks: unsigned, signed, with and without trailers.
#include "aws/aws_chunked.h"
#include "aws/signature.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 2) return 0;
  static const char* const kinds[] = {
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-NOTHING-KNOWN"};
  const aws::Credentials credentials{"AKIAEXAMPLE", "made-up", {}};
  const Time now = parse_time("2026-01-05T06:00:00Z").value();
  HttpRequest request{.method = "PUT", .scheme = "http", .host = "localhost", .path = "/b/k"};
  request.headers.set("X-Amz-Content-Sha256", kinds[data[0] % 4]);
  request.headers.set("X-Amz-Decoded-Content-Length", std::to_string(data[1]));
  request.headers.set("X-Amz-Trailer", "x-amz-checksum-crc32c");
  request.body = std::string(fuzz::text(data + 2, size - 2));
  const auto plain = aws::without_chunks(request);
  if (plain) {
    fuzz::must(plain->body.size() == data[1]);
    fuzz::must(plain->body.size() < request.body.size());
  }
  // The head is signed well, so that what follows is looked at.
  aws::sign(request, {"eu-west-1", "s3"}, credentials, now);
  const auto verified = aws::verify_signature(
      request, [&](std::string_view) { return aws::Signer{&credentials}; }, now);
  if (!verified) fuzz::must(!verified.error().code.empty());
  return 0;
}
