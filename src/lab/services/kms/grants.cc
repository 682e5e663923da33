// Grants: leave for one principal, for some operations, until it is taken back.
// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
#include "base/encoding.h"
#include "lab/arn.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// What symmetric keys can be granted for.
constexpr std::string_view grantable[] = {"CreateGrant",
                                          "Decrypt",
                                          "DescribeKey",
                                          "Encrypt",
                                          "GenerateDataKey",
                                          "GenerateDataKeyPair",
                                          "GenerateDataKeyPairWithoutPlaintext",
                                          "GenerateDataKeyWithoutPlaintext",
                                          "ReEncryptFrom",
                                          "ReEncryptTo",
                                          "RetireGrant"};

std::optional<EncryptionContext> constraint(const Value& map) {
  if (!map) return std::nullopt;
  return read_context(map);
}

Value show_context(const EncryptionContext& context) {
  Value map = Value::structure();
  for (const auto& [key, value] : context) map.set(key, value);
  return map;
}

Value describe_grant(const KmsGrant& grant, const KmsKey& key) {
  Value shown;
  shown.set("KeyId", key.arn)
      .set("GrantId", grant.id)
      .set("CreationDate", grant.created)
      .set("GranteePrincipal", grant.grantee)
      .set("IssuingAccount", grant.issuer);
  shown.set("Name", grant.name);
  if (!grant.retiring.empty()) shown.set("RetiringPrincipal", grant.retiring);
  aws::List operations;
  for (const std::string& operation : grant.operations) operations.push_back(operation);
  shown.set("Operations", std::move(operations));
  Value constraints;
  if (grant.context_subset) {
    constraints.set("EncryptionContextSubset", show_context(*grant.context_subset));
  }
  if (grant.context_equals) {
    constraints.set("EncryptionContextEquals", show_context(*grant.context_equals));
  }
  shown.set("Constraints", std::move(constraints));
  return shown;
}

bool alike(const KmsGrant& a, const KmsGrant& b) {
  return a.name == b.name && a.grantee == b.grantee && a.retiring == b.retiring &&
         a.operations == b.operations && a.context_equals == b.context_equals &&
         a.context_subset == b.context_subset;
}

std::unexpected<aws::ServiceError> no_such_grant(const std::string& id) {
  return refuse(400, "NotFoundException", fmt::format("Grant ID {} not found", id));
}

// Services may be named in grants, as may users, roles, sessions and accounts.
bool is_principal(const Iam* iam, const std::string& text, Time now) {
  if (text.ends_with(".amazonaws.com")) return true;
  return text != "*" && text.starts_with("arn:") &&
         (iam == nullptr || iam->principal_exists(text, now));
}

}  // namespace

Answer Kms::create_grant(const Call& call, Region& region) {
  const Value& input = call.input;
  KmsKey* key = TRY(key_of(call, region));
  if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  KmsGrant grant{.name = input["Name"].text(),
                 .grantee = input["GranteePrincipal"].text(),
                 .retiring = input["RetiringPrincipal"].text(),
                 .context_equals = constraint(input["Constraints"]["EncryptionContextEquals"]),
                 .context_subset = constraint(input["Constraints"]["EncryptionContextSubset"]),
                 .issuer = lab_.account().id,
                 .created = call.now};
  const auto* iam = static_cast<const Iam*>(lab_.find_service("iam"));
  for (const std::string* principal : {&grant.grantee, &grant.retiring}) {
    if (principal == &grant.retiring && principal->empty()) continue;
    if (!is_principal(iam, *principal, call.now)) {
      return refuse(400, "InvalidArnException",
                    "ARN does not refer to a valid principal: " + *principal);
    }
  }
  for (const Value& operation : input["Operations"].list()) {
    if (std::ranges::find(grantable, operation.text()) == std::end(grantable)) {
      return refuse(400, "ValidationException",
                    fmt::format("Operation {} is not supported by this key", operation.text()));
    }
    grant.operations.insert(operation.text());
  }
  if (grant.operations.empty()) {
    return refuse(400, "ValidationException", "At least one operation is required for a grant");
  }
  // With a name, a repetition is the same grant; its token is another one, and this one works too.
  if (!grant.name.empty()) {
    for (const auto& [id, other] : key->grants) {
      if (alike(other, grant)) {
        return Value().set("GrantToken", other.token).set("GrantId", other.id);
      }
    }
  }
  const std::string ordinal = fmt::format("grant {} {}", key->arn, made_++);
  grant.id = derived_hex(secret_, ordinal, 64);
  grant.token = to_base64(derived_bytes(secret_, ordinal, 96));
  const auto& made = key->grants.emplace(grant.id, std::move(grant)).first->second;
  return Value().set("GrantToken", made.token).set("GrantId", made.id);
}

