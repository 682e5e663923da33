#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
std::optional<std::string> a_stack_name(const Node& node, Problems& problems) {
  auto name = yaml::a_word(node, problems);
  if (!name) return std::nullopt;
  const bool fits =
      name->size() <= 128 && is_letter(name->front()) &&
      std::ranges::all_of(*name, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  if (fits) return name;
  yaml::report_mismatch(node, problems, "a stack's name",
                        "it begins with a letter, and has up to 128 letters, digits and '-'");
  return std::nullopt;
}

// Logical ids, and keys of parameters and outputs.
std::map<std::string, std::string> named_texts(yaml::Reader& reader, std::string_view key) {
  std::map<std::string, std::string> texts;
  for (const yaml::Entry& entry : reader.entries(key)) {
    const bool fits =
        !entry.key.empty() && entry.key.size() <= 255 &&
        std::ranges::all_of(entry.key, [](char c) { return is_letter(c) || is_digit(c); });
    if (!fits) {
      reader.problems().add(entry.place, fmt::format("'{}' is no name in a template", entry.key),
                            "such names have letters and digits only");
    }
    if (auto text = yaml::a_text(entry.value, reader.problems())) {
      texts.emplace(entry.key, *std::move(text));
    }
  }
  return texts;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
const std::vector<std::string> statuses = {"CREATE_IN_PROGRESS",
                                           "CREATE_FAILED",
                                           "CREATE_COMPLETE",
                                           "ROLLBACK_IN_PROGRESS",
                                           "ROLLBACK_FAILED",
                                           "ROLLBACK_COMPLETE",
                                           "DELETE_IN_PROGRESS",
                                           "DELETE_FAILED",
                                           "DELETE_COMPLETE",
                                           "UPDATE_IN_PROGRESS",
                                           "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                                           "UPDATE_COMPLETE",
                                           "UPDATE_FAILED",
                                           "UPDATE_ROLLBACK_IN_PROGRESS",
                                           "UPDATE_ROLLBACK_FAILED",
                                           "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                                           "UPDATE_ROLLBACK_COMPLETE",
                                           "REVIEW_IN_PROGRESS",
                                           "IMPORT_IN_PROGRESS",
                                           "IMPORT_COMPLETE",
                                           "IMPORT_ROLLBACK_IN_PROGRESS",
                                           "IMPORT_ROLLBACK_FAILED",
                                           "IMPORT_ROLLBACK_COMPLETE"};

}  // namespace

void read_stacks(yaml::Reader& file, Account& account) {
  yaml::Unique names("stack");
  yaml::Unique exports("export");
  for (const Node& item : file.items("stacks")) {
    yaml::Reader reader(item, "a stack", file.problems());
    Stack stack;
    stack.name = reader.required("name", a_stack_name);
    stack.region = reader.required("region", a_region_among(account.regions));
    stack.status = reader.optional("status", yaml::one_of("a status", statuses), stack.status);
    stack.description = reader.optional("description", yaml::a_line, "");
    stack.parameters = named_texts(reader, "parameters");
    stack.outputs = named_texts(reader, "outputs");
    for (const yaml::Entry& entry : reader.entries("exports")) {
      auto name = yaml::a_word(entry.value, file.problems());
      if (!stack.outputs.contains(entry.key)) {
        std::vector<std::string> known;
        for (const auto& [output, value] : stack.outputs) known.push_back(output);
        file.problems().add(entry.place,
                            fmt::format("there is no output {}{}", yaml::in_quotes(entry.key),
                                        file.problems().suggest(entry.key, known)),
                            "name one of the stack's outputs");
      }
      if (!name) continue;
      exports.add(*name + " in " + stack.region, entry.value.place, file.problems());
      stack.exports.emplace(entry.key, *std::move(name));
    }
    stack.tags = reader.optional("tags", some_tags, Tags());
    yaml::Unique ids("resource");
    for (const Node& each : reader.items("resources")) {
      yaml::Reader described(each, "a resource", file.problems());
      StackResource resource;
      resource.id = described.required("id", yaml::a_word);
      resource.type = described.required("type", yaml::a_word);
      resource.physical = described.optional("physical", yaml::a_line, "");
      described.finish();
      ids.add(resource.id, described.place("id"), file.problems());
      stack.resources.push_back(std::move(resource));
    }
    reader.finish();
    if (!stack.name.empty()) {
      names.add(stack.name + " in " + stack.region, reader.place("name"), file.problems());
    }
    account.stacks.push_back(std::move(stack));
  }
}

}  // namespace godwit::account
