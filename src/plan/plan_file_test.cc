#include "plan/plan_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

std::vector<std::string> errors_of(const std::string& yaml) {
  const auto plan = read_plan(yaml, "p.yaml");
  return plan ? std::vector<std::string>() : causes(plan.error(), "read plan");
}

std::vector<std::string> errors_with(std::string_view from, std::string_view to) {
  return errors_of(with(from, to));
}

TEST(PlanFile, ReadsTheFormatsOwnExample) {
  const std::string document = slurp("docs/plan-file.md");
  const std::size_t begin = document.find("```yaml\n") + 8;
  const auto plan =
      read_plan(document.substr(begin, document.find("\n```", begin) - begin + 1), "p.yaml");
  ASSERT_TRUE(plan) << to_string(plan.error().front());
  EXPECT_EQ(plan->name, "medzen-to-frankfurt");
  ASSERT_THAT(plan->approvals, SizeIs(1));
  EXPECT_EQ(plan->approvals[0].name, "go-live");
  EXPECT_EQ(plan->approvals[0].before.name, "traffic/api/shift");
  EXPECT_EQ(plan->approvals[0].title, "the on-call engineer is at hand");
  ASSERT_THAT(plan->deadlines, SizeIs(1));
  EXPECT_EQ(plan->deadlines[0].step.name, "bucket/recordings/backfill");
  EXPECT_EQ(plan->deadlines[0].limit, hours(48));
  EXPECT_EQ(plan->account, "558069890522");
  EXPECT_EQ(plan->source, "eu-west-1");
  EXPECT_EQ(plan->target, "eu-central-1");
  EXPECT_EQ(plan->policy.duration, hours(21 * 24));
  EXPECT_EQ(plan->policy.downtime, seconds(0));
  EXPECT_THAT(plan->policy.residency,
              ElementsAre(Pair("EU", ElementsAre("eu-central-1", "eu-west-1"))));
  ASSERT_THAT(plan->keys, SizeIs(1));
  EXPECT_EQ(plan->keys[0].alias, "alias/medzen-chime");
  EXPECT_TRUE(plan->keys[0].rotation);
  EXPECT_THAT(plan->keys[0].tags, ElementsAre(Pair("Project", "medzen")));
  EXPECT_EQ(plan->replication_role, "arn:aws:iam::558069890522:role/medzen-s3-replication-role");
  ASSERT_THAT(plan->buckets, SizeIs(1));
  EXPECT_EQ(plan->buckets[0].source.name, "medzen-meeting-recordings-558069890522");
  EXPECT_EQ(plan->buckets[0].key.name, "chime");
  EXPECT_EQ(plan->buckets[0].replicate, Replicate::both);
  EXPECT_TRUE(plan->read_through);
  ASSERT_THAT(plan->traffic, SizeIs(1));
  const Traffic& traffic = plan->traffic[0];
  EXPECT_EQ(traffic.source.hosted_zone, "ZLY8HYME6SFDD");
  EXPECT_EQ(traffic.target.hosted_zone, "Z1U9ULNL0V5AJ3");
  EXPECT_EQ(traffic.health->interval, seconds(10));
  EXPECT_EQ(traffic.drill->method, DrillMethod::inverted);
  EXPECT_THAT(traffic.shift.weights, ElementsAre(1, 10, 50, 100));
  EXPECT_EQ(traffic.shift.bake, hours(6));
  EXPECT_THAT(traffic.shift.guard->probe, ElementsAre("/health", "/recordings/2025/000001.webm"));
  EXPECT_EQ(traffic.shift.guard->budget, 0.001);
  EXPECT_THAT(traffic.shift.guard->burn,
              ElementsAre(traffic::BurnWindow{hours(1), minutes(5), 14.4},
                          traffic::BurnWindow{hours(6), minutes(30), 6}));
  EXPECT_TRUE(traffic.health->switch_too);
  EXPECT_EQ(traffic.shift.guard->metrics->space, "AWS/ApiGateway");
  EXPECT_EQ(traffic.shift.guard->metrics->errors, "5XXError");
  EXPECT_EQ(traffic.shift.guard->metrics->dimensions.at("ApiName"), "medzen");
  EXPECT_EQ(traffic.soak, hours(7 * 24));
  EXPECT_EQ(traffic.quiet, hours(12));
}

