// The rules by which a source tree is changed.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "account/formats.h"
#include "base/text.h"
#include "plan/sections.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

using yaml::Reader;

constexpr std::size_t most_rules = 1000;

// What a place is there for, as docs/scan.md has it.
const std::vector<std::string>& use_names() {
  static const std::vector<std::string> names = {
      "backup",  "comment",   "documentation", "fallback", "deployed-url",
      "default", "parameter", "client",        "setting",  "code"};
  return names;
}

std::vector<std::string> read_globs(Reader& reader) {
  std::vector<std::string> globs;
  for (const yaml::Node& item : reader.items("files")) {
    auto glob = yaml::a_line(item, reader.problems());
    if (!glob) continue;
    if (trim(*glob).empty() || glob->starts_with('!') || glob->starts_with('#')) {
      reader.problems().add(item.place, yaml::in_quotes(*glob) + " names no files",
                            "write what a .gitignore would: 'docs/*.md', '/aws/**'; what is not "
                            "meant is an exception");
      continue;
    }
    globs.push_back(*std::move(glob));
  }
  return globs;
}

std::vector<std::string> read_uses(Reader& reader) {
  return reader.optional("uses", yaml::list_of(yaml::one_of("a use", use_names())),
                         std::vector<std::string>{});
}

std::vector<std::string> read_lines(Reader& reader, std::string_view key) {
  return reader.optional(key, yaml::list_of(yaml::a_line), std::vector<std::string>{});
}

void read_order(Reader& reader, RewriteRule& rule) {
  rule.order =
      reader.optional("order", yaml::list_of(account::a_region), std::vector<std::string>{});
  rule.names = read_lines(reader, "names");
  const std::set<std::string> different(rule.order.begin(), rule.order.end());
  if (different.size() < rule.order.size()) {
    reader.problem("order", "a region is in the order twice", "name each once");
  }
  if (rule.order.size() < 2) {
    reader.problem("order", "an order of fewer than two regions",
                   "give one variable its value with 'set'");
  }
  if (rule.names.size() > 1 && rule.names.size() != rule.order.size()) {
    reader.problem(
        "names",
        fmt::format("there are {} names for {} regions", rule.names.size(), rule.order.size()),
        "name one variable for each region, or the one list that has them");
  }
}

RewriteRule read_rule(const yaml::Node& node, const Plan& plan, yaml::Problems& problems) {
  Reader reader(node, "a rule", problems);
  RewriteRule rule;
  rule.where = reader.where();
  rule.name = reader.required("rule", yaml::a_name);
  rule.files = read_globs(reader);
  rule.uses = read_uses(reader);
  std::vector<std::string> deeds;
  for (const char* deed : {"set", "order", "replace"}) {
    if (reader.find(deed) != nullptr) deeds.emplace_back(deed);
  }
  rule.set = read_named_uses(reader, "set", plan);
  rule.replace = read_named_uses(reader, "replace", plan);
  if (reader.find("order") != nullptr) read_order(reader, rule);
  reader.finish();
  if (deeds.size() != 1) {
    problems.add(reader.place(),
                 deeds.empty() ? "the rule does nothing"
                               : fmt::format("the rule has {}", join(deeds, " and ")),
                 "give each rule one of 'set', 'order' and 'replace'");
  }
  for (const char* key : {"set", "replace"}) {
    const yaml::Node* map = reader.find(key);
    if (map == nullptr) continue;
    if (map->kind == yaml::Kind::map && map->entries.empty()) {
      reader.problem(key, fmt::format("'{}' is empty", key), "name what is changed");
    }
    for (const yaml::Entry& entry : map->entries) {
      if (!trim(entry.key).empty() && yaml::is_line(entry.key)) continue;
      problems.add(entry.place, fmt::format("{} names nothing", yaml::in_quotes(entry.key)),
                   "write one line that is not empty");
    }
  }
  for (const NamedUse& use : rule.replace) {
    if (!use.value.value.name.empty() || use.name != use.value.text) continue;
    reader.problem("replace", fmt::format("{} by itself", yaml::in_quotes(use.name)),
                   "write what takes its place; what is to stay is an exception");
  }
  return rule;
}

RewriteException read_exception(const yaml::Node& node, yaml::Problems& problems) {
  Reader reader(node, "an exception", problems);
  RewriteException exception;
  exception.where = reader.where();
  exception.files = read_globs(reader);
  exception.literal = reader.optional("literal", yaml::a_line, "");
  exception.uses = read_uses(reader);
  exception.because = reader.required("because", yaml::a_line);
  reader.finish();
  const yaml::Node* because = reader.find("because");
  if (because != nullptr && because->kind == yaml::Kind::scalar && trim(because->text).empty()) {
    reader.problem("because", "'because' is empty", "say why it stays as it is");
  }
  return exception;
}

}  // namespace

void read_rewrite(Reader& file, Plan& plan) {
  const yaml::Node* node = file.find("rewrite");
  if (node == nullptr) return;
  yaml::Problems& problems = file.problems();
  Reader reader(*node, "'rewrite'", problems);
  Rewrite rewrite;
  rewrite.where = reader.where();
  rewrite.repository = from_plan_file(plan, reader.required("repository", yaml::a_line));
  yaml::Unique names("rule");
  for (const char* key : {"rules", "exceptions"}) limit(reader, key, most_rules);
  reader.need("rules");
  for (const yaml::Node& item : reader.items("rules")) {
    RewriteRule rule = read_rule(item, plan, problems);
    const auto name = std::ranges::find(item.entries, "rule", &yaml::Entry::key);
    if (name != item.entries.end()) names.add(rule.name, name->value.place, problems);
    rewrite.rules.push_back(std::move(rule));
  }
  for (const yaml::Node& item : reader.items("exceptions")) {
    rewrite.exceptions.push_back(read_exception(item, problems));
  }
  rewrite.after = read_references(reader, "after");
  reader.finish();
  plan.rewrite = std::move(rewrite);
}

}  // namespace godwit::plan
