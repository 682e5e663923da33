#include "lab/services/s3_checksums.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/service.h"

namespace godwit::lab::services {

namespace {

constexpr std::uint64_t part_size = 8ULL << 20;  // what AWS's own clients cut uploads into

struct Algorithm {
  std::string_view name;    // "CRC32C"
  std::string_view member;  // in S3's model
  std::string_view header;
  std::size_t bytes;
  std::string ObjectContent::* kept;
};

constexpr Algorithm algorithms[] = {
    {"CRC32", "ChecksumCRC32", "x-amz-checksum-crc32", 4, &ObjectContent::checksum_crc32},
    {"CRC32C", "ChecksumCRC32C", "x-amz-checksum-crc32c", 4, &ObjectContent::checksum_crc32c},
    {"SHA1", "ChecksumSHA1", "x-amz-checksum-sha1", 20, &ObjectContent::checksum_sha1},
    {"SHA256", "ChecksumSHA256", "x-amz-checksum-sha256", 32, &ObjectContent::checksum_sha256},
};

// Synthetic content has no bytes at hand; they are made for whoever insists.
template <class Digest>
std::string digest_of(const Body& body, Digest digest) {
  return body.is_synthetic() ? digest(std::string_view(body.slice(0, body.size())))
                             : digest(body.bytes());
}

std::string compute(const Algorithm& algorithm, const Body& body, std::uint32_t crc) {
  if (algorithm.name == "CRC32C") return crc_bytes(crc);
  if (algorithm.name == "CRC32") {
    return digest_of(body, [](std::string_view bytes) { return crc_bytes(crc32(bytes)); });
  }
  if (algorithm.name == "SHA1") return digest_of(body, [](std::string_view b) { return sha1(b); });
  return digest_of(body, [](std::string_view b) { return sha256(b); });
}

std::expected<void, aws::ServiceError> verify_md5(const std::string& given, const Body& body) {
  const auto expected = from_base64(given);
  if (!expected || expected->size() != 16) {
    return refuse(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (digest_of(body, [](std::string_view bytes) { return md5(bytes); }) != *expected) {
    return refuse(400, "BadDigest",
                  "The Content-MD5 you specified did not match what we received.");
  }
  return {};
}

std::expected<void, aws::ServiceError> verify(const Algorithm& algorithm, const std::string& given,
                                              const Body& body, std::uint32_t crc) {
  const auto expected = from_base64(given);
  if (!expected || expected->size() != algorithm.bytes) {
    return refuse(400, "InvalidRequest",
                  fmt::format("Value for {} header is invalid.", algorithm.header));
  }
  if (compute(algorithm, body, crc) != *expected) {
    return refuse(
        400, "BadDigest",
        fmt::format("The {} you specified did not match the calculated checksum.", algorithm.name));
  }
  return {};
}

}  // namespace

std::expected<void, aws::ServiceError> verify_checksums(const aws::Value& input,
                                                        ObjectContent& content) {
  const Algorithm* used = nullptr;
  for (const Algorithm& algorithm : algorithms) {
    const aws::Value& given = input[algorithm.member];
    if (!given) continue;
    if (used != nullptr) {
      return refuse(400, "InvalidRequest",
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not "
                    "allowed.");
    }
    used = &algorithm;
    TRY_VOID(verify(algorithm, given.text(), content.body, content.crc32c));
    content.*algorithm.kept = given.text();
  }
  const std::string& announced = input["ChecksumAlgorithm"].text();
  if (!announced.empty() && used == nullptr) {
    return refuse(400, "InvalidRequest",
                  "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* "
                  "or x-amz-trailer headers were found.");
  }
  if (!announced.empty() && !equal_ignoring_case(announced, used->name)) {
    return refuse(400, "InvalidRequest",
                  "Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  if (const aws::Value& given = input["ContentMD5"]) {
    TRY_VOID(verify_md5(given.text(), content.body));
  }
  return {};
}

void add_checksum(std::string_view name, ObjectContent& content) {
  for (const Algorithm& algorithm : algorithms) {
    if (!equal_ignoring_case(algorithm.name, name)) continue;
    content.*algorithm.kept = to_base64(compute(algorithm, content.body, content.crc32c));
  }
}

void say_checksums(aws::Value& output, const ObjectContent& content) {
  for (const Algorithm& algorithm : algorithms) {
    const std::string& kept = content.*algorithm.kept;
    if (!kept.empty()) output.set(algorithm.member, kept);
  }
}

std::expected<void, aws::ServiceError> verify_settings_checksum(const aws::Operation& operation,
                                                                const HttpRequest& request) {
  if (!operation.checksum_required) return {};
  bool verified = false;
  for (const Algorithm& algorithm : algorithms) {
    const std::string* given = request.headers.find(algorithm.header);
    if (given == nullptr) continue;
    TRY_VOID(verify(algorithm, *given, request.body, request.body.crc32c()));
    verified = true;
  }
  if (const std::string* given = request.headers.find("Content-MD5")) {
    TRY_VOID(verify_md5(*given, request.body));
    verified = true;
  }
  if (!verified) {
    return refuse(400, "InvalidRequest",
                  "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  return {};
}

std::string plain_etag(const ObjectContent& content) {
  if (!content.body.is_synthetic()) {
    return '"' + to_hex(md5(content.body.bytes())) + '"';
  }
  const std::uint64_t size = content.body.size();
  const std::uint64_t parts = std::max<std::uint64_t>(1, (size + part_size - 1) / part_size);
  const std::string_view crc(reinterpret_cast<const char*>(&content.crc32c), sizeof content.crc32c);
  return fmt::format("\"{}-{}\"", derived_hex(size, crc, 32), parts);
}

}  // namespace godwit::lab::services
