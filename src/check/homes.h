// Homes: in which region a document says that something with a state is written to, and where it is
// a second one, a replica, or only perhaps.
#pragma once

#include <string>
#include <vector>

#include "check/finding.h"
#include "check/passages.h"
#include "check/subject.h"

namespace godwit::check {

struct Home {
  enum class Role { primary, secondary, replica } role = Role::primary;
  std::string name;    // as it is written: "EHRbase"; of a replica, what it is one of: "RDS"
  std::string region;  // code
  Span span;
  int section = 0;
  bool planned = true;  // false: it is in a section about how things are today
};

// Of one document, in its order: titles with a region ("EHRbase (af-south-1 primary)"), labels
// ("**EHRbase:** Primary in af-south-1"), parameters of templates that are shown ("Secondary region
// for EHRbase" with its default), and replicas in lists and drawings of regions. What is shown as
// it was before a change is left out.
std::vector<Home> homes_of(const Subject& subject, int document,
                           const std::vector<Passage>& passages);

// Is something a relational database of AWS's, by one of its names? "RDS", "Aurora".
bool is_database_word(std::string_view word);

}  // namespace godwit::check
