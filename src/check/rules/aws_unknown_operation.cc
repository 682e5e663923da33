// What the AWS CLI has no name for.
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using Kind = awscli::Complaint::Kind;

void look(const Subject& subject, Findings& findings) {
  tell(complaints_of(subject,
                     {Kind::unknown_service, Kind::unknown_operation, Kind::unknown_waiter}),
       findings);
}

}  // namespace

extern const Rule aws_unknown_operation;
const Rule aws_unknown_operation = {
    .id = "aws-unknown-operation",
    .severity = Severity::error,
    .title = "a service, an operation or a waiter that the AWS CLI does not have",
    .look = look,
};

}  // namespace godwit::check::rule
