#include "check/replications.h"

#include <gtest/gtest.h>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

std::vector<Replication> replications(const std::string& document) {
  testing::Files files;
  files.texts.emplace_back("a.md", document);
  return replications_of(testing::make_subject(files)->subject);
}

constexpr std::string_view command =
    "```bash\naws s3api put-bucket-replication --bucket a \\\n  --replication-configuration ";

TEST(Replications, AreReadFromTheFileThatACommandNames) {
  const auto all = replications("# A\n\n" + std::string(command) + R"(file://r.json
```

**r.json:**

```json
{
  "Role": "arn:aws:iam::111122223333:role/r",
  "Rules": [
    {
      "Status": "Enabled",
      "Priority": 1,
      "Filter": {"And": {"Prefix": "x/", "Tags": [{"Key": "k", "Value": "v"}]}},
      "SourceSelectionCriteria": {
        "SseKmsEncryptedObjects": {"Status": "Enabled"},
        "ReplicaModifications": {"Status": "Disabled"}
      },
      "DeleteMarkerReplication": {"Status": "Disabled"},
      "Destination": {
        "Bucket": "arn:aws:s3:::b",
        "EncryptionConfiguration": {"ReplicaKmsKeyID": "key"},
        "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
        "Metrics": {"Status": "Enabled"}
      }
    }
  ]
}
```
)");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].source, "a");
  EXPECT_EQ(all[0].role, "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(all[0].span.at.line, 4);
  ASSERT_EQ(all[0].rules.size(), 1U);
  const ReplicationRule& rule = all[0].rules[0];
  EXPECT_EQ(rule.span.at, (Location{"a.md", 14, 5}));
  EXPECT_TRUE(rule.enabled && rule.filter && rule.priority && rule.tagged && rule.metrics);
  EXPECT_EQ(rule.prefix, "x/");
  EXPECT_EQ(rule.encrypted_objects, true);
  EXPECT_EQ(rule.replica_modifications, false);
  EXPECT_EQ(rule.delete_markers, false);
  EXPECT_EQ(rule.delete_markers_span.at, (Location{"a.md", 22, 7}));
  EXPECT_EQ(rule.destination, "b");
  EXPECT_EQ(rule.replica_key, "key");
  EXPECT_EQ(rule.time_control, true);
  EXPECT_EQ(rule.time_control_minutes, 15);
}

TEST(Replications, AreReadInline) {
  const auto all = replications("# A\n\n" + std::string(command) +
                                "'{\"Rules\": [{\"Destination\": {\"Bucket\": "
                                "\"arn:aws:s3:::b\"}, \"Status\": \"Disabled\"}]}'\n```\n");
  ASSERT_EQ(all.size(), 1U);
  ASSERT_EQ(all[0].rules.size(), 1U);
  EXPECT_FALSE(all[0].rules[0].enabled);
  EXPECT_EQ(all[0].rules[0].span.at.line, 5);
}

TEST(Replications, WithoutTheirFileHaveNoRules) {
  const auto all = replications("# A\n\n" + std::string(command) + "file://r.json\n```\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].rules.empty());
}

TEST(Replications, AreReadFromTemplates) {
  const auto all = replications(R"(# A

**stack.yaml:**

```yaml
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: a
      ReplicationConfiguration:
        Role: r
        Rules:
          - Status: Enabled
            Prefix: ''
            Destination: {Bucket: 'arn:aws:s3:::b'}
```
)");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].source, "a");
  EXPECT_EQ(all[0].command, -1);
  EXPECT_EQ(all[0].rules[0].destination, "b");
  EXPECT_EQ(all[0].rules[0].span.at.line, 14);
}

TEST(Replications, AreNotWhatOtherJsonSays) {
  const auto of = [](const std::string& json) {
    return replications("# A\n\n**x.json:**\n\n```json\n" + json + "\n```\n");
  };
  EXPECT_TRUE(of(R"({"Rules": [{"ID": "x"}, 2], "Destination": 3})").empty());
  EXPECT_TRUE(of(R"({"Rules": "Destination", "Destination": []})").empty());
  EXPECT_TRUE(of(R"([{"Rules": [], "Destination": {}}])").empty());
}

}  // namespace
}  // namespace godwit::check
