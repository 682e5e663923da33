// How long one question to the evaluator of Route 53's answers takes, in a zone of 1,000 names of
// one kind. Each name is asked for in turn, so that caches do not flatter. Nothing is remembered
// from one question to the next: the lab's name servers do that above it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "traffic/answers.h"

namespace godwit::bench {
namespace {

using namespace traffic;

constexpr int names = 1'000;

RecordSet record(std::string name, std::string id = {}) {
  RecordSet made;
  made.name = std::move(name);
  made.type = "A";
  made.set_identifier = std::move(id);
  made.ttl = seconds(60);
  made.values = {"192.0.2.1"};
  return made;
}

RecordSet weighted(std::string name, std::string id, int weight, std::string check) {
  RecordSet made = record(std::move(name), std::move(id));
  made.weight = weight;
  made.health_check = std::move(check);
  return made;
}

RecordSet alias(RecordSet made, std::string target) {
  made.alias = AliasTarget{"Z1", std::move(target), true};
  made.values.clear();
  made.ttl = Duration(0);
  return made;
}

using Make = void (*)(std::vector<RecordSet>& records, const std::string& name);

void add_simple(std::vector<RecordSet>& records, const std::string& name) {
  records.push_back(record(name));
}

void add_weighted(std::vector<RecordSet>& records, const std::string& name) {
  for (int n = 0; n < 3; ++n) {
    records.push_back(weighted(name, fmt::format("w{}", n), 10 * n + 1, "check"));
  }
}

void add_geolocation(std::vector<RecordSet>& records, const std::string& name) {
  for (const char* country : {"DE", "FR", "US", "*"}) {
    records.push_back(record(name, country));
    records.back().geolocation = GeoLocation{.country = country};
  }
}

void add_cname(std::vector<RecordSet>& records, const std::string& name) {
  records.push_back(record(name));
  records.back().type = "CNAME";
  records.back().values = {"to." + name};
  records.push_back(record("to." + name));
}

// Latency over failover over weights: 13 records, all of whose aliases watch their targets.
void add_tree(std::vector<RecordSet>& records, const std::string& name) {
  for (const char* region : {"eu-west-1", "us-east-1"}) {
    const std::string failover = fmt::format("{}.{}", region, name);
    records.push_back(alias(record(name, region), failover));
    records.back().region = region;
    for (const auto& [role, side] :
         {std::pair(FailoverRole::primary, "a"), std::pair(FailoverRole::secondary, "b")}) {
      const std::string leaves = fmt::format("{}.{}", side, failover);
      records.push_back(alias(record(failover, side), leaves));
      records.back().failover = role;
      records.push_back(weighted(leaves, "1", 1, "check"));
      records.push_back(weighted(leaves, "2", 3, "check"));
    }
  }
}

void answer(benchmark::State& state, Make make) {
  std::vector<std::string> asked;
  Zone zone{"Z1", "example.com", {}};
  for (int n = 0; n < names; ++n) {
    asked.push_back(fmt::format("name-{}.example.com", n));
    make(zone.records, asked.back());
  }
  std::vector<Zone> zones;
  zones.push_back(std::move(zone));
  const Zones all(std::move(zones), {});
  const Asker asker{.continent = "EU",
                    .country = "DE",
                    .latency = {{"eu-west-1", milliseconds(30)}, {"us-east-1", milliseconds(90)}}};
  const Health health{[](const std::string&) { return true; }, {}};
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(all.answer(asked[next], "A", asker, health));
    next = next + 1 < asked.size() ? next + 1 : 0;
  }
}

BENCHMARK_CAPTURE(answer, simple, add_simple);
BENCHMARK_CAPTURE(answer, weighted, add_weighted);
BENCHMARK_CAPTURE(answer, geolocation, add_geolocation);
BENCHMARK_CAPTURE(answer, cname, add_cname);
BENCHMARK_CAPTURE(answer, alias_tree, add_tree);

void nobody(benchmark::State& state) {
  std::vector<Zone> zones;
  zones.push_back({"Z1", "example.com", {record("api.example.com")}});
  const Zones all(std::move(zones), {});
  for (auto _ : state) {
    benchmark::DoNotOptimize(all.answer("not-there.example.com", "A", {}, {}));
  }
}
BENCHMARK(nobody);

// A zone of 1,000 names of three weighted records is indexed anew.
void index_zone(benchmark::State& state) {
  Zone zone{"Z1", "example.com", {}};
  for (int n = 0; n < names; ++n) {
    add_weighted(zone.records, fmt::format("name-{}.example.com", n));
  }
  for (auto _ : state) {
    std::vector<Zone> zones;
    zones.push_back(zone);
    benchmark::DoNotOptimize(Zones(std::move(zones), {}).zones().data());
  }
}
BENCHMARK(index_zone)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace godwit::bench
