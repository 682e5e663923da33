#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> errors_of(const std::string& yaml) {
  const auto graph = compile(plan_of(yaml));
  return graph ? std::vector<std::string>() : causes(graph.error(), "compile plan");
}

// "kind id: what it waits for", for each.
std::vector<std::string> outline(const Graph& graph) {
  std::vector<std::string> lines;
  for (const StepSpec& step : graph.steps) {
    lines.push_back(fmt::format("{} {}: {}", step.kind, step.id, join(step.after, ", ")));
  }
  return lines;
}

std::vector<std::string> after(const Graph& graph, const std::string& id) {
  const StepSpec* step = graph.find(id);
  return step != nullptr ? step->after : std::vector<std::string>{"no such step"};
}

TEST(Compile, MakesTheStepsOfTheMigration) {
  const Graph graph = graph_of(slurp("examples/medzen/migration.yaml"));
  EXPECT_EQ(graph.plan, "medzen-to-frankfurt");
  EXPECT_EQ(graph.account, "558069890522");
  std::vector<std::string> expected = {"account account/verify: ", "key key/chime: account/verify"};
  for (const char* name : {"recordings", "transcripts", "medical-data"}) {
    const auto add = [&](const char* line) {
      expected.push_back(fmt::format(fmt::runtime(line), name));
    };
    add("bucket bucket/{0}/create: account/verify, key/chime");
    add("versioning bucket/{0}/version-source: account/verify");
    add("replicate bucket/{0}/replicate: bucket/{0}/create, "
        "bucket/{0}/version-source");
    add("replicate bucket/{0}/replicate-back: bucket/{0}/replicate");
    add("restore bucket/{0}/restore: bucket/{0}/version-source");
    add("backfill bucket/{0}/backfill: bucket/{0}/replicate, "
        "bucket/{0}/replicate-back, "
        "bucket/{0}/restore");
    add("verify bucket/{0}/verify: bucket/{0}/backfill");
  }
  const std::string verified =
      "bucket/recordings/verify, bucket/transcripts/verify, "
      "bucket/medical-data/verify";
  expected.push_back("health_check traffic/api/health-source: account/verify");
  expected.push_back("health_check traffic/api/health-target: account/verify");
  expected.push_back("switch traffic/api/switch: traffic/api/health-target");
  expected.push_back(
      "records traffic/api/records: traffic/api/health-source, "
      "traffic/api/health-target, traffic/api/switch, " +
      verified);
  expected.push_back("drill traffic/api/drill: traffic/api/records, " + verified);
  expected.push_back("shift traffic/api/shift: traffic/api/records, traffic/api/drill, " +
                     verified);
  expected.push_back("soak traffic/api/soak: traffic/api/shift");
  for (const char* value : {"chime_api", "assistant_api", "sms_api"}) {
    expected.push_back(fmt::format("value value/{}: account/verify", value));
  }
  expected.push_back(
      "rewrite rewrite: account/verify, value/assistant_api, value/chime_api, value/sms_api");
  const std::string moved = "account/verify, " + verified + ", traffic/api/shift, ";
  expected.push_back("supabase consumer/edge-functions: " + moved +
                     "value/chime_api, value/assistant_api, rewrite");
  expected.push_back("firebase consumer/cloud-functions: " + moved +
                     "value/chime_api, value/assistant_api");
  expected.push_back("settings_file consumer/app: " + moved + "value/sms_api");
  expected.push_back("command consumer/app-release: " + moved + "consumer/app");
  EXPECT_EQ(outline(graph), expected);
}

TEST(Compile, MakesTheStepsOfTheRunbookAsWritten) {
  EXPECT_THAT(outline(graph_of(slurp("examples/medzen/as-written.yaml"))),
              ElementsAre("account account/verify: ", "key key/chime: account/verify",
                          "bucket bucket/recordings/create: account/verify",
                          "versioning bucket/recordings/version-source: account/verify",
                          "replicate bucket/recordings/replicate: bucket/recordings/create, "
                          "bucket/recordings/version-source",
                          "health_check traffic/api/health-source: account/verify",
                          "health_check traffic/api/health-target: account/verify",
                          "records traffic/api/records: traffic/api/health-source, "
                          "traffic/api/health-target, bucket/recordings/replicate",
                          "shift traffic/api/shift: traffic/api/records, "
                          "bucket/recordings/replicate",
                          "drill traffic/api/drill: traffic/api/shift, traffic/api/records, "
                          "bucket/recordings/replicate",
                          "soak traffic/api/soak: traffic/api/shift, traffic/api/drill"));
}

