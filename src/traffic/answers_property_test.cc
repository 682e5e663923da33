// What holds for all zones, whatever their records are.
#include <algorithm>
#include <cmath>
#include <map>

#include "traffic/sampler.h"

namespace godwit::traffic {
namespace {

constexpr std::uint64_t zones = 3'000;

// Calls `judge` with many zones and the answers for the addresses of their first name.
template <typename Judge>
void for_all_zones(std::uint64_t count, Judge&& judge) {
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const Generated generated = generate(seed);
    const Zones all = zones_of(generated.records);
    const Answers answers = all.answer("g0.example.com", "A", generated.asker, by_name());
    SCOPED_TRACE(fmt::format("seed {}: {}", seed, describe(answers)));
    ASSERT_EQ(answers.kind, Answers::Kind::answered);
    // The records as the answers point to them.
    judge(seed, all.zones().front().records, generated.asker, answers);
    if (testing::Test::HasFailure()) return;
  }
}

double sum_of(const Answers& answers) {
  double sum = 0;
  for (const Branch& branch : answers.branches) sum += branch.probability;
  return sum;
}

TEST(AnswersProperty, ProbabilitiesSumToOneAndAreAboveZero) {
  for_all_zones(zones, [](auto, const auto&, const auto&, const Answers& answers) {
    EXPECT_NEAR(sum_of(answers), 1, 1e-9);
    for (const Branch& branch : answers.branches) {
      EXPECT_GT(branch.probability, 0);
      EXPECT_FALSE(branch.endless);
    }
  });
}

TEST(AnswersProperty, SharesOfRecordsSumToWhatIsNotLost) {
  for_all_zones(zones, [](auto, const auto&, const auto&, const Answers& answers) {
    double lost = 0;
    for (const Branch& branch : answers.branches) {
      if (branch.records.empty()) lost += branch.probability;
    }
    double shared = 0;
    std::map<const RecordSet*, int> times;
    for (const Share& share : share_of_records(answers)) {
      shared += share.probability;
      EXPECT_EQ(++times[share.record], 1);
    }
    EXPECT_NEAR(shared + lost, 1, 1e-9);
  });
}

TEST(AnswersProperty, AreTheSameTwice) {
  for_all_zones(zones / 10, [](auto seed, const auto&, const auto&, const Answers& answers) {
    const Generated again = generate(seed);
    const Zones all = zones_of(again.records);
    EXPECT_EQ(describe(all.answer("g0.example.com", "A", again.asker, by_name())),
              describe(answers));
  });
}

// Follows all records that chance may choose, and that are healthy, down to the ends.
class Reachable {
 public:
  Reachable(const Sampler& sampler, std::map<const RecordSet*, bool>& ends)
      : sampler_(sampler), ends_(ends) {}

  void follow(const std::string& name) {
    auto group = sampler_.group(name, "A");
    if (group.empty()) return;
    const Policy policy = policy_of(*group.front());
    // Where one record is nearer than another, the other's silence is no starvation.
    if (policy != Policy::weighted && policy != Policy::multivalue && policy != Policy::simple)
      return;
    for (const RecordSet* record : group) {
      if (policy == Policy::weighted && *record->weight == 0) continue;
      if (policy != Policy::simple && !sampler_.is_healthy(*record)) continue;
      if (record->alias && record->alias->name.ends_with(".example.com")) {
        follow(record->alias->name);
      } else {
        ends_[record] = true;
      }
    }
  }

