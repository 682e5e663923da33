#include "lab/services/ec2.h"

#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/policy/condition.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Ec2> Ec2::operations[] = {
    {"DescribeAvailabilityZones", &Ec2::describe_availability_zones},
    {"DescribeRegions", &Ec2::describe_regions},
};

Ec2::Ec2(Lab& lab) : lab_(lab) {}

Answer Ec2::handle(const Call& call) { return dispatch<Ec2>(*this, operations, call); }

namespace {

// Fact A10.
std::string_view opt_in_status(const Lab& lab, std::string_view region) {
  if (!catalog::needs_opt_in(region)) return "opt-in-not-required";
  const auto& regions = lab.account().regions;
  return std::ranges::find(regions, region) != regions.end() ? "opted-in" : "not-opted-in";
}

// Filters of EC2: names with dashes, values with wildcards. `members` are theirs by name.
std::expected<bool, aws::ServiceError> fits(
    const Value& filters, const std::vector<std::pair<std::string_view, std::string>>& members) {
  for (const Value& filter : filters.list()) {
    const auto member = std::ranges::find(members, std::string_view(filter["Name"].text()),
                                          &std::pair<std::string_view, std::string>::first);
    if (member == members.end()) {
      return refuse(400, "InvalidParameterValue",
                    fmt::format("The filter '{}' is invalid", filter["Name"].text()));
    }
    const bool good = std::ranges::any_of(filter["Values"].list(), [&](const Value& value) {
      return policy::matches(value.text(), member->second);
    });
    if (!good) return false;
  }
  return true;
}

std::unexpected<aws::ServiceError> dry_run() {
  return refuse(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
}

}  // namespace

Answer Ec2::describe_regions(const Call& call) {
  const Value& input = call.input;
  if (input["DryRun"].flag()) return dry_run();
  const aws::List& names = input["RegionNames"].list();
  for (const Value& name : names) {
    if (!catalog::is_region(name.text())) {
      return refuse(400, "InvalidParameterValue",
                    fmt::format("Invalid region provided: [{}]", name.text()));
    }
  }
  aws::List regions;
  for (const catalog::Region& region : catalog::regions()) {
    const std::string name(region.name);
    const std::string status(opt_in_status(lab_, name));
    const std::string endpoint = fmt::format("ec2.{}.amazonaws.com", name);
    if (!names.empty() && std::ranges::find(names, Value(name)) == names.end()) continue;
    if (!input["AllRegions"].flag() && names.empty() && status == "not-opted-in") continue;
    if (!TRY(fits(input["Filters"],
                  {{"region-name", name}, {"endpoint", endpoint}, {"opt-in-status", status}}))) {
      continue;
    }
    regions.push_back(
        Value().set("RegionName", name).set("Endpoint", endpoint).set("OptInStatus", status));
  }
  return Value().set("Regions", std::move(regions));
}

Answer Ec2::describe_availability_zones(const Call& call) {
  const Value& input = call.input;
  if (input["DryRun"].flag()) return dry_run();
  const catalog::Zones known = catalog::zones_of(call.region);
  const aws::List& names = input["ZoneNames"].list();
  const aws::List& ids = input["ZoneIds"].list();
  aws::List zones;
  for (std::size_t i = 0; i < known.letters.size(); ++i) {
    const std::string name = call.region + known.letters[i];
    const std::string id = fmt::format("{}-az{}", known.id_prefix, i + 1);
    if (!names.empty() && std::ranges::find(names, Value(name)) == names.end()) continue;
    if (!ids.empty() && std::ranges::find(ids, Value(id)) == ids.end()) continue;
    if (!TRY(fits(input["Filters"], {{"region-name", call.region},
                                     {"zone-name", name},
                                     {"zone-id", id},
                                     {"state", "available"},
                                     {"zone-type", "availability-zone"},
                                     {"group-name", call.region},
                                     {"opt-in-status", "opt-in-not-required"}}))) {
      continue;
    }
    zones.push_back(Value()
                        .set("State", "available")
                        .set("OptInStatus", "opt-in-not-required")
                        .set("Messages", aws::List())
                        .set("RegionName", call.region)
                        .set("ZoneName", name)
                        .set("ZoneId", id)
                        .set("GroupName", call.region)
                        .set("NetworkBorderGroup", call.region)
                        .set("ZoneType", "availability-zone"));
  }
  for (const Value& name : names) {
    const bool there =
        std::ranges::any_of(zones, [&](const Value& zone) { return zone["ZoneName"] == name; });
    if (!there && input["Filters"].list().empty()) {
      return refuse(400, "InvalidParameterValue",
                    fmt::format("Invalid availability zone: [{}]", name.text()));
    }
  }
  return Value().set("AvailabilityZones", std::move(zones));
}

}  // namespace godwit::lab::services
