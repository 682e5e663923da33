#include "lab/outside/secret_manager.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/query_string.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/identifiers.h"

namespace godwit::lab {
namespace {

constexpr std::size_t largest_payload = 65536;  // cloud.google.com/secret-manager/quotas
constexpr std::size_t most_on_a_page = 25000;

constexpr WebRoute table[] = {
    {"GET", "/v1/projects/{}/secrets", "ListSecrets"},
    {"POST", "/v1/projects/{}/secrets", "CreateSecret"},
    {"GET", "/v1/projects/{}/secrets/{}", "GetSecret"},
    {"DELETE", "/v1/projects/{}/secrets/{}", "DeleteSecret"},
    {"POST", "/v1/projects/{}/secrets/{}:addVersion", "AddVersion"},
    {"GET", "/v1/projects/{}/secrets/{}/versions", "ListVersions"},
    {"GET", "/v1/projects/{}/secrets/{}/versions/latest:access", "GetLatestVersion"},
    {"GET", "/v1/projects/{}/secrets/{}/versions/{}:access", "GetVersionPayload"},
    {"GET", "/v1/projects/{}/secrets/{}/versions/{}", "GetVersion"},
    {"POST", "/v1/projects/{}/secrets/{}/versions/{}:disable", "DisableVersion"},
    {"POST", "/v1/projects/{}/secrets/{}/versions/{}:enable", "EnableVersion"},
    {"POST", "/v1/projects/{}/secrets/{}/versions/{}:destroy", "DestroyVersion"},
};

bool is_secret_id(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_';
  });
}

// https://cloud.google.com/apis/design/errors#error_codes
std::string_view word_of(int status) {
  switch (status) {
    case 400:
      return "INVALID_ARGUMENT";
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 409:
      return "ALREADY_EXISTS";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 503:
      return "UNAVAILABLE";
    default:
      return "INTERNAL";
  }
}

std::unexpected<aws::ServiceError> bad(std::string message) {
  return turn_away(400, "INVALID_ARGUMENT", std::move(message));
}

std::string secret_name(const GoogleProject& project, const std::string& id) {
  return fmt::format("projects/{}/secrets/{}", project.number, id);
}

boost::json::object shown(const GoogleProject& project, const std::string& id,
                          const GoogleSecret& secret) {
  return {{"name", secret_name(project, id)},
          {"replication", boost::json::object{{"automatic", boost::json::object()}}},
          {"createTime", format_time_ms(secret.created)},
          {"etag", fmt::format("\"{:x}\"", secret.created.time_since_epoch().count())}};
}

boost::json::object shown(const GoogleProject& project, const std::string& id,
                          const GoogleSecret& secret, std::size_t number) {
  const GoogleSecret::Version& version = secret.versions[number - 1];
  return {{"name", fmt::format("{}/versions/{}", secret_name(project, id), number)},
          {"createTime", format_time_ms(version.created)},
          {"state", version.state},
          {"replicationStatus", boost::json::object{{"automatic", boost::json::object()}}},
          {"etag", fmt::format("\"{:x}\"", version.created.time_since_epoch().count() +
                                               static_cast<std::int64_t>(version.state.size()))}};
}

struct Page {
  std::size_t size = most_on_a_page;
  std::size_t from = 0;
};

// A token is where the next page begins.
std::expected<Page, aws::ServiceError> read_page(const OutsideCall& call) {
  const aws::QueryString query(call.http.query);
  Page page;
  if (const std::string_view* size = query.find("pageSize")) {
    const auto number = parse_integer(*size);
    if (!number || *number < 0 || *number > static_cast<std::int64_t>(most_on_a_page)) {
      return bad("The page size must be from 0 to 25000.");
    }
    if (*number > 0) page.size = static_cast<std::size_t>(*number);
  }
  if (const std::string_view* token = query.find("pageToken");
      token != nullptr && !token->empty()) {
    const auto number = parse_integer(*token);
    if (!number || *number < 0) return bad("The page token is invalid.");
    page.from = static_cast<std::size_t>(*number);
  }
  return page;
}

// One page of a list, as lists are answered here.
OutsideAnswer show_page(const Page& page, std::string_view name, boost::json::array all) {
  boost::json::object body;
  boost::json::array shown;
  for (std::size_t i = page.from; i < all.size() && shown.size() < page.size; ++i) {
    shown.push_back(all[i]);
  }
  const std::size_t next = page.from + shown.size();
  if (!shown.empty()) body[name] = std::move(shown);
  if (next < all.size()) body["nextPageToken"] = std::to_string(next);
  body["totalSize"] = all.size();
  return {200, std::move(body)};
}

std::unexpected<aws::ServiceError> no_secret(const GoogleProject& project, const std::string& id) {
  return turn_away(404, "NOT_FOUND",
                   fmt::format("Secret [{}] not found.", secret_name(project, id)));
}

}  // namespace

