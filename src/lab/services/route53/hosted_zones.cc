// Hosted zones, and how many there may be.
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/route53.h"
#include "lab/services/route53/rules.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
constexpr std::size_t max_zones = 500;
constexpr std::size_t max_page = 100;
constexpr std::size_t max_comment = 256;

Value name_servers_value(const std::string& zone_id) {
  Value servers;
  for (const std::string& server : name_servers_of(zone_id)) servers.push(server);
  return Value().set("NameServers", std::move(servers));
}

std::expected<void, aws::ServiceError> check_name(const std::string& name) {
  const auto problem = problem_of_name(name);
  if (!problem && name.find('.') != std::string::npos) return {};
  // "You can't create a hosted zone for a top-level domain (TLD) such as .com."
  return refuse(400, "InvalidDomainName",
                problem.value_or(fmt::format("{} is reserved by AWS!", to_wire_name(name))));
}

bool is_needed(const traffic::RecordSet& record, const std::string& zone) {
  return record.name == zone && (record.type == "NS" || record.type == "SOA");
}

}  // namespace

void Route53::load(const account::Zone& zone) {
  Zone& loaded = zones_[zone.id];
  loaded.id = zone.id;
  loaded.name = traffic::canonical_name(zone.name);
  loaded.caller_reference = zone.id;
  loaded.records = initial_records(zone);
  name_servers_.publish({loaded.id, loaded.name, loaded.records});
}

Route53::FoundZone Route53::find_zone(const std::string& id) {
  const std::string plain(without_prefix(id, "/hostedzone/"));
  const auto found = zones_.find(plain);
  if (found != zones_.end()) return &found->second;
  return refuse(404, "NoSuchHostedZone", fmt::format("No hosted zone found with ID: {}", plain));
}

Value Route53::describe(const Zone& zone) const {
  Value config;
  if (!zone.comment.empty()) config.set("Comment", zone.comment);
  config.set("PrivateZone", false);
  return Value()
      .set("Id", "/hostedzone/" + zone.id)
      .set("Name", to_wire_name(zone.name))
      .set("CallerReference", zone.caller_reference)
      .set("Config", std::move(config))
      .set("ResourceRecordSetCount", static_cast<std::uint64_t>(zone.records.size()));
}

Answer Route53::create_hosted_zone(const Call& call) {
  const Value& input = call.input;
  const std::string name = from_wire_name(input["Name"].text());
  TRY_VOID(check_name(name));
  const std::string& reference = input["CallerReference"].text();
  TRY_VOID(check_length(reference, 1, 128, "Nonce"));
  const std::string& comment = input["HostedZoneConfig"]["Comment"].text();
  TRY_VOID(check_length(comment, 0, max_comment, "ResourceDescription"));
  if (input.has("VPC") || input["HostedZoneConfig"]["PrivateZone"].flag()) {
    return refuse(501, "NotImplemented", "The lab's Route 53 has no private hosted zones");
  }
  if (input.has("DelegationSetId")) {
    return refuse(400, "NoSuchDelegationSet", "The specified delegation set does not exist.");
  }
  if (zone_references_.contains(reference)) {
    return refuse(409, "HostedZoneAlreadyExists",
                  "A hosted zone has already been created with the specified caller reference.");
  }
  if (zones_.size() >= max_zones) {
    return refuse(400, "TooManyHostedZones",
                  fmt::format("Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot have more than "
                              "{} hosted zones.",
                              max_zones));
  }
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  account::Zone made;
  made.id = "Z" + derived_text(secret_, fmt::format("zone {}", zones_made_++), 20, letters);
  made.name = name;
  zone_references_.insert(reference);
  Zone& zone = zones_[made.id];
  zone.id = made.id;
  zone.name = name;
  zone.caller_reference = reference;
  zone.comment = comment;
  zone.records = initial_records(made);
  const std::string id =
      submit("", zone.in_sync_at, [this, served = traffic::Zone{zone.id, name, zone.records}] {
        if (zones_.contains(served.id)) name_servers_.publish(served);
      });
  return Value()
      .set("HostedZone", describe(zone))
      .set("ChangeInfo", describe_change(id))
      .set("DelegationSet", name_servers_value(zone.id))
      .set("Location", "https://route53.amazonaws.com/2013-04-01/hostedzone/" + zone.id);
}

Answer Route53::delete_hosted_zone(const Call& call) {
  Zone& zone = *TRY(find_zone(call.input["Id"].text()));
  for (const traffic::RecordSet& record : zone.records) {
    if (is_needed(record, zone.name)) continue;
    return refuse(400, "HostedZoneNotEmpty",
                  "The specified hosted zone contains non-required resource record sets and so "
                  "cannot be deleted.");
  }
  const std::string zone_id = zone.id;
  Time in_sync_at = zone.in_sync_at;
  zones_.erase(zone_id);
  tags_.forget({"hostedzone", zone_id});
  const std::string id =
      submit("", in_sync_at, [this, zone_id] { name_servers_.withdraw(zone_id); });
  return Value().set("ChangeInfo", describe_change(id));
}

