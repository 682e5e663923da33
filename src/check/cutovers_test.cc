#include "check/cutovers.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

std::size_t cutovers(const std::string& record, const std::string& title = "Steps") {
  testing::Files files;
  files.texts.emplace_back(
      "a.md", fmt::format("# From eu-west-1 to eu-central-1\n\n## {}\n\n```bash\naws route53 "
                          "change-resource-record-sets --hosted-zone-id Z1 --change-batch "
                          "'{{\"Changes\": [{}]}}'\n```\n",
                          title, record));
  return cutovers_of(testing::make_subject(files)->subject).size();
}

std::string record(const std::string& action, const std::string& rest) {
  return fmt::format(
      "{{\"Action\": \"{}\", \"ResourceRecordSet\": {{\"Name\": \"a.example.org\", {}}}}}", action,
      rest);
}

TEST(Cutovers, AreChangesThatSendUsersToTheTarget) {
  const std::string there = R"("SetIdentifier": "eu-central-1", "Type": "A", "Weight": 10)";
  EXPECT_EQ(cutovers(record("UPSERT", there)), 1U);
  EXPECT_EQ(cutovers(record("UPSERT", there), "Rollback"), 0U);
  EXPECT_EQ(cutovers(record("DELETE", there)), 0U);
  EXPECT_EQ(cutovers(record("UPSERT", R"("SetIdentifier": "eu-central-1", "Type": "A",
                                         "Weight": 0)")),
            0U);
  EXPECT_EQ(
      cutovers(record("UPSERT", R"("SetIdentifier": "eu-west-1", "Type": "A", "Weight": 10)")), 0U);
  EXPECT_EQ(cutovers(record("UPSERT", R"("Type": "TXT", "TTL": 60,
                                         "ResourceRecords": [{"Value": "eu-central-1"}])")),
            0U);
}

}  // namespace
}  // namespace godwit::check