SecretManager::SecretManager(const account::Account& account, std::uint64_t secret) {
  for (const account::GoogleProject& given : account.secret_manager) {
    GoogleProject& project = projects_[given.id];
    project.number = "4" + derived_text(secret, given.id, 11, "0123456789");
    for (const auto& [name, value] : given.secrets) {
      project.secrets[name] = {.versions = {{value, "ENABLED", account.starts}},
                               .created = account.starts};
    }
  }
}

std::span<const WebRoute> SecretManager::routes() const { return table; }

const GoogleProject* SecretManager::find(const std::string& project) const {
  const auto found = projects_.find(project);
  return found == projects_.end() ? nullptr : &found->second;
}

const std::string* SecretManager::latest(const std::string& project,
                                         const std::string& secret) const {
  const GoogleProject* there = find(project);
  if (there == nullptr) return nullptr;
  const auto found = there->secrets.find(secret);
  if (found == there->secrets.end() || found->second.versions.empty()) return nullptr;
  const GoogleSecret::Version& version = found->second.versions.back();
  return version.state == "ENABLED" ? &version.payload : nullptr;
}

OutsideResult SecretManager::handle(const OutsideCall& call) {
  const std::string_view operation = call.match.route->operation;
  const std::string& asked = call.match.names.front();
  // A project may be named by its number.
  const auto found = std::ranges::find_if(projects_, [&](const auto& each) {
    return each.first == asked || each.second.number == asked;
  });
  if (found == projects_.end()) {
    return turn_away(403, "PERMISSION_DENIED",
                     fmt::format("Permission denied on resource project {}.", asked));
  }
  GoogleProject& project = found->second;
  if (operation == "ListSecrets") return list_secrets(project, call);
  if (operation == "CreateSecret") return create_secret(project, call);
  const std::string& id = call.match.names[1];
  const auto secret = project.secrets.find(id);
  if (secret == project.secrets.end()) {
    if (operation == "GetLatestVersion" || operation == "GetVersionPayload") {
      return turn_away(
          404, "NOT_FOUND",
          fmt::format("Secret [{}] not found or has no versions.", secret_name(project, id)));
    }
    return no_secret(project, id);
  }
  if (operation == "GetSecret") return OutsideAnswer{200, shown(project, id, secret->second)};
  if (operation == "DeleteSecret") {
    project.secrets.erase(secret);
    return OutsideAnswer{200, boost::json::object()};
  }
  if (operation == "AddVersion") return add_version(project, id, secret->second, call);
  if (operation == "ListVersions") return list_versions(project, id, secret->second, call);
  return of_version(project, id, secret->second, call);
}

OutsideResult SecretManager::list_secrets(const GoogleProject& project,
                                          const OutsideCall& call) const {
  const Page page = TRY(read_page(call));
  boost::json::array all;
  for (const auto& [id, secret] : project.secrets) all.push_back(shown(project, id, secret));
  return show_page(page, "secrets", std::move(all));
}

OutsideResult SecretManager::create_secret(GoogleProject& project, const OutsideCall& call) {
  const aws::QueryString query(call.http.query);
  const std::string_view* asked = query.find("secretId");
  const std::string id(asked != nullptr ? *asked : std::string_view());
  if (!is_secret_id(id)) {
    return bad("The provided Secret ID does not match the expected format [[a-zA-Z_0-9]+].");
  }
  boost::system::error_code error;
  const auto body = boost::json::parse(call.http.body.bytes(), error);
  const auto* object = error ? nullptr : body.if_object();
  if (object == nullptr || !object->contains("replication")) {
    return bad("The replication field is required.");
  }
  const auto [made, added] = project.secrets.try_emplace(id);
  if (!added) {
    return turn_away(409, "ALREADY_EXISTS",
                     fmt::format("Secret [{}] already exists.", secret_name(project, id)));
  }
  made->second.created = call.now;
  return OutsideAnswer{200, shown(project, id, made->second)};
}

OutsideResult SecretManager::list_versions(const GoogleProject& project, const std::string& name,
                                           const GoogleSecret& secret,
                                           const OutsideCall& call) const {
  const Page page = TRY(read_page(call));
  boost::json::array all;
  for (std::size_t number = secret.versions.size(); number > 0; --number) {
    all.push_back(shown(project, name, secret, number));
  }
  return show_page(page, "versions", std::move(all));
}

