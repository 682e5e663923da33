// Env: the world that code runs in, and one of Godwit's two seams (the other is aws/cloud.h). No
// other code asks the operating system for the time, randomness, a file, a socket or a sleep.
//
// RealEnv (real_env.h) is this machine. SimulatedEnv (simulated_env.h) is one ordered queue of
// events on one seeded random source: the same seed gives the same run, byte for byte.
#pragma once

#include "env/clock.h"
#include "env/disk.h"
#include "env/http.h"
#include "env/programs.h"
#include "env/random.h"
#include "env/resolver.h"
#include "env/scheduler.h"
#include "env/sleeper.h"

namespace godwit {

// Not an owner: whoever makes the parts outlives whoever uses them.
struct Env {
  Clock& clock;
  Scheduler& scheduler;
  Random& random;
  Disk& disk;
  Http& http;
  Resolver& resolver;
  Sleeper& sleeper;
  Programs& programs;
};

}  // namespace godwit
