#include "rehearse/seeds.h"

#include <thread>

namespace godwit::rehearse {

account::Account with_requests(account::Account account, Duration duration, std::size_t requests) {
  double people = 0;
  for (const account::Place& place : account.users.places) people += place.count;
  const double days = std::chrono::duration<double, std::ratio<86400>>(duration).count();
  if (people > 0 && days > 0) {
    account.users.requests_per_day = static_cast<double>(requests) / (people * days);
  }
  return account;
}

SeedSummary rehearse_seed(const plan::Plan& plan, const plan::Graph& graph,
                          const account::Account& account, std::uint64_t seed,
                          std::vector<Fault> faults, const Files* files) {
  RehearsalOptions options;
  options.seed = seed;
  options.faults = faults;
  options.once = true;
  options.snapshot = false;
  options.files = files;
  // A defect in a simulation may throw; the other seeds shall not suffer, and this one has a name.
  try {
    auto rehearsal = rehearse(plan, graph, account, options);
    if (!rehearsal) return broken(seed, to_string(rehearsal.error()), std::move(faults));
    return summarise(plan, graph, account, *rehearsal, std::move(faults));
  } catch (const std::exception& thrown) {
    return broken(seed, thrown.what(), std::move(faults));
  }
}

std::vector<SeedSummary> rehearse_seeds(const plan::Plan& plan, const plan::Graph& graph,
                                        const account::Account& account,
                                        const SeedsOptions& options) {
  std::mutex mutex;  // of everything below
  std::vector<SeedSummary> summaries;
  std::size_t begun = 0;

  auto work = [&] {
    std::unique_lock lock(mutex);
    while (begun < options.count && options.go_on()) {
      const std::size_t index = begun++;
      const std::uint64_t seed = options.first + index;
      lock.unlock();
      SeedSummary summary =
          rehearse_seed(plan, graph, account, seed, options.faults(seed), options.files);
      lock.lock();
      options.over(summary);
      if (summaries.size() <= index) summaries.resize(index + 1);
      summaries[index] = std::move(summary);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < options.jobs; ++i) threads.emplace_back(work);
    work();
  }
  return summaries;
}

}  // namespace godwit::rehearse
