#include "repo/recognise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "repo/literal_examples.h"
#include "repo/region_spellings.h"

namespace godwit::repo {
namespace {

void expect_all(std::initializer_list<Example> examples) {
  for (const Example& example : examples) expect_found(example);
}

TEST(Recognise, CodesOfRegions) {
  expect_all({
      {"AWS_REGION=«eu-west-1»", "region:eu-west-1"},
      {"region: '«ap-southeast-3»'", "region:ap-southeast-3"},
      {"medzen-bedrock-ai-«eu-west-1»", "region:eu-west-1"},
      {"stack_«eu-west-1»_blue", "region:eu-west-1"},
      {"/aws/logs/«us-east-1»/app", "region:us-east-1"},
      {"['«eu-west-1»','«eu-central-1»']", "region:eu-west-1 region:eu-central-1"},
      {"--region=«us-gov-west-1»", "region:us-gov-west-1"},
      {"\"«cn-northwest-1»\"", "region:cn-northwest-1"},
      {"«eusc-de-east-1»", "region:eusc-de-east-1"},
      {"It runs in «eu-west-1».", "region:eu-west-1"},
      {"a line\\n«eu-west-1»\\tb", "region:eu-west-1"},
      {"?r=a%2F«eu-west-1»%2Fb", "region:eu-west-1"},
      {"\\u0022«eu-west-1»\\u0022", "region:eu-west-1"},
      {"«EU-WEST-1»", "region-name:eu-west-1"},
  });
}

TEST(Recognise, WhatIsNoCodeOfARegion) {
  expect_all({
      {"eu-west-10", ""},
      {"eu-west-12a", ""},
      {"neu-west-1", ""},
      {"1eu-west-1", ""},
      {"eu-west-1x", ""},
      {"eu-west-1ab", ""},
      {"eu-west-9", ""},  // there is none
      {"us-east1", ""},   // Google's
      {"europe-west1-b", ""},
      {"westeurope", ""},  // Azure's
      {"us-gov-west-3", ""},
      {"https://oss.eu-central-1.aliyuncs.com", ""},
      {"oss-us-east-1.aliyuncs.com", ""},
      {"https://catalog.us-east-1.prod.workshops.aws/workshops/x", ""},
      {"s3.eu-central-1.wasabisys.com", ""},
      {"https://us-east-1.linodeobjects.com/x", ""},
      {"obs.ap-southeast-1.myhuaweicloud.com", ""},
      {"${AWS::Region}", ""},
      {"us-east-[12]", ""},
      {"eu-west-*", ""},
  });
}

TEST(Recognise, Zones) {
  expect_all({
      {"az: «eu-west-1a»", "zone:eu-west-1"},
      {"[\"«us-east-1f»\"]", "zone:us-east-1"},
      {"«euw1-az2»", "zone:eu-west-1"},
      {"«use1-az4»", "zone:us-east-1"},
      {"«usw2-lax1-az1»", "zone:us-west-2"},
      {"«use1-wl1-bos-wlz1»", "zone:us-east-1"},
      {"data--«euw1-az1»--x-s3", "zone:eu-west-1"},
      {"«us-west-2-lax-1a»", "zone:us-west-2"},
      {"«us-east-1-wl1-bos-wlz-1»", "zone:us-east-1"},
      {"«EU_WEST_1A»", "zone:eu-west-1"},
      {"subnet_«eu_west_1b»_id", "zone:eu-west-1"},
      // Neighbours: a stage's name, a version.
      {"«us-west-2»-dev-1", "region:us-west-2"},
      {"eu-west-1z", ""},

  });
  // "euw1-azure": the code alone stands for itself; with its zone it would be another.
  expect_found({"«euw1»-azur", "region-name:eu-west-1"});
}

TEST(Recognise, SpellingsOfSdks) {
  expect_all({
      {"Region.«EU_WEST_1»", "region-name:eu-west-1"},  // Java
      {"Regions.fromName(«US_GOV_EAST_1»)", "region-name:us-gov-east-1"},
      {"RegionEndpoint.«EUWest1»", "region-name:eu-west-1"},     // .NET
      {"endpoints.«EuWest1»RegionID", "region-name:eu-west-1"},  // Go
      {"Region::«EuWest1»", "region-name:eu-west-1"},            // Rust
      {"AWS.Region.«euwest1»", "region-name:eu-west-1"},
      {"p_aws.Region.«EU_WEST1»", "region-name:eu-west-1"},  // Python's Pulumi
      {"providers = { aws = aws.«useast1» }", "region-name:us-east-1"},
      {"GcpRegion.EU_WEST1", ""},
      {"provider = aws.«eu_west_1»", "region-name:eu-west-1"},
      {"const primary«EuWest1»Client", "region-name:eu-west-1"},
      {"s3«UsEast1»RegionalEndpoints: «us-east-1»", "region-name:us-east-1 region:us-east-1"},
      {"lambda-«euw1»-prod", "region-name:eu-west-1"},
      {"PROD_«EUN1»_URL «eu-north-1»", "region-name:eu-north-1 region:eu-north-1"},
      {"regions: ie:«euw1», #«euw2»", "region-name:eu-west-1 region-name:eu-west-2"},
      {"aws.«apse2»", "region-name:ap-southeast-2"},
  });
}

TEST(Recognise, WhatOnlyLooksLikeASpelling) {
  expect_all({
      {"a7euw1f", ""},
      {"euw12", ""},
      {"xeuwest1", ""},
      {"euwest12", ""},
      {"EUWEST1X9", ""},
      {"Euw1", ""},
      {"q83vEJ+euw1/Zk9TrQ0aB7cD4eF1gH2iJ3kL5mN6oP8==", ""},
      {"iVBORw0KGgoAAAA-euw1-NSUhEUgAAAAEA3kL5mN6oP8qR9sT0", ""},
      {"«ca-central-1» f47ac10b-cac1-4372-a567-0e02b2c3d479", "region:ca-central-1"},
      {"«ca-central-1» fe80::cac1:2", "region:ca-central-1"},
      {"«ca-central-1» color: #cac1", "region:ca-central-1"},
      {"«ca-central-1» app-«cac1»-x", "region:ca-central-1 region-name:ca-central-1"},
  });
}

// Words with other meanings count beside others of their region.
TEST(Recognise, ShortCodesThatAreWords) {
  expect_all({
      {"if (use1) use2();", ""},
      {"const mes1 = enero;", ""},
      {"tests/EUC-KR/_ude_euc1.txt", ""},
      {"name: app-use1-prod", ""},
      {"region: «us-east-1»\nname: app-«use1»-prod", "region:us-east-1 region-name:us-east-1"},
      {"region: «us-east-1»\nname: app-use2-prod", "region:us-east-1"},
      {"zone: useast1", ""},
      {"regions = { «us-east-1» = \"«useast1»\" }", "region:us-east-1 region-name:us-east-1"},
  });
}

TEST(Recognise, NamesOfRegions) {
  expect_all({
      {"in «Europe (Ireland)» and «US East (N. Virginia)»",
       "region-name:eu-west-1 region-name:us-east-1"},
      {"location: «EU (Frankfurt)»", "region-name:eu-central-1"},
      {"«Asia Pacific (Tokyo)»", "region-name:ap-northeast-1"},
      {"«south america (são paulo)»", "region-name:sa-east-1"},
      {"- `«eu-west-1»` («Ireland»): disasters", "region:eu-west-1 region-name:eu-west-1"},
      {"«Frankfurt»:\n  code: «eu-central-1»", "region-name:eu-central-1 region:eu-central-1"},
      {"{ id: '«us-west-2»', label: '«Oregon»' }", "region:us-west-2 region-name:us-west-2"},
      {"«us-east-1», «Northern Virginia»", "region:us-east-1 region-name:us-east-1"},
      {"a: «af-south-1»\n\n\nWhich region? Only «Cape Town» has it.",
       "region:af-south-1 region-name:af-south-1"},
      {"a: «eu-west-1»\n\n\n\n\nb: «us-east-1», asked when «Ireland» fails",
       "region:eu-west-1 region:us-east-1 region-name:eu-west-1"},
  });
}

TEST(Recognise, PlacesThatAreNoRegions) {
  expect_all({
      {"We met in Ireland.", ""},
      {"{\"name\": \"Ireland\", \"region\": \"Europe\"}", ""},
      {"office 4: Cape Town", ""},
      {"a: «af-south-1»\n\n\n\n\n\noffice 4: Cape Town", "region:af-south-1"},
      {"tz: Europe/London # «eu-west-2»", "region:eu-west-2"},
      {"America/Sao_Paulo «sa-east-1»", "region:sa-east-1"},
      {"Londoners like «eu-west-2»", "region:eu-west-2"},
      {"The Parisian office, «eu-west-3»", "region:eu-west-3"},
      {"Spain, «eu-west-1»", "region:eu-west-1"},  // another region's line, and none of its own
  });
}

TEST(Recognise, PoolsAndEndpointServices) {
  expect_all({
      {"USER_POOL=«eu-west-1_AbC12dEfG»", "resource:eu-west-1"},
      {"«eu-west-1:1f0c2d3e-4b5a-6978-8a9b-0c1d2e3f4a5b»", "resource:eu-west-1"},
      {"«eu-west-1»_production", "region:eu-west-1"},  // a word of ten letters
      {"«eu-west-1»_something", "region:eu-west-1"},   // nine, and no id
      {"«com.amazonaws.eu-west-1.s3»", "endpoint:eu-west-1"},
      {"«com.amazonaws.vpce.us-east-1.vpce-svc-0e123abc456def789»", "endpoint:us-east-1"},
      {"«cn.com.amazonaws.cn-north-1.ecr.dkr»", "endpoint:cn-north-1"},
      {"import com.amazonaws.services.s3.AmazonS3;", ""},
      {"com.amazonaws.${AWS::Region}.s3", ""},
  });
}

TEST(Recognise, WhatSomebodyAskedFor) {
  const std::vector<std::string> given = {"chime", "medzen-alarms"};
  const Vocabulary only = Vocabulary::only(given);
  const std::string text = "Chime chimes in medzen-alarms-eu-west-1";
  EXPECT_EQ(marked(text, literals_in(text, only)), "Chime «chime»s in «medzen-alarms»-eu-west-1");
  const Vocabulary all = Vocabulary::of(nullptr, nullptr, given);
  EXPECT_EQ(marked(text, literals_in(text, all)), "Chime «chime»s in «medzen-alarms»-«eu-west-1»");
}

// Every region of every partition is found in all of its spellings.
TEST(Recognise, AllRegionsInAllSpellings) {
  for (const std::string_view region : all_regions()) {
    const std::string code(region);
    std::string underscored = code;
    std::ranges::replace(underscored, '-', '_');
    std::string squashed = code;
    std::erase(squashed, '-');
    for (const std::string& spelling :
         {code, underscored, squashed, code + "a", underscored + "c"}) {
      const std::string text = "r " + code + " x '" + spelling + "' y";
      const auto literals = literals_in(text);
      ASSERT_EQ(literals.size(), 2U) << text;
      EXPECT_EQ(literals[1].region, region) << text;
      EXPECT_EQ(text.substr(literals[1].begin, literals[1].end - literals[1].begin), spelling);
    }
    for (const std::string& name : long_names_of(region)) {
      const auto literals = literals_in("in " + name + ".");
      ASSERT_EQ(literals.size(), 1U) << name;
      EXPECT_EQ(literals[0].region, region);
    }
    EXPECT_FALSE(short_code_of(region).empty()) << region;
  }
}

// Any bytes: what is found stands in the text, in order, and does not overlap.
TEST(Recognise, AnyBytes) {
  const std::vector<std::string_view> pieces = {"arn:",
                                                "aws:",
                                                ":",
                                                "eu-west-1",
                                                ".amazonaws.com",
                                                "s3",
                                                ".",
                                                "/16",
                                                "10.0.0.0",
                                                "${",
                                                "}",
                                                "{",
                                                "<",
                                                ">",
                                                "account",
                                                " ",
                                                "-",
                                                "\n",
                                                "558069890522",
                                                "=",
                                                "euw1",
                                                "\"",
                                                "kms",
                                                "mrk-",
                                                "\\n",
                                                "%2F",
                                                "i-0",
                                                "Ireland",
                                                "\xff",
                                                "s3://",
                                                "elb",
                                                "execute-api",
                                                "uploads",
                                                "\0",
                                                "EU_WEST_1",
                                                "https://",
                                                "vpc-",
                                                "0a1b2c3d",
                                                "LocationConstraint"};
  std::mt19937 chance(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) text += pieces[chance() % pieces.size()];
    std::size_t last = 0;
    for (const Literal& literal : literals_in(text)) {
      ASSERT_LE(last, literal.begin) << text;
      ASSERT_LT(literal.begin, literal.end) << text;
      ASSERT_LE(literal.end, text.size()) << text;
      if (literal.region_begin != literal.region_end) {
        ASSERT_GE(literal.region_begin, literal.begin) << text;
        ASSERT_LE(literal.region_end, literal.end) << text;
      }
      last = literal.end;
    }
  }
}

}  // namespace
}  // namespace godwit::repo
