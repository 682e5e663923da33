// Named values, and how the sections after them use them.
#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "base/ascii.h"
#include "base/text.h"
#include "plan/sections.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

// A step is called by it, and a text that is filled in refers to that step.
bool is_value_name(std::string_view text) {
  return !text.empty() && text.size() <= 63 && std::ranges::all_of(text, [](char letter) {
    return is_letter_or_digit(letter) || letter == '-' || letter == '_';
  });
}

std::optional<std::string> a_value_name(const yaml::Node& node, yaml::Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word || is_value_name(*word)) return word;
  yaml::report_mismatch(node, problems, "a name of letters, digits, '-' and '_'",
                        "choose a name such as 'chime_api': a step id is made of it");
  return std::nullopt;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html
// A nested or shared one is named by its ARN.
bool is_stack(std::string_view text) {
  if (text.starts_with("arn:")) return true;
  return !text.empty() && text.size() <= 128 && is_letter(text.front()) &&
         std::ranges::all_of(
             text, [](char letter) { return is_letter_or_digit(letter) || letter == '-'; });
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
bool is_output(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, is_letter_or_digit);
}

template <bool (*fits)(std::string_view)>
yaml::Format<std::string> word_that(std::string expected, std::string remedy) {
  return [=](const yaml::Node& node, yaml::Problems& problems) -> std::optional<std::string> {
    const auto word = yaml::a_word(node, problems);
    if (!word || fits(*word)) return word;
    yaml::report_mismatch(node, problems, expected, remedy);
    return std::nullopt;
  };
}

NamedValue read_value(yaml::Reader& reader, const Plan& plan) {
  NamedValue value;
  value.where = reader.where();
  value.name = reader.required("name", a_value_name);
  const bool given = reader.find("text") != nullptr;
  const bool read = reader.find("stack") != nullptr || reader.find("output") != nullptr;
  if (given) value.text = reader.required("text", yaml::a_line);
  if (read || !given) {
    value.stack = reader.required(
        "stack", word_that<is_stack>("a stack's name", "letters, digits and '-', or its ARN"));
    value.output = reader.required(
        "output", word_that<is_output>("the key of an output", "letters and digits"));
  }
  value.region = reader.optional("region", account::a_region, plan.target);
  const char* also = read ? "text" : reader.find("region") != nullptr && given ? "region" : nullptr;
  if (given && also != nullptr) {
    reader.problem(also, "the value is given, and read from a stack too",
                   "write 'text', or 'stack' and 'output'");
  }
  if (given && !read) value.region.clear();
  reader.finish();
  return value;
}

}  // namespace

void read_values(yaml::Reader& file, Plan& plan) {
  yaml::Unique names("value name");
  limit(file, "values", most_values);
  for (const yaml::Node& item : file.items("values")) {
    yaml::Reader reader(item, "a value", file.problems());
    NamedValue value = read_value(reader, plan);
    names.add(value.name, reader.place("name"), file.problems());
    plan.values.push_back(std::move(value));
  }
}

std::optional<ValueUse> a_value_use(const yaml::Node& node, yaml::Problems& problems,
                                    const Plan& plan) {
  ValueUse use;
  use.where = problems.at(node.place);
  if (node.kind != yaml::Kind::map) {
    auto text = yaml::a_line(node, problems);
    if (!text) return std::nullopt;
    use.text = *std::move(text);
    return use;
  }
  yaml::Reader reader(node, "a use of a value", problems);
  use.value = {reader.required("value", yaml::a_word), reader.where("value")};
  use.append = reader.optional("append", yaml::a_line, "");
  reader.finish();
  if (use.value.name.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const NamedValue& value : plan.values) names.push_back(value.name);
  if (std::ranges::find(names, use.value.name) == names.end()) {
    reader.problem("value",
                   fmt::format("there is no value {}{}", yaml::in_quotes(use.value.name),
                               problems.suggest(use.value.name, names)),
                   "write the name of one under 'values', or add it there");
    return std::nullopt;
  }
  return use;
}

std::vector<NamedUse> read_named_uses(yaml::Reader& reader, std::string_view key,
                                      const Plan& plan) {
  std::vector<NamedUse> uses;
  const std::vector<yaml::Entry>& entries = reader.entries(key);
  if (entries.size() > most_settings) {
    reader.problem(key, fmt::format("there are {}, more than {}", entries.size(), most_settings),
                   "split it");
    return uses;
  }
  for (const yaml::Entry& entry : entries) {
    if (auto use = a_value_use(entry.value, reader.problems(), plan)) {
      uses.push_back({entry.key, *std::move(use)});
    }
  }
  return uses;
}

}  // namespace godwit::plan
