// Options of commands, and members of the structures that they are given.
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using Kind = awscli::Complaint::Kind;

void look(const Subject& subject, Findings& findings) {
  tell(complaints_of(subject, {Kind::unknown_option, Kind::missing_option, Kind::missing_value,
                               Kind::unknown_member, Kind::missing_member}),
       findings);
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
