// Values that the AWS CLI or the service refuses.
#include <algorithm>

#include "base/text.h"
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using Kind = awscli::Complaint::Kind;

// What a model says of patterns and limits may be older than the service, and whether base64 is
// expected is also a question of the reader's configuration.
bool is_uncertain(const awscli::Complaint& complaint) {
  return complaint.kind == Kind::bad_pattern || complaint.kind == Kind::not_base64 ||
         (complaint.kind == Kind::bad_json && complaint.message.contains("cut short"));
}

// "aws configure set cli_binary_format raw-in-base64-out": from there on texts are taken as they
// are.
bool takes_raw_texts(const Subject& subject) {
  return std::ranges::any_of(subject.commands, [](const Command& command) {
    return command.aws && command.aws->service == "configure" &&
           std::ranges::any_of(command.words, [](const Word& word) {
             return word.value.text.ends_with("cli_binary_format");
           });
  });
}

// The service is younger than the models that are compiled in.
// https://awscli.amazonaws.com/v2/documentation/api/latest/reference/bedrock-runtime/invoke-model.html
void look_at_body(const Command& command, Findings& findings) {
  if (!command.aws || command.aws->service != "bedrock-runtime" ||
      command.aws->operation != "invoke-model" || command.option("cli-binary-format") != nullptr) {
    return;
  }
  const Word* body = command.option("body");
  if (body == nullptr || !trim(body->value.text).starts_with('{')) return;
  findings
      .add(body->span, "version 2 of the AWS CLI reads --body as base64, and this is none",
           "add --cli-binary-format raw-in-base64-out, or give fileb://FILE")
      .severity = Severity::warning;
}

void look(const Subject& subject, Findings& findings) {
  const bool raw = takes_raw_texts(subject);
  for (const Command& command : subject.commands) {
    if (!raw) look_at_body(command, findings);
  }
  for (const CommandComplaint& each :
       complaints_of(subject, {Kind::not_in_enumeration, Kind::bad_pattern, Kind::wrong_type,
                               Kind::bad_json, Kind::unknown_region, Kind::not_base64})) {
    if (raw && each.complaint.kind == Kind::not_base64) continue;
    Finding& finding = findings.add(each.span, each.complaint.message, each.complaint.remedy);
    if (is_uncertain(each.complaint)) finding.severity = Severity::warning;
    if (each.related) finding.related.push_back(*each.related);
  }
}

}  // namespace

extern const Rule aws_value;
const Rule aws_value = {
    .id = "aws-value",
    .severity = Severity::error,
    .title = "a value that the AWS CLI or the service refuses",
    .look = look,
};

}  // namespace godwit::check::rule
