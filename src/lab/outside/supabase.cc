#include "lab/outside/supabase.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/query_string.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/outside/form_data.h"

namespace godwit::lab {
namespace {

constexpr std::string_view reserved = "SUPABASE_";
// https://supabase.com/docs/reference/api/v1-bulk-create-secrets
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_value = 24576;
constexpr std::size_t most_secrets = 100;
// https://supabase.com/docs/guides/functions/limits
constexpr std::size_t largest_bundle = 20U << 20;

constexpr WebRoute table[] = {
    {"GET", "/v1/projects", "ListProjects"},
    {"GET", "/v1/projects/{}/secrets", "ListSecrets"},
    {"POST", "/v1/projects/{}/secrets", "SetSecrets"},
    {"DELETE", "/v1/projects/{}/secrets", "DeleteSecrets"},
    {"GET", "/v1/projects/{}/functions", "ListFunctions"},
    {"GET", "/v1/projects/{}/functions/{}", "GetFunction"},
    {"POST", "/v1/projects/{}/functions/deploy", "DeployFunction"},
    {"DELETE", "/v1/projects/{}/functions/{}", "DeleteFunction"},
};

std::unexpected<aws::ServiceError> bad(std::string message) {
  return turn_away(400, {}, std::move(message));
}

std::int64_t in_milliseconds(Time time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

bool is_slug(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '-';
  });
}

boost::json::object shown(const std::string& slug, const EdgeFunction& function) {
  return {{"id", function.id},
          {"slug", slug},
          {"name", function.name},
          {"status", "ACTIVE"},
          {"version", function.version},
          {"created_at", in_milliseconds(function.created)},
          {"updated_at", in_milliseconds(function.updated)},
          {"verify_jwt", function.verify_jwt},
          {"import_map", false},
          {"entrypoint_path", function.entrypoint},
          {"ezbr_sha256", function.digest}};
}

OutsideAnswer answer(int status, boost::json::value body = nullptr) {
  return {status, std::move(body)};
}

}  // namespace

std::string bundle_digest(const std::string& entrypoint,
                          const std::map<std::string, std::string_view>& files) {
  std::string bundle = sha256(entrypoint);
  for (const auto& [path, content] : files) bundle += sha256(path) + sha256(content);
  return to_hex(sha256(bundle));
}

