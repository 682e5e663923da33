// Records a second: on the simulated disk, where a rehearsal has it, and on this machine's.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "env/real_disk.h"
#include "env/simulated_env.h"
#include "run/journal.h"

namespace godwit::bench {
namespace {

void append(benchmark::State& state, Disk& disk, const std::string& path) {
  SimulatedEnv env;
  auto journal = run::Journal::open(disk, env.clock, path);
  for (auto _ : state) {
    auto appended = (*journal)->append(run::RecordKind::applied, "bucket/recordings/create", {});
    if (!appended) state.SkipWithError(to_string(appended.error()).c_str());
    if (auto synced = (*journal)->sync(); !synced) {
      state.SkipWithError(to_string(synced.error()).c_str());
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void journal_on_simulated_disk(benchmark::State& state) {
  SimulatedDisk disk;
  append(state, disk, "/run.journal");
}
BENCHMARK(journal_on_simulated_disk);

void journal_on_real_disk(benchmark::State& state) {
  RealDisk disk;
  std::string path = std::filesystem::temp_directory_path() / "godwit_bench.journal";
  for (const char* suffix : {"", "-wal"}) std::filesystem::remove(path + suffix);
  append(state, disk, path);
  for (const char* suffix : {"", "-wal"}) std::filesystem::remove(path + suffix);
}
BENCHMARK(journal_on_real_disk)->UseRealTime();

}  // namespace
}  // namespace godwit::bench
