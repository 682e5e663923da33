// Facts are those of aws-facts: C1 disabled checks, C2 one policy and alias trees, C5 weights and
// health, C7 what adding a record does, C8 the TTL of aliases.
#include "traffic/record_set.h"

#include <gtest/gtest.h>

#include "base/split_mix.h"

namespace godwit::traffic {
namespace {

RecordSet weighted(std::string identifier, int weight, std::string health_check = {}) {
  RecordSet record;
  record.name = "api.example.com";
  record.type = "A";
  record.set_identifier = std::move(identifier);
  record.weight = weight;
  record.ttl = seconds(60);
  record.values = {"192.0.2.1"};
  record.health_check = std::move(health_check);
  return record;
}

RecordSet alias_to(std::string name, std::string target, bool evaluate = false) {
  RecordSet record;
  record.name = std::move(name);
  record.type = "A";
  record.alias = AliasTarget{"Z1", std::move(target), evaluate};
  return record;
}

// Health by the check's name: "ok" and anything unknown is healthy, "bad" is not.
bool by_name(const std::string& check) { return !check.starts_with("bad"); }

std::map<std::string, double> by_identifier(const std::vector<RecordSet>& zone,
                                            const std::string& name = "api.example.com") {
  std::map<std::string, double> result;
  for (const Share& share : shares(zone, name, "A", by_name)) {
    result[share.record->set_identifier] += share.probability;
  }
  return result;
}

struct Row {
  std::string_view fact;
  std::vector<RecordSet> zone;
  std::map<std::string, double> expected;
};

TEST(Shares, follow_the_facts) {
  const std::vector<Row> rows = {
      {"C5: weight / sum of weights", {weighted("a", 100), weighted("b", 0)}, {{"a", 1.0}}},
      {"C5: 99 to 1", {weighted("a", 99), weighted("b", 1)}, {{"a", 0.99}, {"b", 0.01}}},
      {"C5: weights are no percentages",
       {weighted("a", 255), weighted("b", 85)},
       {{"a", 0.75}, {"b", 0.25}}},
      {"C5: of the healthy ones alone",
       {weighted("a", 100, "bad"), weighted("b", 50, "ok"), weighted("c", 150)},
       {{"b", 0.25}, {"c", 0.75}}},
      {"C5: weight 0 answers when every other is unhealthy",
       {weighted("a", 100, "bad"), weighted("b", 0)},
       {{"b", 1.0}}},
      {"C5: weight 0 stays silent while one other is healthy",
       {weighted("a", 100, "bad"), weighted("b", 1), weighted("c", 0)},
       {{"b", 1.0}}},
      {"C5: several of weight 0 share equally",
       {weighted("a", 9, "bad"), weighted("b", 0), weighted("c", 0), weighted("d", 0, "bad")},
       {{"b", 0.5}, {"c", 0.5}}},
      {"C5: all zero, equal shares",
       {weighted("a", 0), weighted("b", 0), weighted("c", 0), weighted("d", 0)},
       {{"a", 0.25}, {"b", 0.25}, {"c", 0.25}, {"d", 0.25}}},
      {"C5: all unhealthy, the non-zero weights answer again",
       {weighted("a", 30, "bad"), weighted("b", 10, "bad"), weighted("c", 0, "bad")},
       {{"a", 0.75}, {"b", 0.25}}},
      {"C5: all zero and all unhealthy, equal shares",
       {weighted("a", 0, "bad"), weighted("b", 0, "bad")},
       {{"a", 0.5}, {"b", 0.5}}},
      {"C7: a further set identifier at 100 leaves half where it was",
       {weighted("source", 100), weighted("rollback", 100), weighted("target", 0)},
       {{"source", 0.5}, {"rollback", 0.5}}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.fact);
    const auto actual = by_identifier(row.zone);
    ASSERT_EQ(actual.size(), row.expected.size());
    for (const auto& [identifier, probability] : row.expected) {
      ASSERT_TRUE(actual.contains(identifier)) << identifier;
      EXPECT_DOUBLE_EQ(actual.at(identifier), probability) << identifier;
    }
  }
}

TEST(Shares, of_a_simple_record_are_certain_whatever_its_health) {
  RecordSet simple;
  simple.name = "www.example.com";
  simple.type = "A";
  simple.health_check = "bad";
  EXPECT_EQ(by_identifier({simple}, "www.example.com"), (std::map<std::string, double>{{"", 1.0}}));
}

TEST(Shares, ask_by_name_and_type) {
  const std::vector<RecordSet> zone = {weighted("a", 1)};
  EXPECT_EQ(shares(zone, "api.example.com", "AAAA", by_name).size(), 0U);
  EXPECT_EQ(shares(zone, "other.example.com", "A", by_name).size(), 0U);
  EXPECT_EQ(shares(zone, "API.Example.com.", "A", by_name).size(), 1U);
}

TEST(Shares, never_ask_for_the_health_of_a_record_without_a_check) {
  int asked = 0;
  shares({weighted("a", 1), weighted("b", 1, "ok")}, "api.example.com", "A",
         [&](const std::string& check) {
           EXPECT_EQ(check, "ok");
           ++asked;
           return true;
         });
  EXPECT_EQ(asked, 1);
}

// Fact C2: policies do not mix under one name; a tree of aliases combines them.
TEST(AliasTree, multiplies_the_shares_of_its_branches) {
  RecordSet west = alias_to("api.example.com", "west.example.com");
  west.set_identifier = "west";
  west.weight = 3;
  RecordSet east = alias_to("api.example.com", "east.example.com");
  east.set_identifier = "east";
  east.weight = 1;
  RecordSet west_1 = weighted("west-1", 1);
  RecordSet west_2 = weighted("west-2", 2);
  west_1.name = west_2.name = "west.example.com";
  RecordSet east_1 = weighted("east-1", 7);
  east_1.name = "east.example.com";

  const auto actual = by_identifier({west, east, west_1, west_2, east_1});
  ASSERT_EQ(actual.size(), 3U);
  EXPECT_DOUBLE_EQ(actual.at("west-1"), 0.25);
  EXPECT_DOUBLE_EQ(actual.at("west-2"), 0.5);
  EXPECT_DOUBLE_EQ(actual.at("east-1"), 0.25);
}

TEST(AliasTree, leaves_a_dead_branch_only_where_target_health_is_evaluated) {
  for (const bool evaluate : {false, true}) {
    RecordSet west = alias_to("api.example.com", "west.example.com", evaluate);
    west.set_identifier = "west";
    west.weight = 100;
    RecordSet east = weighted("east", 0);
    RecordSet west_1 = weighted("west-1", 1, "bad");
    west_1.name = "west.example.com";
    const auto actual = by_identifier({west, east, west_1});
    EXPECT_EQ(actual, (std::map<std::string, double>{{evaluate ? "east" : "west-1", 1.0}}));
  }
}

TEST(AliasTree, ends_at_targets_outside_the_zone) {
  const std::vector<RecordSet> zone = {
      alias_to("api.example.com", "d-1.execute-api.eu-west-1.amazonaws.com", true)};
  const auto result = shares(zone, "api.example.com", "A", by_name);
  ASSERT_EQ(result.size(), 1U);
  EXPECT_EQ(result.front().record->alias->name, "d-1.execute-api.eu-west-1.amazonaws.com");
}

TEST(AliasTree, does_not_follow_a_loop_for_ever) {
  const std::vector<RecordSet> zone = {alias_to("api.example.com", "b.example.com", true),
                                       alias_to("b.example.com", "api.example.com", true)};
  EXPECT_EQ(shares(zone, "api.example.com", "A", by_name).size(), 1U);
}

TEST(TimeToLive, is_sixty_seconds_for_an_alias) {  // fact C8
  EXPECT_EQ(ttl_of(alias_to("api.example.com", "x.amazonaws.com")), seconds(60));
  RecordSet record = weighted("a", 1);
  record.ttl = seconds(300);
  EXPECT_EQ(ttl_of(record), seconds(300));
}

TEST(Choose, splits_the_unit_interval) {
  const std::vector<RecordSet> zone = {weighted("a", 1), weighted("b", 2), weighted("c", 1)};
  const auto result = shares(zone, "api.example.com", "A", by_name);
  const auto at = [&](double draw) { return choose(result, draw)->set_identifier; };
  EXPECT_EQ(at(0.0), "a");
  EXPECT_EQ(at(0.2499), "a");
  EXPECT_EQ(at(0.25), "b");
  EXPECT_EQ(at(0.7499), "b");
  EXPECT_EQ(at(0.75), "c");
  EXPECT_EQ(at(0.9999999999999999), "c");
  EXPECT_EQ(choose({}, 0.5), nullptr);
}

TEST(CanonicalName, is_lower_case_without_the_final_dot) {
  EXPECT_EQ(canonical_name("API.Example.COM."), "api.example.com");
  EXPECT_EQ(canonical_name("example.com"), "example.com");
  EXPECT_EQ(canonical_name(""), "");
}

// ---- what holds for every group of weighted records, healthy or not

struct Group {
  std::vector<RecordSet> zone;
  std::vector<Share> result;
};

bool healthy(const RecordSet& record) {
  return record.health_check.empty() || by_name(record.health_check);
}

double share_of(const Group& group, const RecordSet& record) {
  for (const Share& share : group.result) {
    if (share.record == &record) return share.probability;
  }
  return 0;
}

// Calls `judge` with many groups: small ones, with many zeros and many that are unhealthy.
void for_all_groups(const std::function<void(const Group&)>& judge) {
  std::uint64_t index = 0;
  const auto below = [&](std::uint64_t bound) { return split_mix_at(0x60d317, index++) % bound; };
  for (int round = 0; round < 20'000; ++round) {
    Group group;
    const std::uint64_t zero_of = 1 + below(4);
    const std::uint64_t bad_of = 1 + below(4);
    const std::uint64_t count = 1 + below(6);
    for (std::uint64_t n = 0; n < count; ++n) {
      const int weight = below(4) < zero_of ? 0 : static_cast<int>(1 + below(255));
      const std::string check = below(4) < bad_of ? "bad" : (below(2) == 0 ? "ok" : "");
      group.zone.push_back(weighted(fmt::format("r{}", n), weight, check));
    }
    group.result = shares(group.zone, "api.example.com", "A", by_name);
    judge(group);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(SharesProperty, sum_to_one_and_each_is_positive) {
  for_all_groups([](const Group& group) {
    double sum = 0;
    for (const Share& share : group.result) {
      EXPECT_GT(share.probability, 0);
      sum += share.probability;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
  });
}

TEST(SharesProperty, a_healthy_record_with_weight_always_answers) {
  for_all_groups([](const Group& group) {
    for (const RecordSet& record : group.zone) {
      if (healthy(record) && *record.weight > 0) {
        EXPECT_GT(share_of(group, record), 0);
      }
    }
  });
}

TEST(SharesProperty, all_unhealthy_is_as_all_healthy) {
  for_all_groups([](const Group& group) {
    if (std::ranges::any_of(group.zone, healthy)) return;
    const auto none =
        shares(group.zone, "api.example.com", "A", [](const std::string&) { return true; });
    ASSERT_EQ(group.result.size(), none.size());
    for (std::size_t n = 0; n < none.size(); ++n) {
      EXPECT_EQ(group.result[n].record, none[n].record);
      EXPECT_EQ(group.result[n].probability, none[n].probability);
    }
  });
}

TEST(SharesProperty, weight_zero_answers_only_when_every_other_is_unhealthy) {
  for_all_groups([](const Group& group) {
    const bool some_weight =
        std::ranges::any_of(group.zone, [](const RecordSet& record) { return *record.weight > 0; });
    const bool weight_is_healthy = std::ranges::any_of(
        group.zone, [](const RecordSet& record) { return *record.weight > 0 && healthy(record); });
    for (const RecordSet& record : group.zone) {
      if (*record.weight > 0 || share_of(group, record) == 0) continue;
      EXPECT_TRUE(!some_weight || (!weight_is_healthy && healthy(record)));
    }
  });
}

TEST(SharesProperty, an_unhealthy_record_answers_only_when_all_are_unhealthy) {
  for_all_groups([](const Group& group) {
    if (!std::ranges::any_of(group.zone, healthy)) return;
    for (const RecordSet& record : group.zone) {
      if (!healthy(record)) {
        EXPECT_EQ(share_of(group, record), 0);
      }
    }
  });
}

TEST(SharesProperty, all_zero_share_equally) {
  for_all_groups([](const Group& group) {
    if (std::ranges::any_of(group.zone, [](const RecordSet& r) { return *r.weight > 0; })) return;
    for (const Share& share : group.result) {
      EXPECT_DOUBLE_EQ(share.probability, 1.0 / static_cast<double>(group.result.size()));
    }
  });
}

TEST(SharesProperty, choose_answers_as_often_as_the_shares_say) {
  std::uint64_t index = 0;
  for_all_groups([&](const Group& group) {
    const double draw = static_cast<double>(split_mix_at(7, index++) >> 11) * 0x1p-53;
    const RecordSet* chosen = choose(group.result, draw);
    double below = 0;
    for (const Share& share : group.result) {
      if (share.record == chosen) {
        EXPECT_GE(draw, below - 1e-12);
        EXPECT_LT(draw, below + share.probability + 1e-12);
      }
      below += share.probability;
    }
  });
}

}  // namespace
}  // namespace godwit::traffic
