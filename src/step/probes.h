// Probes: what the engine itself sees of both sides, by asking each for the same paths, under the
// name that users ask for.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "step/context.h"
#include "traffic/burn_rate.h"

namespace godwit::step {

class Probes {
 public:
  // Parameters of the step: hostname, source_endpoint, target_endpoint, probe (paths), every. With
  // a pace of 10 they come ten times as seldom.
  Probes(const plan::Parameters& parameters, int pace);

  // One probe of each path on each side, if one is due; answers count at `now`. What is older than
  // `keep` is forgotten.
  void sample(Context& context, Duration keep);

  struct Side {
    std::string endpoint;
    traffic::Counts counts;
    struct Answer {
      Time time;
      Duration elapsed;
    };
    std::deque<Answer> answers;  // of successful probes
  };
  const Side& source() const { return source_; }
  const Side& target() const { return target_; }

  // Has either side been probed lately, and half as often since then as it should have been?
  bool has_enough(Time now, Duration window) const;
  // How long successful probes since then took.
  static std::vector<Duration> elapsed(const Side& side, Time since);

  Duration every() const { return every_; }

 private:
  void probe(Context& context, Side& side, Duration keep);

  std::string hostname_;
  std::vector<std::string> paths_;
  Duration every_;
  Side source_;
  Side target_;
};

}  // namespace godwit::step