Answer Kms::list_grants(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  const KmsPage page = TRY(read_kms_page(call.input, 50, 100));
  const std::string& id = call.input["GrantId"].text();
  const std::string& grantee = call.input["GranteePrincipal"].text();
  aws::List grants;
  const std::string token = show_page(
      key->grants, page.after, page.limit,
      [&](const auto& entry) {
        return (id.empty() || entry.first == id) &&
               (grantee.empty() || entry.second.grantee == grantee);
      },
      [&](const auto& entry) { grants.push_back(describe_grant(entry.second, *key)); });
  Value output = Value().set("Grants", std::move(grants)).set("Truncated", !token.empty());
  if (!token.empty()) output.set("NextMarker", token);
  return output;
}

Answer Kms::list_retirable_grants(const Call& call, Region& region) {
  const KmsPage page = TRY(read_kms_page(call.input, 50, 100));
  std::map<std::string, Value> found;
  for (const auto& [id, key] : region.keys) {
    for (const auto& [grant_id, grant] : key.grants) {
      if (grant.retiring == call.input["RetiringPrincipal"].text()) {
        found.emplace(grant_id, describe_grant(grant, key));
      }
    }
  }
  aws::List grants;
  const std::string token = show_page(
      found, page.after, page.limit, [](const auto&) { return true; },
      [&](const auto& entry) { grants.push_back(entry.second); });
  Value output = Value().set("Grants", std::move(grants)).set("Truncated", !token.empty());
  if (!token.empty()) output.set("NextMarker", token);
  return output;
}

// By its token, or by key and id; by whom the grant names, or who may with the key.
Answer Kms::retire_grant(const Call& call, Region& region) {
  const Value& input = call.input;
  KmsKey* key = nullptr;
  std::string grant_id = input["GrantId"].text();
  if (input.has("GrantToken")) {
    for (auto& [id, candidate] : region.keys) {
      for (const auto& [its_id, grant] : candidate.grants) {
        if (grant.token != input["GrantToken"].text()) continue;
        key = &candidate;
        grant_id = its_id;
      }
    }
    if (key == nullptr) return refuse(400, "InvalidGrantTokenException", "");
  } else {
    const KmsKey* named = find(call.region, input["KeyId"].text());
    if (named == nullptr) {
      return refuse(400, "NotFoundException",
                    fmt::format("Key '{}' does not exist", input["KeyId"].text()));
    }
    key = &region.keys.find(named->id)->second;
  }
  const auto grant = key->grants.find(grant_id);
  if (grant == key->grants.end()) return no_such_grant(grant_id);
  const auto* iam = static_cast<const Iam*>(lab_.find_service("iam"));
  const policy::Principal who =
      iam != nullptr ? iam->principal_of(call.caller) : policy::Principal{};
  const auto is_me = [&](const std::string& name) {
    return !name.empty() && (name == who.arn || name == who.session);
  };
  const bool mine =
      is_me(grant->second.retiring) ||
      (is_me(grant->second.grantee) && grant->second.operations.contains("RetireGrant"));
  if (!mine) {
    if (auto denied = denial(*key, {.caller = call.caller,
                                    .through = {},
                                    .operation = "RetireGrant",
                                    .context = nullptr,
                                    .keys = {}})) {
      return std::unexpected(std::move(*denied));
    }
  }
  key->grants.erase(grant);
  return Value();
}

Answer Kms::revoke_grant(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  const std::string& id = call.input["GrantId"].text();
  if (key->grants.erase(id) == 0) return no_such_grant(id);
  return Value();
}

}  // namespace godwit::lab::services
