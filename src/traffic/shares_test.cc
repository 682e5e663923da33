// What answers come to: for records, for the people of each region, and for how long.
#include "traffic/answers_fixture.h"

namespace godwit::traffic {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

R w(std::string id, int weight) { return R("api").weight(std::move(id), weight); }

std::map<std::string, double> shares(const Zones& zones) {
  std::map<std::string, double> result;
  for (const Share& share : share_of_records(zones.answer("api.example.com", "A", {}, by_name()))) {
    result[share.record->set_identifier] += share.probability;
  }
  return result;
}

TEST(ShareOfRecords, IsThatOfTheFirstRecordOfTheAnswer) {
  EXPECT_THAT(shares(zones_of({w("a", 1), w("b", 3)})),
              ElementsAre(Pair("a", 0.25), Pair("b", 0.75)));
  EXPECT_THAT(shares(zones_of({R("api").many("a"), R("api").many("b")})),
              ElementsAre(Pair("a", 0.5), Pair("b", 0.5)));
  std::vector<RecordSet> ten;
  for (char id = 'a'; id < 'k'; ++id) ten.push_back(R("api").many(std::string(1, id)));
  const auto of_ten = shares(zones_of(ten));
  EXPECT_EQ(of_ten.size(), 10);
  for (const auto& [id, share] : of_ten) EXPECT_DOUBLE_EQ(share, 0.1) << id;
}

TEST(ShareOfRecords, NamesEachRecordOnce) {
  // By two chains of CNAMEs, which are two branches.
  const Zones zones = zones_of({R("api", "CNAME").weight("a", 1).value("x.example.com"),
                                R("api", "CNAME").weight("b", 1).value("y.example.com"),
                                cname("x", "z"), cname("y", "z"), R("z").named("end")});
  EXPECT_THAT(shares(zones), ElementsAre(Pair("end", 1)));
}

TEST(ShareOfRecords, IsEmptyWithoutAnAnswer) {
  EXPECT_THAT(shares(zones_of({})), IsEmpty());
  EXPECT_THAT(shares(zones_of({R("api").continent("EU")})), IsEmpty());
  EXPECT_THAT(shares(zones_of({R("api").alias("api")})), IsEmpty());
  // A referral's records are no answer.
  EXPECT_THAT(shares(zones_of({R("api", "NS")})), IsEmpty());
}

std::string region_of(const RecordSet& record) {
  return record.set_identifier.starts_with("?") ? "" : record.set_identifier;
}

TEST(ShareOfRegions, WeighsPlacesByTheirPeople) {
  const Zones zones = zones_of({R("api").country("DE").alias("de"), R("api").continent("NA"),
                                R("de").weight("old", 1), R("de").weight("new", 3)});
  const std::vector<Population> populations = {
      {"Berlin", {.continent = "EU", .country = "DE"}, 600},
      {"Austin", {.continent = "NA", .country = "US"}, 300},
      {"Nairobi", {.continent = "AF", .country = "KE"}, 100},
      {"nobody", {.continent = "EU", .country = "DE"}, 0}};
  EXPECT_THAT(share_of_regions(zones, "api.example.com", "A", by_name(), populations, region_of),
              ElementsAre(Pair("", DoubleEq(0.1)), Pair("NA", DoubleEq(0.3)),
                          Pair("new", DoubleEq(0.45)), Pair("old", DoubleEq(0.15))));
}

TEST(ShareOfRegions, CountsWhatNobodyKnowsAndWhatHasNoAnswer) {
  const std::vector<Population> everybody = {{"all", {}, 10}};
  const auto of = [&](std::vector<RecordSet> records) {
    return share_of_regions(zones_of(std::move(records)), "api.example.com", "A", by_name(),
                            everybody, region_of);
  };
  EXPECT_THAT(of({w("?", 1), w("a", 3)}), ElementsAre(Pair("", 0.25), Pair("a", 0.75)));
  EXPECT_THAT(of({}), ElementsAre(Pair("", 1)));
  EXPECT_THAT(of({w("a", 1)}), ElementsAre(Pair("a", 1)));
}

TEST(ShareOfRegions, OfNobodyIsEmpty) {
  const std::vector<Population> nobody = {{"a", {}, 0}, {"b", {}, -5}};
  EXPECT_THAT(
      share_of_regions(zones_of({w("a", 1)}), "api.example.com", "A", {}, nobody, region_of),
      IsEmpty());
}

// How long the whole of an answer may be kept: as long as its shortest-lived part.
TEST(BranchTtl, IsTheLeastOfAll) {
  const auto ttl_of_answer = [](const std::vector<RecordSet>& records) {
    return zones_of(records).answer("api.example.com", "A", {}, by_name()).branches.front().ttl;
  };
  EXPECT_EQ(ttl_of_answer({R("api").ttl(90)}), seconds(90));
  EXPECT_EQ(ttl_of_answer({R("api").ttl(0)}), seconds(0));
  EXPECT_EQ(ttl_of_answer({cname("api", "www").ttl(30), R("www").ttl(90)}), seconds(30));
  EXPECT_EQ(ttl_of_answer({cname("api", "www").ttl(120), R("www").ttl(90)}), seconds(90));
  EXPECT_EQ(ttl_of_answer({R("api").many("a").ttl(120), R("api").many("b").ttl(40)}), seconds(40));
  EXPECT_EQ(ttl_of_answer({cname("api", "www").ttl(30)}), seconds(30));  // NXDOMAIN
  // Fact C8, and API TTL: an alias has the target's, which is 60 s for load balancers and gateways.
  EXPECT_EQ(ttl_of_answer({R("api").alias("d-1.execute-api.eu-west-1.amazonaws.com.")}),
            seconds(60));
  EXPECT_EQ(ttl_of_answer({R("api").alias("www"), R("www").ttl(90)}), seconds(90));
  EXPECT_EQ(ttl_of_answer({cname("api", "www").ttl(300), R("www").alias("lb.elb.amazonaws.com.")}),
            seconds(60));
}

}  // namespace
}  // namespace godwit::traffic
