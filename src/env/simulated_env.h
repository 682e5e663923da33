// A world of its own, in memory. All that happens in it follows from the seed and from what is
// asked of it, in one thread.
#pragma once

#include "env/env.h"
#include "env/simulated_clock.h"
#include "env/simulated_disk.h"
#include "env/simulated_http.h"
#include "env/simulated_programs.h"
#include "env/simulated_random.h"
#include "env/simulated_resolver.h"
#include "env/simulated_scheduler.h"
#include "env/simulated_sleeper.h"

namespace godwit {

struct SimulatedEnv {
  explicit SimulatedEnv(Time start = {}, std::uint64_t seed = 0,
                        SimulatedResolver::Lookup lookup = {})
      : clock(start), scheduler(clock), random(seed), resolver(std::move(lookup)), http(resolver) {}
  SimulatedEnv(const SimulatedEnv&) = delete;
  SimulatedEnv& operator=(const SimulatedEnv&) = delete;

  Env env() { return {clock, scheduler, random, disk, http, resolver, sleeper, programs}; }

  SimulatedClock clock;
  SimulatedScheduler scheduler;
  SimulatedRandom random;
  SimulatedDisk disk;
  SimulatedResolver resolver;
  SimulatedHttp http;
  SimulatedSleeper sleeper;
  SimulatedPrograms programs;
};

}  // namespace godwit
