// Lists, tags, policies and rotation of secrets.
#include "base/text.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"
#include "lab/services/secretsmanager.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_tags = 50;

// Each value is a prefix; with '!' before it, one that must not be there.
bool fits(const Value& values, const std::vector<std::string>& texts, bool ignore_case) {
  return std::ranges::any_of(values.list(), [&](const Value& value) {
    std::string_view wanted = value.text();
    const bool negated = wanted.starts_with('!');
    if (negated) wanted.remove_prefix(1);
    const bool found = std::ranges::any_of(texts, [&](const std::string& text) {
      return ignore_case ? to_lower(text).starts_with(to_lower(wanted)) : text.starts_with(wanted);
    });
    return found != negated;
  });
}

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
bool is_wanted(const Secret& secret, const Value& filters) {
  return std::ranges::all_of(filters.list(), [&](const Value& filter) {
    const std::string& key = filter["Key"].text();
    const Value& values = filter["Values"];
    std::vector<std::string> tag_keys, tag_values;
    for (const auto& [name, value] : secret.tags) {
      tag_keys.push_back(name);
      tag_values.push_back(value);
    }
    if (key == "name") return fits(values, {secret.name}, false);
    if (key == "description") {
      std::vector<std::string> words = {secret.description};
      for (const std::string_view word : split(secret.description, ' ')) words.emplace_back(word);
      return fits(values, words, true);
    }
    if (key == "tag-key") return fits(values, tag_keys, false);
    if (key == "tag-value") return fits(values, tag_values, false);
    if (key == "primary-region") return fits(values, {secret.primary_region}, false);
    if (key == "owning-service") return false;  // none is a service's
    std::vector<std::string> all = {secret.name, secret.description, secret.primary_region};
    all.insert(all.end(), tag_keys.begin(), tag_keys.end());
    all.insert(all.end(), tag_values.begin(), tag_values.end());
    return fits(values, all, true);
  });
}

}  // namespace

std::expected<std::map<std::string, std::string>, aws::ServiceError> read_secret_tags(
    const Value& list) {
  std::map<std::string, std::string> tags;
  for (const Value& tag : list.list()) {
    const std::string& key = tag["Key"].text();
    if (key.empty() || key.size() > 128 || tag["Value"].text().size() > 256) {
      return secrets_invalid_parameter("Tag keys have 1 to 128 characters, values at most 256.");
    }
    if (key.starts_with("aws:")) {
      return secrets_invalid_parameter("Tag keys must not begin with aws:");
    }
    tags[key] = tag["Value"].text();
  }
  if (tags.size() > most_tags) return secrets_invalid_parameter("Too many tags.");
  return tags;
}

// By their age: the newest first, unless asked otherwise.
Answer SecretsManager::list_secrets(const Call& call) {
  const Value& input = call.input;
  const std::int64_t limit = input.has("MaxResults") ? input["MaxResults"].integer() : 100;
  if (limit < 1 || limit > 100) {
    return secrets_invalid_parameter("MaxResults must be between 1 and 100.");
  }
  std::vector<const Secret*> found;
  for (const auto& [name, secret] : regions_[call.region]) {
    if (secret.deletion && !input["IncludePlannedDeletion"].flag()) continue;
    if (is_wanted(secret, input["Filters"])) found.push_back(&secret);
  }
  const bool ascending = input["SortOrder"].text() == "asc";
  std::ranges::stable_sort(found, [&](const Secret* a, const Secret* b) {
    return ascending ? a->created < b->created : b->created < a->created;
  });
  std::size_t first = 0;
  if (input.has("NextToken")) {
    const auto after = read_page_token(input["NextToken"].text());
    const auto at = after ? std::ranges::find(found, *after, &Secret::name) : found.end();
    if (at == found.end()) {
      return refuse(400, "InvalidNextTokenException", "The NextToken value is invalid.");
    }
    first = static_cast<std::size_t>(at - found.begin()) + 1;
  }
  aws::List secrets;
  const std::size_t last = std::min(found.size(), first + static_cast<std::size_t>(limit));
  for (std::size_t i = first; i < last; ++i) {
    const Value id = Value().set("SecretId", found[i]->name);
    const Call describe{.region = call.region,
                        .operation = call.operation,
                        .input = id,
                        .now = call.now,
                        .caller = call.caller,
                        .http = nullptr,
                        .head = nullptr};
    Value shown = TRY(describe_secret(describe));
    Value entry;
    for (const auto& [name, value] : shown.members()) {
      if (name == "ReplicationStatus") continue;
      entry.set(name == "VersionIdsToStages" ? "SecretVersionsToStages" : name, value);
    }
    secrets.push_back(std::move(entry));
  }
  Value output = Value().set("SecretList", std::move(secrets));
  if (last < found.size()) output.set("NextToken", page_token(found[last - 1]->name));
  return output;
}

