#include "lab/services/route53/route53.h"

#include "lab/lab.h"
#include "lab/services/route53/geo_locations.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {

using aws::Value;

constexpr std::size_t max_tagged = 10;  // of ListTagsForResources

const OperationEntry<Route53> Route53::operations[] = {
    {"ChangeCidrCollection", &Route53::change_cidr_collection},
    {"ChangeResourceRecordSets", &Route53::change_record_sets},
    {"ChangeTagsForResource", &Route53::change_tags},
    {"CreateCidrCollection", &Route53::create_cidr_collection},
    {"CreateHealthCheck", &Route53::create_health_check},
    {"CreateHostedZone", &Route53::create_hosted_zone},
    {"DeleteCidrCollection", &Route53::delete_cidr_collection},
    {"DeleteHealthCheck", &Route53::delete_health_check},
    {"DeleteHostedZone", &Route53::delete_hosted_zone},
    {"GetAccountLimit", &Route53::get_account_limit},
    {"GetChange", &Route53::get_change},
    {"GetCheckerIpRanges", &Route53::get_checker_ip_ranges},
    {"GetGeoLocation", &Route53::get_geo_location},
    {"GetHealthCheck", &Route53::get_health_check},
    {"GetHealthCheckCount", &Route53::get_health_check_count},
    {"GetHealthCheckLastFailureReason", &Route53::get_health_check_last_failure_reason},
    {"GetHealthCheckStatus", &Route53::get_health_check_status},
    {"GetHostedZone", &Route53::get_hosted_zone},
    {"GetHostedZoneCount", &Route53::get_hosted_zone_count},
    {"GetHostedZoneLimit", &Route53::get_hosted_zone_limit},
    {"ListCidrBlocks", &Route53::list_cidr_blocks},
    {"ListCidrCollections", &Route53::list_cidr_collections},
    {"ListCidrLocations", &Route53::list_cidr_locations},
    {"ListGeoLocations", &Route53::list_geo_locations},
    {"ListHealthChecks", &Route53::list_health_checks},
    {"ListHostedZones", &Route53::list_hosted_zones},
    {"ListHostedZonesByName", &Route53::list_hosted_zones_by_name},
    {"ListResourceRecordSets", &Route53::list_record_sets},
    {"ListTagsForResource", &Route53::list_tags},
    {"ListTagsForResources", &Route53::list_tags_of_several},
    {"TestDNSAnswer", &Route53::test_dns_answer},
    {"UpdateHealthCheck", &Route53::update_health_check},
    {"UpdateHostedZoneComment", &Route53::update_hosted_zone_comment},
};

Route53::Route53(Lab& lab)
    : lab_(lab),
      health_checker_(lab),
      health_checks_(lab.world().random.fork("route53/health checks")->next(),
                     [this](const std::string& region, const std::string& name) {
                       return alarm(region, name);
                     }),
      cidr_collections_(lab.world().random.fork("route53/cidr collections")->next(),
                        lab.account().id),
      name_servers_(health_checker_,
                    [&lab](const Client& client) { return lab.names().asker_of(client); }),
      secret_(lab.world().random.fork("route53")->next()),
      chance_(lab.world().random.fork("route53/test answers")),
      tasks_(lab.world().scheduler) {
  health_checker_.ask_alarms_of(
      [this](const std::string& region,
             const std::string& name) -> std::optional<traffic::AlarmState> {
        const Alarm* found = alarm(region, name);
        if (found == nullptr) return std::nullopt;
        if (found->state == "OK") return traffic::AlarmState::ok;
        return found->state == "ALARM" ? traffic::AlarmState::alarm
                                       : traffic::AlarmState::insufficient_data;
      });
  for (const account::CidrCollection& collection : lab.account().cidr_collections) {
    cidr_collections_.add(collection.id, collection.name, collection.locations);
  }
  name_servers_.publish_collections(cidr_collections_.networks());
  for (const account::HealthCheck& check : lab.account().health_checks) load(check);
  for (const account::Zone& zone : lab.account().zones) load(zone);
}

Answer Route53::handle(const Call& call) { return dispatch<Route53>(*this, operations, call); }

std::vector<traffic::Share> Route53::shares(const std::string& name) {
  std::vector<traffic::Share> shares;
  for (const Said::Branch& branch :
       name_servers_.answer(traffic::canonical_name(name), "A").branches) {
    for (const traffic::RecordSet& record : branch.records) {
      shares.push_back({&record, branch.probability / static_cast<double>(branch.records.size())});
    }
  }
  return shares;
}

Answer Route53::get_geo_location(const Call& call) {
  return services::get_geo_location(call.input);
}

Answer Route53::list_geo_locations(const Call& call) {
  return services::list_geo_locations(call.input);
}

// ---- tags

std::expected<ResourceTags::Resource, aws::ServiceError> Route53::tagged(const std::string& type,
                                                                         const std::string& id) {
  if (type == "hostedzone") return ResourceTags::Resource{type, TRY(find_zone(id))->id};
  if (type != "healthcheck") {
    return invalid_input(fmt::format("'{}' is no type of resource", type));
  }
  TRY_VOID(health_checks_.get(Value().set("HealthCheckId", id)));
  return ResourceTags::Resource{type, id};
}

Answer Route53::change_tags(const Call& call) {
  const Value& input = call.input;
  return tags_.change(TRY(tagged(input["ResourceType"].text(), input["ResourceId"].text())), input);
}

Answer Route53::list_tags(const Call& call) {
  const Value& input = call.input;
  const auto resource = TRY(tagged(input["ResourceType"].text(), input["ResourceId"].text()));
  return Value().set("ResourceTagSet", tags_.list(resource));
}

Answer Route53::list_tags_of_several(const Call& call) {
  const aws::List& ids = call.input["ResourceIds"].list();
  if (ids.empty() || ids.size() > max_tagged) {
    return invalid_input(fmt::format("Between 1 and {} resources can be asked for", max_tagged));
  }
  Value sets{aws::List{}};
  for (const Value& id : ids) {
    sets.push(tags_.list(TRY(tagged(call.input["ResourceType"].text(), id.text()))));
  }
  return Value().set("ResourceTagSets", std::move(sets));
}

boost::json::value Route53::snapshot() const {
  // Ids of health checks follow from the seed; their caller references are what runs have in
  // common.
  const auto reference_of = [&](const std::string& id) {
    const HealthChecks::HealthCheck* check = health_checks_.find(id);
    return check == nullptr ? id : check->caller_reference;
  };
  boost::json::object zones;
  for (const auto& [id, zone] : zones_) {
    boost::json::array records;
    for (traffic::RecordSet record : zone.records) {
      if (!record.health_check.empty()) record.health_check = reference_of(record.health_check);
      records.push_back(to_json(record));
    }
    zones[id] = {{"name", zone.name}, {"records", std::move(records)}};
    if (!zone.comment.empty()) zones[id].as_object()["comment"] = zone.comment;
  }
  std::map<std::string, const ResourceTags::Tags*> sorted;
  for (const auto& [resource, tags] : tags_.all()) {
    const bool is_check = resource.type == "healthcheck";
    sorted[resource.type + "/" + (is_check ? reference_of(resource.id) : resource.id)] = &tags;
  }
  boost::json::object all_tags;
  for (const auto& [resource, tags] : sorted) all_tags[resource] = boost::json::value_from(*tags);
  return {{"zones", std::move(zones)},
          {"health_checks", health_checks_.snapshot()},
          {"cidr_collections", cidr_collections_.snapshot()},
          {"tags", std::move(all_tags)}};
}

}  // namespace godwit::lab::services