Answer Route53::update_hosted_zone_comment(const Call& call) {
  Zone& zone = *TRY(find_zone(call.input["Id"].text()));
  TRY_VOID(check_length(call.input["Comment"].text(), 0, max_comment, "ResourceDescription"));
  zone.comment = call.input["Comment"].text();
  return Value().set("HostedZone", describe(zone));
}

Answer Route53::get_hosted_zone(const Call& call) {
  const Zone& zone = *TRY(find_zone(call.input["Id"].text()));
  return Value()
      .set("HostedZone", describe(zone))
      .set("DelegationSet", name_servers_value(zone.id));
}

Answer Route53::list_hosted_zones(const Call& call) {
  const Value& input = call.input;
  const std::size_t page = TRY(page_size(input, max_page));
  Value zones{aws::List{}};
  auto next =
      zones_.lower_bound(std::string(without_prefix(input["Marker"].text(), "/hostedzone/")));
  for (; next != zones_.end() && zones.list().size() < page; ++next) {
    zones.push(describe(next->second));
  }
  Value output;
  output.set("HostedZones", std::move(zones)).set("Marker", input["Marker"].text());
  output.set("IsTruncated", next != zones_.end());
  if (next != zones_.end()) output.set("NextMarker", next->first);
  return output.set("MaxItems", std::to_string(page));
}

Answer Route53::list_hosted_zones_by_name(const Call& call) {
  const Value& input = call.input;
  const std::size_t page = TRY(page_size(input, max_page));
  if (input.has("HostedZoneId") && !input.has("DNSName")) {
    return invalid_input("Invalid request: HostedZoneId needs a DNSName as well");
  }
  std::map<std::pair<std::string, std::string>, const Zone*> sorted;
  for (const auto& [id, zone] : zones_) sorted[{sort_key(zone.name), id}] = &zone;
  const std::string id(without_prefix(input["HostedZoneId"].text(), "/hostedzone/"));
  auto next = input.has("DNSName")
                  ? sorted.lower_bound({sort_key(from_wire_name(input["DNSName"].text())), id})
                  : sorted.begin();
  Value zones{aws::List{}};
  for (; next != sorted.end() && zones.list().size() < page; ++next) {
    zones.push(describe(*next->second));
  }
  Value output;
  output.set("HostedZones", std::move(zones)).set("IsTruncated", next != sorted.end());
  if (input.has("DNSName")) output.set("DNSName", input["DNSName"].text());
  if (input.has("HostedZoneId")) output.set("HostedZoneId", input["HostedZoneId"].text());
  if (next != sorted.end()) {
    output.set("NextDNSName", to_wire_name(next->second->name));
    output.set("NextHostedZoneId", next->second->id);
  }
  return output.set("MaxItems", std::to_string(page));
}

Answer Route53::get_hosted_zone_count(const Call&) {
  return Value().set("HostedZoneCount", static_cast<std::uint64_t>(zones_.size()));
}

Answer Route53::get_hosted_zone_limit(const Call& call) {
  const Zone& zone = *TRY(find_zone(call.input["HostedZoneId"].text()));
  const std::string& type = call.input["Type"].text();
  if (type == "MAX_VPCS_ASSOCIATED_BY_ZONE") {
    return refuse(400, "HostedZoneNotPrivate", "The specified hosted zone is not a private zone.");
  }
  if (type != "MAX_RRSETS_BY_ZONE") {
    return not_in_enumeration(type, "MAX_RRSETS_BY_ZONE, MAX_VPCS_ASSOCIATED_BY_ZONE");
  }
  return Value()
      .set("Limit",
           Value().set("Type", type).set("Value", static_cast<std::uint64_t>(max_records_of_zone)))
      .set("Count", static_cast<std::uint64_t>(zone.records.size()));
}

Answer Route53::get_account_limit(const Call& call) {
  const std::string& type = call.input["Type"].text();
  struct Limit {
    std::string_view type;
    std::size_t value;
    std::size_t count;
  };
  const Limit limits[] = {
      {"MAX_HEALTH_CHECKS_BY_OWNER", HealthChecks::max_checks, health_checks_.count()},
      {"MAX_HOSTED_ZONES_BY_OWNER", max_zones, zones_.size()},
      {"MAX_REUSABLE_DELEGATION_SETS_BY_OWNER", 100, 0},
      {"MAX_TRAFFIC_POLICIES_BY_OWNER", 50, 0},
      {"MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER", 5, 0}};
  const auto found = std::ranges::find(limits, type, &Limit::type);
  if (found == std::end(limits)) {
    return not_in_enumeration(type,
                              "MAX_HEALTH_CHECKS_BY_OWNER, MAX_HOSTED_ZONES_BY_OWNER, "
                              "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER, "
                              "MAX_TRAFFIC_POLICIES_BY_OWNER, "
                              "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER");
  }
  return Value()
      .set("Limit",
           Value().set("Type", type).set("Value", static_cast<std::uint64_t>(found->value)))
      .set("Count", static_cast<std::uint64_t>(found->count));
}

}  // namespace godwit::lab::services
