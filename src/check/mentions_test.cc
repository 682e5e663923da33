#include "check/mentions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/fallbacks.h"
#include "check/statements.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A document, and what is in it; held together, for mentions are read from it.
struct Read {
  explicit Read(const std::string& text, std::vector<Input> files = {})
      : subject(read_subject(with(text, std::move(files)), nullptr, nullptr, "")) {}

  static std::vector<Input> with(const std::string& text, std::vector<Input> files) {
    files.insert(files.begin(), {"runbook.md", text, Input::Kind::document});
    return files;
  }

  // "3:5 comprehendmedical eu-west-1", "?" where it is not clear, "not" where it is denied.
  std::vector<std::string> services() const {
    std::vector<std::string> lines;
    for (const Mention& mention : service_mentions(subject)) {
      std::string line = std::to_string(mention.span.at.line) + ':' +
                         std::to_string(mention.span.at.column) + ' ' + mention.name;
      for (const std::string& region : mention.regions) line += ' ' + region;
      if (mention.unclear) line += " ?";
      if (mention.denies) line += " not";
      lines.push_back(std::move(line));
    }
    return lines;
  }

  Subject subject;
};

TEST(ServiceMentions, KnowTheRegionOfTheirSentence) {
  EXPECT_THAT(Read("Comprehend Medical in eu-west-1 finds entities. Textract reads.").services(),
              ElementsAre("1:1 comprehendmedical eu-west-1", "1:49 textract"));
  EXPECT_THAT(Read("Data goes from eu-west-1 to Comprehend Medical.").services(),
              ElementsAre("1:29 comprehendmedical ?"));
  EXPECT_THAT(Read("Textract in eu-west-1 and Comprehend Medical in eu-west-2.").services(),
              ElementsAre("1:1 textract eu-west-1", "1:27 comprehendmedical eu-west-2"));
  EXPECT_THAT(Read("Comprehend Medical is not in Frankfurt.").services(),
              ElementsAre("1:1 comprehendmedical eu-central-1 not"));
}

TEST(ServiceMentions, KnowTheRegionOfWhereTheyStand) {
  EXPECT_THAT(
      Read("# Services in eu-central-1\n\n- Textract\n\n## From eu-west-1 to eu-west-2\n\n- SQS\n")
          .services(),
      ElementsAre("3:3 textract eu-central-1", "7:3 sqs ?"));
  EXPECT_THAT(Read("- **DR:** `eu-west-1`\n  - Textract\n- SQS\n").services(),
              ElementsAre("2:5 textract eu-west-1", "3:3 sqs"));
  EXPECT_THAT(Read("In eu-west-1 there are:\n\n- Textract\n").services(),
              ElementsAre("3:3 textract eu-west-1"));
}

TEST(ServiceMentions, KnowTheRegionOfTheirRowAndColumn) {
  EXPECT_THAT(
      Read("| Service | eu-west-1 | eu-central-1 |\n|---|---|---|\n"
           "| Comprehend Medical | yes | no |\n| Textract | yes | yes |\n")
          .services(),
      ElementsAre("3:3 comprehendmedical eu-west-1", "4:3 textract eu-west-1 eu-central-1"));
  // What something costs somewhere does not say that it is there.
  EXPECT_THAT(
      Read("| Service | eu-west-1 | eu-central-1 |\n|---|---|---|\n| Textract | $1 | $2 |\n")
          .services(),
      ElementsAre("3:3 textract ?"));
  EXPECT_THAT(
      Read("| Service | Where | |\n|---|---|---|\n| Textract | eu-west-1 | ❌ |\n").services(),
      ElementsAre("3:3 textract eu-west-1 not"));
}

TEST(ServiceMentions, AreInDrawingsToo) {
  EXPECT_THAT(Read("```\n+-- eu-west-1 --+\n| Textract      |\n+---------------+\n"
                   "eu-west-2, SQS\n```\n")
                  .services(),
              ElementsAre("3:3 textract eu-west-1", "5:12 sqs eu-west-2"));
  // Programs are none.
  EXPECT_THAT(Read("```javascript\n// eu-west-1 Textract\n```\n").services(), IsEmpty());
}

TEST(ServiceMentions, AreInCommands) {
  EXPECT_THAT(Read("```bash\naws comprehendmedical detect-entities-v2 --text x --region eu-west-1\n"
                   "aws transcribe list-medical-vocabularies --region eu-central-1\n```\n")
                  .services(),
              ElementsAre("2:5 comprehendmedical eu-west-1", "3:5 transcribemedical eu-central-1"));
}

TEST(ServiceMentions, AreNoWordsOfEveryDay) {
  EXPECT_THAT(Read("Translate the texts. Support is by mail. Backup and Config are below. A chime.")
                  .services(),
              IsEmpty());
  EXPECT_THAT(Read("Amazon Translate is used. Translate is quick.").services(), SizeIs(2));
  EXPECT_THAT(Read("SNS, Translate, SQS").services(), SizeIs(3));
  EXPECT_THAT(Read("See s3-bucket.S3Client and my-S3-thing").services(), IsEmpty());
}

TEST(ServiceMentions, HaveTheLanguagesThatAreSaidOfThem) {
  const Read read(
      "Transcribe Medical with German, Amazon Translate with French, Textract with Polish.");
  const auto mentions = service_mentions(read.subject);
  ASSERT_THAT(mentions, SizeIs(3));
  EXPECT_THAT(mentions[0].languages, ElementsAre("German"));
  EXPECT_THAT(mentions[1].languages, ElementsAre("French"));
  EXPECT_THAT(mentions[2].languages, IsEmpty());  // of which the catalog knows no languages
}

