#include "lab/services/route53/routing.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "catalog/catalog.h"
#include "lab/services/route53/geo_locations.h"
#include "lab/services/route53/refusals.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using traffic::Policy;
using traffic::RecordSet;
using Checked = std::expected<void, aws::ServiceError>;

constexpr std::int64_t max_weight = 255;
constexpr std::int64_t max_bias = 99;
constexpr std::size_t max_identifier = 128;
constexpr std::size_t max_location_name = 16;

constexpr std::array<std::string_view, 6> policy_members = {
    "Weight", "Region", "Failover", "GeoLocation", "GeoProximityLocation", "CidrRoutingConfig"};

Checked check_presence(const Value& set, std::string_view where) {
  const auto policies = std::ranges::count_if(
      policy_members, [&](std::string_view member) { return set.has(member); });
  const auto all = policies + (set["MultiValueAnswer"].flag() ? 1 : 0);
  if (set.has("SetIdentifier") ? all != 1 : all > 1) {
    return invalid_input(
        fmt::format("Invalid request: Expected exactly one of [Weight, Region, Failover, "
                    "GeoLocation, or MultiValueAnswer], but found {}{}",
                    all == 0 ? "none" : "more than one", where));
  }
  if (!set.has("SetIdentifier") && all == 1) {
    return invalid_input(fmt::format("Invalid request: Missing field 'SetIdentifier'{}", where));
  }
  if (set.has("SetIdentifier")) {
    return check_length(set["SetIdentifier"].text(), 1, max_identifier,
                        "ResourceRecordSetIdentifier");
  }
  return {};
}

std::expected<traffic::GeoLocation, aws::ServiceError> read_geo_location(const Value& value,
                                                                         std::string_view where) {
  const traffic::GeoLocation location{value["ContinentCode"].text(), value["CountryCode"].text(),
                                      value["SubdivisionCode"].text()};
  if (value.has("ContinentCode")) {
    TRY_VOID(check_length(location.continent, 2, 2, "ContinentCode"));
  }
  if (value.has("CountryCode")) TRY_VOID(check_length(location.country, 1, 2, "CountryCode"));
  if (value.has("SubdivisionCode")) {
    TRY_VOID(check_length(location.subdivision, 1, 3, "SubdivisionCode"));
  }
  // "Specifying ContinentCode with either CountryCode or SubdivisionCode returns an InvalidInput
  // error"; so does whatever is no location.
  if (!is_geo_location(location)) {
    return invalid_input(
        fmt::format("Invalid request: [ContinentCode={}, CountryCode={}, SubdivisionCode={}] is "
                    "not a supported geolocation{}",
                    location.continent, location.country, location.subdivision, where));
  }
  return location;
}

// The schema's "[-+]?[0-9]{1,2}(\.[0-9]{0,2})?", with as many digits before the point as `whole`.
std::optional<double> read_degrees(std::string_view text, std::size_t whole, double limit) {
  std::string_view digits = text;
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view fraction = digits.substr(std::min(point + 1, digits.size()));
  const auto are_digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char letter) { return letter >= '0' && letter <= '9'; });
  };
  if (point == 0 || point > whole || fraction.size() > 2 || !are_digits(digits.substr(0, point)) ||
      !are_digits(fraction)) {
    return std::nullopt;
  }
  const std::int64_t units = parse_integer(digits.substr(0, point)).value_or(0);
  double value = static_cast<double>(units);
  if (!fraction.empty()) {
    const auto parts = static_cast<double>(parse_integer(fraction).value_or(0));
    value += parts / (fraction.size() == 1 ? 10 : 100);
  }
  if (value > limit) return std::nullopt;
  return text.starts_with('-') ? -value : value;
}

std::string write_degrees(double degrees) {
  std::string text = fmt::format("{:.2f}", degrees);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

// "us-east-1-bue-1": a Local Zone's code without its last letter.
bool is_local_zone_group(std::string_view group) {
  const auto parts = split(group, '-');
  if (parts.size() != 5 || !parse_integer(parts[4])) return false;
  return catalog::is_region(
      group.substr(0, parts[0].size() + parts[1].size() + parts[2].size() + 2));
}

std::expected<traffic::GeoProximity, aws::ServiceError> read_proximity(const Value& value,
                                                                       std::string_view where) {
  static constexpr std::array<std::string_view, 3> kinds = {"AWSRegion", "LocalZoneGroup",
                                                            "Coordinates"};
  const auto given =
      std::ranges::count_if(kinds, [&](std::string_view kind) { return value.has(kind); });
  if (given != 1) {
    return invalid_input(
        fmt::format("Invalid request: Expected exactly one of [AWSRegion, LocalZoneGroup, or "
                    "Coordinates], but found {}{}",
                    given == 0 ? "none" : "more than one", where));
  }
  traffic::GeoProximity proximity;
  proximity.region = value["AWSRegion"].text();
  proximity.local_zone_group = value["LocalZoneGroup"].text();
  if (value.has("AWSRegion") && !is_routing_region(proximity.region)) {
    return invalid_input(
        fmt::format("Invalid request: '{}' is not an AWS Region{}", proximity.region, where));
  }
  if (value.has("LocalZoneGroup") && !is_local_zone_group(proximity.local_zone_group)) {
    return invalid_input(fmt::format("Invalid request: '{}' is not a Local Zone Group{}",
                                     proximity.local_zone_group, where));
  }
  if (const Value& point = value["Coordinates"]) {
    const auto latitude = read_degrees(point["Latitude"].text(), 2, 90);
    const auto longitude = read_degrees(point["Longitude"].text(), 3, 180);
    if (!latitude || !longitude) {
      return invalid_input(
          fmt::format("Invalid request: [Latitude={}, Longitude={}] are not valid coordinates{}",
                      point["Latitude"].text(), point["Longitude"].text(), where));
    }
    proximity.coordinates = Coordinates{*latitude, *longitude};
  }
  const std::int64_t bias = value["Bias"].integer();
  TRY_VOID(check_range(bias, -max_bias, max_bias, "Bias"));
  proximity.bias = static_cast<int>(bias);
  return proximity;
}

}  // namespace

