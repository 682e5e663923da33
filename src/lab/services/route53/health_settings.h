// A health check's settings, as the API has them.
#pragma once

#include <expected>

#include "aws/codec.h"
#include "aws/value.h"
#include "lab/health_checker.h"

namespace godwit::lab::services {

aws::Value to_value(const HealthCheckSettings& settings);

// Of CreateHealthCheck, with AWS's defaults. Refused (InvalidInput) where AWS refuses.
std::expected<HealthCheckSettings, aws::ServiceError> settings_from_value(const aws::Value& config);

// Of UpdateHealthCheck: what the input says changes, the rest stays.
std::expected<HealthCheckSettings, aws::ServiceError> updated_settings(
    const HealthCheckSettings& settings, const aws::Value& input);

}  // namespace godwit::lab::services
