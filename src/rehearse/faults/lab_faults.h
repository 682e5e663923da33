// LabFaults: the faults that are events in the lab: sites and regions, their planes, replication,
// batch jobs. Where several are at work on one thing at a time, the last of the list counts.
#pragma once

#include "lab/lab.h"
#include "rehearse/faults/schedule.h"

namespace godwit::rehearse {

class LabFaults {
 public:
  // Both outlive it.
  LabFaults(Schedule& schedule, lab::Lab& lab);

 private:
  void change(Trouble& trouble);
  void set_site(const std::string& region);

  Schedule& schedule_;
  lab::Lab& lab_;
};

}  // namespace godwit::rehearse
