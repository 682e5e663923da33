// Record sets as Route 53 has them on the wire.
#pragma once

#include "aws/api/route53.h"
#include "aws/value.h"

namespace godwit::aws::route53 {

Value value_of_record(const RecordSet& record);
// Takes names out of Route 53's own form: "\052.example.com." is "*.example.com".
RecordSet record_of_value(const Value& value);

}  // namespace godwit::aws::route53
