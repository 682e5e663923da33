// Values of secrets: versions, and the stages that name them.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
#include "base/digest.h"
#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/secretsmanager.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_value = 65536;
constexpr std::size_t most_versions = 100;

EncryptionContext context_of(const Secret& secret, const std::string& version) {
  return {{"SecretARN", secret.arn}, {"SecretVersionId", version}};
}

aws::List list_of(const std::set<std::string>& stages) {
  aws::List list;
  for (const std::string& stage : stages) list.push_back(stage);
  return list;
}

}  // namespace

// The label goes from whatever has it; what was current becomes the previous one.
void SecretsManager::move_stage(Secret& secret, const std::string& stage,
                                const std::string& version) {
  for (auto& [id, other] : secret.versions) {
    if (id == version || other.stages.erase(stage) == 0) continue;
    if (stage == "AWSCURRENT") {
      for (auto& [unused, former] : secret.versions) former.stages.erase("AWSPREVIOUS");
      other.stages.insert("AWSPREVIOUS");
    }
  }
  secret.versions.at(version).stages.insert(stage);
  if (stage == "AWSCURRENT") secret.versions.at(version).stages.erase("AWSPREVIOUS");
}

std::expected<const SecretVersion*, aws::ServiceError> SecretsManager::add_version(
    const Call& call, Secret& secret, const std::set<std::string>& stages) {
  const Value& input = call.input;
  const bool binary = input.has("SecretBinary");
  if (binary && input.has("SecretString")) {
    return secrets_invalid_parameter(
        "You can't specify both a binary secret value and a string secret value in the same "
        "secret.");
  }
  if (!binary && !input.has("SecretString")) return nullptr;
  const Value& given = binary ? input["SecretBinary"] : input["SecretString"];
  const std::string value = given.is_body() ? std::string(given.body().bytes()) : given.text();
  if (value.empty() || value.size() > longest_value) {
    return refuse(400, "ValidationException",
                  "1 validation error detected: Value at 'secretString' failed to satisfy "
                  "constraint: Member must have length between 1 and 65536");
  }
  SecretVersion version;
  version.id = new_token(call);
  if (version.id.size() < 32 || version.id.size() > 64) {
    return secrets_invalid_parameter("ClientRequestToken must be 32-64 characters long.");
  }
  version.binary = binary;
  version.created = call.now;
  version.digest = to_hex(sha256(value));
  if (const auto known = secret.versions.find(version.id); known != secret.versions.end()) {
    if (known->second.digest == version.digest && known->second.binary == binary) {
      return &known->second;
    }
    return refuse(400, "ResourceExistsException",
                  fmt::format("You can't use ClientRequestToken {} because that value is already "
                              "in use for a version of secret {}.",
                              version.id, secret.arn));
  }
  const std::string key = key_of(call.region, secret.key);
  auto sealed = lab_.kms().seal(call.region, key,
                                {.caller = call.caller,
                                 .through = "secretsmanager",
                                 .context = context_of(secret, version.id)},
                                value);
  if (!sealed) return std::unexpected(secrets_key_error(sealed.error(), true));
  version.sealed = std::move(*sealed);
  version.key = lab_.kms().find(call.region, key)->arn;
  const std::string id = version.id;
  secret.versions.emplace(id, std::move(version));
  for (const std::string& stage : stages) move_stage(secret, stage, id);
  // Of those without a stage, the oldest go.
  while (secret.versions.size() > most_versions) {
    auto oldest = secret.versions.end();
    for (auto it = secret.versions.begin(); it != secret.versions.end(); ++it) {
      if (!it->second.stages.empty()) continue;
      if (oldest == secret.versions.end() || it->second.created < oldest->second.created) {
        oldest = it;
      }
    }
    if (oldest == secret.versions.end()) break;
    secret.versions.erase(oldest);
  }
  return &secret.versions.at(id);
}

