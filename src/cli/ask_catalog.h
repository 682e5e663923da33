// Asking AWS for what the catalog knows: which region has which service, and an account's quotas.
#pragma once

#include <string>
#include <vector>

#include "aws/cloud.h"
#include "catalog/refreshed.h"

namespace godwit::cli {

// Through SSM's public parameters and Service Quotas in one region. Services that AWS names
// otherwise in its parameters than in its endpoints are left out, and named in `left_out`.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
Result<catalog::Refreshed> ask_catalog(aws::Cloud& cloud, const std::string& region, Time now,
                                       std::vector<std::string>& left_out);

}  // namespace godwit::cli
