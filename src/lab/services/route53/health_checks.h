// HealthChecks: the health checks of the account, as Route 53's control plane keeps them. Who
// probes is lab/health_checker.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "aws/value.h"
#include "lab/health_checker.h"
#include "lab/service.h"
#include "lab/services/cloudwatch.h"

namespace godwit::lab::services {

class HealthChecks {
 public:
  struct HealthCheck {
    std::string id;
    std::string caller_reference;
    HealthCheckSettings settings;
    HealthCheckSettings as_created;
    std::int64_t version = 1;
  };

  // "Health checks: 200 active health checks per AWS account".
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  static constexpr std::size_t max_checks = 200;

  // An alarm of CloudWatch's; nullptr: there is none of that name.
  using AlarmOf = std::function<const Alarm*(const std::string& region, const std::string& name)>;

  // Ids follow from the secret.
  HealthChecks(std::uint64_t secret, AlarmOf alarm_of)
      : secret_(secret), alarm_of_(std::move(alarm_of)) {}

  // One that was there before, with its own id.
  void add(const std::string& id, const std::string& reference,
           const HealthCheckSettings& settings);

  // Each does what the operation of that name does. The check that was made or changed is in `out`;
  // nullptr where nothing was.
  Answer create(const aws::Value& input, const HealthCheck** out);
  Answer update(const aws::Value& input, const HealthCheck** out);
  Answer get(const aws::Value& input) const;
  Answer list(const aws::Value& input) const;
  // AWS deletes a check that records refer to without a word, and so does this.
  Answer remove(const aws::Value& input);
  Answer status(const aws::Value& input, const HealthChecker& checker) const;
  Answer last_failure(const aws::Value& input, const HealthChecker& checker) const;
  std::size_t count() const { return checks_.size(); }

  const HealthCheck* find(const std::string& id) const;
  boost::json::value snapshot() const;  // by caller reference

 private:
  aws::Value describe(const HealthCheck& check) const;
  bool watches(const HealthCheckSettings& settings, const std::string& id) const;
  // Of a check with that id; empty: a new one.
  std::expected<void, aws::ServiceError> check_references(const HealthCheckSettings& settings,
                                                          const std::string& id) const;
  std::expected<const HealthCheck*, aws::ServiceError> observed(const aws::Value& input) const;

  std::uint64_t secret_;
  AlarmOf alarm_of_;
  std::map<std::string, HealthCheck> checks_;           // by id
  std::map<std::string, std::string> id_of_reference_;  // of deleted ones too: they stay taken
};

}  // namespace godwit::lab::services
