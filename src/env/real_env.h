// This machine. Somebody has to call scheduler.run(); see real_scheduler.h.
#pragma once

#include "env/env.h"
#include "env/real_clock.h"
#include "env/real_disk.h"
#include "env/real_http.h"
#include "env/real_programs.h"
#include "env/real_random.h"
#include "env/real_resolver.h"
#include "env/real_scheduler.h"
#include "env/real_sleeper.h"

namespace godwit {

struct RealEnv {
  RealEnv() = default;
  RealEnv(const RealEnv&) = delete;
  RealEnv& operator=(const RealEnv&) = delete;

  Env env() { return {clock, scheduler, random, disk, http, resolver, sleeper, programs}; }

  RealClock clock;
  RealScheduler scheduler;
  RealRandom random;
  RealDisk disk;
  RealHttp http;
  RealResolver resolver;
  RealSleeper sleeper;
  RealPrograms programs;
};

}  // namespace godwit
