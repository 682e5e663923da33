// SeedsProgress: many seeds as they go, for people: on a terminal one line that is written over,
// else a line every half a minute. Only ever messages: what the seeds come to is somebody else's.
#pragma once

#include <iosfwd>
#include <optional>

#include "env/clock.h"
#include "rehearse/seed_summary.h"
#include "report/terminal.h"

namespace godwit::report {

class SeedsProgress {
 public:
  // `count`: of all seeds; 0 where time decides, and then `until` says when it is over. `out` and
  // `clock` outlive it.
  SeedsProgress(std::ostream& out, const Terminal& terminal, const Clock& clock, std::size_t count,
                std::optional<Time> until);

  void over(const rehearse::SeedSummary& summary);
  // The last line: how many, and how fast.
  void end();

 private:
  std::string state() const;
  void print(const std::string& text);

  std::ostream& out_;
  Terminal terminal_;
  const Clock& clock_;
  std::size_t count_;
  std::optional<Time> until_;
  Time began_;
  Time printed_{};
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  std::uint64_t first_failed_ = 0;
};

}  // namespace godwit::report
