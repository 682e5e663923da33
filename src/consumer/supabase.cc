#include "consumer/supabase.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "consumer/web_call.h"

namespace godwit::consumer::supabase {
namespace {

constexpr std::string_view reserved = "SUPABASE_";
// What its description says of POST /v1/projects/{ref}/secrets.
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_value = 24576;
constexpr std::size_t most_secrets = 100;

WebCall call(std::string operation, std::string method, const std::string& project,
             std::string_view below) {
  return {.service = "supabase",
          .operation = std::move(operation),
          .method = std::move(method),
          .host = std::string(host),
          .path = "/v1/projects/" + percent_encode(project) + std::string(below),
          .subject = "project " + project};
}

std::unexpected<Error> not_sent(const WebCall& call, std::string cause, std::string remedy) {
  return fail({.kind = ErrorKind::invalid,
               .operation = call.service + " " + call.operation,
               .subject = call.subject,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

Function read_function(const boost::json::value& value) {
  const auto* object = value.if_object();
  const auto* verify = object != nullptr ? object->if_contains("verify_jwt") : nullptr;
  return {.slug = text_in(value, "slug"),
          .status = text_in(value, "status"),
          .version = static_cast<int>(number_in(value, "version")),
          .digest = text_in(value, "ezbr_sha256"),
          .verify_jwt = verify == nullptr || !verify->is_bool() || verify->get_bool()};
}

// A name within the quotes of a multipart header: RFC 7578, 4.2, as the HTML standard escapes it.
std::string quoted(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    if (letter == '"') {
      text += "%22";
    } else if (letter == '\r') {
      text += "%0D";
    } else if (letter == '\n') {
      text += "%0A";
    } else {
      text += letter;
    }
  }
  return text;
}

// RFC 2046, 5.1.1: a line that is in none of the parts. It follows from the content, so that the
// same sources are the same request.
std::string boundary_for(const std::string& metadata, const std::vector<FunctionFile>& files) {
  std::string all = metadata;
  for (const FunctionFile& file : files) all += sha256(file.path) + sha256(file.content);
  std::string boundary;
  do {
    all = sha256(all);
    boundary = "godwit-" + to_hex(all).substr(0, 40);
  } while (std::ranges::any_of(files, [&](const FunctionFile& file) {
    return file.content.find(boundary) != std::string::npos;
  }));
  return boundary;
}

}  // namespace

Result<std::vector<SecretDigest>> list_secrets(aws::Cloud& cloud, const std::string& project) {
  const WebCall listing = call("ListSecrets", "GET", project, "/secrets");
  const boost::json::value answer = TRY(ask(cloud, listing));
  if (!answer.is_array()) return unreadable(listing, "it is no list");
  std::vector<SecretDigest> secrets;
  for (const auto& each : answer.get_array()) {
    secrets.push_back({text_in(each, "name"), text_in(each, "value")});
  }
  std::ranges::sort(secrets, {}, &SecretDigest::name);
  return secrets;
}

Result<void> set_secrets(aws::Cloud& cloud, const std::string& project, const Settings& secrets) {
  WebCall setting = call("SetSecrets", "POST", project, "/secrets");
  if (secrets.empty()) return not_sent(setting, "there is none to set", "name one");
  if (secrets.size() > most_secrets) {
    return not_sent(setting, "they are more than 100, which one call can set",
                    "make two consumers of them");
  }
  boost::json::array body;
  for (const Setting& secret : secrets) {
    if (secret.name.empty() || secret.name.size() > longest_name) {
      return not_sent(setting, "a name has 1 to 256 letters", "choose another name");
    }
    if (secret.name.starts_with(reserved)) {
      return not_sent(setting, "names that begin with SUPABASE_ are Supabase's own: " + secret.name,
                      "choose another name");
    }
    if (!secret.value) return not_sent(setting, secret.name + " has no value", "give it one");
    if (secret.value->size() > longest_value) {
      return not_sent(setting, "the value of " + secret.name + " is longer than 24,576 bytes",
                      "make it shorter");
    }
    body.push_back({{"name", secret.name}, {"value", *secret.value}});
    setting.hidden.push_back(*secret.value);
  }
  setting.body = boost::json::serialize(body);
  TRY_VOID(ask(cloud, setting));
  return {};
}

Result<void> delete_secrets(aws::Cloud& cloud, const std::string& project,
                            const std::vector<std::string>& names) {
  WebCall deleting = call("DeleteSecrets", "DELETE", project, "/secrets");
  if (names.empty()) return not_sent(deleting, "there is none to delete", "name one");
  deleting.body = boost::json::serialize(boost::json::array(names.begin(), names.end()));
  TRY_VOID(ask(cloud, deleting));
  return {};
}

Result<std::vector<Function>> list_functions(aws::Cloud& cloud, const std::string& project) {
  const WebCall listing = call("ListFunctions", "GET", project, "/functions");
  const boost::json::value answer = TRY(ask(cloud, listing));
  if (!answer.is_array()) return unreadable(listing, "it is no list");
  std::vector<Function> functions;
  for (const auto& each : answer.get_array()) functions.push_back(read_function(each));
  std::ranges::sort(functions, {}, &Function::slug);
  return functions;
}

Result<Function> get_function(aws::Cloud& cloud, const std::string& project,
                              const std::string& slug) {
  WebCall getting = call("GetFunction", "GET", project, "/functions/" + percent_encode(slug));
  getting.subject = fmt::format("function {} of project {}", slug, project);
  Function function = read_function(TRY(ask(cloud, getting)));
  if (function.slug.empty()) return unreadable(getting, "it names no function");
  return function;
}

Result<Function> deploy_function(aws::Cloud& cloud, const std::string& project,
                                 const FunctionSource& source) {
  WebCall deploying = call("DeployFunction", "POST", project, "/functions/deploy");
  deploying.subject = fmt::format("function {} of project {}", source.slug, project);
  deploying.query = "slug=" + percent_encode(source.slug);
  if (source.files.empty()) return not_sent(deploying, "it has no files", "check its folder");
  const std::string metadata =
      boost::json::serialize(boost::json::object{{"name", source.slug},
                                                 {"entrypoint_path", source.entrypoint},
                                                 {"verify_jwt", source.verify_jwt}});
  const std::string boundary = boundary_for(metadata, source.files);
  deploying.content_type = "multipart/form-data; boundary=" + boundary;
  std::string& body = deploying.body;
  body = fmt::format(
      "--{}\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
      "Content-Type: application/json\r\n\r\n{}\r\n",
      boundary, metadata);
  for (const FunctionFile& file : source.files) {
    body += fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n",
        boundary, quoted(file.path));
    body += file.content;
    body += "\r\n";
  }
  body += "--" + boundary + "--\r\n";
  Function function = read_function(TRY(ask(cloud, deploying)));
  if (function.slug.empty()) return unreadable(deploying, "it names no function");
  return function;
}

}  // namespace godwit::consumer::supabase
