// Record sets as the API has them, and as traffic/ has them.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "aws/codec.h"
#include "aws/value.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

enum class RecordAction { create, upsert, remove };

struct RecordChange {
  RecordAction action;
  traffic::RecordSet record;
};

aws::Value to_value(const traffic::RecordSet& record);

// One Change of a batch. Refused (InvalidInput) where it is no record set by itself: no policy for
// a set identifier or the reverse, an alias with a TTL, neither values nor alias, a weight beyond
// 255.
std::expected<RecordChange, aws::ServiceError> change_from_value(const aws::Value& change);

// "[name='api.example.com.', type='A', set-identifier='west']", as Route 53's messages name a
// record.
std::string describe(const traffic::RecordSet& record);

// By name with reversed labels, type and set identifier.
bool comes_before(const traffic::RecordSet& a, const traffic::RecordSet& b);

// Of the same name, type and set identifier: what one change addresses.
bool same_identity(const traffic::RecordSet& a, const traffic::RecordSet& b);

}  // namespace godwit::lab::services
