// Options of commands, and members of the structures that they are given.
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using Kind = awscli::Complaint::Kind;

// A command without anything behind its name is more often named than meant to be run.
bool is_bare(const Command& command) {
  return command.aws->options.empty() && command.aws->positional.empty();
}

void look(const Subject& subject, Findings& findings) {
  for (const CommandComplaint& each :
       complaints_of(subject, {Kind::unknown_option, Kind::missing_option, Kind::missing_value,
                               Kind::unknown_member, Kind::missing_member})) {
    Finding& finding = findings.add(each.span, each.complaint.message, each.complaint.remedy);
    if (is_bare(*each.command)) finding.severity = Severity::note;
    if (each.related) finding.related.push_back(*each.related);
  }
}

}  // namespace

extern const Rule aws_parameter;
const Rule aws_parameter = {
    .id = "aws-parameter",
    .severity = Severity::error,
    .title = "an option or a member that is not there, or one that is missing",
    .look = look,
};

}  // namespace godwit::check::rule