OutsideResult SecretManager::add_version(const GoogleProject& project, const std::string& name,
                                         GoogleSecret& secret, const OutsideCall& call) {
  boost::system::error_code error;
  const auto body = boost::json::parse(call.http.body.bytes(), error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* payload = object != nullptr ? object->if_contains("payload") : nullptr;
  const auto* data = payload != nullptr && payload->is_object()
                         ? payload->get_object().if_contains("data")
                         : nullptr;
  if (data == nullptr || !data->is_string()) {
    return bad("Invalid secret payload: it must not be empty.");
  }
  std::string text(data->get_string());
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text += '=';
  auto bytes = from_base64(text);
  if (!bytes) return bad("Invalid value at 'payload.data' (TYPE_BYTES), Base64 decoding failed");
  if (bytes->empty()) return bad("Invalid secret payload: it must not be empty.");
  if (bytes->size() > largest_payload) return bad("The secret payload is larger than 64KiB.");
  if (const auto* sum = payload->get_object().if_contains("dataCrc32c")) {
    const std::string said =
        sum->is_string() ? std::string(sum->get_string()) : boost::json::serialize(*sum);
    if (said != std::to_string(crc32c(*bytes))) {
      return bad("The provided CRC32C checksum does not match the payload's.");
    }
  }
  secret.versions.push_back({std::move(*bytes), "ENABLED", call.now});
  return OutsideAnswer{200, shown(project, name, secret, secret.versions.size())};
}

OutsideResult SecretManager::of_version(const GoogleProject& project, const std::string& name,
                                        GoogleSecret& secret, const OutsideCall& call) {
  const std::string_view operation = call.match.route->operation;
  const bool latest = call.match.names.size() < 3 || call.match.names[2] == "latest";
  // "latest" is the newest, whatever has become of it.
  const auto number = latest ? static_cast<std::int64_t>(secret.versions.size())
                             : parse_integer(call.match.names[2]).value_or(-1);
  if (number < 1 || number > static_cast<std::int64_t>(secret.versions.size())) {
    return turn_away(404, "NOT_FOUND",
                     latest ? fmt::format("Secret [{}] not found or has no versions.",
                                          secret_name(project, name))
                            : fmt::format("Secret Version [{}/versions/{}] not found.",
                                          secret_name(project, name), call.match.names[2]));
  }
  const auto which = static_cast<std::size_t>(number);
  GoogleSecret::Version& version = secret.versions[which - 1];
  const auto wrong_state = [&] {
    return turn_away(400, "FAILED_PRECONDITION",
                     fmt::format("Secret Version [{}/versions/{}] is in {} state.",
                                 secret_name(project, name), which, version.state));
  };
  if (operation == "GetVersion") return OutsideAnswer{200, shown(project, name, secret, which)};
  if (operation == "GetLatestVersion" || operation == "GetVersionPayload") {
    if (version.state != "ENABLED") return wrong_state();
    return OutsideAnswer{
        200, boost::json::object{
                 {"name", fmt::format("{}/versions/{}", secret_name(project, name), which)},
                 {"payload",
                  boost::json::object{{"data", to_base64(version.payload)},
                                      {"dataCrc32c", std::to_string(crc32c(version.payload))}}}}};
  }
  if (version.state == "DESTROYED") return wrong_state();
  if (operation == "EnableVersion") version.state = "ENABLED";
  if (operation == "DisableVersion") version.state = "DISABLED";
  if (operation == "DestroyVersion") {
    version.state = "DESTROYED";
    version.payload.clear();
  }
  return OutsideAnswer{200, shown(project, name, secret, which)};
}

boost::json::value SecretManager::describe(const aws::ServiceError& error) const {
  // What comes from elsewhere has another service's code.
  const bool own = !error.code.empty() &&
                   error.code.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  return {{"error",
           {{"code", error.status},
            {"message", error.message},
            {"status", own ? std::string_view(error.code) : word_of(error.status)}}}};
}

aws::ServiceError SecretManager::stranger_refusal() const {
  return {401,
          "UNAUTHENTICATED",
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
          "cookie or other valid authentication credential.",
          {}};
}

void SecretManager::describe_deed(const OutsideCall& call, AuditEntry& entry) const {
  const std::string_view operation = call.match.route->operation;
  if (operation == "CreateSecret") {
    const aws::QueryString query(call.http.query);
    const std::string_view* id = query.find("secretId");
    entry.deed = Deed::makes;
    entry.resource = fmt::format("secret {} of {}", id != nullptr ? *id : std::string_view(),
                                 call.match.names[0]);
  } else if (operation == "DeleteSecret") {
    entry.deed = Deed::removes;
    entry.resource = fmt::format("secret {} of {}", call.match.names[1], call.match.names[0]);
  }
}

boost::json::value SecretManager::snapshot() const {
  boost::json::object all;
  for (const auto& [id, project] : projects_) {
    boost::json::object secrets;
    for (const auto& [name, secret] : project.secrets) {
      const std::string* value = latest(id, name);
      secrets[name] =
          value != nullptr ? boost::json::value(to_hex(sha256(*value))) : boost::json::value();
    }
    all[id] = std::move(secrets);
  }
  return all.empty() ? boost::json::value() : boost::json::value(std::move(all));
}

}  // namespace godwit::lab
