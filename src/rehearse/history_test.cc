// Each anomaly in the smallest history that has it, and the nearest one that has not; then
// generated histories: small ones against a search of all orders, large ones of a store that is
// right, and of the same store with one thing wrong.
#include "rehearse/history.h"

#include <gmock/gmock.h>

#include <chrono>

#include "base/split_mix.h"

namespace godwit::rehearse {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = Anomaly::Kind;

Time at(double second) { return Time(milliseconds(static_cast<std::int64_t>(second * 1000))); }

// One key, whose operations are named by what they do; times in seconds.
struct Story {
  std::vector<Operation> operations;
  std::vector<Initial> initial;
  Contract contract{.staleness = seconds(0)};

  Story& add(Operation::Kind kind, Value value, double from, std::optional<double> to) {
    operations.push_back({kind, 1, at(from), to ? std::optional(at(*to)) : std::nullopt, value});
    return *this;
  }
  Story& writes(std::uint32_t value, double from, std::optional<double> to) {
    return add(Operation::Kind::write, value, from, to);
  }
  Story& removes(double from, std::optional<double> to) {
    return add(Operation::Kind::remove, {}, from, to);
  }
  Story& reads(std::uint32_t value, double from, double to) {
    return add(Operation::Kind::read, value, from, to);
  }
  Story& finds_nothing(double from, double to) { return add(Operation::Kind::read, {}, from, to); }
  Story& holds(std::uint32_t value) {
    initial.push_back({1, value});
    return *this;
  }
  Story& may_lag(double second) {
    contract.staleness = at(second).time_since_epoch();
    return *this;
  }