TEST(ModelIds, AreFoundAnywhere) {
  const Read read(
      "Uses `eu.anthropic.claude-sonnet-4-5-20250929-v1:0`, not anthropic.claude-*.\n\n"
      "```bash\naws bedrock-runtime invoke-model --region eu-west-1 --model-id "
      "amazon.titan-embed-text-v2:0 x\n```\n",
      {{"app/a.py", "MODEL = 'arn:aws:bedrock:x::foundation-model/meta.llama3-2-1b-instruct-v1:0'",
        Input::Kind::repository}});
  const auto ids = model_ids(read.subject);
  ASSERT_THAT(ids, SizeIs(3));
  EXPECT_EQ(ids[0].name, "eu.anthropic.claude-sonnet-4-5-20250929-v1:0");
  EXPECT_EQ(ids[0].span.at.column, 7);
  EXPECT_EQ(ids[1].name, "amazon.titan-embed-text-v2:0");
  EXPECT_THAT(ids[1].regions, ElementsAre("eu-west-1"));
  EXPECT_EQ(ids[2].name, "meta.llama3-2-1b-instruct-v1:0");
  EXPECT_EQ(ids[2].span.at.file, "app/a.py");
}

TEST(ModelIds, HaveNames) {
  EXPECT_EQ(claude_name("anthropic.claude-3-sonnet-20240229-v1:0"), "sonnet 3");
  EXPECT_EQ(claude_name("anthropic.claude-3-5-sonnet-20240620-v1:0"), "sonnet 3.5");
  EXPECT_EQ(claude_name("anthropic.claude-sonnet-4-5-20250929-v1:0"), "sonnet 4.5");
  EXPECT_EQ(claude_name("anthropic.claude-opus-4-20250514-v1:0"), "opus 4");
  EXPECT_EQ(claude_name("anthropic.claude-v2:1"), "");
  EXPECT_EQ(claude_name("amazon.titan-embed-text-v2:0"), "");
  EXPECT_EQ(split_model_id("eu.anthropic.claude-x").geography, "eu");
  EXPECT_EQ(split_model_id("anthropic.claude-x").geography, "");
}

TEST(ModelNames, AreReadInEitherOrder) {
  const Read read("Claude 3.5 Sonnet, Claude Sonnet 3.5, Claude 3 Opus, Claude and Claude Code");
  std::vector<std::string> names;
  for (const Mention& name : model_names(read.subject)) names.push_back(name.name);
  EXPECT_THAT(names, ElementsAre("sonnet 3.5", "sonnet 3.5", "opus 3"));
}

TEST(RuntimeMentions, AreLambdasAlone) {
  const Read read(
      "| Lambda | Node.js 18.x/20.x |\n|---|---|\n| Lambda | Node.js 18.x/20.x, Python 3.9 |\n\n"
      "Install Node.js 18 and python3.9.\n\nRuntime: nodejs16.x\n");
  std::vector<std::string> names;
  for (const Mention& mention : runtime_mentions(read.subject)) names.push_back(mention.name);
  EXPECT_THAT(names, ElementsAre("nodejs18.x", "nodejs20.x", "python3.9", "nodejs16.x"));
}

TEST(Fallbacks, AreOrders) {
  const Read read(
      "Bedrock fails over from eu-central-1 to us-east-1, then eu-west-1. It never fails over to "
      "us-west-2. Failover is tested in us-east-2.\n\n"
      "```python\nFALLBACK_REGION_1 = 'eu-west-2'\nFALLBACK_REGION_2 = 'eu-west-3'\n```\n");
  const auto all = fallbacks_of(read.subject);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[0].services, ElementsAre("bedrock-runtime"));
  ASSERT_THAT(all[0].steps, SizeIs(2));
  EXPECT_EQ(all[0].steps[0].region, "us-east-1");
  EXPECT_EQ(all[0].steps[1].region, "eu-west-1");
  ASSERT_THAT(all[1].steps, SizeIs(2));
  EXPECT_EQ(all[1].steps[0].region, "eu-west-2");
  EXPECT_THAT(all[1].services, IsEmpty());
}

TEST(Promises, AreOfPlaces) {
  EXPECT_THAT(promises_of(Read("Data of our patients stays in Germany.").subject), SizeIs(1));
  EXPECT_THAT(promises_of(Read("Data residency for the EU.").subject), SizeIs(1));
  EXPECT_THAT(promises_of(Read("Our data centre in Germany. GDPR training is due.").subject),
              IsEmpty());
  EXPECT_THAT(promises_of(Read("The team stays in Germany.").subject), IsEmpty());
  const auto swiss = promises_of(Read("Records must remain in Switzerland.").subject);
  ASSERT_THAT(swiss, SizeIs(1));
  EXPECT_THAT(swiss[0].regions, ElementsAre("eu-central-2"));
}

TEST(SomeRegions, BeginWithThoseNearby) {
  EXPECT_EQ(some_regions({"us-east-1", "eu-west-1"}, "eu-central-1"), "eu-west-1 and us-east-1");
  EXPECT_EQ(some_regions({"a-1", "b-1", "c-1", "d-1", "e-1", "f-1"}, "x-1"),
            "a-1, b-1, c-1, d-1 and 2 more");
  EXPECT_EQ(some_regions({}, "x-1"), "");
}

}  // namespace
}  // namespace godwit::check
