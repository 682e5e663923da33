// What the AWS CLI, or the service that it asks, would refuse of the commands of a subject, by the
// service models: each complaint at its place, once for each place.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "awscli/validate.h"
#include "check/rule.h"

namespace godwit::check {

struct CommandComplaint {
  const Command* command = nullptr;
  awscli::Complaint complaint;
  Span span;
  std::optional<Related> related;  // of what stands in a file: the command that names it
};

// Of these kinds only, in order.
std::vector<CommandComplaint> complaints_of(const Subject& subject,
                                            const std::set<awscli::Complaint::Kind>& kinds);
// Do places within the word's value show where that stands in the file? Not where the word is put
// together from several.
bool is_as_written(const Word& word);

// Complaints as findings, with the rule's severity.
void tell(const std::vector<CommandComplaint>& complaints, Findings& findings);

}  // namespace godwit::check
