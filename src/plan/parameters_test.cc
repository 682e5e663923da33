#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Parameters, GiveBackWhatWasSet) {
  Parameters parameters;
  parameters.set("text", "a literal");
  parameters.set("flag", true);
  parameters.set("number", 30);
  parameters.set("list", std::vector<std::string>{"a", "b"});
  parameters.set("empty", std::vector<std::string>());
  parameters.set("share", fmt::format("{}", 0.02));
  EXPECT_EQ(parameters.text("text"), "a literal");
  EXPECT_TRUE(parameters.flag("flag"));
  EXPECT_EQ(parameters.text("flag"), "true");
  EXPECT_EQ(parameters.integer("number"), 30);
  EXPECT_THAT(parameters.list("list"), ElementsAre("a", "b"));
  EXPECT_THAT(parameters.list("empty"), IsEmpty());
  EXPECT_EQ(parameters.number("share"), 0.02);
  EXPECT_TRUE(parameters.has("text"));
  EXPECT_FALSE(parameters.has("none"));
}

TEST(Parameters, DurationsAreExact) {
  for (const std::int64_t count :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{999'999}, std::int64_t{21'600'000'000},
        std::int64_t{36500} * 86'400'000'000, std::int64_t{123'456'789'012'345}}) {
    Parameters parameters;
    parameters.set("duration", Duration(count));
    EXPECT_EQ(parameters.duration("duration"), Duration(count));
  }
  Parameters parameters;
  parameters.set("duration", "1h30m");
  EXPECT_EQ(parameters.duration("duration"), minutes(90));
}

TEST(ParametersDeathTest, AMissingOrMisreadOneIsOurMistake) {
  Parameters parameters;
  parameters.set("text", "x");
  EXPECT_DEATH(parameters.text("none"), "the parameter 'none'");
  EXPECT_DEATH(parameters.flag("text"), "the parameter 'text'");
  EXPECT_DEATH(parameters.integer("text"), "the parameter 'text'");
  EXPECT_DEATH(parameters.number("text"), "the parameter 'text'");
  EXPECT_DEATH(parameters.duration("text"), "the parameter 'text'");
}

// What each kind of step is told. The steps' code relies on these names.
TEST(Parameters, AreTheContractWithTheSteps) {
  const Graph graph = graph_of(slurp("examples/medzen/migration.yaml"));
  const auto lines = [&](const std::string& id) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : graph.find(id)->parameters.values()) {
      texts.push_back(name + "=" + value);
    }
    return texts;
  };
  const std::string source = "medzen-meeting-recordings-558069890522";
  const std::string target = source + "-eu-central-1";
  const std::string source_endpoint = "d-k2f9qx7w3a.execute-api.eu-west-1.amazonaws.com";
  const std::string target_endpoint = "d-7hw1p0z5me.execute-api.eu-central-1.amazonaws.com";
  const std::string role = "role=arn:aws:iam::558069890522:role/medzen-s3-replication-role";

  EXPECT_THAT(lines("account/verify"), ElementsAre("account=558069890522", "region=eu-west-1"));
  EXPECT_THAT(lines("key/chime"),
              ElementsAre("alias=alias/medzen-chime", "description=MedZen Chime SDK encryption key",
                          "protects=" + target +
                              "\nmedzen-meeting-transcripts-558069890522-eu-central-1"
                              "\nmedzen-medical-data-558069890522-eu-central-1",
                          "region=eu-central-1", "rotation=true",
                          "tags=Environment=production\nProject=medzen"));
  EXPECT_THAT(lines("bucket/recordings/create"),
              ElementsAre("key_arn=${key/chime.arn}", "name=" + target, "owner=558069890522",
                          "region=eu-central-1"));
  EXPECT_THAT(lines("bucket/recordings/version-source"),
              ElementsAre("name=" + source, "owner=558069890522", "region=eu-west-1"));
  EXPECT_THAT(lines("bucket/recordings/replicate"),
              ElementsAre("account=558069890522", "delete_markers=true", "direction=forward",
                          "encrypted_objects=true", "from_bucket=" + source,
                          "from_region=eu-west-1", "quiet=64800000000us",
                          "replica_modifications=true", role, "rule_id=godwit-recordings-forward",
                          "time_control=true", "to_bucket=" + target, "to_region=eu-central-1"));
  EXPECT_THAT(
      lines("bucket/recordings/replicate-back"),
      ElementsAre("account=558069890522", "delete_markers=true", "direction=back",
                  "encrypted_objects=true", "from_bucket=" + target, "from_region=eu-central-1",
                  "quiet=64800000000us", "records=traffic/api/records",
                  "replica_modifications=true", role, "rule_id=godwit-recordings-back",
                  "time_control=true", "to_bucket=" + source, "to_region=eu-west-1"));
  EXPECT_THAT(lines("bucket/recordings/restore"),
              ElementsAre("bucket=" + source, "days=30", "region=eu-west-1"));
  EXPECT_THAT(lines("bucket/recordings/backfill"),
              ElementsAre("account=558069890522", "bucket=" + source, "region=eu-west-1", role));
  EXPECT_THAT(lines("bucket/recordings/verify"),
              ElementsAre("from_bucket=" + source, "from_region=eu-west-1", "to_bucket=" + target,
                          "to_region=eu-central-1"));
  EXPECT_THAT(lines("traffic/api/health-target"),
              ElementsAre("fqdn=" + target_endpoint, "interval=10000000us", "name=api target",
                          "path=/health", "threshold=3"));
  EXPECT_THAT(
      lines("traffic/api/records"),
      ElementsAre("name=api.medzenhealth.app", "source_endpoint=" + source_endpoint,
                  "source_health=${traffic/api/health-source.id}", "source_set=eu-west-1-primary",
                  "source_zone=ZLY8HYME6SFDD", "target_endpoint=" + target_endpoint,
                  "target_health=${traffic/api/switch.id}", "target_set=eu-central-1-primary",
                  "target_zone=Z1U9ULNL0V5AJ3", "type=A", "zone=Z1234567890ABC"));
  EXPECT_THAT(lines("traffic/api/drill"),
              ElementsAre("from_endpoint=" + source_endpoint,
                          "health_check=${traffic/api/health-source.id}", "hold=600000000us",
                          "home=" + source_endpoint, "limit=210000000us", "method=inverted",
                          "record=api.medzenhealth.app", "to_endpoint=" + target_endpoint));
  EXPECT_THAT(lines("traffic/api/switch"),
              ElementsAre("endpoint_check=${traffic/api/health-target.id}", "name=api",
                          "switch_metric=medzen-to-frankfurt api", "switch_region=eu-west-1"));
  EXPECT_THAT(
      lines("traffic/api/shift"),
      ElementsAre("bake=86400000000us", "budget=0.001",
                  "burn=3600000ms 300000ms 14.4\n21600000ms 1800000ms 6", "every=60000000us",
                  "guard=true", "hostname=api.medzenhealth.app", "metrics_dimensions=ApiName=api",
                  "metrics_errors=5XXError", "metrics_namespace=AWS/ApiGateway",
                  "metrics_requests=Count", "probe=/health\n/recordings/canary",
                  "quiet=64800000000us", "record=api.medzenhealth.app", "slower=300000us",
                  "source_endpoint=" + source_endpoint, "source_region=eu-west-1",
                  "source_set=eu-west-1-primary", "switch_metric=medzen-to-frankfurt api",
                  "switch_region=eu-west-1", "target_check=${traffic/api/health-target.id}",
                  "target_endpoint=" + target_endpoint, "target_region=eu-central-1",
                  "target_set=eu-central-1-primary", "type=A", "weights=1\n10\n50\n100",
                  "zone=Z1234567890ABC"));
  EXPECT_THAT(lines("traffic/api/soak"),
              ElementsAre("budget=0.001", "burn=3600000ms 300000ms 14.4\n21600000ms 1800000ms 6",
                          "duration=864000000000us", "every=60000000us", "guard=true",
                          "hostname=api.medzenhealth.app", "metrics_dimensions=ApiName=api",
                          "metrics_errors=5XXError", "metrics_namespace=AWS/ApiGateway",
                          "metrics_requests=Count", "probe=/health\n/recordings/canary",
                          "quiet=64800000000us", "record=api.medzenhealth.app", "slower=300000us",
                          "source_endpoint=" + source_endpoint, "source_region=eu-west-1",
                          "source_set=eu-west-1-primary", "switch_metric=medzen-to-frankfurt api",
                          "switch_region=eu-west-1", "target_endpoint=" + target_endpoint,
                          "target_region=eu-central-1", "target_set=eu-central-1-primary", "type=A",
                          "zone=Z1234567890ABC"));
}

