// BurnRate: is an error budget being spent too fast? By two windows for each rate: the long one
// says that it matters, the short one that it still goes on.
// "Alerting on SLOs", 6: Multiwindow, Multi-Burn-Rate Alerts, in The Site Reliability Workbook
// (2018), https://sre.google/workbook/alerting-on-slos/
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "traffic/proportion.h"

namespace godwit::traffic {

// Errors at `rate` times the budget, over both windows, are too many.
struct BurnWindow {
  Duration long_window{};
  Duration short_window{};
  double rate = 1;
  bool operator==(const BurnWindow&) const = default;
};

// The workbook's two that call somebody: 2 % of a month's budget in an hour, 5 % in six.
std::vector<BurnWindow> usual_burn_windows();

// The requests of one side as they were counted, oldest first.
class Counts {
 public:
  // In the order of time, or again for a time that is there: the later word counts.
  void put(Time time, const Tally& tally);
  void forget_before(Time time);
  // From `since` (not included) on.
  Tally since(Time since) const;
  bool empty() const { return entries_.empty(); }
  Time newest() const { return entries_.back().time; }  // not where it is empty

 private:
  struct Entry {
    Time time;
    Tally tally;
  };
  std::vector<Entry> entries_;
};

enum class Advice { advance, hold, go_back };

struct Judgement {
  Advice advice = Advice::hold;
  std::string why;  // for people; empty with advance
};

// Compares the target's errors with the budget (a share, as 0.001) and with the source's.
//
// Go back: over one of the long windows the target burns at the rate or more, over its short window
// it surely does (with 99 % confidence, so that one failure among ten is no proof), and the source
// does not fail alike (Fisher's exact test, 5 %): what fails on both sides is no fault of the
// target's, or of no side at all. Hold: no requests in a long window, or a rate that is exceeded
// without that proof.
Judgement judge_errors(const Counts& target, const Counts& source, Time now, double budget,
                       const std::vector<BurnWindow>& windows, std::string_view requests);

}  // namespace godwit::traffic