TEST(PlanFile, HasTheDefaultsOfTheFormat) {
  const Plan plan = plan_of(std::string(base_plan));
  EXPECT_EQ(plan.file, "p.yaml");
  EXPECT_EQ(plan.policy.downtime, seconds(0));
  EXPECT_TRUE(plan.keys[0].rotation);
  const Bucket& bucket = plan.buckets[0];
  EXPECT_EQ(bucket.replicate, Replicate::both);
  EXPECT_TRUE(bucket.encrypted_objects && bucket.delete_markers && bucket.time_control &&
              bucket.restore_archived && bucket.backfill && bucket.verify);
  EXPECT_FALSE(plan.read_through);
  const Traffic& traffic = plan.traffic[0];
  EXPECT_EQ(traffic.type, "A");
  EXPECT_EQ(traffic.health->interval, seconds(30));
  EXPECT_EQ(traffic.health->threshold, 3);
  EXPECT_EQ(traffic.drill->method, DrillMethod::inverted);
  EXPECT_TRUE(traffic.drill->before_shift);
  EXPECT_EQ(traffic.drill->hold, minutes(10));
  EXPECT_EQ(traffic.shift.guard->every, seconds(30));
  EXPECT_EQ(traffic.shift.guard->budget, 0.001);
  EXPECT_EQ(traffic.shift.guard->burn, traffic::usual_burn_windows());
  EXPECT_FALSE(traffic.shift.guard->metrics);
  EXPECT_FALSE(traffic.health->switch_too);
  EXPECT_EQ(traffic.shift.guard->slower, milliseconds(300));
  EXPECT_EQ(traffic.quiet, hours(12));
}

TEST(PlanFile, KeepsPlacesForLaterChecks) {
  const Plan plan = plan_of(with("key: chime", "key: chime\n      after: [key/chime, x]"));
  EXPECT_EQ(plan.keys[0].where, (Location{"p.yaml", 10, 5}));
  EXPECT_EQ(plan.buckets[0].where, (Location{"p.yaml", 15, 7}));
  EXPECT_EQ(plan.buckets[0].source.where, (Location{"p.yaml", 16, 15}));
  EXPECT_EQ(plan.buckets[0].key.where, (Location{"p.yaml", 18, 12}));
  EXPECT_EQ(plan.buckets[0].after[1].where, (Location{"p.yaml", 19, 26}));
  EXPECT_EQ(plan.traffic[0].where, (Location{"p.yaml", 21, 5}));
  EXPECT_EQ(plan.traffic[0].zone.where, (Location{"p.yaml", 22, 11}));
  EXPECT_EQ(plan.traffic[0].source.where, (Location{"p.yaml", 25, 7}));
  EXPECT_EQ(plan.traffic[0].shift.bake_where, (Location{"p.yaml", 36, 13}));
}

TEST(PlanFile, NeedsItsHead) {
  EXPECT_THAT(errors_of("keys: []\n"),
              ElementsAre("1:1 the plan file needs 'plan', which is missing",
                          "1:1 the plan file needs 'account', which is missing",
                          "1:1 the plan file needs 'regions', which is missing",
                          "1:1 the plan file needs 'policy', which is missing"));
  EXPECT_THAT(errors_of("plan: a\naccount: \"558069890522\"\nregions: {source: "
                        "eu-west-1, target: "
                        "eu-west-2}\npolicy: {duration: 1d}\n"),
              IsEmpty());
}

TEST(PlanFile, ChecksNamesAndRegions) {
  EXPECT_THAT(errors_with("plan: to-frankfurt", "plan: to/frankfurt"),
              ElementsAre("1:7 expected a name of letters, digits and '-', found the text "
                          "'to/frankfurt'"));
  EXPECT_THAT(errors_with("\"558069890522\"", "558069890522"), SizeIs(1));
  EXPECT_THAT(errors_with("source: eu-west-1", "source: eu-wset-1"),
              ElementsAre("4:11 'eu-wset-1' is not a region (did you mean 'eu-west-1'?)"));
  EXPECT_THAT(errors_with("target: eu-central-1", "target: eu-west-1"),
              ElementsAre("5:11 the target is the source"));
  EXPECT_THAT(errors_with("[eu-west-1, eu-central-1]", "[eu-west-1, nowhere]"),
              ElementsAre("8:31 'nowhere' is not a region"));
  EXPECT_THAT(errors_with("duration: 21d", "duration: 21"),
              ElementsAre("7:13 expected a duration, found the number 21"));
  EXPECT_THAT(errors_with("  duration: 21d", "  durations: 21d"),
              ElementsAre("7:3 'policy' needs 'duration', which is missing",
                          "7:3 unknown key 'durations' in 'policy' (did you "
                          "mean 'duration'?)"));
}

