// The chain of signatures in a body that is sent in chunks: each goes on from the one before it,
// and the first from the signature of the request's head.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
#pragma once

#include <string>
#include <string_view>

#include "aws/signature.h"

namespace godwit::aws {

class ChunkSigner {
 public:
  // `time` is the request's, "20150830T123600Z"; `seed` is the signature of its head. Everything
  // referred to outlives the signer.
  ChunkSigner(const std::string& secret, const SigningScope& scope, std::string_view time,
              std::string seed)
      : secret_(secret), scope_(scope), time_(time), last_(std::move(seed)) {}

  // In hexadecimal; valid until the next. The last chunk is empty.
  const std::string& sign_chunk(std::string_view content);
  // `lines` is "name:value\n" for each field that trails.
  const std::string& sign_trailer(std::string_view lines);

 private:
  const std::string& sign(std::string_view kind, std::string_view hashes);

  const std::string& secret_;
  const SigningScope& scope_;
  std::string_view time_;
  std::string last_;
};

}  // namespace godwit::aws
