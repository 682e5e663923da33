#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "catalog/catalog.h"
#include "plan/sections.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

using yaml::a_duration;

std::optional<std::string> a_path(const yaml::Node& node, yaml::Problems& problems) {
  const auto path = yaml::a_word(node, problems);
  if (!path || path->starts_with('/')) return path;
  yaml::report_mismatch(node, problems, "a path", "begin it with '/', without scheme and host");
  return std::nullopt;
}

Side read_side(yaml::Reader& traffic, std::string_view key) {
  Side side;
  const yaml::Node* node = traffic.need(key);
  if (node == nullptr) return side;
  yaml::Reader reader(*node, fmt::format("'{}'", key), traffic.problems());
  side.where = reader.where();
  side.set_identifier = reader.required("set_identifier", yaml::a_word);
  side.endpoint = reader.required("endpoint", account::a_host_name);
  side.hosted_zone = reader.optional("hosted_zone", yaml::a_word,
                                     std::string(catalog::hosted_zone_of_endpoint(side.endpoint)));
  if (side.hosted_zone.empty() && !side.endpoint.empty() && reader.find("hosted_zone") == nullptr) {
    reader.problem("endpoint", "the catalog knows no hosted zone of this endpoint's service",
                   "add 'hosted_zone: ...': an alias names the zone of the service in the "
                   "region");
  }
  reader.finish();
  return side;
}

Health read_health(const yaml::Node& node, yaml::Problems& problems) {
  yaml::Reader reader(node, "'health'", problems);
  Health health;
  health.path = reader.required("path", a_path);
  health.interval = reader.optional(
      "interval", yaml::choice<Duration>({{"10s", seconds(10)}, {"30s", seconds(30)}}),
      health.interval);
  health.threshold = reader.optional("threshold", yaml::an_integer(1, 10), health.threshold);
  health.switch_too = reader.optional("switch", yaml::a_flag, health.switch_too);
  reader.finish();
  return health;
}

Drill read_drill(const yaml::Node& node, yaml::Problems& problems) {
  yaml::Reader reader(node, "'drill'", problems);
  Drill drill;
  drill.method = reader.optional("method",
                                 yaml::choice<DrillMethod>({{"inverted", DrillMethod::inverted},
                                                            {"disabled", DrillMethod::disabled}}),
                                 drill.method);
  drill.before_shift = reader.optional(
      "when", yaml::choice<bool>({{"before", true}, {"after", false}}), drill.before_shift);
  drill.hold = reader.optional("hold", a_duration, drill.hold);
  reader.finish();
  return drill;
}

// Rates are those of the workbook's page: an error budget that burns once as fast as it may is no
// reason to go back.
constexpr double most_rate = 10'000;

std::vector<traffic::BurnWindow> read_burn(yaml::Reader& guard) {
  std::vector<traffic::BurnWindow> windows;
  for (const yaml::Node& item : guard.items("burn")) {
    yaml::Reader reader(item, "an entry of 'burn'", guard.problems());
    traffic::BurnWindow window;
    window.long_window = reader.required("long", a_duration);
    window.short_window = reader.required("short", a_duration);
    window.rate = reader.required("rate", yaml::a_number(1, most_rate));
    if (reader.find("long") != nullptr && reader.find("short") != nullptr &&
        window.short_window >= window.long_window) {
      reader.problem("short", "the short window is not shorter than the long one",
                     "a twelfth of it is usual");
    }
    reader.finish();
    windows.push_back(window);
  }
  if (windows.empty()) {
    guard.problem("burn", "without a pair of windows the guard sees no errors",
                  "write [{long: 1h, short: 5m, rate: 14.4}], or leave it out");
    return traffic::usual_burn_windows();
  }
  return windows;
}

Metrics read_metrics(const yaml::Node& node, yaml::Problems& problems) {
  yaml::Reader reader(node, "'metrics'", problems);
  Metrics metrics;
  metrics.space = reader.required("namespace", yaml::a_word);
  metrics.requests = reader.required("requests", yaml::a_line);
  metrics.errors = reader.required("errors", yaml::a_line);
  if (const auto dimensions = reader.maybe("dimensions", yaml::map_of(yaml::a_line))) {
    metrics.dimensions = *dimensions;
  }
  reader.finish();
  return metrics;
}

