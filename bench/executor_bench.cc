// The executor: graphs of steps that do nothing, by their number, in time and memory; and what a
// serial step costs on this machine's disk, against one fdatasync there at the same moments.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "env/real_env.h"
#include "env/real_workers.h"
#include "env/simulated_env.h"
#include "run/executor.h"

namespace godwit::bench {
namespace {

using Work = std::function<void()>;

double seconds_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

class NoStep : public step::Step {
 public:
  explicit NoStep(Work work) : work_(std::move(work)) {}
  Result<step::Progress> advance(step::Context&) override {
    if (work_) work_();
    return step::Done{"nothing was to be done"};
  }
  Result<step::Progress> undo(step::Context&) override { return step::Done{}; }
  Result<step::Verdict> observe(step::Context&) override {
    return step::Verdict{step::State::in_place, {}};
  }

 private:
  Work work_;
};

class NoCloud : public aws::Cloud {
 public:
  Result<aws::Response> send(const aws::Request&) override {
    return fail({ErrorKind::unreachable, "send", {}, "there is no cloud", {}});
  }
};

class Silent : public run::Observer {
 public:
  explicit Silent(Work over) : over_(std::move(over)) {}
  void on_record(const run::Record& record) override {
    if (record.kind == run::RecordKind::run_ended) over_();
  }
  void on_wait(Time, const std::string&, const std::string&) override {}
  void on_halt(const Error& error) override {
    std::fputs(to_string(error).c_str(), stderr);
    std::abort();
  }

 private:
  Work over_;
};

// `width` chains of steps side by side; 1: all of them one after another.
plan::Graph graph_of(std::size_t count, std::size_t width) {
  plan::Graph graph{.plan = "bench", .account = "558069890522"};
  graph.steps.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    plan::StepSpec step{.id = fmt::format("bucket/{:06}/nothing", i), .kind = "nothing"};
    if (i >= width) step.after.push_back(graph.steps[i - width].id);
    graph.steps.push_back(std::move(step));
  }
  return graph;
}

// In a process of its own, so that its memory is its own.
struct Cost {
  double seconds = 0;
  double megabytes = 0;
};

Cost cost_of(std::size_t count) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    SimulatedEnv world;
    NoCloud cloud;
    bool over = false;
    Silent silent([&] { over = true; });
    const plan::Graph graph = graph_of(count, 100);
    const double seconds = seconds_of([&] {
      auto journal = run::Journal::open(world.disk, world.clock, "/run.journal");
      run::Executor executor(
          world.env(), cloud, graph, **journal, silent,
          {.make_step = [](const plan::StepSpec&) { return std::make_unique<NoStep>(nullptr); }});
      if (!executor.start("bench-1")) std::abort();
      while (!over && world.scheduler.run_one()) {
      }
      if (executor.state().outcome != run::Outcome::completed) std::abort();
    });
    if (write(ends[1], &seconds, sizeof seconds) != sizeof seconds) _exit(1);
    _exit(0);
  }
  Cost cost;
  if (read(ends[0], &cost.seconds, sizeof cost.seconds) != sizeof cost.seconds) std::abort();
  rusage usage{};
  wait4(child, nullptr, 0, &usage);
  close(ends[0]);
  close(ends[1]);
  cost.megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return cost;
}

// A journal on the simulated disk: its bytes are part of the memory.
void executor_of_steps_that_do_nothing(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const double least = cost_of(1).megabytes;
  Cost cost;
  for (auto _ : state) {
    cost = cost_of(count);
    state.SetIterationTime(cost.seconds);
  }
  state.counters["us_per_step"] = cost.seconds / static_cast<double>(count) * 1e6;
  state.counters["KB_per_step"] = (cost.megabytes - least) * 1024 / static_cast<double>(count);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(executor_of_steps_that_do_nothing)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

constexpr std::size_t serial_steps = 300;

// So many appends of a page to a file, each made durable.
double bare_syncs(const std::string& path) {
  const int raw = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
  const std::string page(4096, 'x');
  const double seconds = seconds_of([&] {
    for (std::size_t i = 0; i < serial_steps; ++i) {
      const auto offset = static_cast<off_t>(i * page.size());
      if (pwrite(raw, page.data(), page.size(), offset) < 0 || fdatasync(raw) != 0) std::abort();
    }
  });
  close(raw);
  return seconds;
}

double serial_run(const std::string& path, bool on_threads) {
  const plan::Graph graph = graph_of(serial_steps, 1);
  RealEnv world;
  NoCloud cloud;
  RealWorkers workers(world.clock, world.scheduler, 16);
  Silent silent([&] { world.scheduler.stop(); });
  auto journal = run::Journal::open(world.disk, world.clock, path, {.writer_thread = on_threads});
  run::Executor executor(
      world.env(), cloud, graph, **journal, silent,
      {.workers = on_threads ? &workers : nullptr,
       .make_step = [](const plan::StepSpec&) { return std::make_unique<NoStep>(nullptr); }});
  if (!executor.start("bench-1")) std::abort();
  const double seconds = seconds_of([&] { world.scheduler.run(); });
  if (executor.state().outcome != run::Outcome::completed) std::abort();
  return seconds;
}

// 0: each turn's records are durable before the next turn begins. 1: as `godwit apply` does it, on
// threads; there the next turn begins meanwhile, and syncs are shared. Between rounds of the bare
// fdatasync, for a disk's speed changes by the second.
void executor_serial_step_against_fdatasync(benchmark::State& state) {
  const std::string path = std::filesystem::temp_directory_path() / "godwit_executor_bench";
  const auto remove = [&path] {
    for (const char* end : {"", "-wal", "-shm", "-lease", ".raw"}) {
      std::filesystem::remove(path + end);
    }
  };
  double ours = 0;
  double bare = 0;
  for (auto _ : state) {
    remove();
    bare += bare_syncs(path + ".raw") / 2;
    ours += serial_run(path, state.range(0) == 1);
    bare += bare_syncs(path + ".raw") / 2;
  }
  remove();
  const double steps = static_cast<double>(state.iterations() * serial_steps);
  state.counters["step_us"] = ours / steps * 1e6;
  state.counters["fdatasync_us"] = bare / steps * 1e6;
  state.counters["ratio"] = ours / bare;
}
BENCHMARK(executor_serial_step_against_fdatasync)->Arg(0)->Arg(1)->UseRealTime()->Iterations(5);

}  // namespace
}  // namespace godwit::bench
