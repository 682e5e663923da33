// The lab's Route 53: hosted zones and health checks, and the name servers that answer from them.
// Facts C1-C11. The control plane changes at once, what is answered only after propagation.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "lab/health_checker.h"
#include "lab/operation_table.h"
#include "lab/service.h"
#include "lab/services/route53/cidr_collections.h"
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
  HealthChecker& checkers() { return health_checker_; }

 private:
  struct Zone {
    std::string id;
    std::string name;
    std::string caller_reference;
    std::string comment;
    std::vector<traffic::RecordSet> records;  // of the control plane, sorted
    Time in_sync_at{};                        // of its last change
  };
  struct Change {
    std::string comment;
    Time submitted_at{};
    bool in_sync = false;
  };
  static const OperationEntry<Route53> operations[];

  // hosted_zones.cc
  Answer create_hosted_zone(const Call& call);
  Answer delete_hosted_zone(const Call& call);
  Answer update_hosted_zone_comment(const Call& call);
  Answer get_hosted_zone(const Call& call);
  Answer list_hosted_zones(const Call& call);
  Answer list_hosted_zones_by_name(const Call& call);
  Answer get_hosted_zone_count(const Call& call);
  Answer get_hosted_zone_limit(const Call& call);
  Answer get_account_limit(const Call& call);
  aws::Value describe(const Zone& zone) const;
  using FoundZone = std::expected<Zone*, aws::ServiceError>;
  FoundZone find_zone(const std::string& id);
  void load(const account::Zone& zone);

  // changes.cc
  Answer list_record_sets(const Call& call);
  Answer change_record_sets(const Call& call);
  Answer get_change(const Call& call);
  // Something that is done when all name servers know; changes of one thing arrive in their order.
  // Returns the id of the change.
  std::string submit(const std::string& comment, Time& in_sync_at, std::function<void()> arrive);
  aws::Value describe_change(const std::string& id) const;
  Time propagated(std::string_view what, Time not_before) const;

  // test_answer.cc
  Answer test_dns_answer(const Call& call);

  // cidr_operations.cc
  Answer create_cidr_collection(const Call& call);
  Answer change_cidr_collection(const Call& call);
  Answer list_cidr_collections(const Call& call);
  Answer list_cidr_locations(const Call& call);
  Answer list_cidr_blocks(const Call& call);
  Answer delete_cidr_collection(const Call& call);
  bool in_use(const traffic::CidrRouting& location) const;

  // check_operations.cc
  Answer create_health_check(const Call& call);
  Answer update_health_check(const Call& call);
  Answer delete_health_check(const Call& call);
  Answer get_health_check(const Call& call);
  Answer list_health_checks(const Call& call);
  Answer get_health_check_count(const Call& call);
  Answer get_health_check_status(const Call& call);
  Answer get_health_check_last_failure_reason(const Call& call);
  Answer get_checker_ip_ranges(const Call& call);
  void tell_checker(const HealthChecks::HealthCheck& check);
  void load(const account::HealthCheck& check);
  const Alarm* alarm(const std::string& region, const std::string& name) const;

  // route53.cc
  Answer get_geo_location(const Call& call);
  Answer list_geo_locations(const Call& call);
  Answer change_tags(const Call& call);
  Answer list_tags(const Call& call);
  Answer list_tags_of_several(const Call& call);
  std::expected<ResourceTags::Resource, aws::ServiceError> tagged(const std::string& type,
                                                                  const std::string& id);

  Lab& lab_;
  HealthChecker health_checker_;
  HealthChecks health_checks_;
  CidrCollections cidr_collections_;
  NameServers name_servers_;
  std::map<std::string, Zone> zones_;      // by id
  std::set<std::string> zone_references_;  // of deleted ones too: they stay taken
  std::uint64_t zones_made_ = 0;
  std::map<std::string, Change> changes_;         // by id
  std::map<std::string, Time> checker_knows_at_;  // by health check: when it hears the last update
  ResourceTags tags_;
  std::uint64_t secret_;  // ids follow from it
  Time collections_in_sync_at_{};
  std::unique_ptr<Random> chance_;  // of test answers
  Tasks tasks_;
};

}  // namespace godwit::lab::services
