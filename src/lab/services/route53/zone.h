// What Route 53 says of a hosted zone: what it starts with, and its records page by page.
#pragma once

#include <array>
#include <boost/json.hpp>
#include <expected>
#include <string>
#include <vector>

#include "account/account.h"
#include "aws/value.h"
#include "lab/service.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

// An account's zone as Route 53 holds it: with the NS and SOA records that every zone has, text
// values in quotation marks, sorted.
std::vector<traffic::RecordSet> initial_records(const account::Zone& zone);

// The four servers that a zone is delegated to, by its id.
std::array<std::string, 4> name_servers_of(const std::string& zone_id);

// ListResourceRecordSets: the page that starts at a name, type and identifier.
Answer list_page(const std::vector<traffic::RecordSet>& records, const aws::Value& input);

// MaxItems, which travels as text; no more than AWS gives.
std::expected<std::size_t, aws::ServiceError> page_size(const aws::Value& input, std::size_t limit);

boost::json::value to_json(const traffic::RecordSet& record);

}  // namespace godwit::lab::services
