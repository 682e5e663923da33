// HealthChecks: the health checks of the account, as Route 53's control plane keeps them. Who
// probes is lab/health_checker.h.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "aws/value.h"
#include "lab/health_checker.h"
#include "lab/service.h"

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

  explicit HealthChecks(std::uint64_t secret) : secret_(secret) {}  // ids follow from it

  // Each does what the operation of that name does. The check that was made or changed is in `out`;
  // nullptr where nothing was.
  Answer create(const aws::Value& input, const HealthCheck** out);
  Answer update(const aws::Value& input, const HealthCheck** out);
  Answer get(const aws::Value& input) const;
  Answer list(const aws::Value& input) const;
  // AWS deletes a check that records refer to without a word, and so does this.
  Answer remove(const aws::Value& input);
  Answer status(const aws::Value& input, const HealthChecker& checker) const;

  const HealthCheck* find(const std::string& id) const;
  boost::json::value snapshot() const;  // by caller reference

 private:
  std::uint64_t secret_;
  std::map<std::string, HealthCheck> checks_;           // by id
  std::map<std::string, std::string> id_of_reference_;  // of deleted ones too: they stay taken
};

}  // namespace godwit::lab::services