  std::vector<Kind> anomalies() const {
    std::vector<Kind> kinds;
    for (const Anomaly& anomaly : check_history(operations, initial, contract)) {
      kinds.push_back(anomaly.kind);
    }
    return kinds;
  }
};

const std::nullopt_t failed = std::nullopt;

TEST(History, OfNothingIsRight) { EXPECT_THAT(Story().anomalies(), IsEmpty()); }

TEST(History, WhatWasAcknowledgedIsThere) {
  EXPECT_THAT(Story().writes(7, 1, 2).reads(7, 3, 4).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(7, 1, 2).finds_nothing(3, 4).anomalies(), ElementsAre(Kind::lost));
  // While it is written, and where it failed, either is right.
  EXPECT_THAT(Story().writes(7, 1, 5).finds_nothing(3, 4).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(7, 1, failed).finds_nothing(3, 4).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(7, 1, failed).reads(7, 3, 4).anomalies(), IsEmpty());
  // But once somebody has seen it, it has happened.
  EXPECT_THAT(Story().writes(7, 1, failed).reads(7, 3, 4).finds_nothing(5, 6).anomalies(),
              ElementsAre(Kind::lost));
  EXPECT_THAT(Story().writes(7, 1, failed).finds_nothing(3, 4).reads(7, 5, 6).anomalies(),
              IsEmpty());
}

TEST(History, WhatWasThereAtFirstStays) {
  EXPECT_THAT(Story().holds(5).reads(5, 1, 2).reads(5, 3, 4).anomalies(), IsEmpty());
  EXPECT_THAT(Story().holds(5).finds_nothing(1, 2).anomalies(), ElementsAre(Kind::lost));
  EXPECT_THAT(Story().holds(5).reads(6, 1, 2).anomalies(), ElementsAre(Kind::mixed_up));
}

TEST(History, AnOverwrittenValueIsStale) {
  EXPECT_THAT(Story().writes(1, 1, 2).writes(2, 3, 4).reads(2, 5, 6).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(1, 1, 2).writes(2, 3, 4).reads(1, 5, 6).anomalies(),
              ElementsAre(Kind::stale));
  EXPECT_THAT(Story().holds(1).writes(2, 3, 4).reads(1, 5, 6).anomalies(),
              ElementsAre(Kind::stale));
  EXPECT_THAT(Story().writes(1, 1, 2).writes(2, 3, 4).reads(1, 3.5, 6).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(1, 1, 2).writes(2, 3, failed).reads(1, 5, 6).anomalies(), IsEmpty());
}

TEST(History, StalenessIsAllowedAsFarAsTheContractSays) {
  const Story story = Story().writes(1, 1, 2).writes(2, 3, 4).reads(1, 9, 10);
  EXPECT_THAT(Story(story).may_lag(4.9).anomalies(), ElementsAre(Kind::stale));
  EXPECT_THAT(Story(story).may_lag(5.1).anomalies(), IsEmpty());
  // Not for absence, and not at the end.
  EXPECT_THAT(Story().writes(1, 1, 2).finds_nothing(3, 4).may_lag(5).anomalies(),
              ElementsAre(Kind::lost));
  Story settled = Story(story).may_lag(20);
  settled.contract.settled = at(8);
  EXPECT_THAT(settled.anomalies(), ElementsAre(Kind::stale));
  settled.contract.settled = at(9.5);
  EXPECT_THAT(settled.anomalies(), IsEmpty());
  Story without_read_through = Story().writes(1, 1, 2).finds_nothing(3, 4);
  without_read_through.contract.absence = seconds(2);
  EXPECT_THAT(without_read_through.anomalies(), IsEmpty());
}

TEST(History, WhatWasRemovedStaysAway) {
  EXPECT_THAT(Story().writes(1, 1, 2).removes(3, 4).finds_nothing(5, 6).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(1, 1, 2).removes(3, 4).reads(1, 5, 6).anomalies(),
              ElementsAre(Kind::resurrected));
  EXPECT_THAT(Story().holds(1).removes(3, 4).reads(1, 5, 6).anomalies(),
              ElementsAre(Kind::resurrected));
  EXPECT_THAT(Story().writes(1, 1, 2).removes(3, failed).reads(1, 5, 6).anomalies(), IsEmpty());
  EXPECT_THAT(Story().writes(1, 1, 2).removes(3, failed).finds_nothing(5, 6).anomalies(),
              IsEmpty());
  // A removal that failed, and of which somebody saw that it had happened.
  EXPECT_THAT(
      Story().writes(1, 1, 2).removes(3, failed).finds_nothing(5, 6).reads(1, 7, 8).anomalies(),
      ElementsAre(Kind::resurrected));
  EXPECT_THAT(Story().writes(1, 1, 2).removes(3, 9).finds_nothing(5, 6).reads(1, 7, 8).anomalies(),
              ElementsAre(Kind::resurrected));
  EXPECT_THAT(Story().removes(3, 4).writes(1, 5, 6).finds_nothing(7, 8).anomalies(),
              ElementsAre(Kind::lost));
}

// Concurrent with a removal that was sent before, a write may have come before it.
TEST(History, ARemovalMayComeAfterAWriteThatWasSentLater) {
  EXPECT_THAT(Story().removes(1, 10).writes(1, 2, 3).finds_nothing(20, 21).anomalies(), IsEmpty());
}

TEST(History, AWriteTakesEffectOnce) {
  const Story twice = Story().writes(1, 1, 2).writes(2, 3, 4).reads(2, 5, 6).reads(1, 7, 8);
  EXPECT_THAT(twice.anomalies(), ElementsAre(Kind::duplicated));
  // Its acknowledgement was lost: then it may come late, and only once.
  EXPECT_THAT(
      Story().writes(1, 1, failed).writes(2, 3, 4).reads(2, 5, 6).reads(1, 7, 8).anomalies(),
      IsEmpty());
  EXPECT_THAT(Story()
                  .writes(1, 1, failed)
                  .writes(2, 3, 4)
                  .reads(1, 4.5, 4.8)
                  .reads(2, 5, 6)
                  .reads(1, 7, 8)
                  .anomalies(),
              ElementsAre(Kind::duplicated));
}

TEST(History, ValuesBelongWhereTheyWereWritten) {
  std::vector<Operation> operations = {
      {Operation::Kind::write, 1, at(1), at(2), 11},
      {Operation::Kind::write, 2, at(1), at(2), 22},
      {Operation::Kind::read, 1, at(3), at(4), 22},
      {Operation::Kind::read, 2, at(3), at(4), 22},
  };
  const auto found = check_history(operations, {}, {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, Kind::mixed_up);
  EXPECT_EQ(found[0].read, 2U);
  EXPECT_FALSE(found[0].against);
  // Nobody reads what is only going to be written.
  EXPECT_THAT(Story().reads(7, 1, 2).writes(7, 3, 4).anomalies(), ElementsAre(Kind::mixed_up));
}

TEST(History, NamesTheReadAndWhatItContradicts) {
  const Story story = Story().writes(1, 1, 2).reads(1, 2.5, 2.7).removes(3, 4).reads(1, 5, 6);
  const auto found = check_history(story.operations, {}, story.contract);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].read, 3U);
  EXPECT_EQ(found[0].against, 2U);
}

// ---- against a search of all orders

struct Draw {
  std::uint64_t seed;
  std::uint64_t next = 0;
  std::uint64_t below(std::uint64_t limit) { return split_mix_at(seed, next++) % limit; }
};

