// What an alias may point at (fact C3).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "traffic/record_set.h"

namespace godwit::lab::services {

// What is wrong with a record's alias, in Route 53's words; nothing if all is well. An alias names
// the hosted zone of the service in its region, or its own zone and a record of its type there;
// `targets` are the zone's records of the alias's name, as they will be. Endpoints of AWS that the
// catalog does not know are taken.
std::vector<std::string> problems_of_alias(const traffic::RecordSet& record,
                                           const std::string& zone_id, const std::string& zone_name,
                                           std::span<const traffic::RecordSet> targets);

}  // namespace godwit::lab::services
