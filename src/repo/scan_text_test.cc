// What a scan makes of one text: places, uses, names; and of several: what overrides what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_disk.h"
#include "repo/scan.h"

namespace godwit::repo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Looked {
  Vocabulary vocabulary;
  Matcher matcher;
  Matcher::Scratch scratch;

  explicit Looked(Vocabulary with)
      : vocabulary(std::move(with)),
        matcher(*Matcher::make(vocabulary.words())),
        scratch(matcher.scratch()) {}
  FileScan at(const std::string& path, std::string_view text) {
    return scan_text(path, text, vocabulary, matcher, scratch);
  }
};

Looked& everything() {
  static Looked looked(Vocabulary::of(nullptr, nullptr));
  return looked;
}

// "LINE:COLUMN text use name"
std::vector<std::string> told(const FileScan& found) {
  std::vector<std::string> all;
  for (const Hit& hit : found.hits) {
    std::string line = std::to_string(hit.at.line) + ":" + std::to_string(hit.at.column) + " " +
                       hit.text + " " + std::string(to_string(hit.use));
    if (!hit.name.empty()) line += " " + hit.name;
    all.push_back(std::move(line));
  }
  return all;
}

std::vector<std::string> told(const std::string& path, std::string_view text) {
  return told(everything().at(path, text));
}

// "FILE:LINE kind FILE:LINE", of all files together.
std::vector<std::string> connected(const std::vector<std::pair<std::string, std::string>>& files) {
  Scan scan;
  for (const auto& [path, text] : files) {
    FileScan found = everything().at(path, text);
    std::ranges::move(found.hits, std::back_inserter(scan.hits));
    std::ranges::move(found.given, std::back_inserter(scan.given));
  }
  connect(scan);
  std::vector<std::string> all;
  for (const Hit& hit : scan.hits) {
    for (const Dependency& dependency : hit.depends) {
      const bool overridden = dependency.kind == Dependency::Kind::overridden;
      all.push_back(hit.at.file + ":" + std::to_string(hit.at.line) +
                    (overridden ? " overridden at " : " used at ") + dependency.where.file + ":" +
                    std::to_string(dependency.where.line));
    }
  }
  return all;
}

constexpr std::string_view bucket_template = R"(AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Home:
    Type: String
    Default: eu-west-1
Resources:
  Chat:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: |
          const home = process.env.HOME_REGION || 'eu-west-1';
          const other = process.env.OTHER_REGION || 'eu-west-1';
      Environment:
        Variables:
          HOME_REGION: !Ref Home
  Quiet:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: |
          const home = process.env.HOME_REGION || 'eu-west-1';
)";

TEST(ScanText, PlacesCountCharacters) {
  EXPECT_THAT(told("docs/a.txt", "één: eu-west-1, €: eu-west-2\n\n  eu-central-1"),
              ElementsAre("1:6 eu-west-1 documentation", "1:20 eu-west-2 documentation",
                          "3:3 eu-central-1 documentation"));
  EXPECT_THAT(told("a.ini", "\xEF\xBB\xBF[aws]\r\nregion=eu-west-1\r\n"),
              ElementsAre("2:8 eu-west-1 setting aws.region"));
  const FileScan found = everything().at("a.txt", "€ eu-west-1");
  ASSERT_THAT(found.hits, SizeIs(1));
  EXPECT_EQ(found.hits[0].length, 9);
  EXPECT_EQ(found.hits[0].literal.begin, 4U) << "bytes";
}

TEST(ScanText, Utf16IsTextAndItsPlacesAreBytesOfTheFile) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string_view("r=eu-west-1\n")) bytes += {c, '\0'};
  const FileScan found = everything().at("a.env", bytes);
  EXPECT_THAT(told(found), ElementsAre("1:3 eu-west-1 setting r"));
  ASSERT_THAT(found.hits, SizeIs(1));
  const Literal& literal = found.hits[0].literal;
  EXPECT_EQ(literal.begin, 6U);
  EXPECT_EQ(literal.end, 24U);
}

TEST(ScanText, AddressesAreDeployedWhateverTheyAreTheValueOf) {
  const std::string_view code =
      "const api = process.env.API || 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/x';\n"
      "// https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/y\n"
      "const sns = 'https://sns.eu-west-1.amazonaws.com';\n";
  EXPECT_THAT(told("src/a.js", code),
              ElementsAre("1:41 a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com deployed-url api",
                          "2:12 a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com comment",
                          "3:22 sns.eu-west-1.amazonaws.com setting sns"));
}

TEST(ScanText, ABackupIsABackupWhateverItHolds) {
  EXPECT_THAT(told("deploy.sh.orig", "# eu-west-1\nREGION=eu-west-1\n"),
              testing::Each(testing::HasSubstr(" backup")));
  EXPECT_THAT(everything().at("deploy.sh.orig", "export REGION=eu-west-1\n").given, IsEmpty());
}

