#include "aws/client/config_file.h"

#include <gtest/gtest.h>

#include "aws/client/shared_config.h"
#include "env/simulated_env.h"

namespace godwit::aws {
namespace {

TEST(ConfigFile, HasSectionsAndProperties) {
  const auto file = parse_config_file(
      "\xef\xbb\xbf# a comment\r\n"
      "[default]\n"
      "Region = eu-west-1\n"
      "\n"
      "; another\n"
      "  # and one more\n"
      "output=json # is part of it\n"
      "[profile  work] # of a client\n"
      "role_arn = arn:aws:iam::1:role/a=b\n"
      "credential_process = one\n"
      "    two\n",
      "config");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_EQ(file->size(), 2U);
  EXPECT_EQ(file->at("default").get("region"), "eu-west-1");
  EXPECT_EQ(file->at("default").get("output"), "json # is part of it");
  EXPECT_EQ(file->at("default").get("nothing"), "");
  EXPECT_EQ(file->at("profile  work").get("role_arn"), "arn:aws:iam::1:role/a=b");
  EXPECT_EQ(file->at("profile  work").get("credential_process"), "one\ntwo");
  EXPECT_EQ(file->at("profile  work").where.line, 8);
}

TEST(ConfigFile, NestsBelowAnEmptyProperty) {
  const auto file = parse_config_file(
      "[services local]\n"
      "s3 =\n"
      "  endpoint_url = http://localhost:4566\n"
      "\n"
      "  # still below\n"
      "  max_concurrent_requests = 20\n"
      "kms =\n"
      "\tendpoint_url = http://localhost:4567\n",
      "config");
  ASSERT_TRUE(file) << to_string(file.error());
  const ConfigSection& section = file->at("services local");
  EXPECT_EQ(section.nested.at("s3").at("endpoint_url"), "http://localhost:4566");
  EXPECT_EQ(section.nested.at("s3").at("max_concurrent_requests"), "20");
  EXPECT_EQ(section.nested.at("kms").at("endpoint_url"), "http://localhost:4567");
}

TEST(ConfigFile, SaysWhereItIsWrong) {
  const auto wrong = [](std::string_view text) {
    const auto file = parse_config_file(text, "config");
    return file ? "accepted" : to_string(file.error());
  };
  EXPECT_EQ(wrong("a = b\n"),
            "config:1: cannot read AWS's configuration: a property must stand below a section's "
            "heading");
  EXPECT_EQ(wrong("[default]\nsecret text\n"),
            "config:2: cannot read AWS's configuration: expected 'name = value'");
  EXPECT_EQ(wrong("[default\na = b\n"),
            "config:1: cannot read AWS's configuration: a section's heading ends in ']'");
  EXPECT_EQ(wrong("[a]\n[ a ]\n"),
            "config:2: cannot read AWS's configuration: the section [a] is there twice\n"
            "  the other is in line 1");
  EXPECT_EQ(wrong("[a]\nb = 1\nB = 2\n"),
            "config:3: cannot read AWS's configuration: 'b' is in the section twice");
  EXPECT_EQ(wrong("[a]\n  b = 1\n"),
            "config:2: cannot read AWS's configuration: an indented line continues a property, and "
            "there is none");
  EXPECT_EQ(wrong("[]\n"), "config:1: cannot read AWS's configuration: a section needs a name");
  EXPECT_EQ(wrong("[a]\n= secret\n"),
            "config:2: cannot read AWS's configuration: expected 'name = value'");
}

class SharedConfigTest : public ::testing::Test {
 protected:
  Result<SharedConfig> read(const std::string& profile = {}) {
    return SharedConfig::read(world_.disk, environment_, profile);
  }
  void write(const std::string& path, std::string_view text) {
    ASSERT_TRUE(write_file(world_.disk, path, text));
  }

  SimulatedEnv world_;
  Environment environment_ = {{"HOME", "/home/me"}};
};

TEST_F(SharedConfigTest, FilesMayBeMissing) {
  EXPECT_TRUE(read());
  EXPECT_TRUE(SharedConfig::read(world_.disk, Environment(), ""));
  EXPECT_EQ(to_string(read("work").error()),
            "cannot read AWS's configuration for profile 'work': there is no such profile\n"
            "  see 'aws configure list-profiles'");
}

TEST_F(SharedConfigTest, AProfileIsInBothFiles) {
  write("/home/me/.aws/config",
        "[default]\nregion = eu-west-1\n[profile default]\nregion = eu-west-2\n"
        "[profile \"my work\"]\nregion = eu-west-3\naws_access_key_id = config\n"
        "[plain]\nregion = nowhere\n");
  write("/home/me/.aws/credentials", "[my work]\naws_access_key_id = credentials\n[only]\na = b\n");
  EXPECT_EQ(read()->profile().get("region"), "eu-west-2");
  EXPECT_EQ(read("my work")->profile().get("region"), "eu-west-3");
  EXPECT_EQ(read("my work")->profile().get("aws_access_key_id"), "credentials");
  EXPECT_TRUE(read("only"));
  EXPECT_FALSE(read("plain"));  // it is not [profile plain]
}

TEST_F(SharedConfigTest, TheEnvironmentNamesFilesAndProfile) {
  environment_.set("AWS_CONFIG_FILE", "~/elsewhere");
  environment_.set("AWS_SHARED_CREDENTIALS_FILE", "/keys");
  write("/home/me/elsewhere", "[profile a]\nx = 1\n[profile b]\nx = 2\n");
  write("/keys", "[c]\nx = 3\n");
  environment_.set("AWS_DEFAULT_PROFILE", "a");
  EXPECT_EQ(read()->profile().get("x"), "1");
  environment_.set("AWS_PROFILE", "b");
  EXPECT_EQ(read()->profile().get("x"), "2");
  EXPECT_FALSE(read()->profile_is_explicit());
  EXPECT_EQ(read("c")->profile().get("x"), "3");
  EXPECT_TRUE(read("c")->profile_is_explicit());
  write("/keys", "[c\n");
  EXPECT_EQ(read("c").error().where->file, "/keys");
}

}  // namespace
}  // namespace godwit::aws
