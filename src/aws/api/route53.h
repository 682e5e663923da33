// Typed calls of Route 53, a global service: its control plane lives in us-east-1 (fact C11).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/time.h"

namespace godwit::aws::route53 {

struct AliasTarget {
  std::string hosted_zone_id;  // of the service in the region, not of your own zone (fact C3)
  std::string dns_name;
  bool evaluate_target_health = false;
  bool operator==(const AliasTarget&) const = default;
};

struct RecordSet {
  std::string name;            // with or without its final dot; without, when it comes from AWS
  std::string type;            // "A"
  std::string set_identifier;  // empty: simple
  std::optional<int> weight;   // 0 to 255
  std::optional<int> ttl;      // seconds; none for an alias
  std::vector<std::string> values;
  std::optional<AliasTarget> alias;
  std::string health_check_id;  // empty: none
  bool operator==(const RecordSet&) const = default;
};

enum class ChangeAction { create, upsert, remove };
struct Change {
  ChangeAction action = ChangeAction::upsert;
  RecordSet record;
};

// Atomic. Returns the change's id, which is PENDING until get_change says INSYNC.
Result<std::string> change_record_sets(Cloud& cloud, const std::string& zone_id,
                                       const std::vector<Change>& changes,
                                       const std::string& comment);
Result<bool> change_in_sync(Cloud& cloud, const std::string& change_id);
Result<std::vector<RecordSet>> list_record_sets(Cloud& cloud,
                                                const std::string& zone_id);  // all pages

struct HealthCheck {
  std::string id;
  std::string caller_reference;
  std::string type = "HTTPS";
  std::string fqdn;  // takes no path (fact C9)
  int port = 443;
  std::string path;     // "/health"
  int interval_s = 30;  // 30 or 10
  int threshold = 3;    // 1 to 10
  bool inverted = false;
  bool disabled = false;  // counts as healthy (fact C1)
  // CALCULATED: healthy while so many of these checks are.
  std::vector<std::string> children;  // ids
  int healthy_children = 0;
  // CLOUDWATCH_METRIC: unhealthy while the alarm rings, healthy while it lacks data.
  std::string alarm;
  std::string alarm_region;
};
// The same caller reference with the same settings returns the existing check.
Result<HealthCheck> create_health_check(Cloud& cloud, const HealthCheck& check);
Result<HealthCheck> get_health_check(Cloud& cloud, const std::string& id);
Result<std::vector<HealthCheck>> list_health_checks(Cloud& cloud);  // all pages
Result<void> set_inverted(Cloud& cloud, const std::string& id, bool inverted);
Result<void> set_disabled(Cloud& cloud, const std::string& id, bool disabled);
Result<void> delete_health_check(Cloud& cloud, const std::string& id);

// What the checkers last saw, inversion not applied: how many of them succeeded.
struct HealthStatus {
  int checkers = 0;
  int succeeded = 0;
};
Result<HealthStatus> get_health_check_status(Cloud& cloud, const std::string& id);

}  // namespace godwit::aws::route53
