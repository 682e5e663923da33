// Encrypting and decrypting. https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_plaintext = 4096;
constexpr std::size_t longest_blob = 6144;
constexpr Duration rotation_period = hours(24 * 365);

std::unexpected<aws::ServiceError> bad_length(std::string_view member,
                                              std::string_view constraint) {
  return refuse(400, "ValidationException",
                fmt::format("1 validation error detected: Value at '{}' failed to satisfy "
                            "constraint: Member must {}",
                            member, constraint));
}

std::string bytes_of(const Value& value) {
  return value.is_body() ? std::string(value.body().bytes()) : value.text();
}

std::expected<void, aws::ServiceError> check_algorithm(const Value& algorithm) {
  if (algorithm && algorithm.text() != "SYMMETRIC_DEFAULT") {
    return refuse(400, "InvalidKeyUsageException",
                  "Algorithm " + algorithm.text() +
                      " is incompatible with key spec "
                      "SYMMETRIC_DEFAULT.");
  }
  return {};
}

}  // namespace

std::uint32_t Kms::generation(const KmsKey& key) const {
  const KmsKey& source = primary_of(key);
  if (!source.rotating_since) return source.rotations;
  return source.rotations +
         static_cast<std::uint32_t>((lab_.now() - *source.rotating_since) / rotation_period);
}

// By the id alone: the keys of a multi-Region family have it in common, and so their material.
std::string Kms::material(const KmsKey& key, std::uint32_t generation) const {
  return derived_bytes(secret_, fmt::format("material {} {}", key.id, generation), 32);
}

std::string Kms::seal_with(KmsKey& key, const EncryptionContext& context,
                           std::string_view plaintext) {
  const CiphertextHeader header{.key_id = key.id, .generation = generation(key)};
  const std::string nonce =
      derived_bytes(secret_, fmt::format("nonce {} {} {}", key.region, key.id, key.sealed++), 12);
  return kms_seal(material(key, header.generation), nonce, header, context, plaintext);
}

// A key of another region is as if there were none (fact D14), and so is one that is gone.
std::expected<const KmsKey*, aws::ServiceError> Kms::key_of_blob(const std::string& region_name,
                                                                 std::string_view blob) const {
  const auto header = read_ciphertext_header(blob);
  if (!header) return refuse(400, "InvalidCiphertextException", "");
  const KmsKey* key = find(region_name, header->key_id);
  if (key == nullptr) {
    return refuse(400, "AccessDeniedException",
                  "The ciphertext refers to a customer master key that does not exist, does not "
                  "exist in this region, or you are not allowed to access.");
  }
  return key;
}

std::expected<std::string, aws::ServiceError> Kms::open_with(const KmsKey& key,
                                                             const EncryptionContext& context,
                                                             std::string_view blob) const {
  const auto header = read_ciphertext_header(blob);
  if (!header || header->generation > generation(key)) {
    return refuse(400, "InvalidCiphertextException", "");
  }
  auto plaintext = kms_open(material(key, header->generation), context, blob);
  if (!plaintext) return refuse(400, "InvalidCiphertextException", "");
  return std::move(*plaintext);
}