TEST(PlanFile, NamesAreUnique) {
  EXPECT_THAT(errors_with("\ndata:", "\n  - {name: chime, alias: alias/chime}\ndata:"),
              ElementsAre("12:12 the key name 'chime' is given twice, first in line 10",
                          "12:26 the key alias 'alias/chime' is given twice, first in "
                          "line 11"));
  EXPECT_THAT(errors_with("\ntraffic:",
                          "\n    - {name: recordings, source: abc, target: recordings-2}"
                          "\ntraffic:"),
              ElementsAre("19:14 the bucket name 'recordings' is given twice, first in line 15",
                          "19:47 the S3 bucket 'recordings-2' is given twice, first in line "
                          "17"));
  EXPECT_THAT(errors_with("target: recordings-2", "target: recordings-1"),
              ElementsAre("17:15 the S3 bucket 'recordings-1' is given twice, "
                          "first in line 16"));
  std::string twice(base_plan);
  twice += twice.substr(twice.find("  - name: api"));
  EXPECT_THAT(errors_of(twice),
              ElementsAre("39:11 the traffic name 'api' is given twice, first in line 20",
                          "41:13 the record 'api.medzenhealth.app A' is given twice, first in "
                          "line "
                          "22"));
  EXPECT_THAT(errors_with("set_identifier: two", "set_identifier: one"),
              ElementsAre("27:7 source and target have the same set identifier"));
}

TEST(PlanFile, ChecksKeysAndBuckets) {
  EXPECT_THAT(errors_with("key: chime", "key: chyme"),
              ElementsAre("18:12 there is no key 'chyme' (did you mean 'chime'?)"));
  EXPECT_THAT(errors_with("alias: alias/chime", "alias: chime"),
              ElementsAre("11:12 expected an alias of a KMS key, found the text 'chime'"));
  EXPECT_THAT(errors_with("alias: alias/chime", "alias: alias/aws/s3"), SizeIs(1));
  EXPECT_THAT(errors_with("target: recordings-2", "target: Recordings"),
              ElementsAre("17:15 expected a bucket's name, found the text 'Recordings'"));
  EXPECT_THAT(errors_with("key: chime", "replicate: back"),
              ElementsAre("18:18 expected both, forward or none, found the text 'back'"));
  EXPECT_THAT(errors_with("key: chime", "replicate: none"),
              ElementsAre("18:18 'backfill' copies by the rules that "
                          "'replicate: none' leaves out"));
  EXPECT_THAT(errors_with("key: chime", "replicate: none\n      backfill: true"),
              ElementsAre("19:17 'backfill' copies by the rules that 'replicate: none' "
                          "leaves out"));
  EXPECT_THAT(errors_with("key: chime", "replicate: none\n      backfill: false"), IsEmpty());
  EXPECT_THAT(errors_with("  replication_role: arn:aws:iam::558069890522:role/r\n", ""),
              ElementsAre("13:3 'data' needs 'replication_role', which is missing"));
  EXPECT_THAT(errors_with("key: chime", "after: bucket/x/verify"),
              ElementsAre("18:14 expected a list, found the text 'bucket/x/verify'"));
}

TEST(PlanFile, ChecksTheSides) {
  EXPECT_THAT(errors_with("endpoint: d-1.execute-api.eu-west-1.amazonaws.com",
                          "endpoint: api.elsewhere.org"),
              ElementsAre("25:17 the catalog knows no hosted zone of this endpoint's service"));
  EXPECT_THAT(errors_with("endpoint: d-1.execute-api.eu-west-1.amazonaws.com",
                          "endpoint: api.elsewhere.org\n      hosted_zone: Z9"),
              IsEmpty());
  EXPECT_THAT(errors_with("endpoint: d-1.execute-api.eu-west-1.amazonaws.com",
                          "endpoint: https://d-1.execute-api.eu-west-1.amazonaws.com"),
              SizeIs(1));
  EXPECT_THAT(errors_with("    source:\n      set_identifier: one\n      endpoint: "
                          "d-1.execute-api.eu-west-1.amazonaws.com\n",
                          ""),
              ElementsAre("20:5 an entry of 'traffic' needs 'source', which is missing"));
}

