// What rules say of batches: facts C1 to C12, with the runbook's own batches.
#include "traffic/rules.h"

#include "traffic/effect_fixture.h"

namespace godwit::traffic {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

// ---- fact C6

TEST(RecordExists, FailsTheWholeBatch) {
  const Effect effect = effect_of(
      with({w("a", 1)}), batch({{Action::create, w("b", 1)}, {Action::create, w("a", 5)}}));
  EXPECT_TRUE(effect.refused);
  const Finding finding = the(effect, "record-exists");
  EXPECT_EQ(finding.fact, "C6");
  EXPECT_EQ(finding.severity, Severity::refused);
  EXPECT_THAT(finding.records, ElementsAre("api.example.com A 'a'"));
  EXPECT_EQ(finding.numbers.at("changes_lost"), 2);
  EXPECT_THAT(effect.zones.front().records, testing::SizeIs(1));
}

TEST(RecordExists, NotAfterItsDeletionInTheSameBatch) {
  const Effect effect = effect_of(
      with({w("a", 1)}), batch({{Action::remove, w("a", 1)}, {Action::create, w("a", 5)}}));
  EXPECT_FALSE(effect.refused);
  EXPECT_EQ(effect.zones.front().records.front().weight, 5);
  EXPECT_TRUE(effect_of(with({}), batch({{Action::create, w("a", 1)}, {Action::create, w("a", 1)}}))
                  .refused);
}

TEST(RecordMissing, FailsTheWholeBatch) {
  const auto remove = [](const RecordSet& record) {
    return effect_of(with({w("a", 1)}), batch({{Action::remove, record}}));
  };
  EXPECT_THAT(the(remove(w("b", 1)), "record-missing").sentence, HasSubstr("does not exist"));
  EXPECT_THAT(the(remove(w("a", 2)), "record-missing").sentence, HasSubstr("other values"));
  EXPECT_FALSE(remove(w("a", 1)).refused);
  EXPECT_THAT(remove(w("a", 1)).zones.front().records, IsEmpty());
}

// ---- fact C2

TEST(PoliciesMixed, FailTheWholeBatch) {
  const Effect effect =
      effect_of(with({w("a", 1)}), batch({{Action::create, R("api").country("DE")}}));
  const Finding finding = the(effect, "policies-mixed");
  EXPECT_TRUE(effect.refused);
  EXPECT_EQ(finding.fact, "C2");
  EXPECT_THAT(finding.sentence, HasSubstr("(weighted, geolocation)"));
  EXPECT_THAT(finding.records, ElementsAre("api.example.com A 'a'", "api.example.com A 'DE'"));
  EXPECT_TRUE(effect_of(with({R("api")}), batch({{Action::create, w("a", 1)}})).refused);
}

TEST(PoliciesMixed, NotAcrossTypesNorWhenTheOldOnesGo) {
  EXPECT_FALSE(effect_of(with({w("a", 1)}), batch({{Action::create, R("api", "AAAA")}})).refused);
  EXPECT_FALSE(
      effect_of(with({R("api")}), batch({{Action::remove, R("api")}, {Action::create, w("a", 1)}}))
          .refused);
}

TEST(PlaceWithoutAnswer, CountsThePeople) {
  Situation situation = with({});
  situation.populations = {{"Berlin", {.continent = "EU", .country = "DE"}, 600},
                           {"Nairobi", {.continent = "AF", .country = "KE"}, 300},
                           {"Lima", {.continent = "SA", .country = "PE"}, 100}};
  const Effect effect = effect_of(situation, batch({{Action::create, R("api").continent("EU")}}));
  EXPECT_FALSE(effect.refused);
  const Finding finding = the(effect, "place-without-answer");
  EXPECT_EQ(finding.fact, "C2");
  EXPECT_THAT(finding.places, ElementsAre("Nairobi", "Lima"));
  EXPECT_EQ(finding.numbers.at("people_without_answer"), 400);
  EXPECT_DOUBLE_EQ(finding.numbers.at("share_without_answer"), 0.4);
  EXPECT_THAT(finding.sentence, HasSubstr("40 % of users (Nairobi, Lima: 400 people)"));
}

TEST(PlaceWithoutAnswer, IsAlsoWhoeverCannotBeLocated) {
  const Effect effect = effect_of(with({}), batch({{Action::create, R("api").networks("office")}}));
  EXPECT_THAT(the(effect, "place-without-answer").sentence,
              HasSubstr("after this batch whoever cannot be located get no answer"));
  for (const R& everywhere : {R("api").country("*"), R("api").networks("*"), w("a", 1)}) {
    EXPECT_THAT(ids(effect_of(with({}), batch({{Action::create, everywhere}}))),
                Not(Contains("place-without-answer")));
  }
}

// ---- facts C5 and C7

TEST(WeightOutOfRange, IsRefused) {
  for (const int weight : {-1, 256, 1000}) {
    const Effect effect = effect_of(with({}), batch({{Action::create, w("a", weight)}}));
    EXPECT_TRUE(effect.refused);
    EXPECT_EQ(the(effect, "weight-out-of-range").numbers.at("weight"), weight);
  }
  EXPECT_FALSE(effect_of(with({}), batch({{Action::create, w("a", 255)}})).refused);
  EXPECT_FALSE(effect_of(with({}), batch({{Action::create, w("a", 0)}})).refused);
}

// The runbook's step 7, its zones mended: nobody has asked what the source is called.
TEST(SetIdentifierAdded, InTheRunbooksShift) {
  const Effect effect =
      effect_of(with({gateway("eu-west-1-primary", 100, "eu-west-1")}),
                batch({{Action::create, gateway("eu-central-1-primary", 100, "eu-central-1")},
                       {Action::upsert, gateway("eu-west-1-failover", 0, "eu-west-1")}}));
  EXPECT_FALSE(effect.refused);
  const Finding finding = the(effect, "set-identifier-added");
  EXPECT_EQ(finding.fact, "C7");
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_EQ(finding.numbers.at("share_of_kept"), 0.5);
  EXPECT_EQ(finding.numbers.at("share_of_added"), 0);
  EXPECT_THAT(finding.records, ElementsAre("api.example.com A 'eu-west-1-failover'",
                                           "api.example.com A 'eu-west-1-primary'"));
  EXPECT_THAT(finding.sentence,
              testing::EndsWith("after this batch 50 % of users still reach eu-west-1"));
  EXPECT_THAT(effect.names[0].after,
              ElementsAre(Pair("eu-central-1", 0.5), Pair("eu-west-1", 0.5)));
}

// The runbook's rollback, after it.
TEST(SetIdentifierAdded, InTheRunbooksRollback) {
  const Effect effect =
      effect_of(with({gateway("eu-central-1-primary", 100, "eu-central-1"),
                      gateway("eu-west-1-failover", 0, "eu-west-1")}),
                batch({{Action::upsert, gateway("eu-west-1-primary", 100, "eu-west-1")}}));
  EXPECT_THAT(the(effect, "set-identifier-added").sentence,
              testing::EndsWith("after this batch 50 % of users still reach eu-central-1"));
}

TEST(SetIdentifierAdded, AlsoOfAliasesWithinTheZone) {
  const Effect effect = effect_of(with({w("old", 100).alias("west"), R("west").named("eu-west-1")}),
                                  batch({{Action::upsert, w("new", 300).alias("west")}}));
  EXPECT_DOUBLE_EQ(the(effect, "set-identifier-added").numbers.at("share_of_kept"), 0.25);
}

TEST(SetIdentifierAdded, NotWhereItIsUpdatedOrMeantOrAlone) {
  const auto found = [](std::vector<RecordSet> records, std::vector<Change> changes) {
    return ids(effect_of(with(std::move(records)), batch(std::move(changes))));
  };
  const auto nothing = Not(Contains("set-identifier-added"));
  EXPECT_THAT(found({w("a", 100)}, {{Action::upsert, w("a", 0)}}), nothing);
  EXPECT_THAT(found({w("a", 100), w("b", 100)}, {{Action::upsert, w("a", 50)}}), nothing);
  EXPECT_THAT(found({w("a", 100)}, {{Action::create, w("b", 1)}}), nothing);
  EXPECT_THAT(found({}, {{Action::upsert, w("a", 1)}, {Action::upsert, w("b", 1)}}), nothing);
  EXPECT_THAT(found({w("a", 100)}, {{Action::upsert, w("b", 1)}, {Action::upsert, w("a", 0)}}),
              nothing);
}

// ---- facts C3 and C8

TEST(ZoneOfAlias, IsTheServicesAndRegions) {
  // The runbook's: load balancers' zones for API Gateways.
  const Effect effect = effect_of(
      with({}),
      batch({{Action::create, gateway("a", 100, "eu-central-1").zone("Z215JYRZR1TBD5")}}));
  EXPECT_TRUE(effect.refused);
  const Finding finding = the(effect, "zone-of-alias");
  EXPECT_EQ(finding.fact, "C3");
  EXPECT_THAT(finding.sentence, HasSubstr("Z1U9ULNL0V5AJ3"));
  EXPECT_FALSE(
      effect_of(with({}), batch({{Action::create, gateway("a", 100, "eu-central-1")}})).refused);
}

TEST(ZoneOfAlias, IsTheZonesOwnForItsNames) {
  EXPECT_TRUE(
      effect_of(with({}), batch({{Action::create, R("api").alias("www").zone("Z7").ttl(0)}}))
          .refused);
  EXPECT_FALSE(effect_of(with({}), batch({{Action::create, R("api").alias("www")}})).refused);
  // Of a name that the catalog does not know, nothing is said.
  EXPECT_FALSE(
      effect_of(with({}), batch({{Action::create, R("api").alias("lb.example.org.")}})).refused);
}

TEST(TtlOfAlias, IsRefused) {
  const Effect effect =
      effect_of(with({}), batch({{Action::create, R("api").alias("www").ttl(300)}}));
  EXPECT_TRUE(effect.refused);
  EXPECT_EQ(the(effect, "ttl-of-alias").fact, "C8");
  EXPECT_EQ(the(effect, "ttl-of-alias").numbers.at("ttl_s"), 300);
}

// ---- facts C1, C5 and C10

TEST(CheckDisabled, MovesNobody) {
  Situation situation = with({});
  situation.checks["h"] = {.disabled = true};
  const Batch change = batch({{Action::create, w("a", 1).check("h")}});
  EXPECT_EQ(the(effect_of(situation, change), "check-disabled").fact, "C1");
  EXPECT_THAT(the(effect_of(situation, change), "check-disabled").sentence,
              HasSubstr("never moves anybody away"));
  situation.checks["h"].inverted = true;
  EXPECT_THAT(the(effect_of(situation, change), "check-disabled").sentence,
              HasSubstr("counts as unhealthy"));
  situation.checks["h"].disabled = false;
  EXPECT_THAT(ids(effect_of(situation, change)), Not(Contains("check-disabled")));
}

TEST(RecordWithoutCheck, StaysWhenItFails) {
  const auto found = [](std::vector<Change> changes) {
    std::vector<std::string> records;
    for (const Finding& finding : effect_of(with({}), batch(std::move(changes))).findings) {
      if (finding.id == "record-without-check") records.push_back(finding.records.front());
    }
    return records;
  };
  EXPECT_THAT(found({{Action::create, w("a", 1)},
                     {Action::create, w("b", 1).check("ok")},
                     {Action::create, w("c", 0)}}),
              ElementsAre("api.example.com A 'a'"));
  EXPECT_THAT(found({{Action::create, R("api").primary()}, {Action::create, R("api").secondary()}}),
              ElementsAre("api.example.com A 'primary'"));
  EXPECT_THAT(found({{Action::create, w("a", 1).alias("x.org.").watching()},
                     {Action::create, w("b", 1).alias("y.org.")}}),
              ElementsAre("api.example.com A 'b'"));
  EXPECT_THAT(found({{Action::create, w("a", 1)}}), IsEmpty());  // alone: there is no other way
}

TEST(TimeToMove, IsDetectionAndTtl) {
  Situation situation = with({});
  situation.checks["slow"] = {.interval = seconds(30), .threshold = 3};
  situation.checks["fast"] = {.interval = seconds(10), .threshold = 3};
  const auto time = [&](std::vector<Change> changes) {
    return the(effect_of(situation, batch(std::move(changes))), "time-to-move");
  };
  // The fact's own numbers: 150 s by default, 90 s fast, with a TTL of 60 s.
  const Finding slow = time({{Action::create, w("a", 1).check("slow").ttl(60)}});
  EXPECT_EQ(slow.fact, "C10");
  EXPECT_EQ(slow.severity, Severity::note);
  EXPECT_EQ(slow.numbers.at("total_s"), 150);
  EXPECT_EQ(slow.numbers.at("detection_s"), 90);
  EXPECT_THAT(slow.sentence,
              HasSubstr("for up to 2m 30s: 3 x 30s until that is seen, and a TTL of 1m"));
  EXPECT_EQ(time({{Action::create, w("a", 1).check("fast").ttl(60)}}).numbers.at("total_s"), 90);
  EXPECT_EQ(time({{Action::create, w("a", 1).check("fast").ttl(60)},
                  {Action::create, w("b", 1).check("slow").ttl(300)}})
                .numbers.at("total_s"),
            390);
  situation.checks["off"] = {.disabled = true, .interval = seconds(30), .threshold = 10};
  EXPECT_THAT(ids(effect_of(situation, batch({{Action::create, w("a", 1).check("off")}}))),
              Not(Contains("time-to-move")));
  // An alias lives 60 s (C8).
  EXPECT_EQ(
      time({{Action::create, gateway("a", 1, "eu-west-1").check("fast")}}).numbers.at("ttl_s"), 60);
}

// ---- fact C12

TEST(NameUnused, MovesNobody) {
  Situation situation = with({R("www").alias("api"), cname("*.app", "api")});
  const Batch change = batch({{Action::create, w("a", 1)}, {Action::create, R("api", "TXT")}});
  const auto found = [&](std::vector<std::string> hosts) {
    situation.called_hosts = std::move(hosts);
    return ids(effect_of(situation, change));
  };
  EXPECT_THAT(found({"other.example.com"}), Contains("name-unused").Times(1));
  for (const char* host :
       {"api.example.com", "API.example.com.", "www.example.com", "x.app.example.com"}) {
    EXPECT_THAT(found({"other.example.com", host}), Not(Contains("name-unused"))) << host;
  }
  EXPECT_THAT(found({}), Not(Contains("name-unused")));  // nobody knows what clients call
}

TEST(HostOutOfReach, IsCounted) {
  Situation situation = with({});
  situation.called_hosts = {"api.example.com", "d-1.execute-api.eu-west-1.amazonaws.com",
                            "d-2.execute-api.eu-west-1.amazonaws.com"};
  const Finding finding =
      the(effect_of(situation, batch({{Action::create, w("a", 1)}})), "host-out-of-reach");
  EXPECT_EQ(finding.fact, "C12");
  EXPECT_EQ(finding.numbers.at("hosts_out_of_reach"), 2);
  EXPECT_EQ(finding.numbers.at("hosts_called"), 3);
}

TEST(LeadsTo, ComesToAnEnd) {
  const Zones zones = zones_of({R("a").alias("b"), R("b").alias("a"), cname("*.c", "a")});
  EXPECT_TRUE(leads_to(zones, "a.example.com", "b.example.com"));
  EXPECT_TRUE(leads_to(zones, "x.c.example.com", "b.example.com"));
  EXPECT_FALSE(leads_to(zones, "c.example.com", "b.example.com"));
  EXPECT_FALSE(leads_to(zones, "a.example.com", "c.example.com"));
  EXPECT_TRUE(leads_to(zones, "elsewhere.org", "elsewhere.org"));
}

TEST(Percent, IsShort) {
  EXPECT_EQ(percent(0.5), "50 %");
  EXPECT_EQ(percent(1.0 / 3), "33.3 %");
  EXPECT_EQ(percent(0.001), "0.1 %");
  EXPECT_EQ(percent(1), "100 %");
}

}  // namespace
}  // namespace godwit::traffic