// Is there an order in which every read returns what the operation before it left? Of one key.
bool has_an_order(const std::vector<Operation>& operations, unsigned done, Value now) {
  bool complete = true;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    complete = complete && ((done >> i & 1U) != 0 || !operations[i].completed);
  }
  if (complete) return true;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if ((done >> i & 1U) != 0) continue;
    const Operation& next = operations[i];
    bool may_come = true;
    for (std::size_t j = 0; j < operations.size(); ++j) {
      const bool waits = (done >> j & 1U) == 0 && j != i && operations[j].completed &&
                         *operations[j].completed < next.invoked;
      may_come = may_come && !waits;
    }
    const bool reads = next.kind == Operation::Kind::read;
    if (!may_come || (reads && next.value != now)) continue;
    if (has_an_order(operations, done | 1U << i, reads ? now : next.value)) return true;
  }
  return false;
}

// Up to seven operations on one key, anyhow; each value is written once.
std::vector<Operation> draw_small(Draw& draw, bool with_removals) {
  std::vector<Operation> operations;
  const std::uint64_t count = 2 + draw.below(6);
  std::uint32_t written = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto from = static_cast<double>(draw.below(12));
    std::optional<Time> completed = at(from + 0.5 + static_cast<double>(draw.below(5)));
    const std::uint64_t kind = draw.below(10);
    if (kind < 4) {
      if (draw.below(4) == 0) completed = std::nullopt;
      operations.push_back({Operation::Kind::write, 1, at(from), completed, ++written});
    } else if (kind < 6 && with_removals) {
      if (draw.below(4) == 0) completed = std::nullopt;
      operations.push_back({Operation::Kind::remove, 1, at(from), completed, {}});
    } else {
      Value value;
      if (with_removals && draw.below(3) == 0) {
        value = std::nullopt;
      } else {
        value = static_cast<std::uint32_t>(draw.below(4));  // 0: as at first
      }
      operations.push_back({Operation::Kind::read, 1, at(from), completed, value});
    }
  }
  return operations;
}

TEST(History, DecidesAsASearchOfAllOrdersDoes) {
  int right = 0;
  int wrong = 0;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    Draw draw{seed};
    const auto operations = draw_small(draw, false);
    const bool possible = has_an_order(operations, 0, 0);
    const bool accepted = check_history(operations, {{1, 0}}, {.staleness = seconds(0)}).empty();
    ASSERT_EQ(accepted, possible) << "seed " << seed;
    ++(possible ? right : wrong);
  }
  EXPECT_GT(right, 2000);
  EXPECT_GT(wrong, 2000);
}

// With removals, which all leave the same behind, it may miss something; it never makes one up.
TEST(History, NeverMakesUpAnAnomaly) {
  int missed = 0;
  int found = 0;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    Draw draw{seed + 1'000'000};
    const auto operations = draw_small(draw, true);
    const bool possible = has_an_order(operations, 0, 0);
    const bool accepted = check_history(operations, {{1, 0}}, {.staleness = seconds(0)}).empty();
    ASSERT_TRUE(accepted || !possible) << "seed " << seed;
    if (!possible) ++(accepted ? missed : found);
  }
  EXPECT_GT(found, 2000);
  EXPECT_LT(missed, found / 10);
}

// ---- large ones

// Two replicas of a store, each of which has what is written there at once and what is written at
// the other after a while; as users see it, who move from one to the other now and then.
struct Replicated {
  enum class Defect { none, loses, keeps_removed, is_late, repeats, mixes_up };

  std::uint64_t seed;
  Defect defect = Defect::none;
  Duration lag = minutes(15);

  struct Change {
    Time time{};
    Value value;
    Time elsewhere{};  // when the other replica has it
    bool here = false;
  };

  std::vector<Operation> draw(std::size_t count) const {
    Draw draw{seed};
    std::vector<Operation> operations;
    const std::uint32_t users = 40;
    std::vector<std::vector<Change>> keys;  // changes of each, in order
    std::vector<std::vector<std::uint32_t>> own(users);
    std::vector<Time> free(users, at(0));
    std::uint32_t value = 0;
    const std::size_t broken_from = count / 2;
    bool broken = false;
    for (std::size_t i = 0; i < count; ++i) {
      const auto user = static_cast<std::uint32_t>(draw.below(users));
      const Time from = free[user] + seconds(static_cast<std::int64_t>(draw.below(600)));
      const Time moment = from + milliseconds(static_cast<std::int64_t>(draw.below(300)));
      const Time to = moment + milliseconds(static_cast<std::int64_t>(draw.below(300)));
      free[user] = to + milliseconds(1);
      const bool here = draw.below(2) == 0;
      const bool fails = draw.below(50) == 0;
      const bool happens = !fails || draw.below(2) == 0;
      const std::optional<Time> completed = fails ? std::nullopt : std::optional(to);
      const std::uint64_t what = draw.below(10);
      if (own[user].empty() || what < 2) {
        own[user].push_back(static_cast<std::uint32_t>(keys.size()));
        keys.emplace_back();
        if (happens) keys.back().push_back(change(draw, moment, ++value, here));
        operations.push_back(
            {Operation::Kind::write, own[user].back(), from, completed, happens ? value : ++value});
        continue;
      }
      const std::uint32_t key = own[user][draw.below(own[user].size())];
      auto& changes = keys[key];
      const bool gone = !changes.empty() && !changes.back().value;
      if (what < 4 && !gone) {
        if (happens) changes.push_back(change(draw, moment, ++value, here));
        operations.push_back(
            {Operation::Kind::write, key, from, completed, happens ? value : ++value});
      } else if (what < 5 && !gone) {
        if (happens) changes.push_back(change(draw, moment, {}, here));
        operations.push_back({Operation::Kind::remove, key, from, completed, {}});
      } else {
        Value seen = read(changes, moment, here);
        if (i > broken_from && !broken) broken = spoil(changes, from, seen, value);
        operations.push_back({Operation::Kind::read, key, from, to, seen});
      }
    }
    EXPECT_EQ(broken, defect != Defect::none);
    return operations;
  }

