#include "lab/outside/outside.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/audit_trail.h"
#include "lab/lab_fixture.h"
#include "lab/outside/form_data.h"

namespace godwit::lab {
namespace {

using testing::HasSubstr;

const std::string ref = "abcdefghijklmnopqrst";
const std::string secrets_path = "/v1/projects/" + ref + "/secrets";
const std::string google_path = "/v1/projects/medzen-example/secrets";

account::Account outside_account() {
  account::Account account = two_region_account();
  account.credentials.supabase_access_token = "sbp_made_up";
  account.credentials.google_access_token = "ya29.made-up";
  account.supabase = {{.ref = ref,
                       .secrets = {{"CHIME_API_ENDPOINT", "https://old.example"}},
                       .functions = {"chime-meeting-token"}}};
  account.secret_manager = {
      {.id = "medzen-example", .secrets = {{"chime-api-endpoint", "https://old.example"}}}};
  return account;
}

struct Said {
  int status = 0;
  std::string text;
  boost::json::value body;
};

class OutsideTest : public LabTest {
 protected:
  OutsideTest() : LabTest(outside_account()) { lab.front_door().set_audit_trail(&trail); }
  ~OutsideTest() override { lab.front_door().set_audit_trail(nullptr); }

  Said ask(const std::string& host, const std::string& method, const std::string& path,
           const std::string& body = {}, const std::string& query = {}) {
    const std::string own = host == "api.supabase.com" ? "sbp_made_up" : "ya29.made-up";
    return ask_as(token.empty() ? own : token, host, method, path, body, query);
  }
  Said ask_as(const std::string& bearer, const std::string& host, const std::string& method,
              const std::string& path, const std::string& body = {},
              const std::string& query = {}) {
    aws::Request request;
    request.http.method = method;
    request.http.host = host;
    request.http.path = path;
    request.http.query = query;
    request.http.body = body;
    if (!content_type.empty()) request.http.headers.set("Content-Type", content_type);
    if (!bearer.empty()) request.http.headers.set("Authorization", "Bearer " + bearer);
    const auto response = lab.cloud().send(request);
    if (!response)
      return {.status = 0, .text = std::string(to_string(response.error().kind)), .body = {}};
    Said said{response->status, std::string(response->body.bytes()), {}};
    if (!said.text.empty()) said.body = boost::json::parse(said.text);
    return said;
  }
  Said supabase(const std::string& method, const std::string& path, const std::string& body = {},
                const std::string& query = {}) {
    return ask("api.supabase.com", method, path, body, query);
  }
  Said google(const std::string& method, const std::string& path, const std::string& body = {},
              const std::string& query = {}) {
    return ask("secretmanager.googleapis.com", method, path, body, query);
  }
  std::string value_of(const std::string& name) {
    const auto& secrets = lab.outside().supabase().find(ref)->secrets;
    const auto found = secrets.find(name);
    return found == secrets.end() ? "(none)" : found->second.value;
  }