Supabase::Supabase(const account::Account& account, std::uint64_t secret) : secret_(secret) {
  for (const account::SupabaseProject& given : account.supabase) {
    SupabaseProject& project = projects_[given.ref];
    for (const auto& [name, value] : given.secrets) {
      project.secrets[name] = {value, account.starts};
    }
    // Every project has these from its beginning.
    // https://supabase.com/docs/guides/functions/secrets
    for (const char* own :
         {"SUPABASE_ANON_KEY", "SUPABASE_DB_URL", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_URL"}) {
      project.secrets[own] = {own == std::string_view("SUPABASE_URL")
                                  ? fmt::format("https://{}.supabase.co", given.ref)
                                  : derived_hex(secret_, given.ref + own, 40),
                              account.starts};
    }
    for (const std::string& slug : given.functions) {
      project.functions[slug] = {.id = derived_uuid(secret_, given.ref + "/" + slug),
                                 .name = slug,
                                 .entrypoint = slug + "/index.ts",
                                 .verify_jwt = true,
                                 .version = 1,
                                 .digest = to_hex(sha256(given.ref + "/" + slug)),
                                 .created = account.starts,
                                 .updated = account.starts};
    }
  }
}

std::span<const WebRoute> Supabase::routes() const { return table; }

const SupabaseProject* Supabase::find(const std::string& ref) const {
  const auto found = projects_.find(ref);
  return found == projects_.end() ? nullptr : &found->second;
}

OutsideResult Supabase::handle(const OutsideCall& call) {
  const std::string_view operation = call.match.route->operation;
  if (operation == "ListProjects") return list_projects();
  const std::string& ref = call.match.names.front();
  const auto found = projects_.find(ref);
  // What belongs to somebody else looks the same as what is not there.
  if (found == projects_.end()) {
    return turn_away(
        403, {}, "Your account does not have the necessary privileges to access this endpoint.");
  }
  SupabaseProject& project = found->second;
  if (operation == "ListSecrets") return list_secrets(project);
  if (operation == "SetSecrets") return set_secrets(project, call);
  if (operation == "DeleteSecrets") return delete_secrets(project, call);
  if (operation == "DeployFunction") return deploy(ref, project, call);
  if (operation == "ListFunctions") {
    boost::json::array list;
    for (const auto& [slug, function] : project.functions) list.push_back(shown(slug, function));
    return answer(200, std::move(list));
  }
  const auto function = project.functions.find(call.match.names.back());
  if (function == project.functions.end()) return turn_away(404, {}, "Function not found");
  if (operation == "GetFunction") return answer(200, shown(function->first, function->second));
  project.functions.erase(function);  // DeleteFunction
  return answer(200);
}

OutsideResult Supabase::list_projects() const {
  boost::json::array list;
  for (const auto& [ref, project] : projects_) {
    list.push_back({{"id", ref}, {"ref", ref}, {"name", ref}, {"status", "ACTIVE_HEALTHY"}});
  }
  return answer(200, std::move(list));
}

// Fact E5: values are never told.
OutsideResult Supabase::list_secrets(const SupabaseProject& project) const {
  boost::json::array list;
  for (const auto& [name, secret] : project.secrets) {
    list.push_back({{"name", name},
                    {"value", to_hex(sha256(secret.value))},
                    {"updated_at", format_time_ms(secret.updated)}});
  }
  return answer(200, std::move(list));
}

OutsideResult Supabase::set_secrets(SupabaseProject& project, const OutsideCall& call) {
  boost::system::error_code error;
  const auto body = boost::json::parse(call.http.body.bytes(), error);
  if (error) return bad("the body is not JSON: " + error.message());
  const auto* list = body.if_array();
  if (list == nullptr) return bad("Expected array, received something else");
  if (list->size() > most_secrets) return bad("Array must contain at most 100 element(s)");
  // All of it is looked at before any of it is done.
  std::map<std::string, SupabaseProject::Secret> wanted;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* each = (*list)[i].if_object();
    const auto* name = each != nullptr ? each->if_contains("name") : nullptr;
    const auto* value = each != nullptr ? each->if_contains("value") : nullptr;
    if (name == nullptr || !name->is_string() || name->get_string().empty()) {
      return bad(fmt::format("{}.name: Required", i));
    }
    if (value == nullptr || !value->is_string()) return bad(fmt::format("{}.value: Required", i));
    const std::string text(name->get_string());
    if (text.starts_with(reserved)) {
      return bad(fmt::format("{}.name: Secret name must not start with the SUPABASE_ prefix.", i));
    }
    if (text.size() > longest_name) {
      return bad(fmt::format("{}.name: String must contain at most 256 character(s)", i));
    }
    if (value->get_string().size() > longest_value) {
      return bad(fmt::format("{}.value: String must contain at most 24576 character(s)", i));
    }
    wanted[text] = {std::string(value->get_string()), call.now};
  }
  for (auto& [name, secret] : wanted) project.secrets[name] = std::move(secret);
  return answer(201);
}

// What is not there is no mistake.
OutsideResult Supabase::delete_secrets(SupabaseProject& project, const OutsideCall& call) {
  boost::system::error_code error;
  const auto body = boost::json::parse(call.http.body.bytes(), error);
  const auto* list = error ? nullptr : body.if_array();
  if (list == nullptr) return bad("Expected array, received something else");
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (!(*list)[i].is_string()) return bad(fmt::format("{}: Expected string", i));
    if (std::string_view((*list)[i].get_string()).starts_with(reserved)) {
      return bad(fmt::format("{}: Secret name must not start with the SUPABASE_ prefix.", i));
    }
  }
  for (const auto& name : *list) project.secrets.erase(std::string(name.get_string()));
  return answer(200);
}