Answer SecretsManager::tag_resource(const Call& call) {
  Secret* secret = TRY(changeable_secret_of(call));
  auto tags = secret->tags;
  for (const auto& [key, value] : TRY(read_secret_tags(call.input["Tags"]))) tags[key] = value;
  if (tags.size() > most_tags) return secrets_invalid_parameter("Too many tags.");
  secret->tags = std::move(tags);
  replicate_soon(call.region, *secret, false);
  return Value();
}

Answer SecretsManager::untag_resource(const Call& call) {
  Secret* secret = TRY(changeable_secret_of(call));
  for (const Value& key : call.input["TagKeys"].list()) secret->tags.erase(key.text());
  replicate_soon(call.region, *secret, false);
  return Value();
}

// ---- policies

Answer SecretsManager::get_resource_policy(const Call& call) {
  const Secret* secret = TRY(secret_of(call));
  Value output = Value().set("ARN", secret->arn).set("Name", secret->name);
  if (!secret->policy.empty()) output.set("ResourcePolicy", secret->policy);
  return output;
}

Answer SecretsManager::put_resource_policy(const Call& call) {
  Secret* secret = TRY(secret_of(call));
  const std::string& text = call.input["ResourcePolicy"].text();
  auto document = policy::read(text, policy::Kind::resource);
  if (!document) return refuse(400, "MalformedPolicyDocumentException", document.error());
  const auto* iam = static_cast<const Iam*>(lab_.find_service("iam"));
  if (iam != nullptr && iam->unknown_principal(*document, call.now)) {
    return refuse(400, "MalformedPolicyDocumentException",
                  "This resource policy contains an unsupported principal.");
  }
  if (call.input["BlockPublicPolicy"].flag()) {
    const bool open = std::ranges::any_of(document->statements, [](const auto& statement) {
      return statement.allow && statement.conditions.empty() &&
             (statement.principals.anybody ||
              std::ranges::find(statement.principals.aws, "*") != statement.principals.aws.end());
    });
    if (open) {
      return refuse(400, "PublicPolicyException",
                    "You tried to attach a resource policy that grants broad access to the secret, "
                    "and BlockPublicPolicy is on.");
    }
  }
  secret->policy = text;
  secret->policy_document = std::move(*document);
  return Value().set("ARN", secret->arn).set("Name", secret->name);
}

Answer SecretsManager::delete_resource_policy(const Call& call) {
  Secret* secret = TRY(secret_of(call));
  secret->policy.clear();
  return Value().set("ARN", secret->arn).set("Name", secret->name);
}

Answer SecretsManager::validate_resource_policy(const Call& call) {
  const auto document = policy::read(call.input["ResourcePolicy"].text(), policy::Kind::resource);
  if (!document) return refuse(400, "MalformedPolicyDocumentException", document.error());
  return Value().set("PolicyValidationPassed", true).set("ValidationErrors", aws::List());
}

// ---- rotation, which a Lambda function would do

Answer SecretsManager::rotate_secret(const Call& call) {
  TRY_VOID(changeable_secret_of(call));
  if (!call.input.has("RotationLambdaARN")) {
    return secrets_invalid_request(
        "No Lambda rotation function ARN is associated with this secret.");
  }
  return refuse(400, "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the "
                "function policy grants access to the principal secretsmanager.amazonaws.com.");
}

Answer SecretsManager::cancel_rotate_secret(const Call& call) {
  const Secret* secret = TRY(changeable_secret_of(call));
  return Value().set("ARN", secret->arn).set("Name", secret->name);
}

}  // namespace godwit::lab::services
