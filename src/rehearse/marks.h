// Marks: what there is in an account that carries the marks of a run: its tags, a caller reference
// or a name that is made from it (step/ours.h). Read through the API, as anybody could who cleans
// up after somebody else.
#pragma once

#include <string>
#include <vector>

#include "aws/cloud.h"

namespace godwit::rehearse {

struct MarkedResource {
  std::string what;    // as lab::AuditEntry::resource: "key 1b2c", "bucket b"
  std::string region;  // empty: a global service's
  std::string step;    // whose mark it carries; empty where the mark does not say
  bool going = false;  // its deletion is scheduled
};

// What lives in these regions of the account, in the order of kinds and regions. What the API does
// not tell is left out.
std::vector<MarkedResource> marked_resources(aws::Cloud& cloud, const std::string& account,
                                             const std::vector<std::string>& regions,
                                             const std::string& run);

}  // namespace godwit::rehearse