TEST(ScanText, OnlyWhatIsAskedFor) {
  const std::vector<std::string> given = {"eu-west-1", "AKIA"};
  Looked looked(Vocabulary::only(given));
  const FileScan found = looked.at("id_rsa", "REGION=eu-west-10 AKIAMEDZENMEDZENMED2 eu-central-1");
  ASSERT_THAT(found.hits, SizeIs(2)) << "as it stands, within words too";
  EXPECT_EQ(found.hits[0].text, "eu-west-1");
  EXPECT_THAT(found.secrets, IsEmpty());
}

TEST(ScanText, SecretsArePlacesAlone) {
  const FileScan found = everything().at("keys/é/id_rsa", "é AKIAMEDZENMEDZENMED2\n");
  ASSERT_THAT(found.secrets, SizeIs(2));
  EXPECT_TRUE(found.secrets[0].in_name);
  EXPECT_EQ(found.secrets[0].at.line, 0);
  EXPECT_EQ(found.secrets[0].at.column, 8);
  EXPECT_EQ(found.secrets[0].length, 6);
  EXPECT_EQ(found.secrets[1].at.line, 1);
  EXPECT_EQ(found.secrets[1].at.column, 3);
  EXPECT_EQ(found.secrets[1].length, 20);
}

TEST(Connect, AFunctionsEnvironmentOverridesItsCodeAndNoOthers) {
  EXPECT_THAT(connected({{"t.yaml", std::string(bucket_template)}}),
              ElementsAre("t.yaml:5 used at t.yaml:16", "t.yaml:12 overridden at t.yaml:16"));
}

TEST(Connect, ATemplatesFunctionsAreValuesToo) {
  const std::string json = R"({
  "Parameters": {"Home": {"Type": "String", "Default": "eu-west-1"}},
  "Resources": {"Chat": {"Type": "AWS::Lambda::Function", "Properties": {
    "Code": {"ZipFile": "const home = process.env.HOME_REGION || 'eu-west-1';"},
    "Environment": {"Variables": {
      "HOME_REGION": {"Ref": "Home"},
      "NAMES": {"Fn::Join": [",", ["a", "b"]]}
    }}
  }}}
})";
  EXPECT_THAT(connected({{"t.json", json}}),
              ElementsAre("t.json:2 used at t.json:6", "t.json:4 overridden at t.json:6"));
}

TEST(Connect, AFunctionsCodeMayBeInFiles) {
  const std::string sam =
      "Transform: AWS::Serverless-2016-10-31\n"
      "Globals:\n"
      "  Function:\n"
      "    Environment:\n"
      "      Variables:\n"
      "        STAGE_REGION: !Ref AWS::Region\n"
      "Resources:\n"
      "  Chat:\n"
      "    Type: AWS::Serverless::Function\n"
      "    Properties:\n"
      "      CodeUri: ../src/chat/\n"
      "      Environment:\n"
      "        Variables:\n"
      "          HOME_REGION: !Ref AWS::Region\n";
  const std::string code =
      "export const home = process.env.HOME_REGION || 'eu-west-1';\n"
      "export const stage = process.env.STAGE_REGION || 'eu-west-1';\n"
      "export const other = process.env.OTHER_REGION || 'eu-west-1';\n";
  EXPECT_THAT(connected({{"sam/template.yaml", sam}, {"src/chat/lib/a.ts", code}}),
              ElementsAre("src/chat/lib/a.ts:1 overridden at sam/template.yaml:14",
                          "src/chat/lib/a.ts:2 overridden at sam/template.yaml:6"));
  EXPECT_THAT(connected({{"sam/template.yaml", sam}, {"src/chatter/a.ts", code}}), IsEmpty());
  std::string outside = sam;
  outside.replace(outside.find("../src"), 6, "../../x");
  EXPECT_THAT(connected({{"sam/template.yaml", outside}, {"src/chat/a.ts", code}}), IsEmpty());
}

TEST(Connect, AParameterThatWhoeverDeploysTheTemplateGives) {
  const std::string here =
      "aws cloudformation deploy --stack-name x \\\n"
      "  --template-file ../cfn/t.yaml \\\n"
      "  --parameter-overrides Home=\"$REGION\" Other=1\n";
  EXPECT_THAT(connected({{"cfn/t.yaml", std::string(bucket_template)}, {"scripts/d.sh", here}}),
              testing::Contains("cfn/t.yaml:5 overridden at scripts/d.sh:3"));
  // Another template, and a command that names none.
  for (const std::string& other :
       {std::string("aws cloudformation deploy --template-file other.yaml "
                    "--parameter-overrides Home=x\n"),
        std::string("aws cloudformation deploy --template-file cfn/not-t.yaml "
                    "--parameter-overrides Home=x\n"),
        std::string("aws cloudformation deploy --template-file \"$TEMPLATE\" "
                    "--parameter-overrides Home=x\n"),
        std::string("echo --parameter-overrides Home=x\n")}) {
    EXPECT_THAT(connected({{"cfn/t.yaml", std::string(bucket_template)}, {"scripts/d.sh", other}}),
                testing::Not(testing::Contains(testing::HasSubstr("scripts/d.sh"))))
        << other;
  }
}