Answer SecretsManager::get_secret_value(const Call& call) {
  const Value& input = call.input;
  const Secret* secret = TRY(secret_of(call));
  if (secret->deletion) {
    return secrets_invalid_request(
        "You can't perform this operation on the secret because it was marked for deletion.");
  }
  const SecretVersion* version = nullptr;
  const std::string stage = input.has("VersionStage") ? input["VersionStage"].text() : "AWSCURRENT";
  if (input.has("VersionId")) {
    const auto found = secret->versions.find(input["VersionId"].text());
    if (found == secret->versions.end()) {
      return refuse(400, "ResourceNotFoundException",
                    fmt::format("Secrets Manager can't find the specified secret value for "
                                "VersionId: {}",
                                input["VersionId"].text()));
    }
    version = &found->second;
    if (input.has("VersionStage") && !version->stages.contains(stage)) {
      return secrets_invalid_request(
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
  } else {
    for (const auto& [id, candidate] : secret->versions) {
      if (candidate.stages.contains(stage)) version = &candidate;
    }
    if (version == nullptr) {
      return refuse(400, "ResourceNotFoundException",
                    fmt::format("Secrets Manager can't find the specified secret value for staging "
                                "label: {}",
                                stage));
    }
  }
  auto value = lab_.kms().open(call.region,
                               {.caller = call.caller,
                                .through = "secretsmanager",
                                .context = context_of(*secret, version->id)},
                               version->sealed);
  if (!value) {
    // A key that is gone is a failure too, not a lack of permission.
    aws::ServiceError error = value.error();
    if (lab_.kms().find(call.region, version->key) == nullptr) {
      error = {400, "NotFoundException", "the key does not exist", {}};
    }
    return std::unexpected(secrets_key_error(error, false));
  }
  Value output =
      Value().set("ARN", secret->arn).set("Name", secret->name).set("VersionId", version->id);
  output.set(version->binary ? "SecretBinary" : "SecretString", std::move(*value));
  return output.set("VersionStages", list_of(version->stages)).set("CreatedDate", version->created);
}

Answer SecretsManager::put_secret_value(const Call& call) {
  const Value& input = call.input;
  Secret* secret = TRY(changeable_secret_of(call));
  if (!input.has("SecretString") && !input.has("SecretBinary")) {
    return secrets_invalid_parameter("You must provide either SecretString or SecretBinary.");
  }
  std::set<std::string> stages;
  for (const Value& stage : input["VersionStages"].list()) stages.insert(stage.text());
  if (stages.empty()) stages.insert("AWSCURRENT");
  const SecretVersion* version = TRY(add_version(call, *secret, stages));
  secret->changed = call.now;
  Value output = Value()
                     .set("ARN", secret->arn)
                     .set("Name", secret->name)
                     .set("VersionId", version->id)
                     .set("VersionStages", list_of(version->stages));
  replicate_soon(call.region, *secret, false);
  return output;
}

Answer SecretsManager::update_secret_version_stage(const Call& call) {
  const Value& input = call.input;
  Secret* secret = TRY(changeable_secret_of(call));
  const std::string& stage = input["VersionStage"].text();
  const std::string& from = input["RemoveFromVersionId"].text();
  const std::string& to = input["MoveToVersionId"].text();
  for (const std::string* id : {&from, &to}) {
    if (!id->empty() && !secret->versions.contains(*id)) {
      return refuse(400, "ResourceNotFoundException",
                    fmt::format("Secrets Manager can't find the specified secret value for "
                                "VersionId: {}",
                                *id));
    }
  }
  std::string holder;
  for (const auto& [id, version] : secret->versions) {
    if (version.stages.contains(stage)) holder = id;
  }
  if (!from.empty() && from != holder) {
    return secrets_invalid_parameter(
        fmt::format("The staging label {} isn't attached to version {}.", stage, from));
  }
  if (!to.empty() && !holder.empty() && holder != to && from.empty()) {
    return secrets_invalid_parameter(fmt::format(
        "The parameter RemoveFromVersionId can't be empty. Staging label {} is currently attached "
        "to version {}, so you must explicitly reference that version in RemoveFromVersionId.",
        stage, holder));
  }
  if (to.empty()) {
    if (stage == "AWSCURRENT") {
      return secrets_invalid_parameter(
          "You can only move staging label AWSCURRENT to a different secret version. It can't be "
          "completely removed.");
    }
    if (!from.empty()) secret->versions.at(from).stages.erase(stage);
  } else {
    move_stage(*secret, stage, to);
  }
  secret->changed = call.now;
  replicate_soon(call.region, *secret, false);
  return Value().set("ARN", secret->arn).set("Name", secret->name);
}

Answer SecretsManager::list_secret_version_ids(const Call& call) {
  const Secret* secret = TRY(secret_of(call));
  aws::List versions;
  for (const auto& [id, version] : secret->versions) {
    if (version.stages.empty() && !call.input["IncludeDeprecated"].flag()) continue;
    versions.push_back(Value()
                           .set("VersionId", id)
                           .set("VersionStages", list_of(version.stages))
                           .set("CreatedDate", version.created)
                           .set("KmsKeyIds", aws::List{version.key}));
  }
  return Value()
      .set("Versions", std::move(versions))
      .set("ARN", secret->arn)
      .set("Name", secret->name);
}

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
Answer SecretsManager::get_random_password(const Call& call) {
  const Value& input = call.input;
  const std::int64_t length = input.has("PasswordLength") ? input["PasswordLength"].integer() : 32;
  if (length < 1 || length > 4096) {
    return secrets_invalid_parameter("PasswordLength must be between 1 and 4096.");
  }
  struct Kind {
    std::string_view excluded_by;
    std::string letters;
  };
  std::vector<Kind> kinds = {{"ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz"},
                             {"ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
                             {"ExcludeNumbers", "0123456789"},
                             {"ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}};
  const std::string& excluded = input["ExcludeCharacters"].text();
  std::erase_if(kinds, [&](const Kind& kind) { return input[kind.excluded_by].flag(); });
  if (input["IncludeSpace"].flag()) kinds.push_back({"", " "});
  for (Kind& kind : kinds) {
    std::erase_if(kind.letters,
                  [&](char letter) { return excluded.find(letter) != std::string::npos; });
  }
  std::erase_if(kinds, [](const Kind& kind) { return kind.letters.empty(); });
  if (kinds.empty()) {
    return secrets_invalid_request(
        "You can't exclude all characters: nothing is left to make a password of.");
  }
  const bool each =
      !input.has("RequireEachIncludedType") || input["RequireEachIncludedType"].flag();
  if (each && length < static_cast<std::int64_t>(kinds.size())) {
    return secrets_invalid_parameter(
        "PasswordLength is too short to have one character of each included type.");
  }
  std::string letters;
  for (const Kind& kind : kinds) letters += kind.letters;
  // Eight bytes for each letter, so that none is noticeably more likely.
  const auto count = static_cast<std::size_t>(length);
  const std::string chance =
      derived_bytes(secret_, fmt::format("password {}", made_++), count * 16);
  const auto draw = [&](std::size_t index, std::size_t below) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      number = number << 8 | static_cast<unsigned char>(chance[index * 8 + i]);
    }
    return static_cast<std::size_t>(number % below);
  };
  std::string password(count, ' ');
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& from = each && i < kinds.size() ? kinds[i].letters : letters;
    password[i] = from[draw(i, from.size())];
  }
  for (std::size_t i = count; i > 1; --i) {
    std::swap(password[i - 1], password[draw(count + i - 1, i)]);
  }
  return Value().set("RandomPassword", password);
}

}  // namespace godwit::lab::services
