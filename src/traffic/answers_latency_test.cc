// Latency and geoproximity: whoever is nearest answers. Pages are those of AWS's
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/.
#include "traffic/answers_table_test.h"
#include "traffic/nearness.h"

namespace godwit::traffic {
namespace {

constexpr std::string_view latency_page = "routing-policy-latency.html";
constexpr std::string_view proximity_page = "routing-policy-geoproximity.html";
constexpr std::string_view chooses = "health-checks-how-route-53-chooses-records.html";

constexpr Coordinates frankfurt{50.1, 8.7};
constexpr Coordinates berlin{52.5, 13.4};
constexpr Coordinates madrid{40.4, -3.7};
constexpr Coordinates dallas{32.8, -96.8};
constexpr Coordinates johannesburg{-26.2, 28.0};

R in(std::string region) { return R("api").latency(std::move(region)); }
R near(std::string region, int bias = 0) { return R("api").near(std::move(region), bias); }

Asker by(std::map<std::string, Duration> latency) { return {.latency = std::move(latency)}; }
Asker from(Coordinates place) { return {.coordinates = place}; }

const Asker germany = by({{"eu-central-1", milliseconds(10)},
                          {"eu-west-1", milliseconds(30)},
                          {"us-east-1", milliseconds(95)}});

TEST(AnswersTable, Latency) {
  expect({
      {latency_page,
       "the region with the lowest latency",
       {in("us-east-1"), in("eu-west-1"), in("eu-central-1")},
       "eu-central-1",
       germany},
      {latency_page,
       "of those that have a record, whatever else would be nearer",
       {in("us-east-1"), in("eu-west-1")},
       "eu-west-1",
       germany},
      {latency_page, "one record serves all", {in("ap-southeast-2")}, "ap-southeast-2", germany},
      {chooses,
       "the next best latency where the best is unhealthy",
       {in("us-east-1"), in("eu-west-1"), in("eu-central-1").bad()},
       "eu-west-1",
       germany},
      {chooses,
       "and the next, where that is as well",
       {in("us-east-1"), in("eu-west-1").bad(), in("eu-central-1").bad()},
       "us-east-1",
       germany},
      {chooses,
       "all unhealthy: as if all were healthy",
       {in("us-east-1").bad(), in("eu-west-1").bad(), in("eu-central-1").bad()},
       "eu-central-1",
       germany},
      {chooses,
       "one that is unhealthy and farther makes no difference",
       {in("us-east-1").bad(), in("eu-central-1")},
       "eu-central-1",
       germany},
      {chooses,
       "a record without a check always stays in",
       {in("us-east-1"), in("eu-central-1").check("bad-2")},
       "us-east-1",
       germany},
      {"assumption (nearness.h)",
       "a latency that is not known is guessed from the distance",
       {in("us-east-1"), in("eu-central-1")},
       "eu-central-1",
       from(madrid)},
      {"assumption (nearness.h)",
       "the guess stands beside what is known: 2,200 km are more than 20 ms",
       {in("eu-central-1"), in("eu-north-1")},
       "eu-central-1",
       {.coordinates = madrid, .latency = {{"eu-central-1", milliseconds(20)}}}},
      {"assumption (nearness.h)",
       "and can be better than it",
       {in("eu-central-1"), in("eu-west-3")},
       "eu-west-3",
       {.coordinates = madrid, .latency = {{"eu-central-1", milliseconds(90)}}}},
      {"assumption (choice.h)",
       "nothing known: the set identifier that sorts first, whatever the order of the records",
       {in("us-east-1"), in("eu-west-1"), in("eu-central-1")},
       "eu-central-1"},
      {"assumption (choice.h)",
       "equal latencies: likewise",
       {in("eu-west-2"), in("eu-west-1")},
       "eu-west-1",
       by({{"eu-west-1", milliseconds(20)}, {"eu-west-2", milliseconds(20)}})},
      {"assumption (nearness.h)",
       "a region that nobody knows is behind those that are known",
       {in("aa-nowhere-1"), in("us-east-1")},
       "us-east-1",
       germany},
  });
}

TEST(AnswersTable, Geoproximity) {
  expect({
      {proximity_page,
       "the closest resource",
       {near("us-east-1"), near("eu-west-1"), near("eu-central-1")},
       "eu-central-1",
       from(berlin)},
      {proximity_page,
       "of coordinates that are no region's",
       {near("eu-central-1"), R("api").at("own", 52.5, 13.0)},
       "own",
       from(berlin)},
      {proximity_page,
       "Johannesburg beside regions, as on the page's map",
       {near("us-west-2"), near("us-east-1"), near("eu-west-3"), near("ap-northeast-1"),
        R("api").at("johannesburg", -26.2, 28.0)},
       "johannesburg",
       from({-33.9, 18.4})},
      {proximity_page,
       "no bias: 100 km are nearer than 150",
       {R("api").at("a", 0, 1.349), R("api").at("b", 0, -0.8993)},
       "b",
       from({0, 0})},
      {proximity_page,
       "bias +50 halves the distance: 150 km become 75",
       {R("api").at("a", 0, 1.349, 50), R("api").at("b", 0, -0.8993)},
       "a",
       from({0, 0})},
      {proximity_page,
       "bias +33 leaves 150 km at 100.5: not enough",
       {R("api").at("a", 0, 1.349, 33), R("api").at("b", 0, -0.8993)},
       "b",
       from({0, 0})},
      {proximity_page,
       "bias +34 makes 99 of them",
       {R("api").at("a", 0, 1.349, 34), R("api").at("b", 0, -0.8993)},
       "a",
       from({0, 0})},
      {proximity_page,
       "a negative bias shrinks: -50 makes 150 km of 100",
       {R("api").at("a", 0, 1.3), R("api").at("b", 0, -0.8993, -50)},
       "a",
       from({0, 0})},
      {proximity_page,
       "-50 multiplies by 1.5, it does not double",
       {R("api").at("a", 0, 1.4), R("api").at("b", 0, -0.8993, -50)},
       "b",
       from({0, 0})},
      {proximity_page,
       "bias +99 draws nearly the whole world",
       {near("eu-central-1"), near("ap-southeast-2", 99)},
       "ap-southeast-2",
       from(berlin)},
      {proximity_page,
       "a small bias swings Texas from one coast to the other",
       {near("us-east-1"), near("us-west-2")},
       "us-east-1",
       from(dallas)},
      {proximity_page,
       "a small bias swings Texas from one coast to the other",
       {near("us-east-1"), near("us-west-2", 40)},
       "us-west-2",
       from(dallas)},
      {proximity_page,
       "a local zone group is where its city is",
       {R("api").near_zone("us-east-1-dfw-1"), near("us-east-1")},
       "us-east-1-dfw-1",
       from(dallas)},
      {chooses,
       "the next closest where the closest is unhealthy",
       {near("eu-west-1"), near("eu-central-1").bad()},
       "eu-west-1",
       from(berlin)},
      {chooses,
       "all unhealthy: as if all were healthy",
       {near("eu-west-1").bad(), near("eu-central-1").bad()},
       "eu-central-1",
       from(berlin)},
      {"assumption (choice.h)",
       "an asker of whom nothing is known: the set identifier that sorts first",
       {near("us-east-1"), near("eu-west-1")},
       "eu-west-1"},
      {"assumption (nearness.h)",
       "a bias out of range, which Route 53 refuses, counts as the end of the range",
       {near("eu-central-1"), near("af-south-1", 1000)},
       "af-south-1",
       from(berlin)},
      {"assumption (nearness.h)",
       "at the other end likewise: -1000 is -99, which is less than twice as far",
       {near("eu-central-1", -1000), near("eu-west-1")},
       "eu-central-1",
       from(berlin)},
  });
}

TEST(Nearness, GuessesARoundTripFromTheDistance) {
  EXPECT_EQ(guessed_round_trip(0), Duration(0));
  EXPECT_EQ(guessed_round_trip(1000), milliseconds(15));
}

TEST(Nearness, IsInThePolicysUnit) {
  const auto distance = [](Policy policy, const RecordSet& record, const Asker& asker) {
    return distance_of(policy, record, asker, {});
  };
  EXPECT_DOUBLE_EQ(*distance(Policy::latency, in("eu-west-1"), germany), 0.03);
  EXPECT_NEAR(*distance(Policy::geoproximity, near("eu-central-1"), from(berlin)), 425, 10);
  EXPECT_NEAR(*distance(Policy::geoproximity, near("eu-central-1", -20), from(berlin)), 510, 12);
  EXPECT_EQ(*distance(Policy::geoproximity, near("eu-central-1"), from(frankfurt)), 0);
  EXPECT_FALSE(distance(Policy::geoproximity, in("eu-west-1"), from(johannesburg)));
  EXPECT_FALSE(distance(Policy::weighted, R("api").weight("a", 1), germany));
}

}  // namespace
}  // namespace godwit::traffic