TEST(Compile, LeavesOutWhatThePlanDoes) {
  const auto bucket = [](const char* keys) {
    return graph_of(with("key: chime", std::string("key: chime\n      ") + keys));
  };
  Graph graph = bucket("verify: false");
  EXPECT_THAT(
      after(graph, "traffic/api/shift"),
      ElementsAre("traffic/api/records", "traffic/api/drill", "bucket/recordings/backfill"));
  graph = bucket("backfill: false");
  EXPECT_THAT(after(graph, "bucket/recordings/verify"),
              ElementsAre("bucket/recordings/replicate", "bucket/recordings/replicate-back",
                          "bucket/recordings/restore"));
  graph = bucket("backfill: false\n      verify: false\n      restore_archived: false");
  EXPECT_THAT(after(graph, "traffic/api/drill"),
              ElementsAre("traffic/api/records", "bucket/recordings/replicate",
                          "bucket/recordings/replicate-back"));
  graph = bucket("replicate: forward");
  EXPECT_EQ(graph.find("bucket/recordings/replicate-back"), nullptr);
  EXPECT_FALSE(graph.find("bucket/recordings/replicate")->parameters.flag("replica_modifications"));
  EXPECT_THAT(after(graph, "bucket/recordings/backfill"),
              ElementsAre("bucket/recordings/replicate", "bucket/recordings/restore"));
  graph = bucket("replicate: none\n      backfill: false");
  EXPECT_EQ(graph.find("bucket/recordings/version-source"), nullptr);
  EXPECT_THAT(after(graph, "bucket/recordings/restore"), ElementsAre("account/verify"));
  EXPECT_THAT(after(graph, "bucket/recordings/verify"),
              ElementsAre("bucket/recordings/create", "bucket/recordings/restore"));

  graph = bucket("verify: false");
  EXPECT_THAT(graph.find("traffic/api/shift")->gates, SizeIs(1));  // health: nothing is verified

  graph = graph_of(with("    soak: 7d\n", ""));
  EXPECT_EQ(graph.find("traffic/api/soak"), nullptr);
  graph = graph_of(with("    health:\n      path: /health\n    drill:\n      when: before\n", ""));
  EXPECT_THAT(after(graph, "traffic/api/records"),
              ElementsAre("account/verify", "bucket/recordings/verify"));
  EXPECT_EQ(graph.find("traffic/api/records")->parameters.text("source_health"), "");
  EXPECT_EQ(graph.find("traffic/api/shift")->parameters.text("target_check"), "");
  EXPECT_THAT(graph.find("traffic/api/shift")->gates, SizeIs(1));
}

TEST(Compile, WhatTheUserWaitsForComesLater) {
  std::string text = with("soak: 7d", "soak: 7d\n    after: [bucket/recordings/verify, key/chime]");
  text = with("key: chime", "after: [traffic/api/health-source, traffic/api/health-source]", text);
  const Graph graph = graph_of(text);
  EXPECT_THAT(after(graph, "traffic/api/records"),
              ElementsAre("traffic/api/health-source", "traffic/api/health-target",
                          "bucket/recordings/verify", "key/chime"));
  EXPECT_THAT(after(graph, "bucket/recordings/create"),
              ElementsAre("account/verify", "traffic/api/health-source"));
  std::set<std::string> seen;
  for (const StepSpec& step : graph.steps) {
    for (const std::string& id : step.after) EXPECT_TRUE(seen.contains(id)) << step.id << " " << id;
    seen.insert(step.id);
  }
}

TEST(Compile, AfterNamesStepsThatExist) {
  EXPECT_THAT(errors_of(with("key: chime", "after: [key/chime, key/chyme, nowhere]")),
              ElementsAre("18:26 there is no step 'key/chyme' (did you mean 'key/chime'?)",
                          "18:37 there is no step 'nowhere'"));
}

TEST(Compile, ShowsCyclesWhereTheyClose) {
  EXPECT_THAT(errors_of(with("key: chime", "after: [traffic/api/shift]")),
              ElementsAre("18:15 these steps wait for each other in a circle: "
                          "bucket/recordings/create -> traffic/api/shift -> "
                          "traffic/api/records -> "
                          "bucket/recordings/verify -> bucket/recordings/backfill -> "
                          "bucket/recordings/replicate -> bucket/recordings/create"));
  EXPECT_THAT(errors_of(with("key: chime", "after: [bucket/recordings/create]")),
              ElementsAre("18:15 these steps wait for each other in a circle: "
                          "bucket/recordings/create -> bucket/recordings/create"));
}

