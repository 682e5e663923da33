// DiskFaults: the faults that are the disk's own: it is full, and what a crash leaves behind.
#pragma once

#include "env/simulated_disk.h"
#include "rehearse/faults/schedule.h"

namespace godwit::rehearse {

class DiskFaults {
 public:
  // Both outlive it.
  DiskFaults(Schedule& schedule, SimulatedDisk& disk);

  // The machine dies.
  void crash();

 private:
  Schedule& schedule_;
  SimulatedDisk& disk_;
};

}  // namespace godwit::rehearse