  AuditTrail trail;
  std::string token;
  std::string content_type;
};

TEST_F(OutsideTest, KnowsItsCallersByTheirTokens) {
  for (const std::string& bearer :
       {std::string(), std::string("wrong"), std::string("ya29.made-up")}) {
    const Said said = ask_as(bearer, "api.supabase.com", "GET", secrets_path);
    EXPECT_EQ(said.status, 401) << bearer;
    EXPECT_EQ(said.text, R"({"message":"Unauthorized"})");
  }
  const Said stranger = ask_as("sbp_made_up", "secretmanager.googleapis.com", "GET", google_path);
  EXPECT_EQ(stranger.status, 401);
  EXPECT_EQ(stranger.body.at("error").at("status").as_string(), "UNAUTHENTICATED");
  EXPECT_EQ(supabase("GET", secrets_path).status, 200);
  EXPECT_EQ(google("GET", google_path).status, 200);
}

TEST_F(OutsideTest, IsReachedByItsHostAlone) {
  EXPECT_EQ(ask_as("sbp_made_up", "API.Supabase.com:443", "GET", secrets_path).status, 200);
  EXPECT_EQ(ask_as("sbp_made_up", "api.supabase.com.example", "GET", secrets_path).text,
            "unreachable");
  EXPECT_EQ(supabase("GET", "/v2/projects").status, 404);
  EXPECT_EQ(supabase("PUT", secrets_path).status, 404);
}

// Fact E5.
TEST_F(OutsideTest, SupabaseTellsDigestsOnly) {
  const Said said = supabase("GET", secrets_path);
  EXPECT_THAT(said.text, testing::Not(HasSubstr("old.example")));
  std::map<std::string, std::string> digests;
  for (const auto& each : said.body.as_array()) {
    digests[std::string(each.at("name").as_string())] = each.at("value").as_string();
  }
  EXPECT_EQ(digests.at("CHIME_API_ENDPOINT"), to_hex(sha256("https://old.example")));
  // Its own are there too, whatever a migration does.
  EXPECT_TRUE(digests.contains("SUPABASE_URL"));
  EXPECT_EQ(digests.size(), 5U);
}

TEST_F(OutsideTest, SupabaseSetsAllSecretsOfACallOrNone) {
  EXPECT_EQ(supabase("POST", secrets_path,
                     R"([{"name":"CHIME_API_ENDPOINT","value":"new"},{"name":"B","value":""}])")
                .status,
            201);
  EXPECT_EQ(value_of("CHIME_API_ENDPOINT"), "new");
  EXPECT_EQ(value_of("B"), "");
  for (const std::string bad :
       {"", "{}", "[1]", R"([{"name":"B"}])", R"([{"name":"","value":"x"}])",
        R"([{"name":"B","value":1}])", R"([{"name":"SUPABASE_URL","value":"x"}])"}) {
    const std::string body =
        bad.starts_with('[') ? R"([{"name":"CHIME_API_ENDPOINT","value":"half"},)" + bad.substr(1)
                             : bad;
    EXPECT_EQ(supabase("POST", secrets_path, body).status, 400) << body;
    EXPECT_EQ(value_of("CHIME_API_ENDPOINT"), "new") << body;
  }
  EXPECT_THAT(supabase("POST", secrets_path, R"([{"name":"SUPABASE_X","value":"x"}])").text,
              HasSubstr("must not start with the SUPABASE_ prefix"));
  std::string many = "[";
  for (int i = 0; i < 100; ++i) many += fmt::format(R"({{"name":"N{}","value":"v"}},)", i);
  EXPECT_EQ(supabase("POST", secrets_path, many + R"({"name":"C","value":"v"}])").status, 400);
  many.back() = ']';
  EXPECT_EQ(supabase("POST", secrets_path, many).status, 201);
}

TEST_F(OutsideTest, SupabaseDeletesSecretsThatAreThereOrNot) {
  EXPECT_EQ(supabase("DELETE", secrets_path, R"(["CHIME_API_ENDPOINT","NEVER_THERE"])").status,
            200);
  EXPECT_EQ(value_of("CHIME_API_ENDPOINT"), "(none)");
  EXPECT_EQ(supabase("DELETE", secrets_path, R"(["SUPABASE_URL"])").status, 400);
  EXPECT_NE(value_of("SUPABASE_URL"), "(none)");
}

TEST_F(OutsideTest, SupabaseHasNoOtherProjects) {
  const Said said = supabase("GET", "/v1/projects/zzzzzzzzzzzzzzzzzzzz/secrets");
  EXPECT_EQ(said.status, 403);
  EXPECT_THAT(said.text, HasSubstr("necessary privileges"));
}

TEST_F(OutsideTest, SupabaseDeploysFunctionsFromAForm) {
  const std::string path = "/v1/projects/" + ref + "/functions";
  content_type = "multipart/form-data; boundary=x";
  const auto form = [](const std::string& metadata, const std::string& content) {
    return "--x\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n" + metadata +
           "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; "
           "filename=\"chime-meeting-token/index.ts\"\r\n\r\n" +
           content + "\r\n--x--\r\n";
  };
  const std::string metadata =
      R"({"name":"chime-meeting-token","entrypoint_path":"chime-meeting-token/index.ts",)"
      R"("verify_jwt":false})";
  const std::string query = "slug=chime-meeting-token";
  const Said first = supabase("POST", path + "/deploy", form(metadata, "one"), query);
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(first.body.at("version").as_int64(), 2);
  EXPECT_FALSE(first.body.at("verify_jwt").as_bool());
  const Said again = supabase("POST", path + "/deploy", form(metadata, "one"), query);
  EXPECT_EQ(again.body.at("ezbr_sha256"), first.body.at("ezbr_sha256"));
  EXPECT_EQ(again.body.at("version").as_int64(), 3);
  const Said other = supabase("POST", path + "/deploy", form(metadata, "two"), query);
  EXPECT_NE(other.body.at("ezbr_sha256"), first.body.at("ezbr_sha256"));
  EXPECT_EQ(other.body.at("id"), first.body.at("id"));

  for (const std::string bad : {"{}", "no json", R"({"entrypoint_path":"elsewhere/index.ts"})"}) {
    EXPECT_EQ(supabase("POST", path + "/deploy", form(bad, "x"), query).status, 400) << bad;
  }
  EXPECT_EQ(supabase("POST", path + "/deploy", "rubbish", query).status, 400);
  EXPECT_EQ(supabase("POST", path + "/deploy", form(metadata, "x"), "slug=1st").status, 400);
  EXPECT_EQ(supabase("GET", path + "/chime-meeting-token").body.at("version").as_int64(), 4);
  EXPECT_EQ(supabase("GET", path + "/nothing").status, 404);
  EXPECT_EQ(supabase("GET", path).body.as_array().size(), 1U);
}

TEST_F(OutsideTest, GoogleKeepsVersions) {
  const std::string secret = google_path + "/chime-api-endpoint";
  const Said old = google("GET", secret + "/versions/latest:access");
  EXPECT_EQ(old.body.at("payload").at("data").as_string(), to_base64("https://old.example"));
  const Said added = google("POST", secret + ":addVersion",
                            R"({"payload":{"data":"aGVsbG8=","dataCrc32c":"2591144780"}})");
  ASSERT_EQ(added.status, 200) << added.text;
  EXPECT_THAT(std::string(added.body.at("name").as_string()), testing::EndsWith("/versions/2"));
  EXPECT_EQ(*lab.outside().secret_manager().latest("medzen-example", "chime-api-endpoint"),
            "hello");
  const Said listed = google("GET", secret + "/versions");
  ASSERT_EQ(listed.body.at("versions").as_array().size(), 2U);
  EXPECT_THAT(std::string(listed.body.at("versions").at(0).at("name").as_string()),
              testing::EndsWith("/2"));
  const Said page = google("GET", secret + "/versions", {}, "pageSize=1");
  EXPECT_EQ(page.body.at("versions").as_array().size(), 1U);
  const Said rest = google("GET", secret + "/versions", {}, "pageSize=1&pageToken=1");
  EXPECT_THAT(std::string(rest.body.at("versions").at(0).at("name").as_string()),
              testing::EndsWith("/1"));
  EXPECT_FALSE(rest.body.as_object().contains("nextPageToken"));
}

TEST_F(OutsideTest, GoogleRefusesWhatItCannotKeep) {
  const std::string add = google_path + "/chime-api-endpoint:addVersion";
  for (const char* bad :
       {"", "{}", R"({"payload":{}})", R"({"payload":{"data":""}})", R"({"payload":{"data":"!"}})",
        R"({"payload":{"data":"aGVsbG8=","dataCrc32c":"1"}})"}) {
    const Said said = google("POST", add, bad);
    EXPECT_EQ(said.status, 400) << bad;
    EXPECT_EQ(said.body.at("error").at("status").as_string(), "INVALID_ARGUMENT");
  }
  EXPECT_EQ(
      google("POST", google_path + "/missing:addVersion", R"({"payload":{"data":"aGVsbG8="}})")
          .status,
      404);
  EXPECT_EQ(*lab.outside().secret_manager().latest("medzen-example", "chime-api-endpoint"),
            "https://old.example");
}

TEST_F(OutsideTest, GoogleMakesDisablesAndDeletesSecrets) {
  const std::string body = R"({"replication":{"automatic":{}}})";
  EXPECT_EQ(google("POST", google_path, body, "secretId=fresh").status, 200);
  EXPECT_EQ(google("POST", google_path, body, "secretId=fresh").status, 409);
  EXPECT_EQ(google("POST", google_path, body, "secretId=bad%20name").status, 400);
  EXPECT_EQ(google("POST", google_path, "{}", "secretId=other").status, 400);
  const Said none = google("GET", google_path + "/fresh/versions/latest:access");
  EXPECT_EQ(none.status, 404);
  EXPECT_THAT(none.text, HasSubstr("not found or has no versions"));
  EXPECT_EQ(google("GET", google_path + "/fresh/versions").text, R"({"totalSize":0})");

  const std::string version = google_path + "/chime-api-endpoint/versions/1";
  EXPECT_EQ(google("POST", version + ":disable", "{}").status, 200);
  const Said disabled = google("GET", version + ":access");
  EXPECT_EQ(disabled.status, 400);
  EXPECT_EQ(disabled.body.at("error").at("status").as_string(), "FAILED_PRECONDITION");
  EXPECT_EQ(lab.outside().secret_manager().latest("medzen-example", "chime-api-endpoint"), nullptr);
  EXPECT_EQ(google("POST", version + ":enable", "{}").status, 200);
  EXPECT_EQ(google("GET", version + ":access").status, 200);
  EXPECT_EQ(google("POST", version + ":destroy", "{}").status, 200);
  EXPECT_EQ(google("POST", version + ":enable", "{}").status, 400);
  EXPECT_EQ(google("DELETE", google_path + "/fresh").status, 200);
  EXPECT_EQ(google("DELETE", google_path + "/fresh").status, 404);
  EXPECT_EQ(google("GET", "/v1/projects/somebody-elses/secrets").status, 403);
}

TEST_F(OutsideTest, WritesDownWhoChangedWhat) {
  OutsideService& service = *lab.outside().find("supabase");
  token = lab.outside().introduce(service, "engine");
  EXPECT_EQ(token, lab.outside().introduce(service, "engine"));
  EXPECT_NE(token, lab.outside().introduce(service, "engine 2"));
  supabase("GET", secrets_path);
  EXPECT_TRUE(trail.entries().empty()) << "looking changes nothing";
  supabase("POST", secrets_path, R"([{"name":"A","value":"v"}])");
  supabase("POST", secrets_path, "rubbish");
  const auto entries = trail.take();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].principal, "engine");
  EXPECT_EQ(entries[0].operation, "supabase SetSecrets");
  EXPECT_EQ(entries[0].subject, "api.supabase.com" + secrets_path);
  EXPECT_TRUE(entries[0].effect);
  EXPECT_FALSE(entries[1].effect);
  EXPECT_EQ(entries[1].status, 400);