TEST(Compile, ShowsACycleOfSeveralAfters) {
  std::string text = with("key: chime",
                          "after: [bucket/b/create]\n"
                          "    - name: b\n      source: bbb-1\n      target: bbb-2\n"
                          "      after: [bucket/recordings/create]\n"
                          "    - name: c\n      source: ccc-1\n      target: ccc-2\n"
                          "      after: [bucket/c/verify]");
  EXPECT_THAT(errors_of(text),
              ElementsAre("22:15 these steps wait for each other in a circle: bucket/b/create "
                          "-> "
                          "bucket/recordings/create -> bucket/b/create",
                          "26:15 these steps wait for each other in a circle: bucket/c/create "
                          "-> "
                          "bucket/c/verify -> bucket/c/backfill -> bucket/c/replicate -> "
                          "bucket/c/create"));
}

TEST(Compile, ALongCycleIsCutShort) {
  std::string buckets;
  for (int i = 0; i < 10; ++i) {
    buckets += fmt::format(
        "    - {{name: b{0}, source: source-{0}, target: target-{0}, after: "
        "[bucket/b{1}/verify]}}\n",
        i, (i + 1) % 10);
  }
  EXPECT_THAT(errors_of(with("traffic:", buckets + "traffic:")),
              ElementsAre(testing::ContainsRegex(
                  "28:62 these .*: bucket/b9/create -> bucket/b0/verify -> .* -> bucket/b2/verify "
                  "-> \\(20 more\\) -> bucket/b7/backfill -> .* -> bucket/b9/create")));
}

TEST(Compile, ManyBucketsInARowAreNoTrouble) {
  std::string buckets;
  for (int i = 0; i < 1000 - 1; ++i) {
    buckets += fmt::format(
        "    - {{name: b{0}, source: source-{0}, target: target-{0}, after: "
        "[{1}]}}\n",
        i, i == 0 ? "account/verify" : fmt::format("bucket/b{}/verify", i - 1));
  }
  const Graph graph = graph_of(with("traffic:", buckets + "traffic:"));
  EXPECT_GT(graph.steps.size(), 6'900u);
}

TEST(Bake, ShowsTheSum) {
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 1m")),
              ElementsAre("35:13 'bake' is 1m, and what a rung does may show "
                          "only after 210s: TTL "
                          "60s + detection 3 x 30s = 90s + propagation 60s"));
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 209s")), SizeIs(1));
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 210s")), IsEmpty());
  const std::string fast = with("path: /health", "path: /health\n      interval: 10s");
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 149s", fast)),
              ElementsAre("36:13 'bake' is 2m 29s, and what a rung does may show only "
                          "after 150s: "
                          "TTL 60s + detection 3 x 10s = 30s + propagation 60s"));
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 150s", fast)), IsEmpty());
  const std::string blind =
      with("    health:\n      path: /health\n    drill:\n      when: before\n", "");
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 119s", blind)),
              ElementsAre("31:13 'bake' is 1m 59s, and what a rung does may show only after "
                          "120s: "
                          "TTL 60s + detection 0s (no health check) + propagation 60s"));
  EXPECT_THAT(errors_of(with("bake: 6h", "bake: 120s", blind)), IsEmpty());
}

TEST(Bake, IsTheLeastWhereThePlanIsSilentAndAWindowMoreForAGuard) {
  const Graph guarded = graph_of(with("      bake: 6h\n", ""));
  EXPECT_EQ(guarded.find("traffic/api/shift")->parameters.duration("bake"),
            seconds(60 + 90 + 60) + hours(1));
  const Graph unguarded =
      graph_of(with("      bake: 6h\n      guard:\n        probe: [/health]\n", ""));
  EXPECT_EQ(unguarded.find("traffic/api/shift")->parameters.duration("bake"), seconds(210));
}

