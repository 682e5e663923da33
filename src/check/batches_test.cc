#include "check/batches.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "check/effects.h"
#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

struct Read {
  std::unique_ptr<testing::MadeSubject> made;
  std::vector<RecordBatch> batches;
};

Read read(std::string document) {
  Read result{testing::make_subject({{{"runbook.md", std::move(document)}}}), {}};
  result.batches = record_batches(result.made->subject);
  return result;
}

constexpr std::string_view json = R"({
  "Changes": [
    {"Action": "CREATE", "ResourceRecordSet": {"Name": "api.Example.com.", "Type": "A",
      "SetIdentifier": "one", "Weight": 100,
      "AliasTarget": {"HostedZoneId": "Z215JYRZR1TBD5", "DNSName": "[DOMAIN]"},
      "HealthCheckId": "[CHECK_ID]"}}
  ]
})";

void expect_the_change(const RecordBatch& batch, int line) {
  ASSERT_EQ(batch.changes.size(), 1U);
  const traffic::Change& change = batch.batch.changes[0];
  EXPECT_EQ(change.action, traffic::Action::create);
  EXPECT_EQ(change.record.name, "api.example.com");
  EXPECT_EQ(change.record.weight, 100);
  EXPECT_EQ(change.record.health_check, "CHECK_ID");
  ASSERT_TRUE(change.record.alias);
  EXPECT_FALSE(batch.changes[0].knows("AliasTarget.DNSName"));
  EXPECT_TRUE(batch.changes[0].knows("AliasTarget.HostedZoneId"));
  const Span zone = batch.changes[0].at("AliasTarget.HostedZoneId");
  EXPECT_EQ(zone.at, (Location{"runbook.md", line + 4, 39}));
  EXPECT_EQ(zone.length, 16);
  EXPECT_EQ(batch.batch.zone, "Z1");
}

TEST(Batches, AreReadFromWhereTheyStand) {
  const auto inline_one = read(
      fmt::format("# A\n\n```bash\naws route53 change-resource-record-sets --hosted-zone-id Z1 "
                  "--change-batch \\\n'{}'\n```\n",
                  json));
  ASSERT_EQ(inline_one.batches.size(), 1U);
  EXPECT_EQ(inline_one.batches[0].changes[0].at("AliasTarget.HostedZoneId").at.line, 9);

  const auto file =
      read(fmt::format("# A\n\n```bash\naws route53 change-resource-record-sets --hosted-zone-id "
                       "/hostedzone/Z1 --change-batch file://x.json\n```\n\n**x.json:**\n\n"
                       "```json\n{}\n```\n",
                       json));
  ASSERT_EQ(file.batches.size(), 1U);
  expect_the_change(file.batches[0], 10);

  const auto here =
      read(fmt::format("# A\n\n```bash\ncat > x.json <<'EOF'\n{}\nEOF\naws route53 "
                       "change-resource-record-sets --hosted-zone-id Z1 --change-batch "
                       "file://x.json\n```\n",
                       json));
  ASSERT_EQ(here.batches.size(), 1U);
  expect_the_change(here.batches[0], 5);

  const auto input =
      read(fmt::format("# A\n\n```bash\naws route53 change-resource-record-sets --cli-input-json "
                       "'{{\"HostedZoneId\": \"Z1\", \"ChangeBatch\": {}}}'\n```\n",
                       json));
  ASSERT_EQ(input.batches.size(), 1U);
  EXPECT_EQ(input.batches[0].batch.zone, "Z1");
}

TEST(Batches, OfFilesOfOneNameEachHasItsOwn) {
  const auto block = [](int weight) {
    return fmt::format(
        "```bash\naws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch "
        "file://x.json\n```\n\n**x.json:**\n\n```json\n{{\"Changes\": [{{\"Action\": \"UPSERT\", "
        "\"ResourceRecordSet\": {{\"Name\": \"a.example.com\", \"Type\": \"A\", \"Weight\": {}, "
        "\"SetIdentifier\": \"s\"}}}}]}}\n```\n\n",
        weight);
  };
  const auto all = read("# A\n\n" + block(1) + block(2) + block(3));
  ASSERT_EQ(all.batches.size(), 3U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(all.batches[static_cast<std::size_t>(i)].batch.changes[0].record.weight, i + 1);
  }
}

