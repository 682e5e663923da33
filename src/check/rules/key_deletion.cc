// Fact D14: a KMS key that is deleted takes all that it encrypted with it.
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#include <fmt/format.h>

#include <map>
#include <string>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string_view base_name(std::string_view path) {
  path = file_name(path);
  return path.substr(0, path.find('.'));
}

// By the stacks' names: the templates that commands deploy under them.
using Deployed = std::map<std::string, const TemplateFile*>;
Deployed deployed_templates(const Subject& subject) {
  Deployed deployed;
  for (const Command& command : subject.commands) {
    if (!command.aws || command.aws->service != "cloudformation") continue;
    std::string path = given(command, "template-file");
    if (path.empty()) path = given(command, "template-body");
    if (path.starts_with("file://")) path.erase(0, 7);
    if (path.empty()) continue;
    if (const TemplateFile* found = subject.template_file(path)) {
      deployed.emplace(given(command, "stack-name"), found);
    }
  }
  return deployed;
}

// The template of a stack: the one that is deployed under that name, or one whose file's name is a
// part of it.
const TemplateFile* template_of(const Subject& subject, const Deployed& deployed,
                                const std::string& stack) {
  if (const auto found = deployed.find(stack); found != deployed.end()) return found->second;
  const TemplateFile* best = nullptr;
  for (const TemplateFile& file : subject.templates) {
    const std::string_view name = base_name(file.path);
    constexpr std::size_t telling = 5;
    if (name.size() < telling || stack.find(name) == std::string::npos) continue;
    if (file.form == ShownFile::Form::before) continue;
    if (best == nullptr || name.size() > base_name(best->path).size()) best = &file;
  }
  return best;
}

// Every template that is shown of one file: a document may show it in parts.
const cloudformation::Resource* deleted_key(const Subject& subject, const TemplateFile& of,
                                            const TemplateFile*& where) {
  for (const TemplateFile& file : subject.templates) {
    if (base_name(file.path) != base_name(of.path) || file.form == ShownFile::Form::before)
      continue;
    for (const cloudformation::Resource& resource : file.content.resources) {
      if (resource.type != "AWS::KMS::Key") continue;
      if (resource.deletion_policy.starts_with("Retain")) continue;
      where = &file;
      return &resource;
    }
  }
  return nullptr;
}

void look(const Subject& subject, Findings& findings) {
  const Deployed deployed = deployed_templates(subject);
  bool disabled = false;
  for (const Command& command : subject.commands) {
    disabled = disabled || command.is("kms", "disable-key");
    if (command.is("cloudformation", "delete-stack")) {
      const std::string stack = given(command, "stack-name");
      const TemplateFile* file = stack.empty() ? nullptr : template_of(subject, deployed, stack);
      if (file == nullptr) continue;
      const TemplateFile* where = nullptr;
      const cloudformation::Resource* key = deleted_key(subject, *file, where);
      if (key == nullptr) continue;
      const SourceText& source = where->content.source;
      const std::size_t begin = source.offset_of(key->place);
      findings
          .add(operation_span(command),
               fmt::format(
                   "deleting {} schedules the deletion of its key {}: from that moment "
                   "nothing that it encrypted can be read, and after 7 to 30 days never again",
                   stack, key->name),
               "give the key DeletionPolicy: Retain, and delete it only when nothing is encrypted "
               "with it any more")
          .related.push_back(
              {span_of(source, begin, begin + key->name.size()), "the key, without Retain"});
    } else if (command.is("kms", "schedule-key-deletion") && is_migration(subject)) {
      if (disabled) continue;
      findings
          .add(operation_span(command),
               "from this moment nothing that the key encrypted can be read, in copies and backups "
               "either, and when the time is over never again",
               "disable the key first (aws kms disable-key) and watch CloudTrail for its use; "
               "schedule its deletion with 30 days when nobody has missed it")
          .severity = Severity::warning;
    }
  }
}

}  // namespace

extern const Rule key_deletion;
const Rule key_deletion{.id = "key-deletion",
                        .severity = Severity::error,
                        .title = "a key is deleted, and what it encrypted with it",
                        .look = look};

}  // namespace godwit::check::rule
