// What a record must be, by itself and beside the others of its zone. Each rule says what is wrong
// in Route 53's words; all is well where there are none. Aliases have a file of their own.
#pragma once

#include <string>
#include <vector>

#include "lab/services/route53/records.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

// By itself: its name, whether that lies within the zone, and the syntax of its values.
std::vector<std::string> problems_of_record(const traffic::RecordSet& record,
                                            const std::string& zone_name);

// Beside the zone's records as they will be: one policy under a name (facts C2, C6), one TTL among
// weighted records, no company for a CNAME.
std::vector<std::string> problems_of_company(const traffic::RecordSet& record,
                                             const std::string& zone_name,
                                             const std::vector<traffic::RecordSet>& records);

// Of a batch as a whole: its size, and one change for each record set, except that a deletion may
// be followed by a creation.
std::vector<std::string> problems_of_batch(const std::vector<RecordChange>& changes);

}  // namespace godwit::lab::services