TEST(PlanFile, ChecksHealthAndDrill) {
  EXPECT_THAT(errors_with("path: /health", "path: /health\n      interval: 20s"),
              ElementsAre("31:17 expected 10s or 30s, found the text '20s' (did you "
                          "mean '10s'?)"));
  EXPECT_THAT(errors_with("path: /health", "path: health\n      threshold: 11"),
              ElementsAre("30:13 expected a path, found the text 'health'",
                          "31:18 expected a whole number from 1 to 10, found the number 11"));
  EXPECT_THAT(errors_with("when: before", "when: never"),
              ElementsAre("32:13 expected before or after, found the text 'never'"));
  EXPECT_THAT(errors_with("when: before", "method: invert"),
              ElementsAre("32:15 expected inverted or disabled, found the text "
                          "'invert' (did you "
                          "mean 'inverted'?)"));
  EXPECT_THAT(errors_with("    health:\n      path: /health\n", ""),
              ElementsAre("30:7 the drill turns a health check round, and there is none"));
}

TEST(PlanFile, WeightsRiseToAHundred) {
  EXPECT_THAT(errors_with("[1, 50, 100]", "[1, 50, 50, 99]"),
              ElementsAre("34:24 the weights do not rise: 50 follows 50",
                          "34:28 the last weight must be 100"));
  EXPECT_THAT(errors_with("[1, 50, 100]", "[0, 100]"),
              ElementsAre("34:17 expected a whole number from 1 to 100, found the number 0"));
  EXPECT_THAT(errors_with("[1, 50, 100]", "[100, 1]"),
              ElementsAre("34:22 the weights do not rise: 1 follows 100",
                          "34:22 the last weight must be 100"));
  EXPECT_THAT(errors_with("[1, 50, 100]", "[]"), ElementsAre("34:16 the last weight must be 100"));
  EXPECT_THAT(errors_with("[1, 50, 100]", "100"),
              ElementsAre("34:16 expected a list, found the number 100"));
  EXPECT_THAT(errors_with("[1, 50, 100]", "[100]"), IsEmpty());
}

TEST(PlanFile, ChecksTheGuard) {
  EXPECT_THAT(errors_with("probe: [/health]", "probe: [health]"),
              ElementsAre("37:17 expected a path, found the text 'health'"));
  EXPECT_THAT(errors_with("probe: [/health]", "probe: []"),
              ElementsAre("37:16 the guard probes nothing"));
  const auto guard_with = [](const std::string& line) {
    return errors_with("probe: [/health]", "probe: [/health]\n        " + line);
  };
  EXPECT_THAT(guard_with("budget: 0.02"),
              ElementsAre("38:17 expected a share from 0% to 100%, found the number 0.02"));
  EXPECT_THAT(guard_with("budget: 0%"),
              ElementsAre("38:17 without a budget the guard would never be content"));
  EXPECT_THAT(guard_with("errors: 2%"), SizeIs(1));  // a key of earlier versions
  EXPECT_THAT(guard_with("burn: []"),
              ElementsAre("38:15 without a pair of windows the guard sees no errors"));
  EXPECT_THAT(guard_with("burn: [{long: 1h, short: 1h, rate: 2}]"),
              ElementsAre("38:34 the short window is not shorter than the long one"));
  EXPECT_THAT(guard_with("burn: [{long: 1h, short: 10s, rate: 2}]"),
              ElementsAre("38:15 a short window of 10s would hold no probe, which come every 30s"));
  EXPECT_THAT(guard_with("burn: [{long: 1h, short: 5m, rate: 0.5}]"), SizeIs(1));
  EXPECT_THAT(guard_with("metrics: {namespace: AWS/ApiGateway, requests: Count}"), SizeIs(1));
  EXPECT_THAT(errors_with("probe: [/health]", "probe: [/health]\n        every: 0s"),
              ElementsAre("38:16 the guard never probes"));
}

TEST(PlanFile, NothingIsFilledIn) {
  EXPECT_THAT(errors_with("key: chime", "key: chime\n      after: [\"${key/chime.arn}\"]"),
              ElementsAre("19:15 a text with '${' in it"));
  EXPECT_THAT(errors_with("alias: alias/chime", "alias: alias/chime\n    tags: {\"${a\": b}"),
              ElementsAre("12:12 a text with '${' in it"));
}

