// Seeds: many rehearsals of one plan, each of one pass with faults of its own, on several threads.
// What comes out depends on the seeds alone, not on how many threads there are or how fast.
#pragma once

#include <functional>
#include <mutex>

#include "rehearse/seed_summary.h"

namespace godwit::rehearse {

struct SeedsOptions {
  std::uint64_t first = 1;
  std::size_t count = 1;
  std::size_t jobs = 1;          // threads
  const Files* files = nullptr;  // as in RehearsalOptions
  // The faults of a seed: draw_faults (swarm.h), unless somebody wants others.
  std::function<std::vector<Fault>(std::uint64_t seed)> faults;
  // Asked before each seed: whether to begin it. Called by one thread at a time.
  std::function<bool()> go_on = [] { return true; };
  // Told of each seed when it is over, in the order of their ends. Called by one thread at a time.
  std::function<void(const SeedSummary&)> over = [](const SeedSummary&) {};
};

// The same account with so many requests in the plan's duration, about.
account::Account with_requests(account::Account account, Duration duration, std::size_t requests);

// One seed. Whatever goes wrong in it is in the summary.
SeedSummary rehearse_seed(const plan::Plan& plan, const plan::Graph& graph,
                          const account::Account& account, std::uint64_t seed,
                          std::vector<Fault> faults, const Files* files = nullptr);

// In the order of seeds: the first ones, without a gap, that were begun. Memory: some hundred bytes
// for each; the evidence of `jobs` passes at any time.
std::vector<SeedSummary> rehearse_seeds(const plan::Plan& plan, const plan::Graph& graph,
                                        const account::Account& account,
                                        const SeedsOptions& options);

}  // namespace godwit::rehearse
