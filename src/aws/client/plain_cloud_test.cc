#include "aws/client/plain_cloud.h"

#include <gtest/gtest.h>

#include "env/simulated_env.h"

namespace godwit::aws {
namespace {

class PlainCloudTest : public testing::Test {
 protected:
  // What is answered, in order; the last one stays.
  void answers(const std::string& address, std::vector<int> statuses) {
    next = 0;
    env.http.listen(address, [this, statuses](const HttpRequest& request) -> Result<HttpResponse> {
      seen.push_back(request);
      const int status = statuses[std::min(next++, statuses.size() - 1)];
      if (status == 0) {
        return fail({.kind = ErrorKind::unknown,
                     .operation = {},
                     .subject = {},
                     .cause = "the connection was lost",
                     .remedy = {},
                     .code = {},
                     .where = {}});
      }
      HttpResponse response;
      response.status = status;
      response.elapsed = seconds(1);
      return response;
    });
  }
  Result<Response> send(const std::string& operation, const std::string& stand_in = {}) {
    PlainCloud cloud(
        {.env = env.env(), .retries = {}, .http = {}, .timeout = minutes(2), .stand_in = stand_in});
    Request request;
    request.service = "supabase";
    request.operation = operation;
    request.http.host = "api.supabase.com";
    return cloud.send(request);
  }

  SimulatedEnv env{Time(), 1, [](const std::string&) -> Result<Resolution> {
                     return Resolution{{"192.0.2.1"}, minutes(1)};
                   }};
  std::vector<HttpRequest> seen;
  std::size_t next = 0;  // of the answers
};

TEST_F(PlainCloudTest, TriesAgainWhatOnlyLooks) {
  answers("192.0.2.1", {503, 0, 200});
  const auto response = send("ListSecrets");
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->elapsed, seconds(2)) << "of the tries that were answered";
  EXPECT_EQ(seen.size(), 3U);
}

TEST_F(PlainCloudTest, SendsAChangeOnceUnlessNothingHasHappened) {
  answers("192.0.2.1", {503, 200});
  EXPECT_EQ(send("SetSecrets")->status, 503);
  EXPECT_EQ(seen.size(), 1U);
  answers("192.0.2.1", {0, 200});
  EXPECT_EQ(send("SetSecrets").error().kind, ErrorKind::unknown);
  EXPECT_EQ(seen.size(), 2U);
  answers("192.0.2.1", {429, 200});
  EXPECT_EQ(send("SetSecrets")->status, 200);
  EXPECT_EQ(seen.size(), 4U);
}

TEST_F(PlainCloudTest, GivesUp) {
  answers("192.0.2.1", {429});
  EXPECT_EQ(send("SetSecrets")->status, 429);
  EXPECT_EQ(seen.size(), 3U);
  answers("192.0.2.1", {404});
  EXPECT_EQ(send("ListSecrets")->status, 404);
  EXPECT_EQ(seen.size(), 4U);
}

TEST_F(PlainCloudTest, GoesToAStandInWithTheHostsName) {
  answers("127.0.0.1:4566", {200});
  EXPECT_EQ(send("ListSecrets", "http://127.0.0.1:4566/")->status, 200);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].host, "api.supabase.com");
  EXPECT_EQ(seen[0].scheme, "http");
}

}  // namespace
}  // namespace godwit::aws
