// The content encoding aws-chunked, in which SDKs stream to S3: each chunk behind its length, and
// checksums behind the last.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "env/http.h"

namespace godwit::aws {

// What x-amz-content-sha256 says of a body in chunks.
constexpr std::string_view signed_chunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
constexpr std::string_view signed_chunks_and_trailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
constexpr std::string_view unsigned_chunks_and_trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

struct Chunk {
  std::string_view content;    // empty in the last
  std::string_view signature;  // empty where it has none
};

// Takes the frames off a body one by one, in place.
class ChunkReader {
 public:
  explicit ChunkReader(std::string_view body) : rest_(body) {}

  // The last chunk is the empty one; it is a mistake to ask on. nullopt where the frame is broken
  // or not whole.
  std::optional<Chunk> next();
  // After the last chunk: the fields that trail. nullopt where they are not well-formed, or do not
  // end in an empty line and nothing else.
  std::optional<Headers> trailer();

 private:
  std::string_view rest_;
};

// Is `name` among the fields that x-amz-trailer announces?
bool is_announced_trailer(const HttpRequest& request, std::string_view name);

// Is the body in chunks? The header that says so is x-amz-content-sha256.
bool is_aws_chunked(const HttpRequest& request);

// The request as it would be without: the content as its body, what trailed it among its headers as
// far as it was announced. nullopt where the framing is broken, or the length is not what was
// announced. Signatures are verify_signature's business.
std::optional<HttpRequest> without_chunks(const HttpRequest& request);

}  // namespace godwit::aws
