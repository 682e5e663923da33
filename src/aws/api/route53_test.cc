#include "aws/api/route53.h"

#include <gtest/gtest.h>

#include "aws/api/route53_record.h"
#include "aws/testing/scripted_cloud.h"

namespace godwit::aws::route53 {
namespace {

using aws::testing::ScriptedCloud;

const RecordSet weighted{
    .name = "api.example.com",
    .type = "A",
    .set_identifier = "eu-central-1",
    .weight = 10,
    .ttl = std::nullopt,
    .values = {},
    .alias = AliasTarget{"Z1U9ULNL0V5AJ3", "d-1.execute-api.example.com", true},
    .health_check_id = "h1"};
const RecordSet simple{.name = "*.example.com",
                       .type = "CNAME",
                       .set_identifier = "",
                       .weight = std::nullopt,
                       .ttl = 60,
                       .values = {"a.example.com", "b.example.com"},
                       .alias = std::nullopt,
                       .health_check_id = ""};

TEST(RecordSets, ComeBackAsTheyWere) {
  EXPECT_EQ(record_of_value(value_of_record(weighted)), weighted);
  EXPECT_EQ(record_of_value(value_of_record(simple)), simple);
  RecordSet dark = weighted;
  dark.weight = 0;  // which is not the same as none
  EXPECT_EQ(record_of_value(value_of_record(dark)), dark);
}

TEST(RecordSets, ComeOutOfRoute53sOwnForm) {
  Value value;
  value.set("Name", "\\052.a\\040b.example.com.").set("Type", "A");
  EXPECT_EQ(record_of_value(value).name, "*.a b.example.com");
  value.set("Name", "odd\\05");
  EXPECT_EQ(record_of_value(value).name, "odd\\05");
}

TEST(ChangeRecordSets, IsOneBatch) {
  Value output;
  output.set("ChangeInfo", Members{{"Id", "/change/C1"},
                                   {"Status", "PENDING"},
                                   {"SubmittedAt", *parse_time("2026-01-05T06:00:00Z")}});
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto id = change_record_sets(cloud, "/hostedzone/Z1",
                                     {{ChangeAction::create, simple},
                                      {ChangeAction::upsert, weighted},
                                      {ChangeAction::remove, simple}},
                                     "a step");
  ASSERT_TRUE(id) << to_string(id.error());
  EXPECT_EQ(*id, "C1");
  const Value& input = cloud.inputs.at(0);
  EXPECT_EQ(input["HostedZoneId"].text(), "Z1");
  EXPECT_EQ(input["ChangeBatch"]["Comment"].text(), "a step");
  const List& changes = input["ChangeBatch"]["Changes"].list();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0]["Action"].text(), "CREATE");
  EXPECT_EQ(changes[1]["Action"].text(), "UPSERT");
  EXPECT_EQ(changes[2]["Action"].text(), "DELETE");
  EXPECT_EQ(record_of_value(changes[1]["ResourceRecordSet"]), weighted);
  EXPECT_EQ(cloud.last.region, "us-east-1");
  EXPECT_EQ(cloud.last.http.host, "route53.amazonaws.com");
}

TEST(ChangeInSync, FollowsTheStatus) {
  for (const auto& [status, expected] : {std::pair{"PENDING", false}, std::pair{"INSYNC", true}}) {
    Value output;
    output.set("ChangeInfo", Members{{"Id", "C1"}, {"Status", status}});
    ScriptedCloud cloud = ScriptedCloud::answering(output);
    EXPECT_EQ(change_in_sync(cloud, "C1").value(), expected);
  }
}

