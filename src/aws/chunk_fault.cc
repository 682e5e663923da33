#include "aws/chunk_fault.h"

#include <algorithm>

#include "aws/aws_chunked.h"
#include "aws/signature_fault.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::size_t smallest_chunk_bytes = 8192;
constexpr std::string_view trailer_signature = "x-amz-trailer-signature";

ServiceError wrong_signature(std::string_view access_key_id, std::string_view signature) {
  return does_not_match(SignatureDialect::s3, access_key_id, signature);
}

// All that was announced is there, and nothing else; and it is signed if chunks are.
std::optional<ServiceError> find_trailer_fault(const HttpRequest& request, const Headers& trailer,
                                               ChunkSigner* signer,
                                               std::string_view access_key_id) {
  std::string lines;
  std::string_view signature;
  for (const auto& [name, value] : trailer) {
    if (equal_ignoring_case(name, trailer_signature)) {
      signature = value;
      continue;
    }
    if (!is_announced_trailer(request, name)) return malformed_trailer();
    lines += to_lower(name) + ":" + value + "\n";
  }
  for (const std::string_view name : split(request.headers.get("x-amz-trailer"), ',')) {
    if (!trim(name).empty() && trailer.find(trim(name)) == nullptr) return malformed_trailer();
  }
  if (signer == nullptr || lines.empty()) return std::nullopt;
  if (!equal_in_constant_time(signer->sign_trailer(lines), signature)) {
    return wrong_signature(access_key_id, signature);
  }
  return std::nullopt;
}

}  // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

std::optional<ServiceError> find_chunk_fault(const HttpRequest& request, ChunkSigner* signer,
                                             std::string_view access_key_id) {
  const auto length = parse_integer(request.headers.get("x-amz-decoded-content-length"));
  if (!length || *length < 0) return missing_decoded_length();
  if (request.body.is_synthetic()) return broken_chunks();
  ChunkReader reader(request.body.bytes());
  std::size_t total = 0;
  std::size_t last = smallest_chunk_bytes;
  for (std::size_t number = 1;; ++number) {
    const auto chunk = reader.next();
    if (!chunk) return broken_chunks();
    if (signer != nullptr &&
        !equal_in_constant_time(signer->sign_chunk(chunk->content), chunk->signature)) {
      return wrong_signature(access_key_id, chunk->signature);
    }
    if (chunk->content.empty()) break;
    if (last < smallest_chunk_bytes) return small_chunk(number - 1, last);
    last = chunk->content.size();
    total += last;
  }
  if (total != static_cast<std::size_t>(*length)) return broken_chunks();
  const auto trailer = reader.trailer();
  if (!trailer) return malformed_trailer();
  return find_trailer_fault(request, *trailer, signer, access_key_id);
}

}  // namespace godwit::aws
