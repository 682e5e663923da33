// What a batch does to shares: for all users, by place, and for what leads to its names.
#include "traffic/effect_fixture.h"

namespace godwit::traffic {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::Pair;

TEST(Effect, GivesTheSharesBeforeAndAfter) {
  Situation situation = with({w("eu-west-1", 100), w("eu-central-1", 0)});
  situation.populations = {{"Berlin", {}, 30}, {"Dublin", {}, 10}};
  const Effect effect = effect_of(situation, batch({{Action::upsert, w("eu-west-1", 90)},
                                                    {Action::upsert, w("eu-central-1", 10)}}));
  EXPECT_FALSE(effect.refused);
  ASSERT_EQ(effect.names.size(), 1);
  EXPECT_EQ(effect.names[0].name, "api.example.com");
  EXPECT_EQ(effect.names[0].type, "A");
  EXPECT_THAT(effect.names[0].before, ElementsAre(Pair("eu-west-1", 1)));
  EXPECT_THAT(effect.names[0].after,
              ElementsAre(Pair("eu-central-1", DoubleEq(0.1)), Pair("eu-west-1", DoubleEq(0.9))));
  ASSERT_EQ(effect.names[0].places.size(), 2);
  EXPECT_EQ(effect.names[0].places[0].place, "Berlin");
  EXPECT_EQ(effect.names[0].places[0].people, 30);
  EXPECT_THAT(effect.zones.front().records, testing::SizeIs(2));
  EXPECT_EQ(effect.zones.front().records[1].weight, 10);
}

TEST(Effect, IsDifferentFromPlaceToPlace) {
  Situation situation = with(
      {R("api").country("DE").named("eu-central-1"), R("api").country("*").named("eu-west-1")});
  situation.populations = {{"Berlin", {.country = "DE"}, 1}, {"Dublin", {.country = "IE"}, 3}};
  const Effect effect =
      effect_of(situation, batch({{Action::upsert, R("api").country("IE").named("us-east-1")}}));
  ASSERT_EQ(effect.names.size(), 1);
  EXPECT_THAT(effect.names[0].after,
              ElementsAre(Pair("eu-central-1", 0.25), Pair("us-east-1", 0.75)));
  EXPECT_THAT(effect.names[0].places[0].after, ElementsAre(Pair("eu-central-1", 1)));
  EXPECT_THAT(effect.names[0].places[1].before, ElementsAre(Pair("eu-west-1", 1)));
  EXPECT_THAT(effect.names[0].places[1].after, ElementsAre(Pair("us-east-1", 1)));
}

TEST(Effect, ReachesTheNamesThatLeadToWhatIsChanged) {
  Situation situation =
      with({R("www").alias("api"), cname("old", "api"), R("other"), w("eu-west-1", 1)});
  situation.called_hosts = {"OLD.example.com."};
  const Effect effect = effect_of(situation, batch({{Action::upsert, w("eu-central-1", 1)}}));
  std::vector<std::string> names;
  for (const NameEffect& name : effect.names) names.push_back(name.name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("api.example.com", "www.example.com",
                                                   "old.example.com"));
  for (const NameEffect& name : effect.names) {
    EXPECT_THAT(name.after, ElementsAre(Pair("eu-central-1", 0.5), Pair("eu-west-1", 0.5)));
  }
}

TEST(Effect, OfALargeZoneIsSoonKnown) {
  std::vector<RecordSet> records = {w("eu-west-1", 1)};
  for (int n = 0; n < 5'000; ++n) {
    records.push_back(cname(fmt::format("n{}", n), n % 100 == 0 ? "api" : "other"));
  }
  const Effect effect =
      effect_of(with(std::move(records)), batch({{Action::upsert, w("eu-central-1", 1)}}));
  EXPECT_EQ(effect.names.size(), 51);
}

TEST(Effect, OfARefusedBatchIsNothing) {
  const Effect effect =
      effect_of(with({w("eu-west-1", 100)}),
                batch({{Action::upsert, w("eu-west-1", 0)}, {Action::create, w("eu-west-1", 0)}}));
  EXPECT_TRUE(effect.refused);
  EXPECT_EQ(effect.zones.front().records.front().weight, 100);
  EXPECT_THAT(effect.names[0].after, ElementsAre(Pair("eu-west-1", 1)));
}

TEST(Effect, NeedsTheZone) {
  const Effect effect = effect_of(with({}), {"Z9", {{Action::upsert, w("a", 1)}}});
  EXPECT_TRUE(effect.refused);
  EXPECT_THAT(ids(effect), ElementsAre("zone-missing"));
}

}  // namespace
}  // namespace godwit::traffic
