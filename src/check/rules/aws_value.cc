// Values that the AWS CLI or the service refuses.
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

void look(const Subject& subject, Findings& findings) {
  for (const CommandComplaint& each :
       complaints_of(subject, {Kind::not_in_enumeration, Kind::bad_pattern, Kind::wrong_type,
                               Kind::bad_json, Kind::unknown_region, Kind::not_base64})) {
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
