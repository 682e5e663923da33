// Rules: each looks at a batch of changes for one thing, and says what it finds. The list is in
// rules.cc; a rule is one function of one file in rules/.
#pragma once

#include <span>
#include <vector>

#include "traffic/effect.h"

namespace godwit::traffic {

// A name and type that the batch changes.
struct TouchedGroup {
  std::string name;
  std::string type;
  std::vector<const RecordSet*> before;
  std::vector<const RecordSet*> after;
};

// What rules look at.
struct Case {
  const Situation& situation;
  const Batch& batch;
  const Zone& zone;      // before
  const Zone& intended;  // as the changes want it
  std::span<const Outcome> outcomes;
  const Zones& before;
  const Zones& after;                   // with the intended zone
  std::vector<TouchedGroup> groups;     // in the batch's order
  std::vector<Population> populations;  // never without people

  // The records that the batch writes, as they are to be.
  std::vector<const RecordSet*> written() const;
};

using Rule = void (*)(const Case& given, std::vector<Finding>& findings);
std::span<const Rule> rules();

// Where a record leads by alias or CNAME, in canonical form; empty: nowhere.
std::string target_of(const RecordSet& record);
// Are records of that name the name's own, or may they answer for it as a wildcard? Whether a name
// in between keeps the wildcard off is not looked at.
bool may_stand_for(std::string_view owner, std::string_view name);
// Do questions for the one name come to the other, by aliases, CNAMEs and wildcards? Every name
// does to itself.
bool leads_to(const Zones& zones, const std::string& name, const std::string& other);

namespace rule {
void record_exists(const Case& given, std::vector<Finding>& findings);
void record_missing(const Case& given, std::vector<Finding>& findings);
void policies_mixed(const Case& given, std::vector<Finding>& findings);
void weight_out_of_range(const Case& given, std::vector<Finding>& findings);
void ttl_of_alias(const Case& given, std::vector<Finding>& findings);
void zone_of_alias(const Case& given, std::vector<Finding>& findings);
void set_identifier_added(const Case& given, std::vector<Finding>& findings);
void place_without_answer(const Case& given, std::vector<Finding>& findings);
void check_disabled(const Case& given, std::vector<Finding>& findings);
void record_without_check(const Case& given, std::vector<Finding>& findings);
void name_unused(const Case& given, std::vector<Finding>& findings);
void host_out_of_reach(const Case& given, std::vector<Finding>& findings);
void time_to_move(const Case& given, std::vector<Finding>& findings);
}  // namespace rule

}  // namespace godwit::traffic