// https://supabase.com/docs/reference/api/v1-deploy-a-function
OutsideResult Supabase::deploy(const std::string& ref, SupabaseProject& project,
                               const OutsideCall& call) {
  const auto parts = read_form(call.http.headers.get("Content-Type"), call.http.body.bytes());
  if (!parts) return bad("the body is no form with files");
  boost::json::value metadata;
  std::map<std::string, std::string_view> files;
  for (const FormPart& part : *parts) {
    if (part.name == "file") {
      files[part.file_name] = part.content;
    } else if (part.name == "metadata") {
      boost::system::error_code error;
      metadata = boost::json::parse(part.content, error);
      if (error) return bad("metadata: it is not JSON");
    }
  }
  const auto* said = metadata.if_object();
  const auto text = [&](const char* member) {
    const auto* found = said != nullptr ? said->if_contains(member) : nullptr;
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
  };
  if (said == nullptr) return bad("metadata: Required");
  const std::string entrypoint = text("entrypoint_path");
  if (entrypoint.empty()) return bad("metadata.entrypoint_path: Required");
  if (files.empty()) return bad("file: Required");
  const aws::QueryString query(call.http.query);
  const std::string_view* asked = query.find("slug");
  const std::string slug = asked != nullptr ? std::string(*asked) : text("name");
  if (!is_slug(slug)) return bad("slug: it must match ^[A-Za-z][A-Za-z0-9_-]*$");
  // What is not among the files cannot be bundled.
  if (!files.contains(entrypoint)) {
    return bad(fmt::format("Entrypoint path does not exist - {}", entrypoint));
  }
  if (call.http.body.size() > largest_bundle) {
    return turn_away(413, {}, "request entity too large");
  }
  EdgeFunction& function = project.functions[slug];
  if (function.version == 0) {
    function.id = derived_uuid(secret_, ref + "/" + slug);
    function.created = call.now;
  }
  function.name = text("name").empty() ? slug : text("name");
  function.entrypoint = entrypoint;
  const auto* verify = said->if_contains("verify_jwt");
  if (verify != nullptr && verify->is_bool()) function.verify_jwt = verify->get_bool();
  ++function.version;
  function.digest = bundle_digest(entrypoint, files);
  function.updated = call.now;
  return answer(201, shown(slug, function));
}

boost::json::value Supabase::describe(const aws::ServiceError& error) const {
  return {{"message", error.message}};
}

aws::ServiceError Supabase::stranger_refusal() const { return {401, {}, "Unauthorized", {}}; }

void Supabase::describe_deed(const OutsideCall& call, AuditEntry& entry) const {
  // Secrets are settings of a project, of which one call may set many.
  if (call.match.route->operation != "DeleteFunction") return;
  entry.deed = Deed::removes;
  entry.resource = fmt::format("function {} of {}", call.match.names[1], call.match.names[0]);
}

boost::json::value Supabase::snapshot() const {
  boost::json::object all;
  for (const auto& [ref, project] : projects_) {
    boost::json::object secrets;
    for (const auto& [name, secret] : project.secrets) {
      if (!name.starts_with(reserved)) secrets[name] = to_hex(sha256(secret.value));
    }
    boost::json::object functions;
    for (const auto& [slug, function] : project.functions) {
      functions[slug] = {{"digest", function.digest}, {"verify_jwt", function.verify_jwt}};
    }
    all[ref] = {{"secrets", std::move(secrets)}, {"functions", std::move(functions)}};
  }
  return all.empty() ? boost::json::value() : boost::json::value(std::move(all));
}

}  // namespace godwit::lab
