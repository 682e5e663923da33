// The lab's Route 53: hosted zones and health checks, and the name servers that answer from them.
// Facts C1-C11. The control plane changes at once, what is answered only after propagation.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "lab/health_checker.h"
#include "lab/service.h"
#include "lab/services/route53/health_checks.h"
#include "lab/services/route53/name_servers.h"
#include "lab/services/route53/tags.h"
#include "lab/tasks.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

class Route53 : public Service {
 public:
  explicit Route53(Lab& lab);  // with the account's zones, in sync from the start

  std::string_view name() const override { return "route53"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  // What is answered to the world.
  NameServers& name_servers() { return name_servers_; }
  // How the name servers share out a name's A records now, for reports. Valid until the next
  // answer.
  std::vector<traffic::Share> shares(const std::string& name);
  const HealthChecker& health() const { return health_checker_; }

 private:
  struct Zone {
    std::string id;
    std::string name;
    std::vector<traffic::RecordSet> records;  // of the control plane, sorted
    Time in_sync_at{};                        // of its last change
  };
  struct Change {
    std::string comment;
    Time submitted_at{};
    bool in_sync = false;
  };

  Answer list_hosted_zones(const aws::Value& input) const;
  Answer list_hosted_zones_by_name(const aws::Value& input) const;
  Answer get_hosted_zone(const aws::Value& input) const;
  Answer list_record_sets(const aws::Value& input) const;
  Answer change_record_sets(const aws::Value& input);
  Answer get_change(const aws::Value& input) const;
  Answer create_health_check(const aws::Value& input);
  Answer update_health_check(const aws::Value& input);
  Answer delete_health_check(const aws::Value& input);

  void load(const account::Zone& zone);
  std::expected<const Zone*, aws::ServiceError> find_zone(const std::string& id) const;
  std::expected<ResourceTags::Resource, aws::ServiceError> tagged(const aws::Value& input) const;
  Time propagated(std::string_view what, Time not_before) const;
  void tell_checker(const HealthChecks::HealthCheck& check);

  Lab& lab_;
  HealthChecker health_checker_;
  HealthChecks health_checks_;
  NameServers name_servers_;
  std::map<std::string, Zone> zones_;             // by id
  std::map<std::string, Change> changes_;         // by id
  std::map<std::string, Time> checker_knows_at_;  // by health check: when it hears the last update
  ResourceTags tags_;
  std::uint64_t secret_;  // ids follow from it
  Tasks tasks_;
};

}  // namespace godwit::lab::services