TEST(Parameters, OfADrillAfterTheShiftAreTurnedRound) {
  const Graph graph = graph_of(slurp("examples/medzen/as-written.yaml"));
  const Parameters& drill = graph.find("traffic/api/drill")->parameters;
  EXPECT_EQ(drill.text("method"), "disabled");
  EXPECT_EQ(drill.text("health_check"), "${traffic/api/health-target.id}");
  EXPECT_EQ(drill.text("from_endpoint"), "d-7hw1p0z5me.execute-api.eu-central-1.amazonaws.com");
  EXPECT_EQ(drill.text("to_endpoint"), "d-k2f9qx7w3a.execute-api.eu-west-1.amazonaws.com");
  EXPECT_EQ(drill.duration("limit"), seconds(90 + 60 + 60 + 60));
  const Parameters& shift = graph.find("traffic/api/shift")->parameters;
  EXPECT_FALSE(shift.flag("guard"));
  EXPECT_FALSE(shift.has("probe"));
  EXPECT_EQ(graph.find("bucket/recordings/create")->parameters.text("key_arn"), "");
  EXPECT_EQ(graph.find("key/chime")->parameters.text("protects"), "");
  EXPECT_FALSE(graph.find("bucket/recordings/replicate")->parameters.flag("encrypted_objects"));
}

TEST(Gates, HoldWhateverSendsUsersToTheTarget) {
  const Graph graph = graph_of(slurp("examples/medzen/migration.yaml"));
  for (const StepSpec& step : graph.steps) {
    EXPECT_EQ(step.gates.empty(), step.kind != "shift" && step.kind != "drill") << step.id;
  }
  EXPECT_EQ(graph.find("traffic/api/drill")->gates.size(), 4u);
  const auto& gates = graph.find("traffic/api/shift")->gates;
  ASSERT_EQ(gates.size(), 4u);
  EXPECT_EQ(gates[0].kind, "health");
  EXPECT_EQ(gates[0].parameters.text("check"), "${traffic/api/health-target.id}");
  EXPECT_EQ(gates[1].kind, "replication");
  EXPECT_EQ(gates[1].parameters.text("from_region"), "eu-west-1");
  EXPECT_EQ(gates[1].parameters.text("from_bucket"), "medzen-meeting-recordings-558069890522");
  EXPECT_EQ(gates[1].parameters.text("to_region"), "eu-central-1");
  EXPECT_EQ(gates[1].parameters.text("to_bucket"),
            "medzen-meeting-recordings-558069890522-eu-central-1");
  EXPECT_EQ(gates[1].parameters.duration("older_than"), minutes(15));
}

}  // namespace
}  // namespace godwit::plan
