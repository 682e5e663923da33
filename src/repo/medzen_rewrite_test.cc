// MedZen's rules on our reconstruction of its repository: what they make of it is what
// docs/rewrite.md says, they leave nothing, and it can be taken back.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_file.h"
#include "env/real_disk.h"
#include "env/simulated_disk.h"
#include "plan/plan_file.h"
#include "repo/apply.h"
#include "repo/exceptions.h"
#include "repo/rewrite.h"

namespace godwit::repo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string examples = GODWIT_SOURCE_DIR "/examples/medzen/";

struct MedZenRewrite : testing::Test {
  RealDisk real;
  SimulatedDisk disk;
  plan::Plan plan;
  account::Account account;
  Vocabulary vocabulary = Vocabulary::only({});
  Values values;
  Tree tree;

  void SetUp() override {
    auto read_plan = plan::read_plan(slurp("migration.yaml"), examples + "migration.yaml");
    ASSERT_TRUE(read_plan) << to_string(read_plan.error().front());
    plan = *std::move(read_plan);
    ASSERT_TRUE(plan.rewrite);
    auto read_account = account::read_account(slurp("account.yaml"), "account.yaml");
    ASSERT_TRUE(read_account) << to_string(read_account.error().front());
    account = *std::move(read_account);
    vocabulary = Vocabulary::of(&plan, &account);
    // As the steps that read them would.
    for (const plan::NamedValue& value : plan.values) {
      for (const account::Stack& stack : account.stacks) {
        if (stack.name == value.stack && stack.region == value.region) {
          values[value.name] = stack.outputs.at(value.output);
        }
      }
    }
    auto read = read_tree(real, plan.rewrite->repository);
    ASSERT_TRUE(read) << to_string(read.error());
    tree = *std::move(read);
    for (const TreeFile& file : tree.files) {
      ASSERT_TRUE(write_file(disk, "/repo/" + file.path, file.content));
    }
  }
  std::string slurp(const std::string& name) {
    const auto content = read_file(real, examples + name);
    EXPECT_TRUE(content) << to_string(content.error());
    return content.value_or("");
  }
  Proposal propose_now() {
    auto proposal = propose(disk, "/repo", plan, values, vocabulary);
    EXPECT_TRUE(proposal) << to_string(proposal.error().front());
    return proposal ? *std::move(proposal) : Proposal{};
  }
};

TEST_F(MedZenRewrite, MakesExactlyTheExpectedTree) {
  const Proposal proposal = propose_now();
  std::string diff;
  for (const FileChange& change : proposal.changes) {
    const auto content = read_file(disk, "/repo/" + change.path);
    ASSERT_TRUE(content);
    EXPECT_THAT(proposal.hidden.at(change.path), IsEmpty()) << change.path;
    diff += unified_diff(*content, change);
  }
  EXPECT_EQ(diff, slurp("repo.after.patch"));
  EXPECT_THAT(proposal.work, IsEmpty());
  EXPECT_THAT(proposal.unused, IsEmpty());
  EXPECT_TRUE(proposal.complete);
  // Fact B12, at each of the defaults that something else overrides.
  std::vector<std::string> places;
  for (const std::string& note : proposal.notes) {
    places.push_back(note.substr(note.rfind(": ") + 2));
  }
  EXPECT_THAT(
      places,
      ElementsAre("BedrockRegion is given at aws-deployment/scripts/deploy-all-regions.sh:78",
                  "BEDROCK_REGION is given at "
                  "aws-deployment/cloudformation/bedrock-ai-multi-region.yaml:119",
                  "FAILOVER_REGION_1 is given at "
                  "aws-deployment/cloudformation/bedrock-ai-multi-region.yaml:120",
                  "SecondaryRegion is given at aws-deployment/scripts/deploy-all-regions.sh:34",
                  "DRRegion is given at aws-deployment/scripts/deploy-all-regions.sh:35"));
}

TEST_F(MedZenRewrite, LeavesNothingThatIsNotExceptedOrMeant) {
  const Proposal proposal = propose_now();
  ASSERT_TRUE(apply(disk, "/repo", proposal.changes, "/journal"));
  const auto scanned = scan(disk, "/repo", vocabulary, {});
  ASSERT_TRUE(scanned);
  const Exceptions exceptions(plan.rewrite->exceptions);
  std::vector<std::string> left;
  for (const Hit& hit : scanned->hits) {
    if (hit.role != "source") continue;
    if (exceptions.of(hit.at.file, hit.text, hit.use) >= 0) continue;
    left.push_back(fmt::format("{} {} {}", hit.at.file, hit.text, hit.name));
  }
  // Ireland as the second one of an order, as the region for disasters, and where only it has a
  // service: all of it because a rule says so.
  const std::string bedrock =
      "aws-deployment/cloudformation/bedrock-ai-multi-region.yaml eu-west-1 ";
  EXPECT_THAT(
      left,
      testing::UnorderedElementsAre(
          bedrock + "Parameters.FailoverRegion1.Default", bedrock + "failoverRegion1",
          bedrock + "medical.region",
          "aws-deployment/cloudformation/global-infrastructure.yaml eu-west-1 "
          "Parameters.DRRegion.Default",
          "aws-deployment/scripts/deploy-all-regions.sh eu-west-1 DR_REGION",
          "docs/OPERATIONS.md Ireland ", "infrastructure/alarms.ts eu-west-1 ",
          "infrastructure/alarms.ts euw1 SHORT.eu-west-1", "infrastructure/alarms.ts euw1 topics.1",
          "lib/call/join_call.dart eu-west-1 _mediaRegions.1",
          "supabase/functions/chime-entity-extraction/index.ts eu-west-1 client.region",
          "tools/count_recordings.py eu-west-1 ",
          "tools/count_recordings.py eu-west-1 CALL_REGIONS.1"));
  // And rules find nothing more to do.
  const Proposal again = propose_now();
  EXPECT_THAT(again.changes, IsEmpty());
  EXPECT_THAT(again.work, IsEmpty());
}

TEST_F(MedZenRewrite, IsTakenBackByteForByte) {
  ASSERT_TRUE(apply(disk, "/repo", propose_now().changes, "/journal"));
  const auto changed = read_tree(disk, "/repo");
  ASSERT_TRUE(changed);
  int different = 0;
  for (std::size_t i = 0; i < tree.files.size(); ++i) {
    different += changed->files[i].content != tree.files[i].content ? 1 : 0;
  }
  EXPECT_EQ(different, 21);
  ASSERT_TRUE(revert(disk, "/repo", "/journal"));
  const auto back = read_tree(disk, "/repo");
  ASSERT_TRUE(back);
  ASSERT_EQ(back->files.size(), tree.files.size());
  for (std::size_t i = 0; i < tree.files.size(); ++i) {
    EXPECT_EQ(back->files[i].path, tree.files[i].path);
    EXPECT_EQ(back->files[i].content, tree.files[i].content);
  }
}

}  // namespace
}  // namespace godwit::repo
