// Fact B9: GetTemplate answers with a structure around the template, and without parameters.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
#include <fmt/format.h>

#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_template_name(std::string_view path) {
  for (const std::string_view end : {".yaml", ".yml", ".template", ".json", ".cfn"}) {
    if (path.ends_with(end)) return true;
  }
  return false;
}

bool asks_parameters(const Subject& subject, const Command& saved) {
  for (const Command& command : subject.commands) {
    if (command.is("cloudformation", "describe-stacks") &&
        (command.option_text("stack-name") == saved.option_text("stack-name") ||
         command.option("stack-name") == nullptr) &&
        (!command.writes.empty() || !command.sets.empty())) {
      return true;
    }
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (!command.is("cloudformation", "get-template") || !is_template_name(command.writes) ||
        command.piped_away || command.option("query") != nullptr) {
      continue;
    }
    findings.add(
        command.words[command.aws->operation_at].span,
        fmt::format(
            "{} gets the CLI's answer, JSON with the template in its TemplateBody{}: "
            "CloudFormation does not take it back",
            command.writes,
            asks_parameters(subject, command) ? "" : ", and none of the stack's parameters"),
        "add --query TemplateBody --output text (a template that is JSON: without --output), and "
        "save the parameters: aws cloudformation describe-stacks --query 'Stacks[0].Parameters'");
  }
}

}  // namespace

extern const Rule template_backup_wrapped;
const Rule template_backup_wrapped = {
    .id = "template-backup-wrapped",
    .severity = Severity::error,
    .title = "a template is saved with the answer around it",
    .look = look,
};

}  // namespace godwit::check::rule
