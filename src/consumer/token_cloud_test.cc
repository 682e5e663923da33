#include "consumer/token_cloud.h"

#include <gtest/gtest.h>

#include "consumer/scripted_cloud.h"

namespace godwit::consumer {
namespace {

class Tokens : public ::testing::Test {
 protected:
  static aws::Request to(const std::string& host, const std::string& signing_name = {}) {
    aws::Request request;
    request.http.host = host;
    request.signing_name = signing_name;
    return request;
  }
  static std::string sent_with(const ScriptedCloud& cloud) {
    return std::string(cloud.asked.back().http.headers.get("Authorization"));
  }

  ScriptedCloud aws;
  ScriptedCloud others;
  TokenCloud cloud{aws,
                   others,
                   {{"api.supabase.com", {"SUPABASE_ACCESS_TOKEN", "sbp_made_up"}},
                    {"secretmanager.googleapis.com", {"GOOGLE_OAUTH_ACCESS_TOKEN", ""}},
                    {"broken.example", {"BROKEN_TOKEN", "made-up\r\nX-Evil: 1"}}}};
};

TEST_F(Tokens, GoToWhomTheyAreFor) {
  ASSERT_TRUE(cloud.send(to("api.supabase.com")).has_value());
  EXPECT_EQ(sent_with(others), "Bearer sbp_made_up");
  EXPECT_TRUE(aws.asked.empty());
}

TEST_F(Tokens, NeverGoToAws) {
  ASSERT_TRUE(cloud.send(to("s3.eu-west-1.amazonaws.com", "s3")).has_value());
  EXPECT_EQ(sent_with(aws), "");
  EXPECT_TRUE(others.asked.empty());
}

TEST_F(Tokens, NeverGoToAnybodyElse) {
  for (const char* host : {"api.supabase.com.example", "example", "api.supabase.com:8443"}) {
    const auto answer = cloud.send(to(host));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, ErrorKind::refused);
  }
  EXPECT_TRUE(others.asked.empty());
}

TEST_F(Tokens, AreAskedForByTheirVariable) {
  const auto answer = cloud.send(to("secretmanager.googleapis.com"));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::refused);
  EXPECT_NE(answer.error().cause.find("GOOGLE_OAUTH_ACCESS_TOKEN"), std::string::npos);
  EXPECT_TRUE(others.asked.empty());
}

TEST_F(Tokens, AreNoHeadersOfTheirOwnAndNeverShown) {
  const auto answer = cloud.send(to("broken.example"));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(to_string(answer.error()).find("made-up"), std::string::npos);
  EXPECT_TRUE(others.asked.empty());
}

TEST_F(Tokens, MayComeFromASource) {
  Result<std::string> made = "first";
  TokenCloud renewed{aws, others, {{"api.example", {"A_TOKEN", "", [&] { return made; }}}}};
  ASSERT_TRUE(renewed.send(to("api.example")).has_value());
  EXPECT_EQ(sent_with(others), "Bearer first");
  made = "second";
  ASSERT_TRUE(renewed.send(to("api.example")).has_value());
  EXPECT_EQ(sent_with(others), "Bearer second");
  Error later;
  later.kind = ErrorKind::unreachable;
  made = std::unexpected(later);
  EXPECT_EQ(renewed.send(to("api.example")).error().kind, ErrorKind::unreachable);
  EXPECT_EQ(others.asked.size(), 2U);
}

TEST_F(Tokens, AreNotSentInTheClear) {
  aws::Request request = to("api.supabase.com");
  request.http.scheme = "http";
  EXPECT_EQ(cloud.send(request).error().kind, ErrorKind::refused);
  EXPECT_TRUE(others.asked.empty());
}

}  // namespace
}  // namespace godwit::consumer
