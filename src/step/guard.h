// Guard: is the target at least as good as the source, by probes of both? Judges errors and latency
// over a sliding window. No data means hold, never advance; a probe that fails on both sides alike
// says nothing of the target, and means hold too.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "step/context.h"

namespace godwit::step {

class Guard {
 public:
  // Parameters of the step: hostname, source_endpoint, target_endpoint, probe (paths), every,
  // window, errors (share), slower. With a pace of 10, probes come ten times as seldom and the
  // window is ten times as long: for long watches.
  explicit Guard(const plan::Parameters& parameters, int pace = 1);

  // One probe of each path on each side, if one is due; answers count at `now`.
  void sample(Context& context);

  enum class State { healthy, hold, tripped };
  struct Reading {
    State state;
    std::string why;
  };
  Reading read(Time now) const;

  Duration every() const { return every_; }

 private:
  struct Sample {
    Time time;
    bool ok;
    Duration elapsed;
  };
  struct Side {
    std::string endpoint;
    std::deque<Sample> samples;
  };
  void probe(Context& context, Side& side);
  static double share_of_errors(const Side& side);
  static Duration median(const Side& side);

  std::string hostname_;
  std::vector<std::string> paths_;
  Duration every_;
  Duration window_;
  double errors_;
  Duration slower_;
  Side source_;
  Side target_;
};

}  // namespace godwit::step