TEST(PlanFile, HasLimits) {
  std::string keys;
  for (int i = 0; i < 101; ++i) keys += fmt::format("  - {{name: k{0}, alias: alias/k{0}}}\n", i);
  EXPECT_THAT(errors_of("plan: a\naccount: \"558069890522\"\nregions: {source: eu-west-1, target: "
                        "eu-west-2}\npolicy: {duration: 1d}\nkeys:\n" +
                        keys),
              ElementsAre("6:3 there are 101 keys, more than 100"));
}

TEST(PlanFile, ChecksTags) {
  EXPECT_THAT(errors_with("alias: alias/chime",
                          "alias: alias/chime\n    tags: {\"a=b\": c, aws:x: d, ok: \"x\\ny\"}"),
              ElementsAre("12:12 the tag 'a=b' is none that AWS takes",
                          "12:22 the tag 'aws:x' is none that AWS takes",
                          "12:36 expected a text of one line, found the text 'x y'"));
}

TEST(PlanFile, ReportsAllErrorsAtOnceInTheirOrder) {
  std::string text = with("set_identifier: two", "set_identifer: two");
  text = with("key: chime", "key: chime\n      verfy: true", text);
  text = with("plan: to-frankfurt", "plan: 5", text);
  text = with("bake: 6h", "bake: long", text);
  EXPECT_THAT(errors_of(text + "stacks: []\n"),
              ElementsAre("1:7 expected a name of letters, digits and '-', found the number 5",
                          "19:7 unknown key 'verfy' in a bucket (did you mean 'verify'?)",
                          "28:7 'target' needs 'set_identifier', which is missing",
                          "28:7 unknown key 'set_identifer' in 'target' (did you mean "
                          "'set_identifier'?)",
                          "36:13 expected a duration, found the text 'long'",
                          "40:1 unknown key 'stacks' in the plan file"));
}

TEST(PlanFile, SurvivesWrongShapes) {
  for (const char* bad :
       {"", "[]", "a", "~", "plan: {}", "regions: []", "policy: ~", "policy: {residency: []}",
        "keys: {a: b}", "data: []", "data: {buckets: [1, ~, [], {after: [[]]}]}",
        "traffic: [~, 1, {source: 1, target: [], health: ~, drill: [], shift: "
        "{guard: 1}}]",
        "traffic: {}", "workload: [1]"}) {
    EXPECT_FALSE(errors_of(bad).empty()) << bad;
  }
}

// Either a plan, which compiles or does not, or errors.
void expect_an_answer(std::string_view yaml) {
  const auto plan = read_plan(yaml, "p.yaml");
  if (!plan) {
    EXPECT_FALSE(plan.error().empty());
  } else if (const auto graph = compile(*plan); !graph) {
    EXPECT_FALSE(graph.error().empty());
  }
}

TEST(PlanFile, ATruncatedOrChangedFileIsAnErrorOrAPlanButNoCrash) {
  for (const char* file : {"migration.yaml", "as-written.yaml"}) {
    const std::string text = slurp(std::string("examples/medzen/") + file);
    for (std::size_t length = 0; length < text.size(); length += length < 400 ? 1 : 7) {
      expect_an_answer(std::string_view(text).substr(0, length));
    }
    std::uint64_t state = 7;
    for (int i = 0; i < 500; ++i) {
      std::string changed = text;
      state = state * 6364136223846793005u + 1442695040888963407u;
      changed[(state >> 33) % changed.size()] = static_cast<char>(state >> 25);
      expect_an_answer(changed);
    }
  }
}

TEST(PlanFile, ApprovalsHaveNamesOfTheirOwn) {
  const std::string two = R"(approvals:
  - {name: go-live, before: traffic/api/shift}
  - {name: go-live, before: traffic/api/drill}
  - {name: point-of-no-return, before: traffic/api/drill}
deadlines: {traffic/api/shift: 0s}
)";
  EXPECT_THAT(errors_of(std::string(base_plan) + two),
              ElementsAre("41:12 there is another approval 'go-live'",
                          "42:12 'point-of-no-return' is the name of a way back's own approval",
                          "43:32 a deadline of no time"));
}

}  // namespace
}  // namespace godwit::plan
