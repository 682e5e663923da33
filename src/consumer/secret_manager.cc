#include "consumer/secret_manager.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "consumer/web_call.h"

namespace godwit::consumer::secret_manager {
namespace {

constexpr std::size_t largest_payload = 65536;  // 64 KiB: cloud.google.com/secret-manager/quotas
constexpr int most_pages = 1000;

WebCall call(std::string operation, std::string method, const std::string& project,
             const std::string& secret, std::string_view below) {
  return {.service = "secretmanager",
          .operation = std::move(operation),
          .method = std::move(method),
          .host = std::string(host),
          .path = fmt::format("/v1/projects/{}/secrets/{}{}", percent_encode(project),
                              percent_encode(secret), below),
          .subject = fmt::format("secret {} of project {}", secret, project)};
}

// "projects/123/secrets/chime-api-endpoint/versions/3"
int number_of(const std::string& name) {
  const auto number = parse_integer(std::string_view(name).substr(name.rfind('/') + 1));
  return number && *number > 0 && *number <= 1'000'000'000 ? static_cast<int>(*number) : 0;
}

// Bytes in JSON are base64, in either alphabet: https://protobuf.dev/programming-guides/json/
std::optional<std::string> read_bytes(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text += '=';
  return from_base64(text);
}

}  // namespace

Result<SecretVersion> get_latest(aws::Cloud& cloud, const std::string& project,
                                 const std::string& secret) {
  const WebCall getting =
      call("GetLatestVersion", "GET", project, secret, "/versions/latest:access");
  const boost::json::value answer = TRY(ask(cloud, getting));
  SecretVersion version{
      .number = number_of(text_in(answer, "name")), .state = "ENABLED", .payload = {}};
  if (version.number == 0) return unreadable(getting, "it names no version");
  const auto* payload = answer.get_object().if_contains("payload");
  if (payload == nullptr) return unreadable(getting, "it has no payload");
  auto bytes = read_bytes(text_in(*payload, "data"));
  if (!bytes) return unreadable(getting, "its payload is no base64");
  // What was damaged on the way is no value to save, or to compare with.
  const std::string sum = text_in(*payload, "dataCrc32c");
  if (!sum.empty() && sum != std::to_string(crc32c(*bytes))) {
    return unreadable(getting, "its payload does not match its checksum");
  }
  version.payload = std::move(*bytes);
  return version;
}

Result<std::vector<SecretVersion>> list_versions(aws::Cloud& cloud, const std::string& project,
                                                 const std::string& secret) {
  WebCall listing = call("ListVersions", "GET", project, secret, "/versions");
  std::vector<SecretVersion> versions;
  std::string token;
  for (int page = 0; page < most_pages; ++page) {
    listing.query = "pageSize=250";
    if (!token.empty()) listing.query += "&pageToken=" + percent_encode(token);
    const boost::json::value answer = TRY(ask(cloud, listing));
    if (!answer.is_object()) return unreadable(listing, "it is no object");
    if (const auto* list = answer.get_object().if_contains("versions");
        list != nullptr && list->is_array()) {
      for (const auto& each : list->get_array()) {
        versions.push_back({number_of(text_in(each, "name")), text_in(each, "state"), {}});
      }
    }
    std::string next = text_in(answer, "nextPageToken");
    if (next.empty()) break;
    if (next == token || page + 1 == most_pages) {
      return unreadable(listing, "it says that there is more, but not where");
    }
    token = std::move(next);
  }
  std::ranges::sort(versions, std::greater<>(), &SecretVersion::number);
  return versions;
}

Result<void> create_secret(aws::Cloud& cloud, const std::string& project,
                           const std::string& secret) {
  WebCall creating = call("CreateSecret", "POST", project, secret, "");
  creating.path = fmt::format("/v1/projects/{}/secrets", percent_encode(project));
  creating.query = "secretId=" + percent_encode(secret);
  creating.body = R"({"replication":{"automatic":{}}})";
  TRY_VOID(ask(cloud, creating));
  return {};
}

Result<SecretVersion> add_version(aws::Cloud& cloud, const std::string& project,
                                  const std::string& secret, const std::string& payload) {
  WebCall adding = call("AddVersion", "POST", project, secret, ":addVersion");
  if (payload.empty() || payload.size() > largest_payload) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "secretmanager AddVersion",
                 .subject = adding.subject,
                 .cause = payload.empty() ? "a secret's value cannot be empty"
                                          : "the value is longer than 64 KiB",
                 .remedy = "give it another value",
                 .code = {},
                 .where = {}});
  }
  adding.hidden = {payload, to_base64(payload)};
  adding.body = boost::json::serialize(boost::json::object{
      {"payload",
       {{"data", to_base64(payload)}, {"dataCrc32c", std::to_string(crc32c(payload))}}}});
  const boost::json::value answer = TRY(ask(cloud, adding));
  SecretVersion version{.number = number_of(text_in(answer, "name")),
                        .state = text_in(answer, "state"),
                        .payload = {}};
  if (version.number == 0) return unreadable(adding, "it names no version");
  return version;
}

Result<void> delete_secret(aws::Cloud& cloud, const std::string& project,
                           const std::string& secret) {
  TRY_VOID(ask(cloud, call("DeleteSecret", "DELETE", project, secret, "")));
  return {};
}

}  // namespace godwit::consumer::secret_manager
