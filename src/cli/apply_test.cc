// Two processes on sockets: `godwit lab` and `godwit apply`, killed on the way. The lab ends as the
// rehearsal's does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/testing/lab_process.h"
#include "env/real_http.h"

namespace godwit::cli {
namespace {

using testing::Child;
using ::testing::HasSubstr;

struct ApplyTest : testing::WithLab {
  RealHttp http;

  void SetUp() override { write_small(); }
  void start_lab(const std::string& speed) { WithLab::start_lab(speed, {"--users-for", "95h"}); }
  std::string ask_lab(const std::string& what, const std::string& body = {}) {
    const auto answer = http.send({.method = body.empty() ? "GET" : "POST",
                                   .scheme = "http",
                                   .host = address,
                                   .path = "/_lab/" + what,
                                   .body = body});
    EXPECT_TRUE(answer) << what;
    return answer ? std::string(answer->body.bytes()) : std::string();
  }
  Time lab_time() {
    const auto clock = boost::json::parse(ask_lab("clock"));
    return parse_time(std::string_view(clock.at("now").as_string())).value();
  }
};

TEST_F(ApplyTest, EndsAsTheRehearsalDoesThoughItIsKilledTwice) {
  Child rehearsal({"rehearse", path("plan.yaml"), "--account", path("account.yaml"),
                   "--no-way-back", "--snapshot", path("snapshot")},
                  path("out"), path("err"));
  ASSERT_EQ(rehearsal.wait(minutes(1)), 0) << content("out") << content("err");

  start_lab("7200");
  apply()->wait(seconds(1));  // and is killed
  ASSERT_TRUE(disk.exists(path("run.journal")).value());
  apply()->wait(seconds(4));
  ASSERT_EQ(apply()->wait(minutes(3)), 0) << content("out") << content("err");
  EXPECT_EQ(content("out"), "completed\n");
  EXPECT_THAT(content("err"), HasSubstr("goes on where its journal ends"));

  // A completed run has nothing to do, and says so; its status is the journal's.
  EXPECT_EQ(apply()->wait(minutes(1)), 0);
  Child status({"status", path("run.journal"), "--json"}, path("out"), path("err"));
  EXPECT_EQ(status.wait(minutes(1)), 0);
  EXPECT_EQ(boost::json::parse(content("out")).at("outcome"), "completed");

  const Time end = parse_time("2026-01-09T06:00:00Z").value();
  const Duration left = end - lab_time();
  ASSERT_GT(left, Duration::zero());
  ask_lab("clock", R"({"speed": 0.001, "advance": ")" +
                       std::to_string(std::chrono::floor<seconds>(left).count()) + R"(s"})");
  EXPECT_EQ(boost::json::parse(ask_lab("snapshot")), boost::json::parse(content("snapshot")));
}

TEST_F(ApplyTest, StopsWhenAskedToAndGoesOn) {
  start_lab("3600");
  auto first = apply();
  first->wait(milliseconds(800));
  first->signal(SIGINT);
  EXPECT_EQ(first->wait(seconds(20)), 1) << content("err");
  EXPECT_THAT(content("out"), HasSubstr("stopped at record"));
  EXPECT_THAT(content("out"), HasSubstr("to go on: godwit apply"));
  Child status({"status", path("run.journal")}, path("out"), path("err"));
  EXPECT_EQ(status.wait(seconds(20)), 0);
  EXPECT_THAT(content("out"), HasSubstr("not at its end"));
}

TEST_F(ApplyTest, AsksFirst) {
  start_lab("1");
  EXPECT_EQ(apply({})->wait(seconds(20)), 2);
  EXPECT_THAT(content("err"), HasSubstr("add --yes"));
  EXPECT_FALSE(disk.exists(path("run.journal")).value());
}

TEST_F(ApplyTest, RefusesAnotherAccount) {
  const std::string plan =
      rehearse::testing::edited(rehearse::testing::plan_yaml, {{"111122223333", "999900001111"}});
  ASSERT_TRUE(write_file(disk, path("plan.yaml"), plan));
  start_lab("1");
  EXPECT_EQ(apply()->wait(seconds(20)), 2);
  EXPECT_THAT(content("err"),
              HasSubstr("it is for account 999900001111, and these credentials are of "
                        "111122223333"));
  EXPECT_FALSE(disk.exists(path("run.journal")).value());
}

TEST_F(ApplyTest, RefusesWrongCredentials) {
  start_lab("1");
  environment[1] = "AWS_SECRET_ACCESS_KEY=wrong";
  EXPECT_NE(apply()->wait(seconds(20)), 0);
  EXPECT_THAT(content("err"), HasSubstr("SignatureDoesNotMatch"));
  EXPECT_THAT(content("err"), ::testing::Not(HasSubstr("wrong")));
}

TEST_F(ApplyTest, SaysWhereNobodyAnswers) {
  address = "127.0.0.1:1";
  EXPECT_EQ(apply()->wait(seconds(20)), 3);
  EXPECT_THAT(content("err"), HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace godwit::cli
