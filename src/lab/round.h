// Round: the checkers of one health check, each at its phase of the interval, and what each thinks
// of the endpoint.
//
// A round is `calm` while every checker agrees with every other, in its verdict and in what it saw,
// and nothing can have changed since. Then the first one's probe stands for all: the others would
// see the same, at their own phases. `wake` brings a calm round to where it would be, had everybody
// probed, and from then on everybody does.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "lab/checkers.h"
#include "lab/probe.h"

namespace godwit::lab {

class Round {
 public:
  struct Member {
    const Checker* checker = nullptr;
    Duration phase{};              // of the interval
    bool endpoint_healthy = true;  // "a new check is healthy until there is enough data"
    int against = 0;               // consecutive probes that contradict it
    Observation last;
    Observation last_failure;
  };

  Round() = default;
  // The checkers of those regions (empty: all) begin at that time. Phases follow from the check's
  // id.
  Round(const std::string& id, Time begin, Duration interval, std::span<const std::string> regions);

  // Other regions, whose checkers begin with what the others think; those that stay go on.
  void choose(const std::string& id, Time now, std::span<const std::string> regions);

  bool running() const { return !members_.empty(); }
  Time next_at() const { return cycle_ + members_[next_].phase; }
  const Checker& next_checker() const { return *members_[next_].checker; }

  // What the next checker saw at next_at(), and whether it is `lasting`: would anybody see the same
  // until something changes? True: the round's verdict on the endpoint has changed.
  bool take(const Observation& seen, int threshold, bool lasting);

  // More than 18 % of checkers call it healthy.
  bool endpoint_healthy() const;

  bool calm() const { return calm_; }
  void wake(Time now);

  // Everybody as if all had probed until now.
  std::vector<Member> members_at(Time now) const;

 private:
  void sort_members();

  std::vector<Member> members_;  // by phase
  Time cycle_{};                 // when this interval began
  Duration interval_{};
  std::size_t next_ = 0;
  std::size_t healthy_ = 0;  // how many call it healthy
  std::size_t alike_ = 0;    // consecutive probes that saw the same, and would again
  bool calm_ = false;
};

}  // namespace godwit::lab