Guard read_guard(const yaml::Node& node, yaml::Problems& problems) {
  yaml::Reader reader(node, "'guard'", problems);
  Guard guard;
  guard.probe = reader.required("probe", yaml::list_of(a_path));
  guard.every = reader.optional("every", a_duration, guard.every);
  guard.budget = reader.optional("budget", yaml::a_share, guard.budget);
  if (reader.find("burn") != nullptr) guard.burn = read_burn(reader);
  guard.slower = reader.optional("slower", a_duration, guard.slower);
  const yaml::Node* probe = reader.find("probe");
  if (probe != nullptr && probe->kind == yaml::Kind::list && probe->items.empty()) {
    reader.problem("probe", "the guard probes nothing", "name a path to read: [/health]");
  }
  if (guard.every <= Duration::zero()) {
    reader.problem("every", "the guard never probes", "write 30s, for example");
  }
  if (guard.budget <= 0) {
    reader.problem("budget", "without a budget the guard would never be content",
                   "write 0.1%, for example");
  }
  for (const auto& window : guard.burn) {
    if (window.short_window >= guard.every || guard.every <= Duration::zero()) continue;
    reader.problem(reader.find("burn") != nullptr ? "burn" : "every",
                   fmt::format("a short window of {} would hold no probe, which come every {}",
                               format_duration(window.short_window), format_duration(guard.every)),
                   "make it several times as long");
    break;
  }
  if (const auto* metrics = reader.find("metrics")) {
    guard.metrics = read_metrics(*metrics, reader.problems());
  }
  reader.finish();
  return guard;
}

// Percentages of the target: each rung is above the one before it, the last is
// everything.
void check_weights(yaml::Reader& reader, const std::vector<int>& weights) {
  const yaml::Node* node = reader.find("weights");
  // Where not all could be read, their order says nothing.
  if (node == nullptr || node->kind != yaml::Kind::list || weights.size() != node->items.size()) {
    return;
  }
  for (std::size_t i = 1; i < weights.size(); ++i) {
    if (weights[i] > weights[i - 1]) continue;
    reader.problems().add(
        node->items[i].place,
        fmt::format("the weights do not rise: {} follows {}", weights[i], weights[i - 1]),
        "each rung gives the target more: [1, 10, 50, 100]");
  }
  if (weights.empty() || weights.back() != 100) {
    reader.problems().add(weights.empty() ? node->place : node->items.back().place,
                          "the last weight must be 100", "end with it: [1, 10, 50, 100]");
  }
}

Shift read_shift(yaml::Reader& traffic) {
  Shift shift;
  const yaml::Node* node = traffic.need("shift");
  if (node == nullptr) return shift;
  yaml::Reader reader(*node, "'shift'", traffic.problems());
  shift.weights = reader.required("weights", yaml::list_of(yaml::an_integer(1, 100)));
  shift.bake = reader.maybe("bake", a_duration);
  shift.bake_where = reader.where("bake");
  if (const auto* guard = reader.find("guard")) shift.guard = read_guard(*guard, reader.problems());
  check_weights(reader, shift.weights);
  reader.finish();
  return shift;
}

Traffic read_one(yaml::Reader& reader) {
  Traffic traffic;
  traffic.where = reader.where();
  traffic.name = reader.required("name", yaml::a_name);
  traffic.zone = {reader.required("zone", yaml::a_word), reader.where("zone")};
  traffic.record = reader.required("record", account::a_host_name);
  traffic.type = reader.optional("type", yaml::choice<std::string>({{"A", "A"}, {"AAAA", "AAAA"}}),
                                 traffic.type);
  traffic.source = read_side(reader, "source");
  traffic.target = read_side(reader, "target");
  if (const auto* node = reader.find("health")) {
    traffic.health = read_health(*node, reader.problems());
  }
  if (const auto* node = reader.find("drill")) traffic.drill = read_drill(*node, reader.problems());
  traffic.shift = read_shift(reader);
  traffic.soak = reader.optional("soak", a_duration, Duration::zero());
  traffic.quiet = reader.optional("quiet", a_duration, traffic.quiet);
  traffic.after = read_references(reader, "after");
  reader.finish();

  if (traffic.drill && !traffic.health) {
    reader.problem("drill", "the drill turns a health check round, and there is none",
                   "add 'health: {path: /health}', or remove 'drill'");
  }
  if (!traffic.source.set_identifier.empty() &&
      traffic.source.set_identifier == traffic.target.set_identifier) {
    reader.problem("target", "source and target have the same set identifier",
                   "give the target its own");
  }
  return traffic;
}

}  // namespace

void read_traffic(yaml::Reader& file, Plan& plan) {
  yaml::Unique names("traffic name");
  yaml::Unique records("record");
  limit(file, "traffic", most_traffic);
  for (const yaml::Node& item : file.items("traffic")) {
    yaml::Reader reader(item, "an entry of 'traffic'", file.problems());
    Traffic traffic = read_one(reader);
    names.add(traffic.name, reader.place("name"), file.problems());
    if (!traffic.record.empty()) {
      records.add(traffic.record + " " + traffic.type, reader.place("record"), file.problems());
    }
    plan.traffic.push_back(std::move(traffic));
  }
}

}  // namespace godwit::plan
