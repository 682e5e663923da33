#include "lab/services/route53/route53.h"

#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/route53/batch.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// "Changes generally propagate to all Route 53 name servers within 60 seconds" (fact C10).
constexpr Duration propagation_min = seconds(20);
constexpr Duration propagation_max = seconds(60);

Value change_info(const std::string& id, bool in_sync, Time submitted_at,
                  const std::string& comment) {
  Value info;
  info.set("Id", "/change/" + id)
      .set("Status", in_sync ? "INSYNC" : "PENDING")
      .set("SubmittedAt", submitted_at);
  if (!comment.empty()) info.set("Comment", comment);
  return Value().set("ChangeInfo", std::move(info));
}

}  // namespace

Route53::Route53(Lab& lab)
    : lab_(lab),
      health_checker_(lab),
      health_checks_(lab.world().random.fork("route53/health checks")->next()),
      name_servers_(health_checker_,
                    [&lab](const Client& client) { return lab.names().asker_of(client); }),
      secret_(lab.world().random.fork("route53")->next()),
      tasks_(lab.world().scheduler) {
  for (const account::Zone& zone : lab.account().zones) load(zone);
}

void Route53::load(const account::Zone& zone) {
  Zone& loaded = zones_[zone.id];
  loaded.id = zone.id;
  loaded.name = traffic::canonical_name(zone.name);
  loaded.records = initial_records(zone);
  name_servers_.publish({loaded.id, loaded.name, loaded.records});
}

Answer Route53::handle(const Call& call) {
  const std::string_view operation = call.operation.name;
  const Value& input = call.input;
  if (operation == "ListHostedZones") return list_hosted_zones(input);
  if (operation == "ListHostedZonesByName") return list_hosted_zones_by_name(input);
  if (operation == "GetHostedZone") return get_hosted_zone(input);
  if (operation == "ListResourceRecordSets") return list_record_sets(input);
  if (operation == "ChangeResourceRecordSets") return change_record_sets(input);
  if (operation == "GetChange") return get_change(input);
  if (operation == "CreateHealthCheck") return create_health_check(input);
  if (operation == "UpdateHealthCheck") return update_health_check(input);
  if (operation == "DeleteHealthCheck") return delete_health_check(input);
  if (operation == "GetHealthCheck") return health_checks_.get(input);
  if (operation == "ListHealthChecks") return health_checks_.list(input);
  if (operation == "GetHealthCheckStatus") return health_checks_.status(input, health_checker_);
  if (operation == "ChangeTagsForResource") return tags_.change(TRY(tagged(input)), input);
  if (operation == "ListTagsForResource") return tags_.list(TRY(tagged(input)));
  return refuse(400, "NotImplemented", fmt::format("this lab's Route 53 has no {}", operation));
}

// ---- zones

std::expected<const Route53::Zone*, aws::ServiceError> Route53::find_zone(
    const std::string& id) const {
  const auto found = zones_.find(std::string(without_prefix(id, "/hostedzone/")));
  if (found != zones_.end()) return &found->second;
  return refuse(
      404, "NoSuchHostedZone",
      fmt::format("No hosted zone found with ID: {}", without_prefix(id, "/hostedzone/")));
}

Answer Route53::list_hosted_zones(const Value& input) const {
  const std::size_t page = TRY(page_size(input, 100));
  Value zones{aws::List{}};
  auto next = zones_.lower_bound(input["Marker"].text());
  for (; next != zones_.end() && zones.list().size() < page; ++next) {
    zones.push(describe_zone(next->first, next->second.name, next->second.records.size()));
  }
  Value output;
  output.set("HostedZones", std::move(zones)).set("Marker", input["Marker"].text());
  output.set("IsTruncated", next != zones_.end());
  if (next != zones_.end()) output.set("NextMarker", next->first);
  return output.set("MaxItems", std::to_string(page));
}

Answer Route53::list_hosted_zones_by_name(const Value& input) const {
  const std::size_t page = TRY(page_size(input, 100));
  std::map<std::pair<std::string, std::string>, const Zone*> sorted;
  for (const auto& [id, zone] : zones_) sorted[{sort_key(zone.name), id}] = &zone;
  const std::string id(without_prefix(input["HostedZoneId"].text(), "/hostedzone/"));
  auto next = input.has("DNSName")
                  ? sorted.lower_bound({sort_key(from_wire_name(input["DNSName"].text())), id})
                  : sorted.begin();
  Value zones{aws::List{}};
  for (; next != sorted.end() && zones.list().size() < page; ++next) {
    const Zone& zone = *next->second;
    zones.push(describe_zone(zone.id, zone.name, zone.records.size()));
  }
  Value output;
  output.set("HostedZones", std::move(zones)).set("IsTruncated", next != sorted.end());
  if (input.has("DNSName")) output.set("DNSName", input["DNSName"].text());
  if (next != sorted.end()) {
    output.set("NextDNSName", to_wire_name(next->second->name));
    output.set("NextHostedZoneId", next->second->id);
  }
  return output.set("MaxItems", std::to_string(page));
}

