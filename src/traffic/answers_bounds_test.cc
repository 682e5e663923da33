// Zones that are made to be slow: what an answer costs is bounded, whatever they say. (A hang is
// ctest's to find.)
#include <fmt/format.h>

#include <optional>

#include "traffic/answers_fixture.h"

namespace godwit::traffic {
namespace {

std::string name(int n) { return fmt::format("n{}", n); }

std::string ask(const std::vector<RecordSet>& records, const std::string& of = "n0.example.com") {
  return describe(zones_of(records).answer(of, "A", {}, by_name()));
}

double sum_of(const Answers& answers) {
  double sum = 0;
  for (const Branch& branch : answers.branches) sum += branch.probability;
  return sum;
}

// Each name leads twice to the next: 2^40 ways to the end, all of one length.
std::vector<RecordSet> diamonds(int depth, bool healthy) {
  std::vector<RecordSet> records;
  for (int n = 0; n < depth; ++n) {
    records.push_back(R(name(n)).weight("a", 1).alias(name(n + 1)).watching());
    records.push_back(R(name(n)).weight("b", 3).alias(name(n + 1)).watching());
  }
  R end(name(depth));
  end.named("end");
  if (!healthy) end.bad();
  records.push_back(end);
  return records;
}

TEST(AnswersBounds, AliasesThatBranchWithoutEndCostWhatTheyHaveRecords) {
  EXPECT_EQ(ask(diamonds(40, true)), "end");
  EXPECT_EQ(ask(diamonds(40, false)), "end");
}

TEST(AnswersBounds, HealthBelowManyWaysIsAskedForOnce) {
  const auto records = diamonds(30, false);
  int asked = 0;
  const Health counting = {[&](const std::string&) { return ++asked, false; }, {}};
  zones_of(records).answer("n0.example.com", "A", {}, counting);
  EXPECT_LT(asked, 200);
}

TEST(AnswersBounds, HealthBelowManyWaysIsWhatItIs) {
  for (const bool healthy : {false, true}) {
    auto records = diamonds(30, healthy);
    records.push_back(R("api").weight("many ways", 1).alias(name(0)).watching());
    records.push_back(R("api").weight("z", 0));
    EXPECT_EQ(ask(records, "api.example.com"), healthy ? "end" : "z");
  }
}

TEST(AnswersBounds, AChainOfAliasesMayBeSoLong) {
  const auto chain = [](int aliases) {
    std::vector<RecordSet> records;
    for (int n = 0; n < aliases; ++n) records.push_back(R(name(n)).alias(name(n + 1)).watching());
    records.push_back(R(name(aliases)).named("end"));
    return ask(records);
  };
  EXPECT_EQ(chain(50), "end");
  EXPECT_EQ(chain(51), "endless");
  EXPECT_EQ(chain(100'000), "endless");  // and no stack is exhausted
}

TEST(AnswersBounds, ACircleMayBeAsLargeAsTheZone) {
  std::vector<RecordSet> records;
  constexpr int size = 20'000;
  for (int n = 0; n < size; ++n) {
    records.push_back(R(name(n)).alias(name((n + 1) % size)).watching());
  }
  EXPECT_EQ(ask(records), "endless");
  EXPECT_EQ(ask(records, "n9999.example.com"), "endless");
}

TEST(AnswersBounds, AChainOfCnamesHasSixteenLinks) {
  const auto chain = [](int links) {
    std::vector<RecordSet> records;
    for (int n = 0; n < links; ++n) records.push_back(cname(name(n), name(n + 1)));
    records.push_back(R(name(links)).named("end"));
    return ask(records);
  };
  EXPECT_TRUE(chain(16).ends_with("> end"));
  EXPECT_EQ(chain(17), "endless");
  EXPECT_EQ(chain(10'000), "endless");
}

TEST(AnswersBounds, CnamesThatBranchWithoutEndAreGivenUpOn) {
  std::vector<RecordSet> records;
  for (int n = 0; n < 15; ++n) {
    for (int way = 0; way < 20; ++way) {
      records.push_back(R(name(n), "CNAME")
                            .weight(fmt::format("w{}", way), 1)
                            .value(name(n + 1) + ".example.com"));
    }
  }
  records.push_back(R(name(15)).named("end"));
  const Zones zones = zones_of(records);
  const Answers answers = zones.answer("n0.example.com", "A", {}, by_name());
  EXPECT_NEAR(sum_of(answers), 1, 1e-9);
  EXPECT_TRUE(answers.branches.back().endless);
  EXPECT_LE(answers.branches.size(), Zones::max_steps);
}

TEST(AnswersBounds, AGroupMayBeHuge) {
  std::vector<RecordSet> records;
  constexpr int size = 10'000;
  for (int n = 0; n < size; ++n) {
    records.push_back(R("n0").weight(fmt::format("a{}", n), 1).alias(name(n + 1)));
    records.push_back(R(name(n + 1)));
  }
  const Zones zones = zones_of(records);
  const Answers answers = zones.answer("n0.example.com", "A", {}, by_name());
  EXPECT_EQ(answers.branches.size(), size);
  EXPECT_NEAR(sum_of(answers), 1, 1e-9);
}

TEST(Zones, MayBeMoved) {
  std::optional<Zones> first(zones_of({R("api").weight("a", 1), R("api").weight("b", 1)}));
  Zones second = std::move(*first);
  first.reset();
  const Answers answers = second.answer("api.example.com", "A", {}, by_name());
  EXPECT_EQ(describe(answers), "a 0.5, b 0.5");
  EXPECT_EQ(answers.zone, &second.zones().front());
}

TEST(Zones, AnswerFromTheClosest) {
  const auto zone = [](std::string id, std::string of, std::string record) {
    RecordSet of_it = R("x").named(id);
    of_it.name = std::move(record);
    return Zone{std::move(id), std::move(of), {of_it}};
  };
  const Zones zones(
      {zone("Z1", "example.com", "api.example.com"),
       zone("Z2", "api.example.com", "api.example.com"),
       zone("Z3", "api.example.com", "api.example.com"), zone("Z4", "", "api.example.org")},
      {});
  const auto ask_them = [&](std::string_view of) {
    return describe(zones.answer(of, "A", {}, by_name()));
  };
  EXPECT_EQ(ask_them("api.example.com"), "Z2");
  EXPECT_EQ(ask_them("x.api.example.com"), "NXDOMAIN");
  EXPECT_EQ(ask_them("api.example.org"), "REFUSED");
  EXPECT_EQ(zones.zone_of("WWW.API.example.com.")->id, "Z2");
  EXPECT_EQ(zones.zone_of("www.example.com")->id, "Z1");
  EXPECT_EQ(zones.zone_of("example.org"), nullptr);
  EXPECT_EQ(zones.zone_of(""), nullptr);
}

TEST(Zones, WithoutHealthAllIsHealthy) {
  const Zones zones = zones_of({R("api").primary().bad(), R("api").secondary()});
  EXPECT_EQ(describe(zones.answer("api.example.com", "A", {}, {})), "primary");
}

}  // namespace
}  // namespace godwit::traffic
