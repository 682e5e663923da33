// No consumer sees half a change: at every moment each goes by settings that are all as before or
// all as the plan wants them. At the end of a migration they are the plan's, and after a full way
// back they are what they were, as is all else that lies where they are. What a program brings
// about is brought about once.
#include "base/text.h"
#include "rehearse/consumer_values.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {
namespace {

using plan::ConsumerKind;
using run::StepStatus;

enum class Side { either, before, after };

// On which side of the change a consumer has to be now.
Side side_of(const Case& of, const plan::Consumer& consumer) {
  const run::RunState state = run::fold(of.evidence.journal);
  if (state.outcome == run::Outcome::completed) return Side::after;
  if (state.outcome == run::Outcome::rolled_back && !state.way_back.is_partial()) {
    return Side::before;
  }
  // One that was gone in part says so of each step.
  const auto step = state.steps.find("consumer/" + consumer.name);
  if (step == state.steps.end()) return Side::before;
  switch (step->second.status) {
    case StepStatus::done:
      return Side::after;
    case StepStatus::pending:
    case StepStatus::undone:
      return Side::before;
    default:
      return Side::either;
  }
}

// Which settings of `seen` are not as `expected`; never their values.
std::vector<std::string> others(const SettingsSeen& seen, const SettingsSeen& expected) {
  std::vector<std::string> names;
  for (const auto& [name, value] : expected) {
    const auto found = seen.find(name);
    const auto& there = found == seen.end() ? std::nullopt : found->second;
    if (there != value) names.push_back(name);
  }
  return names;
}

class Judge {
 public:
  explicit Judge(const Case& of) : of_(of) {}

  std::optional<Verdict> judge() {
    if (of_.plan.consumers.empty()) return std::nullopt;
    for (const plan::Consumer& consumer : of_.plan.consumers) {
      if (consumer.kind == ConsumerKind::command) {
        look_at_program(consumer);
      } else {
        look_at_views(consumer);
        look_at_place(consumer);
      }
    }
    for (const LocalChange& change : of_.evidence.local_changes) {
      if (!change.again) continue;
      blame(change.time,
            fmt::format("{} ran '{}', which had been done", change.principal, change.subject));
    }
    Verdict verdict;
    verdict.held = wrong_ == 0;
    verdict.first = first_;
    verdict.detail =
        verdict.held
            ? fmt::format("{} consumers went by {} sets of settings, each of them whole",
                          of_.plan.consumers.size(),
                          group_digits(of_.evidence.consumer_views.size()))
            : fmt::format("{} time{} a consumer was told something else than all or nothing",
                          group_digits(wrong_), wrong_ == 1 ? "" : "s");
    return verdict;
  }

 private:
  void blame(Time time, std::string what) {
    if (wrong_++ == 0) first_ = format_time(time) + ", " + std::move(what);
  }

  void look_at_views(const plan::Consumer& consumer) {
    const SettingsSeen after = wanted_settings(of_.plan, of_.account, consumer);
    const ConsumerView* first = nullptr;
    const ConsumerView* last = nullptr;
    for (const ConsumerView& view : of_.evidence.consumer_views) {
      if (view.consumer != consumer.name) continue;
      if (first == nullptr) first = &view;
      last = &view;
      if (!view.trouble.empty()) {
        blame(view.time, fmt::format("{}: {}", consumer.name, view.trouble));
      } else if (view.settings != after && view.settings != first->settings) {
        blame(view.time,
              fmt::format("{} has {} of {} settings as they are to be", consumer.name,
                          after.size() - others(view.settings, after).size(), after.size()));
      }
    }
    if (last == nullptr) return;
    const Side side = side_of(of_, consumer);
    if (side == Side::after && last->settings != after) {
      blame(last->time, fmt::format("{} was never told: {}", consumer.name,
                                    join(others(last->settings, after), ", ")));
    } else if (side == Side::before && last->settings != first->settings) {
      blame(last->time, fmt::format("{} was never told that all is as before: {}", consumer.name,
                                    join(others(last->settings, first->settings), ", ")));
    }
  }

  // What lies there, for whoever does not go by the record.
  void look_at_place(const plan::Consumer& consumer) {
    const auto before = of_.evidence.consumers_before.find(consumer.name);
    const auto after = of_.evidence.consumers_after.find(consumer.name);
    if (before == of_.evidence.consumers_before.end() ||
        after == of_.evidence.consumers_after.end()) {
      return;
    }
    const Side side = side_of(of_, consumer);
    if (side == Side::either) return;
    const SettingsSeen wanted = wanted_settings(of_.plan, of_.account, consumer);
    SettingsSeen expected = before->second.settings;
    if (side == Side::after) {
      for (const auto& [name, value] : wanted) expected[name] = value;
    }
    SettingsSeen there = after->second.settings;
    // A record goes on: its readers go by the highest epoch. And a rewrite may change anything
    // else.
    const bool rewritten = of_.plan.rewrite && !consumer.file.empty() &&
                           consumer.file.starts_with(of_.plan.rewrite->repository + "/");
    for (SettingsSeen* settings : {&expected, &there}) {
      std::erase_if(*settings, [&](const auto& each) {
        return (rewritten && !wanted.contains(each.first)) || each.first == consumer.record ||
               each.first.starts_with(consumer.record + ".");
      });
    }
    std::vector<std::string> names = others(there, expected);
    for (const auto& [name, value] : there) {
      if (value && !expected.contains(name)) names.push_back(name);
    }
    if (!names.empty()) {
      blame(of_.evidence.ended, fmt::format("{}: {} {} not what it is to be", consumer.name,
                                            join(names, ", "), names.size() == 1 ? "is" : "are"));
    }
    for (const auto& [slug, source] : after->second.sources) {
      look_at_function(consumer, slug, side, before->second, after->second);
    }
  }

  // Deployed is what its files are; or after a way back what they were, or what had been deployed.
  void look_at_function(const plan::Consumer& consumer, const std::string& slug, Side side,
                        const ConsumerPlace& before, const ConsumerPlace& after) {
    const auto in = [&](const std::map<std::string, std::string>& digests) {
      const auto found = digests.find(slug);
      return found == digests.end() ? std::string() : found->second;
    };
    const std::string deployed = in(after.functions);
    const bool right = side == Side::after
                           ? deployed == in(after.sources)
                           : deployed == in(before.functions) || deployed == in(before.sources);
    if (!right) {
      blame(of_.evidence.ended,
            fmt::format("{}: the function {} is not what it is to be", consumer.name, slug));
    }
  }

  void look_at_program(const plan::Consumer& consumer) {
    const bool happened = of_.evidence.happened.contains(consumer.name);
    const Side side = side_of(of_, consumer);
    if (side == Side::either || happened == (side == Side::after)) return;
    blame(of_.evidence.ended, fmt::format("{}: what its program does has {}happened", consumer.name,
                                          happened ? "" : "not "));
  }

  const Case& of_;
  std::size_t wrong_ = 0;
  std::string first_;
};

}  // namespace

std::optional<Verdict> judge_consumers_whole(const Case& of) { return Judge(of).judge(); }

}  // namespace godwit::rehearse
