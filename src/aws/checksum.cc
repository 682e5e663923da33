#include "aws/checksum.h"

#include <fmt/format.h>

#include <array>

#include "aws/body_digest.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view header_prefix = "x-amz-checksum-";

struct Algorithm {
  std::string_view name;  // "CRC32C"; in lower case, the header's end
  std::string_view header;
  std::size_t length;  // of the raw checksum
};

constexpr std::array<Algorithm, 5> algorithms = {{{"CRC32C", "x-amz-checksum-crc32c", 4},
                                                  {"CRC64NVME", "x-amz-checksum-crc64nvme", 8},
                                                  {"CRC32", "x-amz-checksum-crc32", 4},
                                                  {"SHA1", "x-amz-checksum-sha1", 20},
                                                  {"SHA256", "x-amz-checksum-sha256", 32}}};

// The raw checksum; nullopt where only the bytes could tell, and there are none.
std::optional<std::string> checksum_of(const Algorithm& algorithm, const Body& body) {
  if (algorithm.name == "CRC32C") return crc_bytes(crc32c_of(body));
  if (body.is_synthetic()) return std::nullopt;
  if (algorithm.name == "CRC64NVME") return crc_bytes(crc64nvme(body.bytes()));
  if (algorithm.name == "CRC32") return crc_bytes(crc32(body.bytes()));
  if (algorithm.name == "SHA1") return sha1(body.bytes());
  return sha256(body.bytes());
}

bool has_checksum_header(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (name.size() > header_prefix.size() &&
        equal_ignoring_case(std::string_view(name).substr(0, header_prefix.size()),
                            header_prefix)) {
      return true;
    }
  }
  return false;
}

ServiceError bad_digest(std::string_view name) {
  if (name == "Content-MD5") {
    return {400, "BadDigest", "The Content-MD5 you specified did not match what we received.", {}};
  }
  return {400,
          "BadDigest",
          fmt::format("The {} you specified did not match the calculated checksum.", name),
          {}};
}

ServiceError invalid_request(std::string message) {
  return {400, "InvalidRequest", std::move(message), {}};
}

// Who says which checksum will come must send it, and no other. Of a synthetic body only one can be
// told, so that there may be none.
std::optional<ServiceError> announcement_fault(const HttpRequest& request,
                                               const Algorithm* stated) {
  const std::string* announced = request.headers.find("x-amz-sdk-checksum-algorithm");
  if (announced == nullptr) return std::nullopt;
  if (stated != nullptr) {
    if (equal_ignoring_case(*announced, stated->name)) return std::nullopt;
    return invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  if (request.body.is_synthetic() || request.headers.find("Content-MD5") != nullptr ||
      request.headers.find("x-amz-trailer") != nullptr) {
    return std::nullopt;
  }
  return invalid_request(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
      "x-amz-trailer headers were found.");
}

}  // namespace

void add_checksum(const Operation& operation, HttpRequest& request) {
  const std::string_view asked = request.headers.get("x-amz-sdk-checksum-algorithm");
  if (asked.empty() && !operation.checksum_required) return;
  if (has_checksum_header(request.headers) || request.headers.find("Content-MD5") != nullptr)
    return;
  for (const Algorithm& algorithm : algorithms) {
    if (algorithm.name != asked) continue;
    if (const auto checksum = checksum_of(algorithm, request.body)) {
      request.headers.add(algorithm.header, to_base64(*checksum));
    }
    return;
  }
  if (operation.checksum_required && !request.body.is_synthetic()) {
    request.headers.add("Content-MD5", to_base64(md5(request.body.bytes())));
  }
}

std::optional<ServiceError> find_checksum_fault(const Operation& operation,
                                                const HttpRequest& request) {
  // There they are those of the object that comes of it.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
  if (operation.name == "CompleteMultipartUpload") return std::nullopt;
  const Algorithm* stated = nullptr;
  const std::string* given = nullptr;
  for (const Algorithm& algorithm : algorithms) {
    const std::string* value = request.headers.find(algorithm.header);
    if (value == nullptr) continue;
    if (stated != nullptr) {
      return invalid_request(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    stated = &algorithm;
    given = value;
  }
  if (auto fault = announcement_fault(request, stated)) return fault;
  if (stated != nullptr) {
    const auto raw = from_base64(*given);
    if (!raw || raw->size() != stated->length) {
      return invalid_request(fmt::format("Value for {} header is invalid.", stated->header));
    }
    const auto checksum = checksum_of(*stated, request.body);
    if (checksum && *checksum != *raw) return bad_digest(stated->name);
  }
  if (const std::string* md5_given = request.headers.find("Content-MD5")) {
    const auto raw = from_base64(*md5_given);
    if (!raw || raw->size() != 16) {
      return ServiceError{400, "InvalidDigest", "The Content-MD5 you specified is not valid.", {}};
    }
    if (!request.body.is_synthetic() && md5(request.body.bytes()) != *raw) {
      return bad_digest("Content-MD5");
    }
    return std::nullopt;
  }
  // Of all the operations whose clients must send one, S3 itself insists on it for this alone.
  if (operation.name == "DeleteObjects" && !has_checksum_header(request.headers)) {
    return invalid_request("Missing required header for this request: Content-MD5");
  }
  return std::nullopt;
}

}  // namespace godwit::aws
