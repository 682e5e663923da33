// One seed of MedZen's migration: 21 virtual days, forward, and then forward and back.
#include <benchmark/benchmark.h>

#include "bench/medzen.h"
#include "rehearse/rehearsal.h"

namespace godwit::bench {
namespace {

void rehearse_medzen(benchmark::State& state) {
  const account::Account account = medzen_account();
  const plan::Plan plan = medzen_plan();
  const plan::Graph graph = plan::compile(plan).value();
  std::uint64_t events = 0;
  std::uint64_t requests = 0;
  for (auto _ : state) {
    rehearse::RehearsalOptions options;
    options.way_back = state.range(0) != 0;
    auto rehearsal = rehearse::rehearse(plan, graph, account, options);
    for (const auto& pass : rehearsal->passes) {
      events += pass.events;
      requests += pass.history.size();
    }
  }
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  state.counters["user requests/s"] =
      benchmark::Counter(static_cast<double>(requests), benchmark::Counter::kIsRate);
}
BENCHMARK(rehearse_medzen)->ArgName("way_back")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void read_medzen(benchmark::State& state) {
  const std::string account = example("account.yaml");
  const std::string plan = example("migration.yaml");
  for (auto _ : state) {
    benchmark::DoNotOptimize(account::read_account(account, "account.yaml"));
    benchmark::DoNotOptimize(plan::compile(*plan::read_plan(plan, "migration.yaml")));
  }
}
BENCHMARK(read_medzen)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace godwit::bench
