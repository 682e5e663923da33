#include "lab/services/s3/checksums.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/identifiers.h"

namespace godwit::lab::services {

namespace {

constexpr std::uint64_t part_size = 8ULL << 20;  // what AWS's own clients cut uploads into
constexpr std::uint64_t slice_size = 1ULL << 20;

struct Known {
  ChecksumAlgorithm algorithm;
  std::string_view member;  // in S3's model
  std::string_view header;
  std::size_t bytes;
};

constexpr Known known[] = {
    {ChecksumAlgorithm::crc32, "ChecksumCRC32", "x-amz-checksum-crc32", 4},
    {ChecksumAlgorithm::crc32c, "ChecksumCRC32C", "x-amz-checksum-crc32c", 4},
    {ChecksumAlgorithm::crc64nvme, "ChecksumCRC64NVME", "x-amz-checksum-crc64nvme", 8},
    {ChecksumAlgorithm::sha1, "ChecksumSHA1", "x-amz-checksum-sha1", 20},
    {ChecksumAlgorithm::sha256, "ChecksumSHA256", "x-amz-checksum-sha256", 32},
};

const Known& of(ChecksumAlgorithm algorithm) { return known[static_cast<std::size_t>(algorithm)]; }

// Synthetic content has no bytes at hand; they are made, a piece at a time, for whoever insists.
template <class Crc>
auto crc_of(const Body& body, Crc crc) {
  auto total = crc(std::string_view(), 0);
  if (!body.is_synthetic()) return crc(body.bytes(), total);
  for (std::uint64_t at = 0; at < body.size(); at += slice_size) {
    total = crc(body.slice(at, slice_size), total);
  }
  return total;
}

template <class Digest>
std::string digest_of(const Body& body, Digest digest) {
  return body.is_synthetic() ? digest(std::string_view(body.slice(0, body.size())))
                             : digest(body.bytes());
}

std::expected<void, aws::ServiceError> verify_md5(const std::string& given, const Body& body) {
  const auto expected = from_base64(given);
  if (!expected || expected->size() != 16) {
    return refuse(400, "InvalidDigest", "The Content-MD5 you specified was invalid.",
                  aws::Value().set("Content-MD5", given));
  }
  const std::string computed = digest_of(body, [](std::string_view bytes) { return md5(bytes); });
  if (computed != *expected) {
    return refuse(
        400, "BadDigest", "The Content-MD5 you specified did not match what we received.",
        aws::Value().set("ExpectedDigest", given).set("CalculatedDigest", to_base64(computed)));
  }
  return {};
}

std::expected<void, aws::ServiceError> verify(const Checksum& given, const Body& body) {
  if (compute_checksum(given.algorithm, body) == from_base64(given.value)) return {};
  return refuse(400, "BadDigest",
                fmt::format("The {} you specified did not match the calculated checksum.",
                            to_string(given.algorithm)));
}

bool is_checksum(const Known& one, const std::string& text) {
  const auto bytes = from_base64(text);
  return bytes && bytes->size() == one.bytes;
}

}  // namespace

std::optional<std::string> asked(const Call& call, std::string_view member,
                                 std::string_view header) {
  if (const aws::Value& value = call.input[member]) {
    return value.is_integer() ? std::to_string(value.integer()) : value.text();
  }
  if (call.http == nullptr) return std::nullopt;
  const std::string* found = call.http->headers.find(header);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string compute_checksum(ChecksumAlgorithm algorithm, const Body& body) {
  switch (algorithm) {
    case ChecksumAlgorithm::crc32:
      return crc_bytes(crc_of(
          body, [](std::string_view bytes, std::uint32_t crc) { return crc32(bytes, crc); }));
    case ChecksumAlgorithm::crc32c:
      return crc_bytes(body.crc32c());
    case ChecksumAlgorithm::crc64nvme:
      return crc_bytes(crc_of(
          body, [](std::string_view bytes, std::uint64_t crc) { return crc64nvme(bytes, crc); }));
    case ChecksumAlgorithm::sha1:
      return digest_of(body, [](std::string_view bytes) { return sha1(bytes); });
    case ChecksumAlgorithm::sha256:
      return digest_of(body, [](std::string_view bytes) { return sha256(bytes); });
  }
  return {};
}

std::string_view checksum_member(ChecksumAlgorithm algorithm) { return of(algorithm).member; }

std::expected<std::optional<Checksum>, aws::ServiceError> given_checksum(const Call& call) {
  std::optional<Checksum> found;
  for (const Known& one : known) {
    const auto given = asked(call, one.member, one.header);
    if (!given) continue;
    if (found) {
      return refuse(400, "InvalidRequest",
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not "
                    "allowed.");
    }
    found = Checksum{one.algorithm, false, *given};
  }
  const std::string& announced = call.input["ChecksumAlgorithm"].text();
  if (!announced.empty() && !found) {
    return refuse(400, "InvalidRequest",
                  "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* "
                  "or x-amz-trailer headers were found.");
  }
  if (!announced.empty() && !equal_ignoring_case(announced, to_string(found->algorithm))) {
    return refuse(400, "InvalidRequest",
                  "Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  return found;
}

std::expected<std::optional<Checksum>, aws::ServiceError> verify_checksums(const Call& call,
                                                                           const Body& body) {
  auto given = TRY(given_checksum(call));
  if (given) {
    if (!is_checksum(of(given->algorithm), given->value)) {
      return refuse(400, "InvalidRequest",
                    fmt::format("Value for {} header is invalid.", of(given->algorithm).header));
    }
    TRY_VOID(verify(*given, body));
  }
  if (const aws::Value& md5 = call.input["ContentMD5"]) TRY_VOID(verify_md5(md5.text(), body));
  return given;
}

Checksum checksum_to_say(const ObjectContent& content) {
  if (content.checksum) return *content.checksum;
  if (content.own_checksum.empty()) {
    content.own_checksum = to_base64(compute_checksum(ChecksumAlgorithm::crc64nvme, content.body));
  }
  return {ChecksumAlgorithm::crc64nvme, false, content.own_checksum};
}

void say_checksum(aws::Value& output, const Checksum& checksum) {
  output.set(of(checksum.algorithm).member, checksum.value)
      .set("ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
}

void replace_checksum(ChecksumAlgorithm algorithm, ObjectContent& content) {
  content.checksum =
      Checksum{algorithm, false, to_base64(compute_checksum(algorithm, content.body))};
}

std::expected<void, aws::ServiceError> verify_settings_checksum(const aws::Operation& operation,
                                                                const HttpRequest& request) {
  if (!operation.checksum_required) return {};
  bool verified = false;
  for (const Known& one : known) {
    const std::string* given = request.headers.find(one.header);
    if (given == nullptr) continue;
    if (!is_checksum(one, *given)) {
      return refuse(400, "InvalidRequest",
                    fmt::format("Value for {} header is invalid.", one.header));
    }
    TRY_VOID(verify({one.algorithm, false, *given}, request.body));
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

std::string md5_of(const Body& body, std::uint32_t crc32c) {
  if (!body.is_synthetic()) return md5(body.bytes());
  const std::string_view crc(reinterpret_cast<const char*>(&crc32c), sizeof crc32c);
  return from_hex(derived_hex(body.size(), crc, 32)).value();
}

namespace {

std::uint64_t crc_of_bytes(std::string_view bytes) {
  std::uint64_t crc = 0;
  for (const char byte : bytes) crc = crc << 8 | static_cast<unsigned char>(byte);
  return crc;
}

}  // namespace

std::string combine_crcs(ChecksumAlgorithm algorithm, const std::vector<ObjectPart>& parts) {
  std::uint64_t total = 0;
  for (const ObjectPart& part : parts) {
    const std::uint64_t crc = crc_of_bytes(from_base64(part.checksum).value_or(""));
    if (algorithm == ChecksumAlgorithm::crc64nvme) {
      total = crc64nvme_combine(total, crc, part.size);
    } else {
      const auto combine = algorithm == ChecksumAlgorithm::crc32 ? crc32_combine : crc32c_combine;
      total =
          combine(static_cast<std::uint32_t>(total), static_cast<std::uint32_t>(crc), part.size);
    }
  }
  return to_base64(algorithm == ChecksumAlgorithm::crc64nvme
                       ? crc_bytes(total)
                       : crc_bytes(static_cast<std::uint32_t>(total)));
}

std::string checksum_of_checksums(ChecksumAlgorithm algorithm,
                                  const std::vector<ObjectPart>& parts) {
  std::string all;
  for (const ObjectPart& part : parts) all += from_base64(part.checksum).value_or("");
  return fmt::format("{}-{}", to_base64(compute_checksum(algorithm, Body(all))), parts.size());
}

ETag plain_etag(const ObjectContent& content) {
  const std::uint64_t size = content.body.size();
  const bool in_parts = content.body.is_synthetic();
  const std::uint64_t parts =
      in_parts ? std::max<std::uint64_t>(1, (size + part_size - 1) / part_size) : 0;
  return etag_of(md5_of(content.body, content.crc32c), parts);
}

}  // namespace godwit::lab::services
