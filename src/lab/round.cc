#include "lab/round.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"

namespace godwit::lab {
namespace {

// "If more than 18 % of health checkers report that an endpoint is healthy, Route 53 considers it
// healthy."
constexpr std::size_t healthy_percent = 18;

Duration phase_of(const std::string& id, const Checker& checker, Duration interval) {
  const std::uint64_t drawn = stable_hash(fmt::format("{} {}", id, checker.network));
  return Duration(static_cast<std::int64_t>(drawn % static_cast<std::uint64_t>(interval.count())));
}

bool is_chosen(const Checker& checker, std::span<const std::string> regions) {
  return regions.empty() || std::ranges::find(regions, checker.region) != regions.end();
}

}  // namespace

Round::Round(const std::string& id, Time begin, Duration interval,
             std::span<const std::string> regions)
    : cycle_(begin), interval_(interval) {
  for (const Checker& checker : checkers()) {
    if (!is_chosen(checker, regions)) continue;
    Member& member = members_.emplace_back();
    member.checker = &checker;
    member.phase = phase_of(id, checker, interval);
  }
  sort_members();
  healthy_ = members_.size();
}

void Round::sort_members() { std::ranges::stable_sort(members_, {}, &Member::phase); }

void Round::choose(const std::string& id, Time now, std::span<const std::string> regions) {
  wake(now);
  const Time due = next_at();
  const bool opinion = endpoint_healthy();
  std::erase_if(members_,
                [&](const Member& member) { return !is_chosen(*member.checker, regions); });
  for (const Checker& checker : checkers()) {
    if (!is_chosen(checker, regions) ||
        std::ranges::find(members_, &checker, &Member::checker) != members_.end()) {
      continue;
    }
    Member& member = members_.emplace_back();
    member.checker = &checker;
    member.phase = phase_of(id, checker, interval_);
    member.endpoint_healthy = opinion;
  }
  sort_members();
  healthy_ = static_cast<std::size_t>(std::ranges::count_if(
      members_, [](const Member& member) { return member.endpoint_healthy; }));
  // Who is next: the first phase that is not over in this interval.
  next_ = 0;
  const Time from = std::min(due, now);
  while (next_ < members_.size() && cycle_ + members_[next_].phase <= from) ++next_;
  if (next_ == members_.size()) {
    next_ = 0;
    cycle_ += interval_;
  }
}

bool Round::endpoint_healthy() const { return healthy_ * 100 > healthy_percent * members_.size(); }

bool Round::take(const Observation& seen, int threshold, bool lasting) {
  const bool success = seen.seen == Seen::success;
  if (calm_) {
    Member& first = members_.front();
    if (lasting && seen.is_like(first.last)) {
      first.last.at = seen.at;
      if (!success) first.last_failure.at = seen.at;
      cycle_ += interval_;
      return false;
    }
    // Something has changed that nobody told of. Everybody looks from now on.
    members_ = members_at(seen.at);
    calm_ = false;
    alike_ = 0;
  }
  Member& prober = members_[next_];
  const bool alike = lasting && seen.is_like(prober.last) && success == prober.endpoint_healthy;
  prober.last = seen;
  if (!success) prober.last_failure = seen;

  const bool was_healthy = endpoint_healthy();
  if (success == prober.endpoint_healthy) {
    prober.against = 0;
  } else if (++prober.against >= threshold) {
    prober.endpoint_healthy = success;
    prober.against = 0;
    healthy_ = success ? healthy_ + 1 : healthy_ - 1;
  }

  alike_ = alike ? alike_ + 1 : 0;
  if (++next_ == members_.size()) {
    next_ = 0;
    cycle_ += interval_;
    // One interval in which everybody saw what they had seen before, and all of it the same.
    if (alike_ >= members_.size()) {
      calm_ = std::ranges::all_of(members_, [&](const Member& each) {
        return each.against == 0 && each.endpoint_healthy == members_.front().endpoint_healthy &&
               each.last.is_like(members_.front().last);
      });
    }
  }
  return endpoint_healthy() != was_healthy;
}

std::vector<Round::Member> Round::members_at(Time now) const {
  std::vector<Member> members = members_;
  if (!calm_) return members;
  // The first one has probed in the interval that began at `cycle_ - interval_`; the others have
  // where their phase of it is over, and in the interval before that.
  for (std::size_t n = 1; n < members.size(); ++n) {
    Member& member = members[n];
    Time at = cycle_ - interval_ + member.phase;
    if (at > now) at -= interval_;
    if (at <= member.last.at) continue;
    member.last.at = at;
    if (member.last.seen != Seen::success) member.last_failure.at = at;
  }
  return members;
}

void Round::wake(Time now) {
  alike_ = 0;
  if (!calm_) return;
  members_ = members_at(now);
  calm_ = false;
  // The next is the first whose phase is not over; the first one's own is planned for `cycle_`.
  cycle_ -= interval_;
  next_ = 1;
  while (next_ < members_.size() && cycle_ + members_[next_].phase <= now) ++next_;
  if (next_ == members_.size()) {
    next_ = 0;
    cycle_ += interval_;
  }
}

}  // namespace godwit::lab
