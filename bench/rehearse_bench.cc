// A pass of MedZen's migration at some 20,000 requests of users, on two threads, as many seeds do
// it: seeds a minute, events a second, and where the time goes.
//
// The profile is a sample of what production code was doing, taken from outside: at every tick of
// processor time a signal asks the thread that runs for its stack, and the parts and layers are
// told apart by the functions that it names. Nothing in what is measured knows of it.
#include <benchmark/benchmark.h>
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "bench/medzen.h"
#include "rehearse/rehearsal.h"

namespace godwit::bench {
namespace {

constexpr int threads = 2;
constexpr int seeds_each = 4;
constexpr double requests_wanted = 20'000;

// ---- stacks

constexpr std::size_t most_frames = 80;
constexpr std::size_t most_samples = 100'000;

struct Stack {
  std::array<void*, most_frames> frames;
  int size = 0;
};

std::vector<Stack> stacks;
std::atomic<std::size_t> taken = 0;

void take_sample(int) {
  const int kept_errno = errno;
  const std::size_t number = taken.fetch_add(1, std::memory_order_relaxed);
  if (number < stacks.size()) {
    stacks[number].size = backtrace(stacks[number].frames.data(), most_frames);
  }
  errno = kept_errno;
}

void sample_every(std::chrono::microseconds interval) {
  const timeval time{0, interval.count()};
  const itimerval timer{time, time};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

// Takes samples as long as it lives.
class Sampler {
 public:
  Sampler() {
    if (stacks.empty()) stacks.resize(most_samples);
    backtrace(stacks.front().frames.data(), 1);  // loads what it needs, outside of any signal
    struct sigaction action{};
    action.sa_handler = take_sample;
    action.sa_flags = SA_RESTART;
    sigaction(SIGPROF, &action, nullptr);
    sample_every(std::chrono::milliseconds(1));
  }
  ~Sampler() { sample_every({}); }
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;
};

// ---- what they say

struct Named {
  std::string_view what;
  std::vector<std::string_view> functions;  // any of these, by the beginning of its full name
};

// The first that is anywhere in a stack has its time.
const std::vector<Named>& parts() {
  static const std::vector<Named> all = {
      {"journal", {"run::Journal::"}},
      {"population of the lab", {"lab::populate", "lab::Lab::Lab"}},
      {"stock before the start", {"rehearse::LiveWorkload::take_stock"}},
      {"audits at the end and at the first user's arrival", {"rehearse::Auditor::"}},
      {"users: everything read back at the end", {"lab::Users::read_everything_back"}},
      {"guard: probes of both sides", {"step::Probes::"}},
      {"guard: metrics of CloudWatch", {"step::WorkloadMetrics::"}},
      {"guard: its judgements", {"step::Guard::"}},
      {"steps and gates: inventories, verifying, the rest", {"run::Executor::"}},
      {"health checks", {"lab::HealthChecker::"}},
      {"users: DNS", {"lab::RecursiveResolver::", "lab::Names::", "traffic::"}},
      {"users: requests", {"lab::Users::"}},
      {"replication and batch jobs",
       {"lab::services::Replication::", "lab::services::S3Control::"}},
      {"CloudWatch's own metrics", {"lab::services::CloudWatch::"}},
      {"invariants", {"rehearse::judge"}},
      {"the end of a world", {"rehearse::World::~World"}},
  };
  return all;
}

// The innermost that a stack names has its time. Together they are one AWS call.
const std::vector<Named>& layers() {
  static const std::vector<Named> all = {
      {"request written", {"aws::serialize_request"}},
      {"request signed", {"aws::sign("}},
      {"signature verified", {"aws::verify_signature"}},
      {"request read", {"aws::parse_request"}},
      {"authorised", {"lab::Authorizer::check"}},
      {"answered by the service",
       {"lab::services::S3::", "lab::services::CloudWatch::", "lab::services::Route53::",
        "lab::services::Kms::"}},
      {"answer written", {"aws::serialize_response", "aws::serialize_error"}},
      {"answer read", {"aws::parse_response"}},
      {"the rest of a call", {"aws::call"}},
  };
  return all;
}

bool is_of(const Named& named, std::string_view function) {
  for (const std::string_view beginning : named.functions) {
    if (function.starts_with(beginning)) return true;
  }
  return false;
}

// By address; the functions' full names without "godwit::".
class Symbols {
 public:
  const std::string& name_of(void* address) {
    const auto [entry, is_new] = names_.try_emplace(address);
    if (!is_new) return entry->second;
    Dl_info info{};
    if (dladdr(address, &info) == 0 || info.dli_sname == nullptr) return entry->second;
    int status = 0;
    char* demangled = abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status);
    std::string name = status == 0 ? demangled : info.dli_sname;
    std::free(demangled);
    constexpr std::string_view space = "godwit::";
    if (name.starts_with(space)) name.erase(0, space.size());
    return entry->second = std::move(name);
  }

 private:
  std::unordered_map<void*, std::string> names_;
};

std::size_t part_of(Symbols& symbols, std::span<void* const> stack) {
  for (std::size_t part = 0; part < parts().size(); ++part) {
    for (void* frame : stack) {
      if (is_of(parts()[part], symbols.name_of(frame))) return part;
    }
  }
  return parts().size();
}

std::size_t layer_of(Symbols& symbols, std::span<void* const> stack) {
  for (void* frame : stack) {
    for (std::size_t layer = 0; layer < layers().size(); ++layer) {
      if (is_of(layers()[layer], symbols.name_of(frame))) return layer;
    }
  }
  return layers().size();
}

void print(const std::vector<Named>& names, std::string_view rest,
           const std::vector<std::size_t>& counts, std::size_t samples, double ms_per_seed) {
  for (std::size_t n = 0; n < counts.size(); ++n) {
    const double share = static_cast<double>(counts[n]) / static_cast<double>(samples);
    fmt::print(stderr, "  {:5.1f} %  {:6.1f} ms  {}\n", share * 100, share * ms_per_seed,
               n < names.size() ? names[n].what : rest);
  }
}

void print_profile(double processor_seconds, double seeds) {
  const double ms_per_seed = processor_seconds / seeds * 1000;
  const std::size_t samples = std::min(taken.load(), stacks.size());
  if (samples == 0) return;
  Symbols symbols;
  std::vector<std::size_t> by_part(parts().size() + 1);
  std::vector<std::size_t> by_layer(layers().size() + 1);
  for (std::size_t n = 0; n < samples; ++n) {
    const std::span<void* const> stack(stacks[n].frames.data(),
                                       static_cast<std::size_t>(stacks[n].size));
    ++by_part[part_of(symbols, stack)];
    ++by_layer[layer_of(symbols, stack)];
  }
  fmt::print(stderr,
             "\nwhere a seed's {:.0f} ms of processor time go: {} samples of stacks, one each "
             "{:.1f} ms\n\nby what it is for\n",
             ms_per_seed, samples, processor_seconds * 1000 / static_cast<double>(samples));
  print(parts(), "the queue of events, and what is none of these", by_part, samples, ms_per_seed);
  fmt::print(stderr, "\nby the layers of an AWS call, all parts together\n");
  print(layers(), "outside of AWS calls", by_layer, samples, ms_per_seed);
}

// ---- the seeds

account::Account smaller_account() {
  account::Account account = medzen_account();
  // 18.5 requests a day of each user are a hundred thousand in a pass.
  account.users.requests_per_day *= requests_wanted / 101'900;
  return account;
}

// Of the whole process so far, in seconds: others' work on the machine does not count.
double processor_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds_of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

struct Work {
  std::uint64_t events = 0;
  std::uint64_t requests = 0;
  bool passed = true;
};

void rehearse_seeds(benchmark::State& state) {
  const account::Account account = smaller_account();
  const plan::Plan plan = medzen_plan();
  const plan::Graph graph = plan::compile(plan).value();
  Work total;
  double seconds_spent = 0;
  double processor_seconds = 0;
  std::uint64_t first_seed = 1;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    const double processor_begin = processor_time();
    std::array<Work, threads> work;
    {
      const Sampler sampler;
      std::vector<std::jthread> running;
      for (int thread = 0; thread < threads; ++thread) {
        running.emplace_back([&, thread] {
          for (int n = 0; n < seeds_each; ++n) {
            rehearse::RehearsalOptions options;
            options.seed = first_seed + static_cast<std::uint64_t>(n * threads + thread);
            options.way_back = false;
            options.snapshot = false;
            const auto rehearsal = rehearse::rehearse(plan, graph, account, options);
            Work& mine = work[static_cast<std::size_t>(thread)];
            mine.passed = mine.passed && rehearsal && rehearsal->passed;
            if (!rehearsal) continue;
            mine.events += rehearsal->passes.front().events;
            mine.requests += rehearsal->passes.front().history.size();
          }
        });
      }
    }
    first_seed += threads * seeds_each;
    for (const Work& one : work) {
      total.events += one.events;
      total.requests += one.requests;
      total.passed = total.passed && one.passed;
    }
    seconds_spent +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    processor_seconds += processor_time() - processor_begin;
  }
  if (!total.passed) state.SkipWithError("a seed did not pass");
  const double seeds = static_cast<double>(first_seed - 1);
  state.counters["seeds/min"] = seeds / seconds_spent * 60;
  state.counters["events/s"] = static_cast<double>(total.events) / seconds_spent;
  state.counters["events/seed"] = static_cast<double>(total.events) / seeds;
  state.counters["requests/seed"] = static_cast<double>(total.requests) / seeds;
  state.counters["cpu ms/seed"] = processor_seconds / seeds * 1000;
  print_profile(processor_seconds, seeds);
}
BENCHMARK(rehearse_seeds)->Iterations(1)->UseRealTime()->Unit(benchmark::kSecond);

}  // namespace
}  // namespace godwit::bench
