#include "lab/services/s3/customer_key.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/service.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t key_bytes = 32;  // AES-256

std::unexpected<aws::ServiceError> invalid(std::string_view what, std::string message) {
  return refuse(400, "InvalidArgument", std::move(message), Value().set("ArgumentName", what));
}

}  // namespace

std::expected<std::string, aws::ServiceError> read_customer_key(const Value& input,
                                                                std::string_view prefix) {
  const std::string& algorithm = input[fmt::format("{}SSECustomerAlgorithm", prefix)].text();
  const std::string& key = input[fmt::format("{}SSECustomerKey", prefix)].text();
  const std::string& digest = input[fmt::format("{}SSECustomerKeyMD5", prefix)].text();
  if (algorithm.empty() && key.empty() && digest.empty()) return std::string();
  constexpr std::string_view requests =
      "Requests specifying Server Side Encryption with Customer provided keys must provide";
  if (algorithm.empty()) {
    return invalid("x-amz-server-side-encryption-customer-algorithm",
                   fmt::format("{} a valid encryption algorithm.", requests));
  }
  if (algorithm != "AES256") {
    return refuse(400, "InvalidEncryptionAlgorithmError",
                  "The encryption request you specified is not valid. Supported value: AES256.");
  }
  if (key.empty()) {
    return invalid("x-amz-server-side-encryption-customer-key",
                   fmt::format("{} an appropriate secret key.", requests));
  }
  if (digest.empty()) {
    return invalid("x-amz-server-side-encryption-customer-key-MD5",
                   fmt::format("{} the client calculated MD5 of the secret key.", requests));
  }
  const auto bytes = from_base64(key);
  if (!bytes || bytes->size() != key_bytes) {
    return invalid("x-amz-server-side-encryption-customer-key",
                   "The secret key was invalid for the specified algorithm.");
  }
  if (to_base64(md5(*bytes)) != digest) {
    return invalid("x-amz-server-side-encryption-customer-key-MD5",
                   "The calculated MD5 hash of the key did not match the hash that was provided.");
  }
  return digest;
}

std::expected<void, aws::ServiceError> check_customer_key(const Value& input,
                                                          const ObjectVersion& version,
                                                          std::string_view prefix) {
  const std::string& kept = version.extras().customer_key_md5;
  const bool came = input.has(prefix.empty() ? "SSECustomerKey" : "CopySourceSSECustomerKey");
  if (!came && kept.empty()) return {};
  if (!came) {
    return refuse(400, "InvalidRequest",
                  "The object was stored using a form of Server Side Encryption. The correct "
                  "parameters must be provided to retrieve the object.");
  }
  const std::string given = TRY(read_customer_key(input, prefix));
  if (kept.empty()) {
    return refuse(400, "InvalidRequest",
                  "The encryption parameters are not applicable to this object.");
  }
  if (given != kept) return refuse(403, "AccessDenied", "Access Denied");
  return {};
}

}  // namespace godwit::lab::services