TEST(Connect, AScriptsVariables) {
  const std::string script =
      "REGION=eu-west-1\n"
      "aws s3 ls --region \"$REGION\"\n"
      "aws cloudformation deploy --template-file t.yaml \\\n"
      "  --parameter-overrides Home=$REGION\n"
      "aws s3 ls --region \"${REGIONS}\"\n";
  EXPECT_THAT(connected({{"d.sh", script}}),
              ElementsAre("d.sh:1 used at d.sh:2", "d.sh:1 used at d.sh:4"));
  EXPECT_THAT(connected({{"d.sh", "export REGION=x\naws s3 ls --region ${REGION:-eu-west-1}\n"}}),
              ElementsAre("d.sh:2 overridden at d.sh:1"));
  EXPECT_THAT(connected({{"d.sh", "aws s3 ls --region ${REGION:-eu-west-1}\nexport REGION=x\n"}}),
              IsEmpty())
      << "set afterwards";
  EXPECT_THAT(connected({{"d.sh",
                          "cat > .env <<EOF\nREGION=x\nEOF\n"
                          "aws s3 ls --region ${REGION:-eu-west-1}\n"}}),
              IsEmpty())
      << "what is written into a file is no variable of the script";
}

TEST(Connect, AnEnvironmentsFileCountsInItsFolderAndBelow) {
  const std::string code = "const region = process.env.REGION || 'eu-west-1';\n";
  const std::string environment = "REGION=somewhere\n";
  EXPECT_THAT(connected({{"app/.env", environment}, {"app/src/a.js", code}}),
              ElementsAre("app/src/a.js:1 overridden at app/.env:1"));
  EXPECT_THAT(connected({{"app/.env", environment}, {"web/a.js", code}}), IsEmpty());
  EXPECT_THAT(connected({{"app/.env.example", environment}, {"app/a.js", code}}), IsEmpty())
      << "an example overrides nothing";
  EXPECT_THAT(connected({{"app/.env", "REGIONS=x\n"}, {"app/a.js", code}}), IsEmpty());
}

TEST(Connect, TerraformTakesSomeFilesByItself) {
  const std::string code = "variable \"region\" {\n  default = \"eu-west-1\"\n}\n";
  EXPECT_THAT(connected({{"tf/main.tf", code}, {"tf/terraform.tfvars", "region = \"x\"\n"}}),
              ElementsAre("tf/main.tf:2 overridden at tf/terraform.tfvars:1"));
  EXPECT_THAT(connected({{"tf/main.tf", code}, {"tf/prod.tfvars", "region = \"x\"\n"}}), IsEmpty())
      << "only with -var-file";
  EXPECT_THAT(connected({{"tf/a/main.tf", code}, {"tf/terraform.tfvars", "region = \"x\"\n"}}),
              IsEmpty());
}

TEST(Connect, VeryManyOfTheSameNameTakeLinearTime) {
  std::string script;
  for (int i = 0; i < 20'000; ++i) {
    script +=
        "export REGION=eu-west-1\naws s3 ls --region ${REGION:-eu-west-1} "
        "--profile $REGION\n";
  }
  Scan scan;
  FileScan found = everything().at("d.sh", script);
  EXPECT_THAT(found.hits, SizeIs(40'000));
  scan.hits = std::move(found.hits);
  scan.given = std::move(found.given);
  connect(scan);
  for (const Hit& hit : scan.hits) ASSERT_LE(hit.depends.size(), 40U);
}

TEST(Connect, AFileIsReadForWhatItGivesAlthoughItNamesNoRegion) {
  SimulatedDisk disk;
  ASSERT_TRUE(disk.make_folder("/r"));
  ASSERT_TRUE(write_file(disk, "/r/t.yaml", bucket_template));
  ASSERT_TRUE(write_file(disk, "/r/d.sh",
                         "aws cloudformation deploy --template-file t.yaml "
                         "--parameter-overrides Home=$1\n"));
  const auto found = scan(disk, "/r", Vocabulary::of(nullptr, nullptr), {});
  ASSERT_TRUE(found);
  ASSERT_THAT(found->hits, SizeIs(4));
  ASSERT_THAT(found->hits[0].depends, SizeIs(2));
  EXPECT_EQ(found->hits[0].depends[0].where.file, "d.sh");
}

}  // namespace
}  // namespace godwit::repo