// Fact C11: the way back needs no control plane.
TEST(Switch, IsMadeOnTheTargetsSideAndThrownFromTheSources) {
  const Graph graph = graph_of(with("path: /health", "path: /health\n      switch: true"));
  const StepSpec* made = graph.find("traffic/api/switch");
  ASSERT_NE(made, nullptr);
  EXPECT_THAT(made->after, ElementsAre("traffic/api/health-target"));
  EXPECT_EQ(made->parameters.text("switch_region"), "eu-west-1");
  EXPECT_EQ(made->parameters.text("endpoint_check"), "${traffic/api/health-target.id}");
  EXPECT_THAT(after(graph, "traffic/api/records"),
              ElementsAre("traffic/api/health-source", "traffic/api/health-target",
                          "traffic/api/switch", "bucket/recordings/verify"));
  const Parameters& records = graph.find("traffic/api/records")->parameters;
  EXPECT_EQ(records.text("source_health"), "${traffic/api/health-source.id}");
  EXPECT_EQ(records.text("target_health"), "${traffic/api/switch.id}");
  for (const char* step : {"traffic/api/shift", "traffic/api/soak"}) {
    const Parameters& thrown = graph.find(step)->parameters;
    EXPECT_EQ(thrown.text("switch_region"), "eu-west-1");
    EXPECT_EQ(thrown.text("switch_metric"), made->parameters.text("switch_metric"));
  }
  EXPECT_FALSE(
      graph_of(std::string(base_plan)).find("traffic/api/shift")->parameters.has("switch_metric"));
}

// Whatever the windows, the step reads what the plan says.
TEST(Burn, IsExact) {
  const Graph graph = graph_of(
      with("probe: [/health]",
           "probe: [/health]\n        burn: [{long: 1h30m, short: 30s500ms, rate: 2.25}]"));
  EXPECT_EQ(graph.find("traffic/api/shift")->parameters.text("burn"), "5400000ms 30500ms 2.25");
}

TEST(Graph, TheDigestCoversEverything) {
  const std::string text = slurp("examples/medzen/migration.yaml");
  const Graph graph = graph_of(text);
  EXPECT_EQ(graph.digest(), graph_of(text).digest());
  EXPECT_EQ(graph.digest(), graph_of("# a comment\n" + text).digest());
  EXPECT_THAT(graph.digest(), SizeIs(64));

  std::set<std::string> digests = {graph.digest()};
  const auto differs = [&](auto change) {
    Graph other = graph;
    change(other);
    return digests.insert(other.digest()).second;
  };
  EXPECT_TRUE(differs([](Graph& g) { g.plan += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.account += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps.pop_back(); }));
  EXPECT_TRUE(differs([](Graph& g) { std::swap(g.steps[2], g.steps[3]); }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].id += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].kind += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].title += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].phase += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].way_back += "x"; }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].after.push_back("x"); }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].parameters.set("x", true); }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].parameters.set("region", "x"); }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].gates.push_back({"x", "", {}}); }));
  EXPECT_TRUE(differs([](Graph& g) { g.steps[1].gates.push_back({"", "x", {}}); }));
}

TEST(Graph, FindsSteps) {
  const Graph graph = graph_of(std::string(base_plan));
  EXPECT_EQ(graph.find("key/chime")->kind, "key");
  EXPECT_EQ(graph.find("key/none"), nullptr);
}

TEST(Compile, PutsApprovalsAndDeadlinesWhereTheyBelong) {
  const std::string conduct = R"(approvals:
  - {name: go-live, before: traffic/api/shift, title: the team is there}
deadlines: {bucket/recordings/backfill: 48h}
)";
  const Graph graph = graph_of(std::string(base_plan) + conduct);
  const StepSpec* shift = graph.find("traffic/api/shift");
  ASSERT_NE(shift, nullptr);
  const GateSpec& gate = shift->gates.back();
  EXPECT_EQ(gate.kind, "approval");
  EXPECT_EQ(gate.title, "the team is there");
  EXPECT_EQ(gate.parameters.text("name"), "go-live");
  EXPECT_EQ(graph.find("bucket/recordings/backfill")->deadline, hours(48));
  EXPECT_NE(graph.digest(), graph_of(std::string(base_plan)).digest());

  const auto wrong =
      compile(plan_of(with("backfill: 48h", "backfil: 48h", std::string(base_plan) + conduct)));
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().front().cause,
              testing::HasSubstr("did you mean 'bucket/recordings/backfill'?"));
}

TEST(Compile, TheDigestOfAStepIsOfWhatItDoes) {
  const Graph graph = graph_of(std::string(base_plan));
  StepSpec step = *graph.find("traffic/api/shift");
  const std::string before = digest(step);
  step.title = "called otherwise";
  step.way_back = "told otherwise";
  EXPECT_EQ(digest(step), before);
  step.parameters.set("bake", hours(7));
  EXPECT_NE(digest(step), before);
}

}  // namespace
}  // namespace godwit::plan
