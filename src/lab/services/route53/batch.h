// A batch of changes to the records of one zone: all of them, or none (fact C6).
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "aws/codec.h"
#include "aws/value.h"
#include "lab/services/route53/records.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

struct BatchZone {
  const std::string& id;
  const std::string& name;
  const std::vector<traffic::RecordSet>& records;  // sorted
  std::function<bool(const std::string& id)> has_health_check;
  // Why a record cannot refer to a CIDR location; an empty text where it can.
  std::function<std::string(const traffic::CidrRouting& location)> problem_of_cidr;
};

// The zone's records after the batch, sorted; or why Route 53 does not take it: InvalidInput,
// NoSuchHealthCheck, or InvalidChangeBatch with one message for each thing that is wrong.
std::expected<std::vector<traffic::RecordSet>, aws::ServiceError> apply_batch(
    const BatchZone& zone, const aws::Value& changes);

}  // namespace godwit::lab::services