TEST(ListRecordSets, GoesOnWhereTheLastPageEnded) {
  ScriptedCloud cloud([](const std::string&, const Value& input) {
    Value output;
    output.set("ResourceRecordSets", List{value_of_record(weighted)}).set("MaxItems", "1");
    if (input.has("StartRecordName")) return output.set("IsTruncated", false);
    return output.set("IsTruncated", true)
        .set("NextRecordName", "api.example.com.")
        .set("NextRecordType", "A")
        .set("NextRecordIdentifier", "eu-west-1");
  });
  const auto records = list_record_sets(cloud, "Z1");
  ASSERT_TRUE(records);
  EXPECT_EQ(records->size(), 2U);
  EXPECT_EQ(cloud.inputs.at(1)["StartRecordIdentifier"].text(), "eu-west-1");
  EXPECT_EQ(cloud.inputs.at(1)["HostedZoneId"].text(), "Z1");
}

TEST(HealthChecks, ComeBackAsTheyWere) {
  const HealthCheck check{.id = "",
                          .caller_reference = "run-1/step",
                          .type = "HTTPS",
                          .fqdn = "api.example.com",
                          .port = 8443,
                          .path = "/health",
                          .interval_s = 10,
                          .threshold = 2,
                          .inverted = false,
                          .disabled = true};
  ScriptedCloud cloud([](const std::string& operation, const Value& input) {
    Value health_check;
    health_check.set("Id", "h1")
        .set("CallerReference", input["CallerReference"])
        .set("HealthCheckConfig", input["HealthCheckConfig"])
        .set("HealthCheckVersion", 1);
    Value output;
    output.set("HealthCheck", health_check);
    if (operation == "CreateHealthCheck") output.set("Location", "https://route53/healthcheck/h1");
    return output;
  });
  const auto created = create_health_check(cloud, check);
  ASSERT_TRUE(created) << to_string(created.error());
  EXPECT_EQ(created->id, "h1");
  EXPECT_EQ(created->caller_reference, check.caller_reference);
  EXPECT_EQ(created->fqdn, check.fqdn);
  EXPECT_EQ(created->port, 8443);
  EXPECT_EQ(created->path, "/health");
  EXPECT_EQ(created->interval_s, 10);
  EXPECT_EQ(created->threshold, 2);
  EXPECT_FALSE(created->inverted);
  EXPECT_TRUE(created->disabled);
}

TEST(HealthChecks, AreSwitchedOneSettingAtATime) {
  ScriptedCloud cloud;
  ASSERT_TRUE(set_inverted(cloud, "h1", true));
  ASSERT_TRUE(set_disabled(cloud, "h1", false));
  EXPECT_EQ(cloud.inputs.at(0)["Inverted"], Value(true));
  EXPECT_FALSE(cloud.inputs.at(0).has("Disabled"));
  EXPECT_EQ(cloud.inputs.at(1)["Disabled"], Value(false));
  ASSERT_TRUE(delete_health_check(cloud, "h1"));
  EXPECT_EQ(cloud.operations.back(), "DeleteHealthCheck");
}

TEST(HealthCheckStatus, CountsWhoSucceeded) {
  const auto observation = [](const char* status) {
    Value report;
    report.set("Status", status);
    Value value;
    value.set("Region", "eu-west-1").set("StatusReport", report);
    return value;
  };
  Value output;
  output.set("HealthCheckObservations", List{observation("Success: HTTP Status Code 200, OK"),
                                             observation("Failure: connection timed out"),
                                             observation("Success: HTTP Status Code 200, OK")});
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto status = get_health_check_status(cloud, "h1");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->checkers, 3);
  EXPECT_EQ(status->succeeded, 2);
}

TEST(ListHealthChecks, TakesEveryPage) {
  ScriptedCloud cloud([](const std::string&, const Value& input) {
    Value output;
    output.set("HealthChecks", List{Value(Members{{"Id", input.has("Marker") ? "h2" : "h1"}})});
    output.set("IsTruncated", !input.has("Marker"));
    if (!input.has("Marker")) output.set("NextMarker", "h2");
    return output;
  });
  EXPECT_EQ(list_health_checks(cloud)->size(), 2U);
}

}  // namespace
}  // namespace godwit::aws::route53