TEST(Batches, KnowWhatIsNotShown) {
  const auto one = read(
      "# A\n\n## Rollback\n\n```bash\naws route53 change-resource-record-sets --hosted-zone-id "
      "$ZONE --change-batch '{\n  \"Changes\": [{\n    \"Action\": \"UPSERT\",\n    "
      "\"ResourceRecordSet\": {\n      \"Name\": \"a.example.com\",\n      \"Type\": \"A\",\n      "
      "\"Weight\": 5,\n      ...\n    }\n  }]\n}'\n```\n");
  ASSERT_EQ(one.batches.size(), 1U);
  EXPECT_TRUE(one.batches[0].changes[0].abbreviated);
  EXPECT_TRUE(one.batches[0].goes_back);
  EXPECT_FALSE(one.batches[0].zone_known);
}

TEST(Batches, AreNoneWhereNothingIsKnown) {
  EXPECT_TRUE(read("# A\n\n```bash\naws route53 change-resource-record-sets --change-batch "
                   "file://nowhere.json --hosted-zone-id Z1\n```\n")
                  .batches.empty());
  EXPECT_TRUE(read("# A\n\n```bash\naws route53 change-resource-record-sets --change-batch "
                   "'{\"Changes\": 7}' --hosted-zone-id Z1\n```\n")
                  .batches.empty());
}

TEST(CheckChanges, AreReadFromTheirCommands) {
  const auto made = testing::make_subject(
      {{{"runbook.md",
         "# A\n\n```bash\nCHECK_ID=$(aws route53 create-health-check --health-check-config "
         "Type=HTTPS,FullyQualifiedDomainName=a.example.com,RequestInterval=10,FailureThreshold=2 "
         "--query HealthCheck.Id --output text)\naws route53 update-health-check "
         "--health-check-id $CHECK_ID --disabled\naws route53 update-health-check "
         "--health-check-id $CHECK_ID --no-disabled --inverted\n```\n"}}});
  const auto changes = check_changes(made->subject);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_TRUE(changes[0].created);
  EXPECT_EQ(changes[0].interval, seconds(10));
  EXPECT_EQ(changes[0].threshold, 2);
  EXPECT_EQ(changes[1].disabled, true);
  EXPECT_EQ(changes[2].disabled, false);
  EXPECT_EQ(changes[2].inverted, true);
  EXPECT_EQ(changes[0].id, "CHECK_ID");
  EXPECT_EQ(changes[1].id, "CHECK_ID");
}

// 100 / 100 / 0 leaves half of the users where they were (fact C7).
TEST(Effects, SayWhatAWayBackReallyDoes) {
  const std::string move =
      "# From eu-west-1 to eu-central-1\n\n```bash\naws route53 change-resource-record-sets "
      "--hosted-zone-id Z1 --change-batch '{\"Changes\": [{\"Action\": \"CREATE\", "
      "\"ResourceRecordSet\": {\"Name\": \"a.example.com\", \"Type\": \"A\", \"SetIdentifier\": "
      "\"new\", \"Weight\": 100}}, {\"Action\": \"UPSERT\", \"ResourceRecordSet\": {\"Name\": "
      "\"a.example.com\", \"Type\": \"A\", \"SetIdentifier\": \"old\", \"Weight\": 0}}]}'\n```\n\n";
  const std::string back =
      "## Rollback\n\n```bash\naws route53 change-resource-record-sets --hosted-zone-id Z1 "
      "--change-batch '{\"Changes\": [{\"Action\": \"UPSERT\", \"ResourceRecordSet\": {\"Name\": "
      "\"a.example.com\", \"Type\": \"A\", \"SetIdentifier\": \"older\", \"Weight\": "
      "100}}]}'\n```\n";
  const auto made = testing::make_subject({{{"runbook.md", move + back}}});
  const auto judged = judge(made->subject);
  ASSERT_EQ(judged.size(), 2U);
  EXPECT_EQ(judged[0].after.at("new"), 1);
  EXPECT_EQ(judged[1].before.at("new"), 1);
  EXPECT_EQ(judged[1].after.at("new"), 0.5);
  EXPECT_EQ(judged[1].after.at("older"), 0.5);
}

}  // namespace
}  // namespace godwit::check
