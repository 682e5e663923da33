// Inventory: every version of every key in a bucket, and what one bucket has that another lacks.
// Replication keeps version ids, so they tell versions apart across buckets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "aws/api/s3.h"

namespace godwit::step {

// By key; each key's versions newest first, delete markers among them.
using Inventory = std::map<std::string, std::vector<aws::s3::Version>>;

Result<Inventory> take_inventory(aws::Cloud& cloud, const aws::s3::BucketName& bucket);

// The versions of `here` that `there` lacks, by key and then from the oldest. Point into `here`.
std::vector<const aws::s3::Version*> missing_in(const Inventory& here, const Inventory& there);

}  // namespace godwit::step
