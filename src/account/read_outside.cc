// What is configured outside AWS: Supabase's projects, and Google's secrets.
#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_of_a_name(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// https://supabase.com/docs/reference/api/v1-bulk-create-secrets
std::optional<std::string> a_project_ref(const Node& node, Problems& problems) {
  auto ref = yaml::a_word(node, problems);
  if (!ref) return std::nullopt;
  if (ref->size() == 20 && std::ranges::all_of(*ref, is_lower)) return ref;
  yaml::report_mismatch(node, problems, "a project's reference", "it has 20 lower-case letters");
  return std::nullopt;
}

std::optional<std::string> a_slug(const Node& node, Problems& problems) {
  auto slug = yaml::a_word(node, problems);
  if (!slug) return std::nullopt;
  if (std::ranges::all_of(*slug, is_of_a_name) && std::isalpha(slug->front()) != 0) return slug;
  yaml::report_mismatch(node, problems, "a function's slug",
                        "it begins with a letter, and has letters, digits, '-' and '_'");
  return std::nullopt;
}

// https://cloud.google.com/resource-manager/docs/creating-managing-projects
std::optional<std::string> a_google_project(const Node& node, Problems& problems) {
  auto id = yaml::a_word(node, problems);
  if (!id) return std::nullopt;
  const bool fits = id->size() >= 6 && id->size() <= 30 && is_lower(id->front()) &&
                    id->back() != '-' && std::ranges::all_of(*id, [](char c) {
                      return is_lower(c) || (c >= '0' && c <= '9') || c == '-';
                    });
  if (fits) return id;
  yaml::report_mismatch(node, problems, "a project's id",
                        "it has 6 to 30 lower-case letters, digits and '-', and begins with a "
                        "letter");
  return std::nullopt;
}

struct SecretRules {
  std::size_t longest_name;
  std::size_t longest_value;
  bool may_be_empty;
  bool (*is_name)(const std::string& name);
  const char* remedy;
};

std::map<std::string, std::string> read_secrets(yaml::Reader& reader, const SecretRules& rules) {
  std::map<std::string, std::string> secrets;
  for (const yaml::Entry& entry : reader.entries("secrets")) {
    if (entry.key.empty() || entry.key.size() > rules.longest_name || !rules.is_name(entry.key)) {
      reader.problems().add(entry.place, fmt::format("'{}' is no secret's name", entry.key),
                            rules.remedy);
    }
    auto value = yaml::a_text(entry.value, reader.problems());
    if (!value) continue;
    if (value->size() > rules.longest_value || (value->empty() && !rules.may_be_empty)) {
      reader.problems().add(entry.value.place,
                            value->empty() ? "a secret's value is empty"
                                           : fmt::format("a secret's value is longer than {} bytes",
                                                         rules.longest_value),
                            "give it another value");
    }
    secrets.emplace(entry.key, *std::move(value));
  }
  return secrets;
}

}  // namespace

void read_supabase(yaml::Reader& file, Account& account) {
  yaml::Unique refs("Supabase project");
  for (const Node& item : file.items("supabase")) {
    yaml::Reader reader(item, "a Supabase project", file.problems());
    SupabaseProject project;
    project.ref = reader.required("project", a_project_ref);
    project.secrets = read_secrets(
        reader, {.longest_name = 256,
                 .longest_value = 24576,
                 .may_be_empty = true,
                 .is_name = [](const std::string& name) { return !name.starts_with("SUPABASE_"); },
                 .remedy = "it has up to 256 letters; those that begin with SUPABASE_ are "
                           "Supabase's own"});
    yaml::Unique slugs("function");
    for (const Node& each : reader.items("functions")) {
      const auto slug = a_slug(each, file.problems());
      if (!slug) continue;
      slugs.add(*slug, each.place, file.problems());
      project.functions.push_back(*slug);
    }
    reader.finish();
    refs.add(project.ref, reader.place("project"), file.problems());
    account.supabase.push_back(std::move(project));
  }
}

void read_secret_manager(yaml::Reader& file, Account& account) {
  yaml::Unique ids("Google project");
  for (const Node& item : file.items("secret_manager")) {
    yaml::Reader reader(item, "a Google project", file.problems());
    GoogleProject project;
    project.id = reader.required("project", a_google_project);
    project.secrets = read_secrets(
        reader,
        {.longest_name = 255,
         .longest_value = 65536,
         .may_be_empty = false,
         .is_name = [](const std::string& name) { return std::ranges::all_of(name, is_of_a_name); },
         .remedy = "it has up to 255 letters, digits, '-' and '_'"});
    reader.finish();
    ids.add(project.id, reader.place("project"), file.problems());
    account.secret_manager.push_back(std::move(project));
  }
}

}  // namespace godwit::account
