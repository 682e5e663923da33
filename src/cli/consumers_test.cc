// Consumers outside AWS, by two processes on sockets: `godwit lab`, which has them, and `godwit
// apply` and `rollback`, which change them and take that back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/testing/lab_process.h"
#include "consumer/setting.h"
#include "env/real_http.h"

namespace godwit::cli {
namespace {

using testing::Child;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string old_endpoint = "https://d-west000001.execute-api.eu-west-1.amazonaws.com";
const std::string new_endpoint = "https://d-central001.execute-api.eu-central-1.amazonaws.com";
const std::string token = "sbp_made_up_for_this_test";

constexpr const char* more_of_the_account = R"(
stacks:
  - {name: api-eu-central-1, region: eu-central-1, outputs: {Endpoint: "NEW_ENDPOINT"}}
supabase:
  - {project: abcdefghijklmnopqrst, secrets: {API_ENDPOINT: "OLD_ENDPOINT", AWS_REGION: eu-west-1}, functions: [call]}
secret_manager:
  - {project: small-example, secrets: {api-endpoint: "OLD_ENDPOINT"}}
)";
constexpr const char* more_of_the_plan = R"(
values:
  - {name: api, stack: api-eu-central-1, output: Endpoint}
consumers:
  - name: edge
    kind: supabase
    project: abcdefghijklmnopqrst
    set: {API_ENDPOINT: {value: api}, AWS_REGION: eu-central-1}
    record: ENDPOINTS
    old: old.env
    deploy: [call]
    sources: functions
  - name: cloud
    kind: firebase
    project: small-example
    set: {api-endpoint: {value: api}}
)";

struct ConsumersTest : testing::WithLab {
  RealHttp http;

  void SetUp() override {
    std::string account = rehearse::testing::account_yaml;
    account += more_of_the_account;
    account = rehearse::testing::edited(
        account, {{"NEW_ENDPOINT", new_endpoint},
                  {"OLD_ENDPOINT", old_endpoint},
                  {"secret_access_key: made-up-small",
                   "secret_access_key: made-up-small, supabase_access_token: " + token +
                       ", google_access_token: ya29.made-up"}});
    write("account.yaml", account);
    write("plan.yaml", std::string(rehearse::testing::plan_yaml) + more_of_the_plan);
    write("old.env", "API_ENDPOINT=" + old_endpoint + "\nAWS_REGION=eu-west-1\n");
    std::filesystem::create_directories(folder / "functions" / "call");
    write("functions/call/index.ts", "export default 1;\n");
    environment.push_back("SUPABASE_ACCESS_TOKEN=" + token);
    environment.emplace_back("GOOGLE_OAUTH_ACCESS_TOKEN=ya29.made-up");
  }
  boost::json::value snapshot() {
    const auto answer = http.send({.scheme = "http", .host = address, .path = "/_lab/snapshot"});
    EXPECT_TRUE(answer);
    return answer ? boost::json::parse(answer->body.bytes()) : boost::json::value();
  }
  static std::string quoted_digest(const std::string& value) {
    return '"' + consumer::digest_of(value) + '"';
  }
  static std::string text(const boost::json::value& value) { return boost::json::serialize(value); }
};

TEST_F(ConsumersTest, AreToldAndToldBackOverSockets) {
  start_lab("7200", {"--users-for", "95h"});
  const auto before = snapshot();
  ASSERT_EQ(apply()->wait(minutes(3)), 0) << content("out") << content("err");
  const auto after = snapshot();
  const auto& edge = after.at("supabase").at("abcdefghijklmnopqrst");
  EXPECT_EQ(text(edge.at("secrets").at("API_ENDPOINT")), quoted_digest(new_endpoint));
  EXPECT_EQ(text(edge.at("secrets").at("AWS_REGION")), quoted_digest("eu-central-1"));
  EXPECT_TRUE(edge.at("secrets").as_object().contains("ENDPOINTS"));
  EXPECT_NE(edge.at("functions").at("call"),
            before.at("supabase").at("abcdefghijklmnopqrst").at("functions").at("call"));
  EXPECT_EQ(text(after.at("secretmanager").at("small-example").at("api-endpoint")),
            quoted_digest(new_endpoint));

  // Neither a token nor a value is where others may look.
  for (const char* file : {"run.journal", "run.journal-wal", "out", "err"}) {
    EXPECT_THAT(content(file), Not(HasSubstr(token))) << file;
    EXPECT_THAT(content(file), Not(HasSubstr(old_endpoint))) << file;
  }

  auto back = on_lab({"rollback", path("run.journal"), path("plan.yaml"), "--mode", "traffic",
                      "--because", "to see it", "--yes"});
  EXPECT_EQ(back->wait(minutes(3)), 0) << content("out") << content("err");
  const auto end = snapshot();
  EXPECT_EQ(
      text(end.at("supabase").at("abcdefghijklmnopqrst").at("secrets").at("API_ENDPOINT")),
      text(before.at("supabase").at("abcdefghijklmnopqrst").at("secrets").at("API_ENDPOINT")));
  EXPECT_EQ(text(end.at("secretmanager")), text(before.at("secretmanager")));
}

TEST_F(ConsumersTest, NeedATokenBeforeAnythingBegins) {
  start_lab("1");
  environment.pop_back();
  EXPECT_EQ(apply()->wait(seconds(20)), 2);
  EXPECT_THAT(content("err"), HasSubstr("GOOGLE_OAUTH_ACCESS_TOKEN is not set"));
  EXPECT_THAT(content("err"), HasSubstr("consumer 'cloud'"));
  EXPECT_FALSE(disk.exists(path("run.journal")).value());
}

}  // namespace
}  // namespace godwit::cli
