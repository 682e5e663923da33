#include "consumer/supabase.h"

#include <gtest/gtest.h>

#include "aws/model.h"
#include "consumer/scripted_cloud.h"

namespace godwit::consumer {
namespace {

const std::string project = "abcdefghijklmnopqrst";

class Supabase : public ::testing::Test {
 protected:
  ScriptedCloud cloud;
};

TEST_F(Supabase, ListsDigestsByName) {
  cloud.answer(200, R"([{"name":"B","value":"22"},{"name":"A","value":"11","updated_at":"x"}])");
  const auto secrets = supabase::list_secrets(cloud, project);
  ASSERT_TRUE(secrets.has_value());
  ASSERT_EQ(secrets->size(), 2U);
  EXPECT_EQ(secrets->at(0).name, "A");
  EXPECT_EQ(secrets->at(0).digest, "11");
  EXPECT_EQ(cloud.last_url(), "GET api.supabase.com/v1/projects/abcdefghijklmnopqrst/secrets");
  EXPECT_TRUE(cloud.asked.back().signing_name.empty());
}

TEST_F(Supabase, SetsAllInOneCall) {
  cloud.answer(201, "");
  ASSERT_TRUE(supabase::set_secrets(cloud, project, {{"A", "1"}, {"B", "two \"quoted\""}}));
  EXPECT_EQ(cloud.asked.size(), 1U);
  EXPECT_EQ(cloud.last_body(),
            R"([{"name":"A","value":"1"},{"name":"B","value":"two \"quoted\""}])");
  EXPECT_EQ(cloud.asked.back().http.headers.get("Content-Type"), "application/json");
}

TEST_F(Supabase, DoesNotSendWhatWouldBeRefused) {
  const std::string long_value(24577, 'x');
  Settings many;
  for (int i = 0; i < 101; ++i) many.push_back({"N" + std::to_string(i), "v"});
  for (const Settings& settings :
       {Settings{}, Settings{{"SUPABASE_URL", "https://x"}}, Settings{{"A", std::nullopt}},
        Settings{{"", "v"}}, Settings{{"A", long_value}}, many}) {
    const auto done = supabase::set_secrets(cloud, project, settings);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().kind, ErrorKind::invalid);
  }
  EXPECT_TRUE(cloud.asked.empty());
  // The nearest that are allowed.
  cloud.answer(201, "");
  many.pop_back();
  EXPECT_TRUE(supabase::set_secrets(cloud, project, many).has_value());
  cloud.answer(201, "");
  EXPECT_TRUE(supabase::set_secrets(cloud, project, {{"MY_SUPABASE_URL", "x"}}).has_value());
}

TEST_F(Supabase, DeletesByName) {
  cloud.answer(200, "");
  ASSERT_TRUE(supabase::delete_secrets(cloud, project, {"A", "B"}).has_value());
  EXPECT_EQ(cloud.asked.back().http.method, "DELETE");
  EXPECT_EQ(cloud.last_body(), R"(["A","B"])");
}

TEST_F(Supabase, SaysWhatBecameOfAChange) {
  const auto kind = [&](int status) {
    cloud.answer(status, R"({"message":"no"})");
    return supabase::set_secrets(cloud, project, {{"A", "v"}}).error().kind;
  };
  EXPECT_EQ(kind(400), ErrorKind::refused);
  EXPECT_EQ(kind(401), ErrorKind::refused);
  EXPECT_EQ(kind(404), ErrorKind::not_found);
  EXPECT_EQ(kind(429), ErrorKind::throttled);
  EXPECT_EQ(kind(500), ErrorKind::unknown);
  EXPECT_EQ(kind(503), ErrorKind::unknown);
  cloud.answer(503, "");
  EXPECT_EQ(supabase::list_secrets(cloud, project).error().kind, ErrorKind::unreachable);
  cloud.fail_with(ErrorKind::unknown);
  EXPECT_EQ(supabase::set_secrets(cloud, project, {{"A", "v"}}).error().kind, ErrorKind::unknown);
}

TEST_F(Supabase, DoesNotRepeatValuesInErrors) {
  cloud.answer(400, R"({"message":["0.value made-up-secret is bad","1 too"]})");
  const auto done = supabase::set_secrets(cloud, project, {{"A", "made-up-secret"}});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().cause, "HTTP 400: 0.value *** is bad; 1 too");
}

TEST_F(Supabase, TakesNoPageForAnAnswer) {
  for (const char* body : {"", "<html>", "{}", "null"}) {
    cloud.answer(200, body);
    EXPECT_EQ(supabase::list_secrets(cloud, project).error().kind, ErrorKind::unreachable) << body;
  }
}

TEST_F(Supabase, DeploysSourcesAsAForm) {
  cloud.answer(201,
               R"({"id":"1","slug":"token","status":"ACTIVE","version":4,"ezbr_sha256":"ab"})");
  const supabase::FunctionSource source{
      "token", "token/index.ts", false, {{"_shared/a\"b.ts", "x\r\n"}, {"token/index.ts", "y"}}};
  const auto function = supabase::deploy_function(cloud, project, source);
  ASSERT_TRUE(function.has_value());
  EXPECT_EQ(function->version, 4);
  EXPECT_EQ(function->digest, "ab");
  EXPECT_EQ(cloud.last_url(),
            "POST api.supabase.com/v1/projects/abcdefghijklmnopqrst/functions/deploy?slug=token");
  const std::string type(cloud.asked.back().http.headers.get("Content-Type"));
  const std::string mark = "multipart/form-data; boundary=";
  ASSERT_TRUE(type.starts_with(mark));
  const std::string line = "--" + type.substr(mark.size());
  EXPECT_EQ(cloud.last_body(),
            line +
                "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                "Content-Type: application/json\r\n\r\n"
                R"({"name":"token","entrypoint_path":"token/index.ts","verify_jwt":false})" +
                "\r\n" + line +
                "\r\nContent-Disposition: form-data; name=\"file\"; "
                "filename=\"_shared/a%22b.ts\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                "x\r\n\r\n" +
                line +
                "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"token/index.ts\"\r\n"
                "Content-Type: application/octet-stream\r\n\r\ny\r\n" +
                line + "--\r\n");
}

TEST_F(Supabase, KnowsAFunctionByItsSlug) {
  cloud.answer(404, R"({"message":"Function not found"})");
  EXPECT_EQ(supabase::get_function(cloud, project, "token").error().kind, ErrorKind::not_found);
  cloud.answer(200, R"({"slug":"token","status":"ACTIVE","version":2})");
  EXPECT_EQ(supabase::get_function(cloud, project, "token")->version, 2);
  cloud.answer(200, R"([{"slug":"b"},{"slug":"a"}])");
  EXPECT_EQ(supabase::list_functions(cloud, project)->front().slug, "a");
}

TEST_F(Supabase, HasCallsThatSayWhetherTheyOnlyLook) {
  EXPECT_FALSE(supabase::list_secrets(cloud, project).has_value());
  EXPECT_TRUE(aws::reads_only(cloud.asked.back().operation));
  (void)supabase::set_secrets(cloud, project, {{"A", "v"}});
  EXPECT_FALSE(aws::reads_only(cloud.asked.back().operation));
  (void)supabase::delete_secrets(cloud, project, {"A"});
  EXPECT_FALSE(aws::reads_only(cloud.asked.back().operation));
  (void)supabase::deploy_function(cloud, project, {"a", "a/index.ts", true, {{"a/index.ts", ""}}});
  EXPECT_FALSE(aws::reads_only(cloud.asked.back().operation));
}

}  // namespace
}  // namespace godwit::consumer