Answer Kms::encrypt(const Call& call, Region& region) {
  const std::string plaintext = bytes_of(call.input["Plaintext"]);
  if (plaintext.empty()) return bad_length("plaintext", "have length greater than or equal to 1");
  if (plaintext.size() > longest_plaintext) {
    return bad_length("plaintext", "have length less than or equal to 4096");
  }
  KmsKey* key = TRY(usable_key_of(call, region));
  TRY_VOID(check_algorithm(call.input["EncryptionAlgorithm"]));
  return Value()
      .set("CiphertextBlob",
           seal_with(*key, read_context(call.input["EncryptionContext"]), plaintext))
      .set("KeyId", key->arn)
      .set("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
}

Answer Kms::decrypt(const Call& call, Region& region) {
  const std::string blob = bytes_of(call.input["CiphertextBlob"]);
  if (blob.empty() || blob.size() > longest_blob) {
    return bad_length("ciphertextBlob", "have length between 1 and 6144");
  }
  TRY_VOID(check_algorithm(call.input["EncryptionAlgorithm"]));
  const EncryptionContext context = read_context(call.input["EncryptionContext"]);
  const KmsKey* named = nullptr;
  if (call.input.has("KeyId")) {
    named = TRY(key_of(call, region, "KeyId", Naming::id_arn_or_alias));
  }
  const auto header = read_ciphertext_header(blob);
  if (named != nullptr && header && header->key_id != named->id) {
    return refuse(400, "IncorrectKeyException",
                  "The key ID in the request does not identify a CMK that can perform this "
                  "operation.");
  }
  const KmsKey* key = TRY(key_of_blob(call.region, blob));
  if (auto denied = denial(*key, {.caller = call.caller,
                                  .through = {},
                                  .operation = "Decrypt",
                                  .context = &context,
                                  .keys = {}})) {
    return std::unexpected(std::move(*denied));
  }
  if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  return Value()
      .set("KeyId", key->arn)
      .set("Plaintext", TRY(open_with(*key, context, blob)))
      .set("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
}

// Two permissions: from the one key, to the other.
Answer Kms::re_encrypt(const Call& call, Region& region) {
  const Value& input = call.input;
  const std::string blob = bytes_of(input["CiphertextBlob"]);
  if (blob.empty() || blob.size() > longest_blob) {
    return bad_length("ciphertextBlob", "have length between 1 and 6144");
  }
  const auto resolve = [&](std::string_view member) -> Found {
    const std::string& text = input[member].text();
    const KmsKey* key = find(call.region, text);
    if (key == nullptr) {
      return refuse(400, "NotFoundException", fmt::format("Key '{}' does not exist", text));
    }
    return &region.keys.find(key->id)->second;
  };
  const EncryptionContext from = read_context(input["SourceEncryptionContext"]);
  const EncryptionContext to = read_context(input["DestinationEncryptionContext"]);
  const auto header = read_ciphertext_header(blob);
  if (input.has("SourceKeyId")) {
    const KmsKey* named = TRY(resolve("SourceKeyId"));
    if (header && header->key_id != named->id) {
      return refuse(400, "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this "
                    "operation.");
    }
  }
  const KmsKey* source = TRY(key_of_blob(call.region, blob));
  KmsKey* destination = TRY(resolve("DestinationKeyId"));
  for (const auto& [key, operation, context] :
       {std::tuple{source, std::string_view("ReEncryptFrom"), &from},
        std::tuple{static_cast<const KmsKey*>(destination), std::string_view("ReEncryptTo"),
                   &to}}) {
    if (auto denied = denial(*key, {.caller = call.caller,
                                    .through = {},
                                    .operation = operation,
                                    .context = context,
                                    .keys = {}})) {
      return std::unexpected(std::move(*denied));
    }
    if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  }
  const std::string plaintext = TRY(open_with(*source, from, blob));
  return Value()
      .set("CiphertextBlob", seal_with(*destination, to, plaintext))
      .set("SourceKeyId", source->arn)
      .set("KeyId", destination->arn)
      .set("SourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT")
      .set("DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT");
}

std::expected<Kms::DataKey, aws::ServiceError> Kms::make_data_key(const Call& call,
                                                                  Region& region) {
  const Value& input = call.input;
  if (input.has("KeySpec") == input.has("NumberOfBytes")) {
    return refuse(400, "ValidationException", "Please specify either number of bytes or key spec.");
  }
  std::int64_t count = input["NumberOfBytes"].integer();
  if (input.has("KeySpec")) count = input["KeySpec"].text() == "AES_128" ? 16 : 32;
  if (count < 1 || count > 1024) {
    return bad_length("numberOfBytes", "have value between 1 and 1024");
  }
  KmsKey* key = TRY(usable_key_of(call, region));
  DataKey made{.key = key,
               .plaintext = derived_bytes(secret_, fmt::format("data key {}", made_++),
                                          static_cast<std::size_t>(count)),
               .blob = {}};
  made.blob = seal_with(*key, read_context(input["EncryptionContext"]), made.plaintext);
  return made;
}

Answer Kms::generate_data_key(const Call& call, Region& region) {
  DataKey made = TRY(make_data_key(call, region));
  return Value()
      .set("CiphertextBlob", std::move(made.blob))
      .set("Plaintext", std::move(made.plaintext))
      .set("KeyId", made.key->arn);
}

Answer Kms::generate_data_key_without_plaintext(const Call& call, Region& region) {
  DataKey made = TRY(make_data_key(call, region));
  return Value().set("CiphertextBlob", std::move(made.blob)).set("KeyId", made.key->arn);
}

Answer Kms::generate_random(const Call& call, Region&) {
  if (call.input.has("CustomKeyStoreId")) {
    return refuse(400, "CustomKeyStoreNotFoundException", "");
  }
  const std::int64_t count = call.input["NumberOfBytes"].integer();
  if (count < 1 || count > 1024) {
    return bad_length("numberOfBytes", "have value between 1 and 1024");
  }
  return Value().set("Plaintext", derived_bytes(secret_, fmt::format("random {}", made_++),
                                                static_cast<std::size_t>(count)));
}

// ---- for other services

std::expected<std::string, aws::ServiceError> Kms::seal(const std::string& region_name,
                                                        const std::string& text, const Use& use,
                                                        std::string_view plaintext) {
  if (auto refused = refusal(region_name, text, use, "GenerateDataKey")) {
    return std::unexpected(std::move(*refused));
  }
  KmsKey& key = regions_[region_name].keys.find(find(region_name, text)->id)->second;
  return seal_with(key, use.context, plaintext);
}

std::expected<std::string, aws::ServiceError> Kms::open(const std::string& region_name,
                                                        const Use& use,
                                                        std::string_view blob) const {
  const KmsKey* key = TRY(key_of_blob(region_name, blob));
  if (auto refused = refusal(region_name, key->id, use, "Decrypt")) {
    return std::unexpected(std::move(*refused));
  }
  return open_with(*key, use.context, blob);
}

}  // namespace godwit::lab::services