 private:
  const Sampler& sampler_;
  std::map<const RecordSet*, bool>& ends_;
};

TEST(AnswersProperty, AHealthyEndpointWithWeightIsNeverStarved) {
  std::size_t judged = 0;
  for_all_zones(zones,
                [&](auto seed, const auto& records, const Asker& asker, const Answers& answers) {
                  Draws draws(seed);
                  const Sampler sampler(records, asker, draws);
                  std::map<const RecordSet*, bool> ends;
                  Reachable(sampler, ends).follow("g0.example.com");
                  for (const Share& share : share_of_records(answers)) ends.erase(share.record);
                  EXPECT_THAT(ends, testing::IsEmpty());
                  judged += ends.size() + answers.branches.size();
                });
  EXPECT_GT(judged, zones);
}

TEST(AnswersProperty, WhatIsUnhealthyAnswersOnlyWhereNothingBesideItIsHealthy) {
  std::size_t unhealthy = 0;
  for_all_zones(
      zones, [&](auto seed, const auto& records, const Asker& asker, const Answers& answers) {
        Draws draws(seed);
        const Sampler sampler(records, asker, draws);
        for (const Share& share : share_of_records(answers)) {
          if (policy_of(*share.record) == Policy::simple || sampler.is_healthy(*share.record))
            continue;
          ++unhealthy;
          for (const RecordSet* beside : sampler.group(share.record->name, share.record->type)) {
            EXPECT_FALSE(sampler.is_for_asker(*beside) && sampler.is_healthy(*beside));
          }
        }
      });
  EXPECT_GT(unhealthy, 100);
}

// Calls `judge` with many groups of weighted records, with many zeros and many that are unhealthy.
template <typename Judge>
void for_all_weighted_groups(Judge&& judge) {
  Draws draws(0x60d317);
  for (int round = 0; round < 5'000; ++round) {
    std::vector<RecordSet> records;
    const std::uint64_t zero_of = 1 + draws.below(4);
    const std::uint64_t bad_of = 1 + draws.below(4);
    const std::uint64_t count = 1 + draws.below(6);
    for (std::uint64_t n = 0; n < count; ++n) {
      const int weight = draws.below(4) < zero_of ? 0 : static_cast<int>(1 + draws.below(255));
      R record = R("g0").weight(fmt::format("r{}", n), weight);
      if (draws.below(4) < bad_of) {
        record.bad();
      } else if (draws.one_in(2)) {
        record.check("ok");
      }
      records.push_back(record);
    }
    const Zones all = zones_of(records);
    const Answers answers = all.answer("g0.example.com", "A", {}, by_name());
    SCOPED_TRACE(describe(answers));
    std::map<std::string, double> shares;
    for (const Share& share : share_of_records(answers)) {
      shares[share.record->set_identifier] = share.probability;
    }
    judge(records, shares);
    if (testing::Test::HasFailure()) return;
  }
}

bool is_bad(const RecordSet& record) { return record.health_check == "bad"; }
bool has_weight(const RecordSet& record) { return *record.weight > 0; }

TEST(AnswersProperty, WeightZeroAnswersOnlyWhereEveryOtherIsUnhealthy) {  // fact C5
  for_all_weighted_groups([](const auto& records, auto& shares) {
    const bool some_weight = std::ranges::any_of(records, has_weight);
    const bool some_healthy_weight = std::ranges::any_of(
        records, [](const RecordSet& record) { return has_weight(record) && !is_bad(record); });
    for (const RecordSet& record : records) {
      if (has_weight(record) || !shares.contains(record.set_identifier)) continue;
      EXPECT_TRUE(!some_weight || (!some_healthy_weight && !is_bad(record)));
    }
  });
}

TEST(AnswersProperty, AllUnhealthyIsAsAllHealthy) {  // fact C5
  for_all_weighted_groups([](const auto& records, auto& shares) {
    if (!std::ranges::all_of(records, is_bad)) return;
    const Zones all = zones_of(records);
    std::map<std::string, double> healthy;
    for (const Share& share : share_of_records(all.answer("g0.example.com", "A", {}, {}))) {
      healthy[share.record->set_identifier] = share.probability;
    }
    EXPECT_EQ(shares, healthy);
  });
}

TEST(AnswersProperty, AllZeroShareEqually) {  // fact C5
  for_all_weighted_groups([](const auto& records, auto& shares) {
    if (std::ranges::any_of(records, has_weight)) return;
    for (const auto& [id, share] : shares) {
      EXPECT_DOUBLE_EQ(share, 1.0 / static_cast<double>(shares.size())) << id;
    }
  });
}

TEST(AnswersProperty, NobodyAsksForTheHealthOfARecordWithoutACheck) {
  for_all_weighted_groups([](const auto& records, const auto&) {
    const Health strict{[](const std::string& check) {
                          EXPECT_NE(check, "");
                          return true;
                        },
                        {}};
    zones_of(records).answer("g0.example.com", "A", {}, strict);
  });
}

// Draws so many answers, and looks whether each record has come as often as it is probable, within
// five standard deviations of the binomial distribution.
void compare_with_samples(const std::vector<RecordSet>& records, const Asker& asker,
                          const Answers& answers, Draws& draws, std::uint64_t samples) {
  Sampler sampler(records, asker, draws);
  std::map<const RecordSet*, std::uint64_t> counts;
  for (std::uint64_t n = 0; n < samples; ++n) ++counts[sampler.sample("g0.example.com")];
  std::map<const RecordSet*, double> expected;
  double lost = 1;
  for (const Share& share : share_of_records(answers)) {
    expected[share.record] = share.probability;
    lost -= share.probability;
  }
  if (lost > 1e-9) expected[nullptr] = lost;
  for (const auto& [record, count] : counts) EXPECT_TRUE(expected.contains(record));
  for (const auto& [record, probability] : expected) {
    const auto n = static_cast<double>(samples);
    const double deviation = std::sqrt(n * probability * std::max(0.0, 1 - probability));
    EXPECT_NEAR(static_cast<double>(counts[record]), n * probability, 5 * deviation + 1e-3)
        << (record != nullptr ? record->name + " " + record->set_identifier : "no data");
  }
}

TEST(AnswersProperty, AgreeWithSamplesOfManyZones) {
  for_all_zones(1'000,
                [](auto seed, const auto& records, const Asker& asker, const Answers& answers) {
                  Draws draws(seed ^ 0x5eed);
                  compare_with_samples(records, asker, answers, draws, 200);
                });
}

TEST(AnswersProperty, AgreeWithAHundredThousandSamples) {
  // Of the zones with the most answers.
  std::multimap<std::size_t, std::uint64_t> by_branches;
  for_all_zones(zones, [&](auto seed, const auto&, const auto&, const Answers& answers) {
    by_branches.emplace(answers.branches.size(), seed);
  });
  auto seed = by_branches.rbegin();
  for (int n = 0; n < 3; ++n, ++seed) {
    const Generated generated = generate(seed->second);
    const Zones all = zones_of(generated.records);
    const Answers answers = all.answer("g0.example.com", "A", generated.asker, by_name());
    SCOPED_TRACE(fmt::format("seed {}: {}", seed->second, describe(answers)));
    EXPECT_GE(answers.branches.size(), 6);
    Draws draws(seed->second ^ 0x10000);
    compare_with_samples(all.zones().front().records, generated.asker, answers, draws, 100'000);
  }
}

// Weights over failover over weights, with something unhealthy on each level.
TEST(AnswersProperty, AgreeWithAHundredThousandSamplesOfATree) {
  std::vector<RecordSet> records;
  for (int n = 0; n < 5; ++n) {
    const std::string name = fmt::format("w{}", n);
    R branch = R("g0").weight(name, 10 * n + 1).alias(n % 2 == 0 ? name : "f" + name);
    if (n != 2) branch.watching();
    if (n == 3) branch.bad();
    records.push_back(branch);
    records.push_back(R("f" + name).primary().alias(name).watching());
    records.push_back(R("f" + name).secondary().alias("last"));
    for (int leaf = 0; leaf < 4; ++leaf) {
      R record = R(name).weight(fmt::format("{}-{}", name, leaf), 3 * leaf + n);
      if (leaf == n || n == 1) record.bad();
      records.push_back(record);
    }
  }
  records.push_back(R("last").many("m1"));
  records.push_back(R("last").many("m2").bad());
  records.push_back(R("last").many("m3"));
  const Zones all = zones_of(records);
  const Answers answers = all.answer("g0.example.com", "A", {}, by_name());
  SCOPED_TRACE(describe(answers));
  EXPECT_GE(share_of_records(answers).size(), 10);
  Draws draws(0x7ee);
  const Asker nobody;
  compare_with_samples(all.zones().front().records, nobody, answers, draws, 100'000);
}

TEST(AnswersProperty, HostileZonesHaveAnAnswerToEverything) {
  const std::vector<std::string> names = {"g0.example.com",
                                          "g1.example.com",
                                          "g5.example.com",
                                          "example.com",
                                          "x.y.g0.example.com",
                                          "*.example.com",
                                          "a.b.c.example.com",
                                          "",
                                          ".",
                                          "..",
                                          std::string(64, 'a') + ".example.com",
                                          std::string(300, '.'),
                                          std::string("\0\0", 2)};
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    const Generated generated = generate(seed, true);
    const Zones all = zones_of(generated.records);
    // The same check is healthy now and unhealthy then, even within one question.
    int asked = 0;
    const Health contradictory = {[&](const std::string&) { return ++asked % 3 == 0; },
                                  [&](const AliasTarget&) { return ++asked % 2 == 0; }};
    for (const std::string& name : names) {
      for (const char* type : {"A", "CNAME", "NS", "DS", "", "nonsense"}) {
        const Answers answers = all.answer(name, type, generated.asker, contradictory);
        SCOPED_TRACE(fmt::format("seed {}, {} {}: {}", seed, name, type, describe(answers)));
        if (answers.kind == Answers::Kind::answered) {
          ASSERT_NEAR(sum_of(answers), 1, 1e-9);
        } else {
          ASSERT_LE(answers.branches.size(), 1U);
        }
        for (const Branch& branch : answers.branches) {
          ASSERT_LE(branch.most, std::max<std::size_t>(1, branch.records.size()));
          ASSERT_LE(branch.links.size(), Zones::max_links);
        }
      }
    }
  }
}

}  // namespace
}  // namespace godwit::traffic