  Change change(Draw& draw, Time moment, Value value, bool here) const {
    const Duration way(
        static_cast<std::int64_t>(draw.below(static_cast<std::uint64_t>(lag.count()))));
    return {moment, value, moment + way, here};
  }

  // The newest that has arrived, and where nothing has, what the other replica has.
  static Value read(const std::vector<Change>& changes, Time moment, bool here) {
    for (auto one = changes.rbegin(); one != changes.rend(); ++one) {
      if (one->here == here || one->elsewhere <= moment) return one->value;
    }
    return changes.empty() ? Value() : changes.back().value;
  }

  // Whether the defect could show here.
  bool spoil(const std::vector<Change>& changes, Time from, Value& seen,
             std::uint32_t value) const {
    if (defect == Defect::none || changes.empty()) return false;
    const Change& last = changes.back();
    // The one before it is out of the question for the contract.
    const bool settled = last.time + lag + seconds(1) < from;
    if (!settled) return false;
    switch (defect) {
      case Defect::none:
        return false;
      case Defect::loses:
        if (!last.value) return false;
        seen = std::nullopt;
        return true;
      case Defect::keeps_removed:
        if (last.value || changes.size() < 2) return false;
        seen = changes[changes.size() - 2].value;
        return true;
      case Defect::is_late:
      case Defect::repeats:
        if (!last.value || changes.size() < 2) return false;
        seen = changes[changes.size() - 2].value;
        return true;
      case Defect::mixes_up:
        if (last.value == value) return false;
        seen = value;
        return true;
    }
    return false;
  }
};

TEST(History, AcceptsAStoreThatIsRight) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto operations = Replicated{seed}.draw(4000);
    EXPECT_THAT(check_history(operations, {}, {}), IsEmpty()) << "seed " << seed;
  }
}

TEST(History, FindsOneReadThatIsWrong) {
  using Defect = Replicated::Defect;
  const std::pair<Defect, std::vector<Kind>> defects[] = {
      {Defect::loses, {Kind::lost}},
      {Defect::keeps_removed, {Kind::resurrected}},
      {Defect::is_late, {Kind::stale, Kind::duplicated}},
      {Defect::mixes_up, {Kind::mixed_up}},
  };
  for (const auto& [defect, kinds] : defects) {
    int found = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const auto operations = Replicated{.seed = seed, .defect = defect}.draw(4000);
      const auto anomalies = check_history(operations, {}, {});
      for (const Anomaly& anomaly : anomalies) {
        EXPECT_THAT(kinds, ::testing::Contains(anomaly.kind)) << "seed " << seed;
      }
      found += anomalies.empty() ? 0 : 1;
    }
    // A change that failed may have happened at any time, so it excuses a few.
    EXPECT_GE(found, 45) << static_cast<int>(defect);
  }
}

TEST(History, TwentyThousandRequestsTakeMilliseconds) {
  const auto operations = Replicated{1}.draw(20'000);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(check_history(operations, {}, {}), IsEmpty());
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took, std::chrono::milliseconds(200)) << "a few are usual; a busy machine is slower";
  // One key with everything in it is no worse.
  std::vector<Operation> one_key;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    one_key.push_back({Operation::Kind::write, 1, at(i), at(i + 0.2), i});
    one_key.push_back({Operation::Kind::read, 1, at(i + 0.3), at(i + 0.5), i});
  }
  const auto begun_again = std::chrono::steady_clock::now();
  EXPECT_THAT(check_history(one_key, {}, {.staleness = seconds(0)}), IsEmpty());
  EXPECT_LT(std::chrono::steady_clock::now() - begun_again, std::chrono::milliseconds(200));
}

}  // namespace
}  // namespace godwit::rehearse
