#include "plan/rewrite_text.h"

#include <fmt/format.h>

#include <set>

#include "account/formats.h"
#include "plan/sections.h"
#include "yaml/parse.h"
#include "yaml/reader.h"

namespace godwit::plan {

namespace {

// In double quotes, as JSON and YAML read it alike.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

template <class Items, class Write>
std::string listed(const Items& items, Write write, std::string_view brackets) {
  std::string out(1, brackets[0]);
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += write(item);
  }
  return out + brackets[1];
}

std::string list_of(const std::vector<std::string>& texts) { return listed(texts, quoted, "[]"); }

std::string map_of(const std::vector<NamedUse>& uses) {
  const auto write = [](const NamedUse& use) {
    const ValueUse& value = use.value;
    return quoted(use.name) + ": " +
           (value.value.name.empty() ? quoted(value.text)
                                     : fmt::format("{{\"value\": {}, \"append\": {}}}",
                                                   quoted(value.value.name), quoted(value.append)));
  };
  return listed(uses, write, "{}");
}

std::string rule_of(const RewriteRule& rule) {
  std::string text = fmt::format("{{\"rule\": {}, \"files\": {}, \"uses\": {}", quoted(rule.name),
                                 list_of(rule.files), list_of(rule.uses));
  if (!rule.set.empty()) text += ", \"set\": " + map_of(rule.set);
  if (!rule.replace.empty()) text += ", \"replace\": " + map_of(rule.replace);
  if (!rule.order.empty()) {
    text += ", \"order\": " + list_of(rule.order) + ", \"names\": " + list_of(rule.names);
  }
  return text + "}";
}

std::string exception_of(const RewriteException& exception) {
  return fmt::format("{{\"files\": {}, \"literal\": {}, \"uses\": {}, \"because\": {}}}",
                     list_of(exception.files), quoted(exception.literal), list_of(exception.uses),
                     quoted(exception.because));
}

}  // namespace

std::string rewrite_text(const Plan& plan) {
  std::string text =
      fmt::format("plan: {}\naccount: {}\nsource: {}\ntarget: {}\n", quoted(plan.name),
                  quoted(plan.account), quoted(plan.source), quoted(plan.target));
  const auto other = [](const auto& entry) {
    return quoted(entry.first) + ": " + quoted(entry.second);
  };
  text += fmt::format("others: {}\n", listed(plan.others, other, "{}"));
  const auto bucket = [](const Bucket& one) {
    return fmt::format("[{}, {}]", quoted(one.source.name), quoted(one.target));
  };
  text += fmt::format("buckets: {}\n", listed(plan.buckets, bucket, "[]"));
  text += fmt::format("values: {}\n", list_of(values_of_rewrite(plan)));
  const Rewrite& rewrite = *plan.rewrite;
  text += fmt::format("rewrite:\n  repository: {}\n  rules: {}\n  exceptions: {}\n",
                      quoted(rewrite.repository), listed(rewrite.rules, rule_of, "[]"),
                      listed(rewrite.exceptions, exception_of, "[]"));
  return text;
}

Result<Plan> read_rewrite_text(const std::string& text) {
  yaml::Problems problems("read rules", "");
  Plan plan;
  if (const auto root = yaml::parse(text, problems)) {
    yaml::Reader reader(*root, "the rules", problems);
    plan.name = reader.required("plan", yaml::a_line);
    plan.account = reader.required("account", yaml::a_line);
    plan.source = reader.required("source", account::a_region);
    plan.target = reader.required("target", account::a_region);
    plan.others = reader.required("others", yaml::map_of(yaml::a_line));
    for (const yaml::Node& item : reader.items("buckets")) {
      const auto names = yaml::list_of(yaml::a_line)(item, problems);
      if (!names || names->size() != 2) continue;
      Bucket bucket;
      bucket.source.name = names->front();
      bucket.target = names->back();
      plan.buckets.push_back(std::move(bucket));
    }
    for (std::string& name : reader.required("values", yaml::list_of(yaml::a_line))) {
      NamedValue value;
      value.name = std::move(name);
      plan.values.push_back(std::move(value));
    }
    read_rewrite(reader, plan);
    reader.finish();
  }
  if (problems.none() && plan.rewrite) return plan;
  Errors errors = problems.take();
  if (!errors.empty()) return fail(std::move(errors.front()));
  return fail({.kind = ErrorKind::invalid, .operation = "read rules", .cause = "there are none"});
}

std::vector<std::string> values_of_rewrite(const Plan& plan) {
  std::set<std::string> names;
  for (const RewriteRule& rule : plan.rewrite->rules) {
    for (const auto* uses : {&rule.set, &rule.replace}) {
      for (const NamedUse& use : *uses) names.insert(use.value.value.name);
    }
  }
  names.erase("");
  return {names.begin(), names.end()};
}

std::string rewrite_journal(const Plan& plan) {
  return from_plan_file(plan, plan.name + ".rewrite");
}

}  // namespace godwit::plan
