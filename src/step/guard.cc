#include "step/guard.h"

#include "base/text.h"
#include "traffic/rank_sum.h"

namespace godwit::step {
namespace {

using traffic::Advice;
using traffic::Judgement;

constexpr double significance = 0.01;     // of being slower
constexpr std::size_t least_samples = 8;  // the rank test's approximation is good from there

std::vector<traffic::BurnWindow> read_windows(const std::vector<std::string>& texts, int pace) {
  std::vector<traffic::BurnWindow> windows;
  for (const std::string& text : texts) {
    const auto words = split(text, ' ');
    windows.push_back({*parse_duration(words.at(0)) * pace, *parse_duration(words.at(1)) * pace,
                       std::stod(std::string(words.at(2)))});
  }
  return windows;
}

Duration longest(const std::vector<traffic::BurnWindow>& windows) {
  Duration longest{};
  for (const auto& window : windows) longest = std::max(longest, window.long_window);
  return longest;
}

}  // namespace

Guard::Guard(const plan::Parameters& parameters, int pace)
    : probes_(parameters, pace),
      budget_(parameters.number("budget")),
      windows_(read_windows(parameters.list("burn"), pace)),
      slower_(parameters.duration("slower")) {
  if (parameters.has("metrics_namespace")) metrics_.emplace(parameters);
}

void Guard::sample(Context& context) {
  probes_.sample(context, longest(windows_));
  if (metrics_) metrics_->sample(context, windows_.front().short_window, longest(windows_));
}

Judgement Guard::judge(Time now, bool has_traffic) const {
  std::vector<Judgement> judgements;
  if (!probes_.has_enough(now, windows_.front().short_window)) {
    judgements.push_back({Advice::hold, "too few probes yet"});
  } else {
    judgements.push_back(traffic::judge_errors(probes_.target().counts, probes_.source().counts,
                                               now, budget_, windows_, "probes"));
    judgements.push_back(judge_latency(now));
  }
  if (metrics_ && has_traffic) {
    judgements.push_back(traffic::judge_errors(metrics_->target(), metrics_->source(), now, budget_,
                                               windows_, "requests"));
    if (!metrics_->trouble().empty()) judgements.push_back({Advice::hold, metrics_->trouble()});
  }
  return *std::ranges::max_element(judgements, {}, &Judgement::advice);  // the first of the worst
}

// Over the shortest window that has enough answers of both.
Judgement Guard::judge_latency(Time now) const {
  for (const traffic::BurnWindow& window : windows_) {
    const Time since = now - window.short_window;
    const auto target = Probes::elapsed(probes_.target(), since);
    const auto source = Probes::elapsed(probes_.source(), since);
    if (target.size() < least_samples || source.size() < least_samples) continue;
    const traffic::RankSum test = traffic::compare(target, source, slower_);
    if (test.shift <= slower_) break;
    const std::string seen = fmt::format("the target's answers take {} more than the source's",
                                         format_duration(test.shift));
    if (test.chance >= significance) return {Advice::hold, "inconclusive: " + seen};
    return {Advice::go_back, fmt::format("{}, {} allowed", seen, format_duration(slower_))};
  }
  return {Advice::advance, {}};
}

}  // namespace godwit::step
