// What lifecycles say in answers, and the classes they move to.
#pragma once

#include <string>

#include "lab/services/s3/lifecycle_rules.h"

namespace godwit::lab::services {

// "expiry-date=\"...\", rule-id=\"...\"", as x-amz-expiration has it.
std::string describe_expiry(const Expiry& expiry);

// Of two classes, does objects' ageing lead from the first to the second?
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
bool moves_on(StorageClass from, StorageClass to);

}  // namespace godwit::lab::services