bool is_routing_region(std::string_view region) {
  return catalog::is_region(region) || region == "cn-north-1" || region == "cn-northwest-1";
}

bool may_be_routed(std::string_view type, Policy policy) {
  if (policy == Policy::simple) return true;
  if (type == "NS" || type == "SOA" || type == "DS") return false;
  return policy != Policy::multivalue || type != "CNAME";
}

Checked read_routing(const Value& set, std::string_view where, RecordSet& record) {
  TRY_VOID(check_presence(set, where));
  record.set_identifier = set["SetIdentifier"].text();
  if (set.has("Weight")) {
    const std::int64_t weight = set["Weight"].integer();
    TRY_VOID(check_range(weight, 0, max_weight, "ResourceRecordSetWeight"));
    record.weight = static_cast<int>(weight);
  }
  if (set.has("Region")) {
    record.region = set["Region"].text();
    if (!is_routing_region(record.region)) {
      return not_in_enumeration(record.region, join(catalog::region_names(), ", "));
    }
  }
  if (set.has("Failover")) {
    const std::string& role = set["Failover"].text();
    if (role != "PRIMARY" && role != "SECONDARY") {
      return not_in_enumeration(role, "PRIMARY, SECONDARY");
    }
    record.failover =
        role == "PRIMARY" ? traffic::FailoverRole::primary : traffic::FailoverRole::secondary;
  }
  if (set.has("GeoLocation")) {
    record.geolocation = TRY(read_geo_location(set["GeoLocation"], where));
  }
  if (set.has("GeoProximityLocation")) {
    record.geoproximity = TRY(read_proximity(set["GeoProximityLocation"], where));
  }
  if (const Value& cidr = set["CidrRoutingConfig"]) {
    TRY_VOID(check_length(cidr["LocationName"].text(), 1, max_location_name,
                          "CidrLocationNameDefaultAllowed"));
    record.cidr = traffic::CidrRouting{cidr["CollectionId"].text(), cidr["LocationName"].text()};
  }
  record.multivalue = set["MultiValueAnswer"].flag();
  return {};
}

void show_routing(const RecordSet& record, Value& set) {
  if (!record.set_identifier.empty()) set.set("SetIdentifier", record.set_identifier);
  if (record.weight) set.set("Weight", *record.weight);
  if (!record.region.empty()) set.set("Region", record.region);
  if (record.failover) {
    set.set("Failover",
            *record.failover == traffic::FailoverRole::primary ? "PRIMARY" : "SECONDARY");
  }
  if (record.geolocation) {
    Value location;
    const auto show = [&](std::string_view name, const std::string& code) {
      if (!code.empty()) location.set(name, code);
    };
    show("ContinentCode", record.geolocation->continent);
    show("CountryCode", record.geolocation->country);
    show("SubdivisionCode", record.geolocation->subdivision);
    set.set("GeoLocation", std::move(location));
  }
  if (record.multivalue) set.set("MultiValueAnswer", true);
}

void show_networks_and_points(const RecordSet& record, Value& set) {
  if (record.cidr) {
    set.set("CidrRoutingConfig", Value()
                                     .set("CollectionId", record.cidr->collection)
                                     .set("LocationName", record.cidr->location));
  }
  if (record.geoproximity) {
    const traffic::GeoProximity& proximity = *record.geoproximity;
    Value location;
    if (!proximity.region.empty()) location.set("AWSRegion", proximity.region);
    if (!proximity.local_zone_group.empty()) {
      location.set("LocalZoneGroup", proximity.local_zone_group);
    }
    if (proximity.coordinates) {
      location.set("Coordinates",
                   Value()
                       .set("Latitude", write_degrees(proximity.coordinates->latitude))
                       .set("Longitude", write_degrees(proximity.coordinates->longitude)));
    }
    if (proximity.bias != 0) location.set("Bias", proximity.bias);
    set.set("GeoProximityLocation", std::move(location));
  }
}

void describe_routing(const RecordSet& record, boost::json::object& object) {
  if (!record.set_identifier.empty()) object["set_identifier"] = record.set_identifier;
  if (record.weight) object["weight"] = *record.weight;
  if (!record.region.empty()) object["region"] = record.region;
  if (record.failover) {
    object["failover"] =
        *record.failover == traffic::FailoverRole::primary ? "primary" : "secondary";
  }
  if (const auto& location = record.geolocation) {
    object["geolocation"] =
        fmt::format("{}/{}/{}", location->continent, location->country, location->subdivision);
  }
  if (const auto& proximity = record.geoproximity) {
    std::string point = proximity->region + proximity->local_zone_group;
    if (proximity->coordinates) {
      point += write_degrees(proximity->coordinates->latitude) + " " +
               write_degrees(proximity->coordinates->longitude);
    }
    object["geoproximity"] = {{"at", point}, {"bias", proximity->bias}};
  }
  if (record.multivalue) object["multivalue"] = true;
  if (record.cidr) {
    object["cidr"] = {{"collection", record.cidr->collection}, {"location", record.cidr->location}};
  }
}

}  // namespace godwit::lab::services
