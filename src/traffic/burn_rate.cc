#include "traffic/burn_rate.h"

#include <fmt/format.h>

#include <algorithm>

namespace godwit::traffic {
namespace {

constexpr double confidence = 0.99;
constexpr double significance = 0.05;

Judgement judge_window(const Counts& target, const Counts& source, Time now, double budget,
                       const BurnWindow& window, std::string_view requests) {
  const Tally lately = target.since(now - window.long_window);
  if (lately.requests == 0) {
    return {Advice::hold, fmt::format("none of the target's {} in {}", requests,
                                      format_duration(window.long_window))};
  }
  const double limit = window.rate * budget;
  const Tally recently = target.since(now - window.short_window);
  if (recently.share() < limit) return {Advice::advance, {}};

  const Tally source_recently = source.since(now - window.short_window);
  const std::string seen = fmt::format(
      "{} of {} of the target's {} failed in {}, {} of {} of the source's", recently.failed,
      recently.requests, requests, format_duration(window.short_window), source_recently.failed,
      source_recently.requests);
  if (lately.share() < limit || least_share(recently, confidence) < limit) {
    return {Advice::hold, "inconclusive: " + seen};
  }
  // A source that fails now is compared as it is now; one that does not, by all that is known of
  // it, so that two failures can be proof.
  const Tally compared =
      source_recently.failed > 0 ? source_recently : source.since(now - window.long_window);
  if (compared.requests > 0 && chance_of_difference(recently, compared) >= significance) {
    return {Advice::hold,
            (compared.failed > 0 ? "both sides fail alike: " : "inconclusive: ") + seen};
  }
  return {Advice::go_back,
          fmt::format("{}: {:.0f} times the budget of {:.4g} %", seen,
                      std::min(recently.share(), lately.share()) / budget, 100 * budget)};
}

}  // namespace

std::vector<BurnWindow> usual_burn_windows() {
  return {{hours(1), minutes(5), 14.4}, {hours(6), minutes(30), 6}};
}

void Counts::put(Time time, const Tally& tally) {
  auto place = entries_.end();
  while (place != entries_.begin() && (place - 1)->time >= time) --place;
  if (place != entries_.end() && place->time == time) {
    place->tally = tally;
  } else {
    entries_.insert(place, {time, tally});
  }
}

void Counts::forget_before(Time time) {
  const auto first = std::ranges::find_if(entries_, [&](const Entry& e) { return e.time >= time; });
  // Not each time: a vector gives its front away dearly.
  if (first - entries_.begin() > 256 || first == entries_.end()) {
    entries_.erase(entries_.begin(), first);
  }
}

Tally Counts::since(Time since) const {
  Tally sum;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->time > since; ++entry) {
    sum += entry->tally;
  }
  return sum;
}

Judgement judge_errors(const Counts& target, const Counts& source, Time now, double budget,
                       const std::vector<BurnWindow>& windows, std::string_view requests) {
  Judgement worst{Advice::advance, {}};
  for (const BurnWindow& window : windows) {
    Judgement judgement = judge_window(target, source, now, budget, window, requests);
    if (judgement.advice > worst.advice) worst = std::move(judgement);
  }
  return worst;
}

}  // namespace godwit::traffic
