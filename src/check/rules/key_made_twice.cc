// Fact D12: a key that a command makes, and another that a template makes for the same purpose.
#include <fmt/format.h>

#include <algorithm>

#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Does anything that follows speak of the key: a variable that has it, an alias of it?
bool is_used(const Subject& subject, const Command& makes) {
  for (const Command& command : subject.commands) {
    if (command.index <= makes.index) continue;
    const bool deploys = command.is("cloudformation", "deploy") ||
                         command.is("cloudformation", "create-stack") ||
                         command.is("cloudformation", "update-stack");
    if (!deploys) continue;
    for (const Word& word : command.words) {
      if (!makes.sets.empty() &&
          std::ranges::find(word.variables, makes.sets) != word.variables.end()) {
        return true;
      }
    }
  }
  return false;
}

// The repository's template first, then what documents say that it becomes.
std::vector<const TemplateFile*> parts_of(const Subject& subject, const TemplateFile& file) {
  std::vector<const TemplateFile*> parts;
  for (const bool shown : {false, true}) {
    for (const TemplateFile& part : subject.templates) {
      if ((part.document >= 0) == shown && part.form != ShownFile::Form::before &&
          same_path(part.path, file.path)) {
        parts.push_back(&part);
      }
    }
  }
  return parts;
}

// A key of a template that the documents show or add, which is made unless a parameter says
// otherwise.
const cloudformation::Resource* key_of(const Subject& subject, const TemplateFile& file) {
  for (const cloudformation::Resource& resource : file.content.resources) {
    if (resource.type != "AWS::KMS::Key") continue;
    if (resource.condition.empty()) return &resource;
    // Its condition, and what that asks for, may stand in other parts of the same template.
    cloudformation::Circumstances circumstances;
    circumstances.region = subject.migration.target.region;
    const std::vector<const TemplateFile*> parts = parts_of(subject, file);
    for (const TemplateFile* part : parts) {
      if (!part->content.conditions.contains(resource.condition)) continue;
      cloudformation::Template whole = part->content;
      for (const TemplateFile* other : parts) {
        for (const cloudformation::Parameter& parameter : other->content.parameters) {
          std::erase_if(whole.parameters, [&](const cloudformation::Parameter& each) {
            return each.name == parameter.name;
          });
          whole.parameters.push_back(parameter);
        }
      }
      const auto holds = cloudformation::holds(whole, resource.condition, circumstances);
      return holds.value_or(false) ? &resource : nullptr;
    }
    return nullptr;
  }
  return nullptr;
}

std::string region_of(const Command& command) { return command.option_text("region"); }

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (!command.is("kms", "create-key") || command.in_loop || is_used(subject, command)) continue;
    const std::string& target = subject.migration.target.region;
    if (!target.empty() && !region_of(command).empty() && region_of(command) != target) continue;
    const int document = subject.scripts[command.script].document;
    if (document < 0) continue;
    for (const TemplateFile& file : subject.templates) {
      // What the same document adds to its templates is deployed with it.
      if (file.document != document || file.form == ShownFile::Form::before) continue;
      const cloudformation::Resource* key = key_of(subject, file);
      if (key == nullptr) continue;
      Finding& finding = findings.add(
          command.words[command.aws->operation_at].span,
          fmt::format("this makes one key and the template's {} another: nothing gives the first "
                      "to the stack, so what it encrypts is under the other",
                      key->name),
          "make it once: give the stack the ARN that create-key answers, or leave this command "
          "out");
      finding.related.push_back({{file.content.source.at(key->place), 0}, "the second key"});
      break;
    }
  }
}

}  // namespace

extern const Rule key_made_twice;
const Rule key_made_twice = {
    .id = "key-made-twice",
    .severity = Severity::warning,
    .title = "two steps make a key for the same purpose",
    .look = look,
};

}  // namespace godwit::check::rule