  token.clear();
  google("POST", google_path, R"({"replication":{}})", "secretId=fresh");
  google("DELETE", google_path + "/fresh");
  ASSERT_EQ(trail.entries().size(), 2U);
  EXPECT_EQ(trail.entries()[0].deed, Deed::makes);
  EXPECT_EQ(trail.entries()[0].resource, "secret fresh of medzen-example");
  EXPECT_EQ(trail.entries()[1].deed, Deed::removes);
  EXPECT_EQ(trail.entries()[1].resource, trail.entries()[0].resource);
}

TEST_F(OutsideTest, FailsAtItsEdge) {
  EdgeEffect effect;
  lab.outside().set_edge([&](const OutsideService& service, std::string_view operation) {
    return service.name() == "supabase" && operation == "SetSecrets" ? effect : EdgeEffect();
  });
  const std::string body = R"([{"name":"A","value":"v"}])";
  effect.error = throttled_outside();
  EXPECT_EQ(supabase("POST", secrets_path, body).status, 429);
  EXPECT_EQ(value_of("A"), "(none)");
  effect = {.drop_before = true};
  EXPECT_EQ(supabase("POST", secrets_path, body).text, "unknown");
  EXPECT_EQ(value_of("A"), "(none)");
  effect = {.drop_after = true};
  EXPECT_EQ(supabase("POST", secrets_path, body).text, "unknown");
  EXPECT_EQ(value_of("A"), "v");
  EXPECT_FALSE(trail.entries().back().told);
  EXPECT_EQ(supabase("GET", secrets_path).status, 200);
}

