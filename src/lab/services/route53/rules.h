// What a record must be, by itself and beside the others of its name. Each rule says what is wrong
// in Route 53's words; all is well where there are none. Aliases have a file of their own.
//
// Words that no page or thread has are made after the pattern of their neighbours; where the source
// of the words is not obvious, rules.cc names it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lab/services/route53/records.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

// Quotas, as AWS sets them for everybody.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
inline constexpr std::size_t max_records_of_zone = 10'000;
inline constexpr std::size_t max_records_of_group = 100;  // of one name and type
inline constexpr std::size_t max_geoproximity_records = 30;
inline constexpr std::size_t max_values = 400;  // of one record

// By itself: its name, whether that lies within the zone, its type, policy and values.
std::vector<std::string> problems_of_record(const traffic::RecordSet& record,
                                            const std::string& zone_name);

// Beside the zone's records of its name as they will be, itself among them: one policy under a name
// (facts C2, C6), nothing twice within a policy, one TTL among weighted records, no company for a
// CNAME.
std::vector<std::string> problems_of_company(const traffic::RecordSet& record,
                                             const std::string& zone_name,
                                             std::span<const traffic::RecordSet> same_name);

// Of a batch as a whole: its size, and one change for each record set, except that a deletion may
// be followed by a creation.
std::vector<std::string> problems_of_batch(const std::vector<RecordChange>& changes);

}  // namespace godwit::lab::services