Answer Route53::get_hosted_zone(const Value& input) const {
  const Zone& zone = *TRY(find_zone(input["Id"].text()));
  Value servers;
  for (const std::string& server : name_servers_of(zone.id)) servers.push(server);
  return Value()
      .set("HostedZone", describe_zone(zone.id, zone.name, zone.records.size()))
      .set("DelegationSet", Value().set("NameServers", std::move(servers)));
}

Answer Route53::list_record_sets(const Value& input) const {
  const Zone& zone = *TRY(find_zone(input["HostedZoneId"].text()));
  return list_page(zone.records, input);
}

// ---- changes

// When all name servers or checkers will know. Changes of one thing arrive in their order.
Time Route53::propagated(std::string_view what, Time not_before) const {
  const auto spread = static_cast<std::uint64_t>((propagation_max - propagation_min).count());
  const Duration drawn(static_cast<std::int64_t>(stable_hash(what, secret_) % (spread + 1)));
  return std::max(lab_.now() + propagation_min + drawn, not_before);
}

Answer Route53::change_record_sets(const Value& input) {
  const std::string zone_id = TRY(find_zone(input["HostedZoneId"].text()))->id;
  Zone& zone = zones_.at(zone_id);
  const auto has_check = [&](const std::string& id) { return health_checks_.find(id) != nullptr; };
  const Value& batch = input["ChangeBatch"];
  zone.records = TRY(apply_batch({zone.id, zone.name, zone.records, has_check}, batch["Changes"]));

  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::string ordinal = fmt::format("change {}", changes_.size());
  const std::string id = "C" + derived_text(secret_, ordinal, 20, letters);
  Change& change = changes_[id];
  change.comment = batch["Comment"].text();
  change.submitted_at = std::chrono::floor<milliseconds>(lab_.now());  // as it travels
  zone.in_sync_at = propagated(ordinal, zone.in_sync_at);
  tasks_.at(zone.in_sync_at, [this, id, zone_id, records = zone.records] {
    changes_.at(id).in_sync = true;
    name_servers_.publish({zone_id, zones_.at(zone_id).name, records});
  });
  return change_info(id, false, change.submitted_at, change.comment);
}

Answer Route53::get_change(const Value& input) const {
  const std::string id(without_prefix(input["Id"].text(), "/change/"));
  const auto found = changes_.find(id);
  if (found == changes_.end()) {
    return refuse(404, "NoSuchChange", fmt::format("Could not find resource with ID: {}", id));
  }
  const Change& change = found->second;
  return change_info(id, change.in_sync, change.submitted_at, change.comment);
}

// ---- health checks

// New settings reach the checkers, and through them DNS, as late as records do: "New health checks
// must propagate to Route 53 health checkers".
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-view-status.html
void Route53::tell_checker(const HealthChecks::HealthCheck& check) {
  Time& at = checker_knows_at_[check.id];
  at = propagated(fmt::format("{} version {}", check.id, check.version), at);
  tasks_.at(at, [this, id = check.id, settings = check.settings] {
    if (health_checks_.find(id) != nullptr) health_checker_.watch(id, settings);
  });
}

Answer Route53::create_health_check(const Value& input) {
  const HealthChecks::HealthCheck* created = nullptr;
  Value output = TRY(health_checks_.create(input, &created));
  if (created != nullptr) tell_checker(*created);
  return output;
}

Answer Route53::update_health_check(const Value& input) {
  const HealthChecks::HealthCheck* updated = nullptr;
  Value output = TRY(health_checks_.update(input, &updated));
  if (updated != nullptr) tell_checker(*updated);
  return output;
}

Answer Route53::delete_health_check(const Value& input) {
  const std::string id = input["HealthCheckId"].text();
  Value output = TRY(health_checks_.remove(input));
  // A record that still refers to it: "the future status of the health check can't be predicted".
  // Here it is healthy from now on, so that whoever relied on it is found out.
  health_checker_.forget(id);
  tags_.forget({"healthcheck", id});
  return output;
}

// ---- the rest

std::vector<traffic::Share> Route53::shares(const std::string& name) {
  std::vector<traffic::Share> shares;
  for (const Said::Branch& branch :
       name_servers_.answer(traffic::canonical_name(name), "A").branches) {
    for (const traffic::RecordSet& record : branch.records) {
      shares.push_back(
          {&record, branch.probability / static_cast<double>(branch.records.size())});
    }
  }
  return shares;
}

std::expected<ResourceTags::Resource, aws::ServiceError> Route53::tagged(const Value& input) const {
  const std::string& type = input["ResourceType"].text();
  const std::string& id = input["ResourceId"].text();
  if (type == "hostedzone") return ResourceTags::Resource{type, TRY(find_zone(id))->id};
  if (type != "healthcheck") {
    return refuse(400, "InvalidInput", fmt::format("'{}' is no type of resource", type));
  }
  TRY_VOID(health_checks_.get(Value().set("HealthCheckId", id)));
  return ResourceTags::Resource{type, id};
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
          {"tags", std::move(all_tags)}};
}

}  // namespace godwit::lab::services
