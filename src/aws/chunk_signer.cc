#include "aws/chunk_signer.h"

#include "aws/signing_key.h"

namespace godwit::aws {

const std::string& ChunkSigner::sign_chunk(std::string_view content) {
  // The hash of nothing stands where a chunk's own fields would be; it has none.
  static const std::string nothing = quick_sha256_hex({}) + "\n";
  return sign("AWS4-HMAC-SHA256-PAYLOAD", nothing + quick_sha256_hex(content));
}

const std::string& ChunkSigner::sign_trailer(std::string_view lines) {
  return sign("AWS4-HMAC-SHA256-TRAILER", quick_sha256_hex(lines));
}

const std::string& ChunkSigner::sign(std::string_view kind, std::string_view hashes) {
  const std::string_view date = time_.substr(0, 8);
  std::string text;
  text.reserve(320);
  text += kind;
  text += '\n';
  text += time_;
  text += '\n';
  text += scope_text(date, scope_);
  text += '\n';
  text += last_;
  text += '\n';
  text += hashes;
  last_ = sign_text(text, secret_, date, scope_);
  return last_;
}

}  // namespace godwit::aws
