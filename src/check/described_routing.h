// Described routing: what a document says of who is to be answered from which region, in a block
// whose keys are regions and whose lists name countries.
#pragma once

#include <string>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct DescribedRouting {
  Span span;  // of the words that call it geolocation routing
  int document = 0;
  std::vector<std::string> countries;  // as written
  bool has_default = false;            // somebody is to answer everybody else
};

// Those that the document calls geolocation routing, before the block or in its section's title.
std::vector<DescribedRouting> described_routings(const Subject& subject);

}  // namespace godwit::check
