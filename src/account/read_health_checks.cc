#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "account/formats.h"
#include "account/sections.h"
#include "base/text.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

const std::vector<std::string> types = {"HTTP", "HTTPS",      "HTTP_STR_MATCH",   "HTTPS_STR_MATCH",
                                        "TCP",  "CALCULATED", "CLOUDWATCH_METRIC"};
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
const std::vector<std::string> checker_regions = {
    "us-east-1",      "us-west-1",      "us-west-2",      "eu-west-1",
    "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"};
constexpr int most_children = 256;

bool is_endpoint(const HealthCheck& check) {
  return check.type != "CALCULATED" && check.type != "CLOUDWATCH_METRIC";
}

void read_endpoint(yaml::Reader& reader, HealthCheck& check) {
  check.fqdn = reader.optional("host", a_host_name, "");
  check.address = reader.optional("address", an_address, "");
  check.port = reader.optional("port", yaml::an_integer(1, 65535), 0);
  check.path = reader.optional("path", yaml::a_line, "");
  check.search = reader.optional("search", yaml::a_line, "");
  const Duration interval = reader.optional("interval", yaml::a_duration, seconds(30));
  check.interval_s = interval == seconds(10) ? 10 : 30;
  if (interval != seconds(10) && interval != seconds(30)) {
    reader.problem("interval", "Route 53 checks every 10 or 30 seconds", "write 10s or 30s");
  }
  check.threshold = reader.optional("threshold", yaml::an_integer(1, 10), 3);
  check.regions = reader.optional(
      "regions", yaml::list_of(yaml::one_of("a region of Route 53's checkers", checker_regions)),
      std::vector<std::string>());
  if (!check.regions.empty() && check.regions.size() < 3) {
    reader.problem("regions", "a check has three regions at least", "add some, or leave them out");
  }
  if (check.fqdn.empty() && check.address.empty()) {
    reader.problems().add(reader.place(), "a check of an endpoint needs 'host' or 'address'",
                          "add 'host: api.example.com'");
  }
  const bool searches = check.type.ends_with("_STR_MATCH");
  if (searches == check.search.empty()) {
    reader.problem("search",
                   searches ? "this type of check needs a text to search for"
                            : "only checks of a type with _STR_MATCH search for something",
                   searches ? "add 'search: ...'" : "remove it, or change the type");
  }
  if (check.type == "TCP" && check.port == 0) {
    reader.problem("port", "a check of type TCP needs a port", "add 'port: ...'");
  }
}

void read_alarm(yaml::Reader& reader, HealthCheck& check) {
  const Node* node = reader.need("alarm");
  if (node == nullptr) return;
  yaml::Reader alarm(*node, "an alarm", reader.problems());
  check.alarm_region = alarm.required("region", a_region);
  check.alarm = alarm.required("name", yaml::a_line);
  alarm.finish();
}

HealthCheck read_health_check(yaml::Reader& reader) {
  HealthCheck check;
  check.id = reader.required("id", yaml::a_word);
  check.type = reader.required("type", yaml::one_of("a type of health check", types));
  check.inverted = reader.optional("inverted", yaml::a_flag, false);
  check.disabled = reader.optional("disabled", yaml::a_flag, false);
  if (check.type == "CALCULATED") {
    check.children = reader.required("children", yaml::list_of(yaml::a_word));
    check.health_threshold =
        reader.required("health_threshold", yaml::an_integer(0, most_children));
  } else if (check.type == "CLOUDWATCH_METRIC") {
    read_alarm(reader, check);
  } else if (!check.type.empty()) {
    read_endpoint(reader, check);
  }
  reader.finish();
  return check;
}

// The children exist, and no check watches itself by whatever way.
void check_children(const std::vector<HealthCheck>& checks, const HealthCheck& check,
                    yaml::Place place, Problems& problems) {
  std::vector<std::string> ids;
  for (const HealthCheck& each : checks) ids.push_back(each.id);
  std::set<std::string> seen;
  std::vector<std::string> left = check.children;
  while (!left.empty()) {
    const std::string id = std::move(left.back());
    left.pop_back();
    if (id == check.id) {
      problems.add(place, "a health check cannot watch itself, nor one that does",
                   "remove one of the children");
      return;
    }
    const auto found = std::ranges::find(checks, id, &HealthCheck::id);
    if (found == checks.end()) {
      if (std::ranges::find(check.children, id) == check.children.end()) continue;
      problems.add(place, fmt::format("there is no health check '{}'{}", id, did_you_mean(id, ids)),
                   "add it under 'health_checks'");
    } else if (seen.insert(id).second) {
      left.insert(left.end(), found->children.begin(), found->children.end());
    }
  }
}

std::optional<IpNetwork> a_block(const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word) return std::nullopt;
  const auto network = parse_network(*word);
  const int most = network && network->address.family == IpFamily::v6 ? 48 : 24;
  if (network && network->prefix >= 1 && network->prefix <= most) return network;
  yaml::report_mismatch(node, problems, "a CIDR block: IPv4 from /1 to /24, IPv6 from /1 to /48",
                        "write its first address and its prefix: 192.0.2.0/24");
  return std::nullopt;
}

}  // namespace

void read_health_checks(yaml::Reader& file, Account& account) {
  yaml::Unique ids("health check's id");
  std::vector<yaml::Place> places;
  for (const Node& item : file.items("health_checks")) {
    yaml::Reader reader(item, "a health check", file.problems());
    account.health_checks.push_back(read_health_check(reader));
    places.push_back(reader.place("children"));
    ids.add(account.health_checks.back().id, reader.place("id"), file.problems());
  }
  for (std::size_t n = 0; n < places.size(); ++n) {
    if (is_endpoint(account.health_checks[n])) continue;
    check_children(account.health_checks, account.health_checks[n], places[n], file.problems());
  }
}

void read_cidr_collections(yaml::Reader& file, Account& account) {
  yaml::Unique ids("CIDR collection's id");
  yaml::Unique names("CIDR collection");
  for (const Node& item : file.items("cidr_collections")) {
    yaml::Reader reader(item, "a CIDR collection", file.problems());
    CidrCollection collection;
    collection.id = reader.required("id", yaml::a_word);
    collection.name = reader.required("name", yaml::a_word);
    yaml::Unique blocks("CIDR block of the collection");
    for (const yaml::Entry& entry : reader.entries("locations")) {
      if (entry.value.kind != yaml::Kind::list) {
        yaml::report_mismatch(entry.value, file.problems(), "a list of CIDR blocks",
                              "write [192.0.2.0/24]");
        continue;
      }
      for (const Node& each : entry.value.items) {
        const auto block = a_block(each, file.problems());
        if (!block) continue;
        blocks.add(to_string(*block), each.place, file.problems());
        collection.locations[entry.key].push_back(*block);
      }
    }
    reader.finish();
    ids.add(collection.id, reader.place("id"), file.problems());
    names.add(collection.name, reader.place("name"), file.problems());
    account.cidr_collections.push_back(std::move(collection));
  }
}

}  // namespace godwit::account
