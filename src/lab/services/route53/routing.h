// The members of a record set that name its routing policy, as the API has them.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
#pragma once

#include <boost/json.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "aws/codec.h"
#include "aws/value.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

// Reads them into the record. Refused (InvalidInput): more policies than one, or one without a set
// identifier, or the reverse; and whatever is none by itself: a weight beyond 255, a country that
// is none, a bias beyond 99. `where` is what Route 53 appends to its complaints about one change.
std::expected<void, aws::ServiceError> read_routing(const aws::Value& set, std::string_view where,
                                                    traffic::RecordSet& record);

// In the order of the schema, in which the first come before a record's values, the others after
// them.
void show_routing(const traffic::RecordSet& record, aws::Value& set);
void show_networks_and_points(const traffic::RecordSet& record, aws::Value& set);

// For snapshots.
void describe_routing(const traffic::RecordSet& record, boost::json::object& object);

// A type that may have several records under one name ("Valid values for ..." of the API
// reference's Type).
bool may_be_routed(std::string_view type, traffic::Policy policy);

// A region that latency and geoproximity records may name: China's are among them.
bool is_routing_region(std::string_view region);

}  // namespace godwit::lab::services
