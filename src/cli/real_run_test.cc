// To whom a run for real talks, and with which tokens; on a simulated network.
#include "cli/real_run.h"

#include <gtest/gtest.h>

#include <sstream>

#include "env/simulated_env.h"

namespace godwit::cli {
namespace {

constexpr const char* identity =
    "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
    "<GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>A</UserId>"
    "<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

class RealRunTest : public testing::Test {
 protected:
  RealRunTest() {
    // Every name is its own address.
    listen("sts.eu-west-1.amazonaws.com", identity);
    listen("api.supabase.com", "[]");
    listen("secretmanager.googleapis.com", "{}");
    listen("oauth2.googleapis.com", R"({"access_token":"ya29.lent","expires_in":3599})");
    listen("stand-in.example:5000", identity);
    listen("stand-in.example", identity);
    environment.set("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    environment.set("AWS_SECRET_ACCESS_KEY", "made-up");
    environment.set("HOME", "/home/somebody");
    plan.name = "small";
    plan.account = "111122223333";
    plan.source = "eu-west-1";
  }
  void listen(const std::string& address, const std::string& body) {
    env.http.listen(address, [this, body](const HttpRequest& request) -> Result<HttpResponse> {
      seen.push_back(request);
      HttpResponse response;
      response.status = request.path.starts_with("/_lab/") ? 404 : 200;
      response.body = body;
      return response;
    });
  }
  void consumer(plan::ConsumerKind kind) {
    plan::Consumer added;
    added.name = "somebody";
    added.kind = kind;
    plan.consumers.push_back(added);
  }
  std::optional<int> connect() {
    console =
        std::make_unique<Console>(Console{env.env(), out, err, report::Terminal(false, "", "", 0)});
    console->environment = environment;
    real = std::make_unique<RealRun>(*console, "apply");
    return real->connect(plan, arguments);
  }
  Result<aws::Response> ask(const std::string& host) {
    seen.clear();
    aws::Request request;
    request.service = "somebody";
    request.operation = "ListThings";
    request.http.host = host;
    return real->cloud().send(request);
  }

  SimulatedEnv env{
      parse_time("2026-01-05T06:00:00Z").value(), 1,
      [](const std::string& name) -> Result<Resolution> { return Resolution{{name}, minutes(1)}; }};
  std::vector<HttpRequest> seen;
  std::ostringstream out;
  std::ostringstream err;
  Environment environment;
  plan::Plan plan;
  RunArguments arguments;
  std::unique_ptr<Console> console;
  std::unique_ptr<RealRun> real;
};

TEST_F(RealRunTest, ReachesConsumersWithTheirTokens) {
  consumer(plan::ConsumerKind::supabase);
  environment.set("SUPABASE_ACCESS_TOKEN", "sbp_made_up");
  ASSERT_EQ(connect(), std::nullopt) << err.str();
  ASSERT_TRUE(ask("api.supabase.com").has_value());
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].scheme, "https");
  EXPECT_EQ(seen[0].headers.get("Authorization"), "Bearer sbp_made_up");
}

TEST_F(RealRunTest, DoesNotBeginWithoutThem) {
  consumer(plan::ConsumerKind::supabase);
  EXPECT_EQ(connect(), bad_input);
  EXPECT_NE(err.str().find("SUPABASE_ACCESS_TOKEN is not set"), std::string::npos);
  plan.consumers.clear();
  EXPECT_EQ(connect(), std::nullopt) << "nobody needs one";
}

TEST_F(RealRunTest, MakesGooglesTokensFromItsCredentials) {
  consumer(plan::ConsumerKind::firebase);
  EXPECT_EQ(connect(), bad_input) << "there are none";
  ASSERT_TRUE(write_file(env.disk, "/key.json",
                         R"({"type":"authorized_user","client_id":"i","refresh_token":"r"})"));
  environment.set("GOOGLE_APPLICATION_CREDENTIALS", "/key.json");
  ASSERT_EQ(connect(), std::nullopt) << err.str();
  ASSERT_TRUE(ask("secretmanager.googleapis.com").has_value());
  EXPECT_EQ(seen.back().headers.get("Authorization"), "Bearer ya29.lent");
  // One that is given counts for more, and nobody is asked.
  environment.set("GOOGLE_OAUTH_ACCESS_TOKEN", "ya29.given");
  seen.clear();
  ASSERT_EQ(connect(), std::nullopt);
  for (const HttpRequest& request : seen) EXPECT_NE(request.host, "oauth2.googleapis.com");
  ASSERT_TRUE(ask("secretmanager.googleapis.com").has_value());
  EXPECT_EQ(seen.back().headers.get("Authorization"), "Bearer ya29.given");
}

TEST_F(RealRunTest, AsksNobodyOutsideWhereAwsIsAStandIn) {
  consumer(plan::ConsumerKind::supabase);
  environment.set("SUPABASE_ACCESS_TOKEN", "sbp_made_up");
  arguments.endpoint_url = "http://stand-in.example:5000";
  ASSERT_EQ(connect(), std::nullopt) << err.str();
  EXPECT_EQ(ask("api.supabase.com").error().kind, ErrorKind::refused);
  EXPECT_TRUE(seen.empty());
  arguments.endpoint_url.clear();
  environment.set("AWS_ENDPOINT_URL", "http://stand-in.example:5000");
  ASSERT_EQ(connect(), std::nullopt) << err.str();
  EXPECT_EQ(ask("api.supabase.com").error().kind, ErrorKind::refused);
  EXPECT_TRUE(seen.empty());
}

}  // namespace
}  // namespace godwit::cli
