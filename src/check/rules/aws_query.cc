// What --query makes of an answer.
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using Kind = awscli::Complaint::Kind;

void look(const Subject& subject, Findings& findings) {
  tell(complaints_of(subject, {Kind::query_invalid, Kind::query_no_member}), findings);
}

}  // namespace

extern const Rule aws_query;
const Rule aws_query = {
    .id = "aws-query",
    .severity = Severity::error,
    .title = "a query that is no JMESPath, or asks for what the answer never has",
    .look = look,
};

}  // namespace godwit::check::rule