TEST_F(OutsideTest, ShowsItsStateWithoutValues) {
  const std::string before = boost::json::serialize(lab.snapshot());
  EXPECT_THAT(before, testing::Not(HasSubstr("old.example")));
  EXPECT_THAT(before, HasSubstr(to_hex(sha256("https://old.example"))));
  supabase("POST", secrets_path, R"([{"name":"A","value":"v"}])");
  EXPECT_NE(boost::json::serialize(lab.snapshot()), before);
  supabase("DELETE", secrets_path, R"(["A"])");
  EXPECT_EQ(boost::json::serialize(lab.snapshot()), before);
}

TEST(FormData, ReadsWhatOthersWrite) {
  // curl's, Go's and browsers' ways with quotes; a preamble; content that looks like a boundary.
  const auto parts = read_form(
      R"(multipart/form-data; charset=utf-8; boundary="a b")",
      "preamble\r\n--a b\r\nContent-Type: text/plain\r\n"
      "content-disposition: form-data; filename=\"x;\\\"y\"; name=file\r\n\r\n--a c\r\n\r\n"
      "--a b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22b%41\"\r\n\r\n\r\n"
      "--a b--\r\nepilogue");
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ(parts->at(0).name, "file");
  EXPECT_EQ(parts->at(0).file_name, "x;\"y");
  EXPECT_EQ(parts->at(0).content, "--a c\r\n");
  EXPECT_EQ(parts->at(1).file_name, "a\"b%41");
  EXPECT_EQ(parts->at(1).content, "");
}

TEST(FormData, RefusesWhatIsNone) {
  const std::string whole =
      "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--x--\r\n";
  ASSERT_TRUE(read_form("multipart/form-data; boundary=x", whole).has_value());
  for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
    EXPECT_FALSE(read_form("multipart/form-data; boundary=x", whole.substr(0, length)).has_value())
        << length;
  }
  EXPECT_FALSE(read_form("multipart/form-data", whole).has_value());
  EXPECT_FALSE(read_form("application/json; boundary=x", whole).has_value());
  EXPECT_FALSE(read_form("multipart/form-data; boundary=y", whole).has_value());
}

TEST(WebRoutes, TakeVerbsApartFromNames) {
  EXPECT_EQ(match_path("/a/{}:access", "/a/x%20y:access")->front(), "x y");
  EXPECT_FALSE(match_path("/a/{}", "/a/x:access").has_value());
  EXPECT_FALSE(match_path("/a/{}:access", "/a/:access").has_value());
  EXPECT_FALSE(match_path("/a/{}", "/a/x/").has_value());
  EXPECT_FALSE(match_path("/a/{}", "/a/").has_value());
}

}  // namespace
}  // namespace godwit::lab
