#include "lab/server/lab_server.h"

#include "lab/lab_fixture.h"
#include "lab/server/destination.h"

namespace godwit::lab {
namespace {

using testing::HasSubstr;

// A server whose machine has a clock of the test's own.
class LabServerTest : public testing::Test {
 protected:
  LabServerTest() {
    account.workload.name = "api";
    account.workload.hostname = "api.example.com";
    account.workload.sites = {{.region = west,
                               .endpoint = "d-1.execute-api.eu-west-1.amazonaws.com",
                               .address = "203.0.113.10",
                               .hostnames = {"api.example.com"}}};
  }

  std::unique_ptr<LabServer> make(double speed = 1) {
    LabServerOptions options{.seed = 7, .speed = speed, .starts = account.starts};
    options.furnish = [](Lab& lab) {
      lab.internet().deploy(west, [](const HttpRequest& request) {
        return HttpResponse{.status = 200, .body = "site " + request.path};
      });
      return nullptr;
    };
    return std::make_unique<LabServer>(account, machine.clock, options);
  }

  // As a client with a custom endpoint sends it.
  HttpRequest signed_request(std::string_view service, std::string_view operation,
                             const std::string& region, const aws::Value& input,
                             std::string host = "localhost:4566") {
    const aws::Service& model = aws::service(service);
    HttpRequest http =
        aws::serialize_request(model, *model.find(operation), region, input).value().http;
    const std::string bucket = input["Bucket"].text();
    if (!bucket.empty() && !host.starts_with(bucket) && http.host.starts_with(bucket + ".")) {
      http.path = "/" + bucket + http.path;
    }
    http.host = std::move(host);
    aws::sign(http, {aws::signing_region(model, region), std::string(model.signing_name)},
              {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
              machine.clock.now());
    return http;
  }
  HttpReply ask(LabServer& server, std::string_view service, std::string_view operation,
                const std::string& region, const aws::Value& input) {
    return server.answer(signed_request(service, operation, region, input));
  }
  HttpReply put(LabServer& server, const std::string& key, const std::string& content) {
    return ask(server, "s3", "PutObject", west,
               aws::Value().set("Bucket", "source").set("Key", key).set("Body", Body(content)));
  }
  static std::string control(LabServer& server, std::string method, std::string path,
                             std::string body = {}, std::string query = {}) {
    const HttpReply reply = server.answer({.method = std::move(method),
                                           .host = "localhost:4566",
                                           .path = std::move(path),
                                           .query = std::move(query),
                                           .body = std::move(body)});
    return fmt::format("{} {}", reply.response.status, reply.response.body.bytes());
  }

  account::Account account = two_region_account();
  SimulatedEnv machine{parse_time("2030-01-01T00:00:00Z").value(), 1};
};

TEST_F(LabServerTest, FindsTheServiceByWhatARequestIsSignedFor) {
  auto server = make();
  EXPECT_EQ(put(*server, "a b", "x").response.status, 200);
  EXPECT_EQ(ask(*server, "kms", "ListKeys", west, {}).response.status, 200);
  EXPECT_EQ(ask(*server, "sts", "GetCallerIdentity", west, {}).response.status, 200);
  EXPECT_EQ(ask(*server, "route53", "ListHostedZones", "us-east-1", {}).response.status, 200);
  EXPECT_EQ(ask(*server, "s3control", "ListJobs", west, aws::Value().set("AccountId", account.id))
                .response.status,
            200);
}

TEST_F(LabServerTest, FindsBucketsInHosts) {
  EXPECT_EQ(bucket_of_local_host("photos.localhost:4566"), "photos");
  EXPECT_EQ(bucket_of_local_host("a.b.s3.localhost"), "a.b");
  EXPECT_EQ(bucket_of_local_host("photos.s3.eu-west-1.localhost.localstack.cloud:4566"), "photos");
  for (const std::string_view host :
       {"localhost:4566", "s3.localhost", "s3.eu-west-1.localhost", "127.0.0.1:4566", "[::1]:4566",
        "notlocalhost", "example.com"}) {
    EXPECT_EQ(bucket_of_local_host(host), "") << host;
  }
  auto server = make();
  const auto request = signed_request(
      "s3", "PutObject", west,
      aws::Value().set("Bucket", "source").set("Key", "in-host").set("Body", Body("x")),
      "source.localhost:4566");
  EXPECT_EQ(server->answer(HttpRequest(request)).response.status, 200);
  EXPECT_NE(server->lab().s3().find("source")->find("in-host"), nullptr);
}

TEST_F(LabServerTest, ChecksSignatures) {
  auto server = make();
  HttpRequest request = signed_request("s3", "ListBuckets", west, {});
  request.headers.set("Authorization",
                      std::string(request.headers.get("Authorization")).replace(60, 1, "?"));
  EXPECT_EQ(server->answer(std::move(request)).response.status / 100, 4);
  EXPECT_THAT(
      std::string(server->answer({.host = "localhost", .path = "/source/a"}).response.body.bytes()),
      HasSubstr("AccessDenied"))
      << "anonymous";
  account.credentials.secret_access_key = "another";
  EXPECT_THAT(std::string(ask(*server, "s3", "ListBuckets", west, {}).response.body.bytes()),
              HasSubstr("SignatureDoesNotMatch"));
}

TEST_F(LabServerTest, SaysWhatAwsDoesNotHaveThere) {
  auto server = make();
  const auto reply = ask(*server, "comprehendmedical", "DetectEntitiesV2", central,
                         aws::Value().set("Text", "aspirin"));
  EXPECT_EQ(reply.response.status / 100, server->lab().find_service("comprehendmedical") ? 4 : 5);
  HttpRequest unknown = signed_request("s3", "ListBuckets", west, {});
  aws::sign(unknown, {west, "dynamodb"},
            {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
            machine.clock.now());
  const auto none = server->answer(std::move(unknown));
  EXPECT_EQ(none.response.status, 501);
}

TEST_F(LabServerTest, LeadsToSites) {
  auto server = make();
  const auto by_host =
      server->answer({.host = "d-1.execute-api.eu-west-1.amazonaws.com", .path = "/health"});
  EXPECT_EQ(by_host.response.body.bytes(), "site /health");
  EXPECT_FALSE(by_host.response.headers.get("X-Lab-Elapsed").empty());
  const auto by_address = server->answer(
      {.host = "api.example.com", .path = "/x", .headers = {{"X-Lab-Address", "203.0.113.10"}}});
  EXPECT_EQ(by_address.response.body.bytes(), "site /x");
  EXPECT_TRUE(
      server->answer({.host = "api.example.com", .headers = {{"X-Lab-Address", "203.0.113.99"}}})
          .drop)
      << "nobody has that address";
}

TEST_F(LabServerTest, TimeRunsAsFastAsWanted) {
  auto server = make(60);
  machine.scheduler.run_until(machine.clock.now() + minutes(1));
  EXPECT_EQ(control(*server, "GET", "/_lab/clock"),
            "200 {\"now\":\"" + format_time_ms(account.starts + hours(1)) + "\",\"speed\":6E1}\n");
  EXPECT_THAT(control(*server, "POST", "/_lab/clock", R"({"advance": "6h", "speed": 1})"),
              HasSubstr(format_time(account.starts + hours(7)).substr(0, 19)));
  machine.scheduler.run_until(machine.clock.now() + minutes(1));
  server->tick();
  EXPECT_EQ(server->lab().now(), account.starts + hours(7) + minutes(1));
  // Signed by the machine's clock, decades from the lab's.
  EXPECT_EQ(put(*server, "k", "v").response.status, 200);
}

TEST_F(LabServerTest, ControlRefusesWhatItDoesNotKnow) {
  auto server = make();
  for (const auto& [method, path, body, status] :
       std::initializer_list<std::tuple<std::string, std::string, std::string, std::string>>{
           {"GET", "/_lab/nothing", "", "404"},
           {"POST", "/_lab/health", "", "405"},
           {"POST", "/_lab/clock", "{", "400"},
           {"POST", "/_lab/clock", "[]", "400"},
           {"POST", "/_lab/clock", R"({"advance": "1000d"})", "400"},
           {"POST", "/_lab/clock", R"({"speed": 0})", "400"},
           {"POST", "/_lab/faults", R"({"effect": "throtle"})", "400"},
           {"POST", "/_lab/faults", R"({"effect": "error", "operation": "PutObject"})", "400"},
           {"POST", "/_lab/faults", R"({"effect": "error", "share": 2})", "400"},
           {"DELETE", "/_lab/faults/fault-9", "", "404"},
           {"GET", "/_lab/resolve", "", "400"},
       }) {
    EXPECT_EQ(control(*server, method, path, body).substr(0, 3), status) << method << path << body;
  }
  EXPECT_THAT(control(*server, "POST", "/_lab/faults", R"({"effect": "throtle"})"),
              HasSubstr("did you mean"));
}

TEST_F(LabServerTest, FaultsAtTheEdge) {
  auto server = make();
  const auto with = [&](const std::string& fault) {
    EXPECT_EQ(control(*server, "DELETE", "/_lab/faults").substr(0, 3), "200");
    EXPECT_EQ(control(*server, "POST", "/_lab/faults", fault).substr(0, 3), "200") << fault;
  };
  const auto exists = [&](const std::string& key) {
    return server->lab().s3().find("source")->find(key) != nullptr;
  };
  with(R"({"effect": "throttle", "service": "s3", "count": 1})");
  EXPECT_EQ(put(*server, "throttled", "x").response.status, 503);
  EXPECT_FALSE(exists("throttled"));
  EXPECT_EQ(put(*server, "then", "x").response.status, 200) << "once";
  with(R"({"effect": "error", "operation": "PutObject", "service": "s3"})");
  EXPECT_EQ(put(*server, "error", "x").response.status, 500);
  EXPECT_EQ(ask(*server, "s3", "ListBuckets", west, {}).response.status, 200);
  with(R"({"effect": "drop_before"})");
  EXPECT_TRUE(put(*server, "before", "x").drop);
  EXPECT_FALSE(exists("before"));
  with(R"({"effect": "drop_after"})");
  EXPECT_TRUE(put(*server, "after", "x").drop);
  EXPECT_TRUE(exists("after"));
  with(R"({"effect": "latency", "delay": "2s"})");
  EXPECT_EQ(put(*server, "slow", "x").delay, seconds(2));
  with(R"({"effect": "region_down", "region": "eu-west-1", "for": "10m"})");
  EXPECT_TRUE(put(*server, "down", "x").drop);
  EXPECT_EQ(ask(*server, "kms", "ListKeys", central, {}).response.status, 200);
  machine.scheduler.run_until(machine.clock.now() + minutes(11));
  EXPECT_EQ(put(*server, "up", "x").response.status, 200);
  EXPECT_EQ(control(*server, "GET", "/_lab/faults"), "200 {\"faults\":[]}\n");
}

// ---- services outside AWS

const std::string secrets_path = "/v1/projects/abcdefghijklmnopqrst/secrets";

HttpRequest set_secret(const std::string& name) {
  HttpRequest request;
  request.method = "POST";
  request.host = "api.supabase.com";
  request.path = secrets_path;
  request.headers = {{"Authorization", "Bearer test"}};
  request.body = R"([{"value":"v","name":")" + name + R"("}])";
  return request;
}

TEST_F(LabServerTest, LeadsToServicesOutsideAws) {
  account.supabase = {{.ref = "abcdefghijklmnopqrst"}};
  auto server = make();
  EXPECT_EQ(server->answer(set_secret("A")).response.status, 201);
  HttpRequest stranger = set_secret("A");
  stranger.headers.set("Authorization", "Bearer another");
  EXPECT_EQ(server->answer(std::move(stranger)).response.status, 401);
  EXPECT_THAT(control(*server, "GET", "/_lab/snapshot"), HasSubstr("abcdefghijklmnopqrst"));
  EXPECT_THAT(control(*server, "GET", "/_lab/health"), HasSubstr("\"supabase\""));
}

TEST_F(LabServerTest, FaultsOutsideAws) {
  account.supabase = {{.ref = "abcdefghijklmnopqrst"}};
  auto server = make();
  const auto fault = [&](const std::string& text) {
    return control(*server, "POST", "/_lab/faults", text);
  };
  EXPECT_THAT(fault(R"({"effect": "error", "service": "supabase", "operation": "SetSecret"})"),
              HasSubstr("did you mean 'SetSecrets'?"));
  EXPECT_THAT(fault(R"({"effect": "error", "service": "supabase", "region": "eu-west-1"})"),
              HasSubstr("in no region"));
  EXPECT_EQ(fault(R"({"effect": "drop_after", "service": "supabase", "count": 1})").substr(0, 3),
            "200");
  EXPECT_EQ(put(*server, "k", "v").response.status, 200) << "S3 is another service";
  EXPECT_TRUE(server->answer(set_secret("A")).drop);
  EXPECT_EQ(server->answer(set_secret("A")).response.status, 201);
  // What is wrong in a region of AWS's is not wrong here; what is wrong everywhere is.
  fault(R"({"effect": "error", "region": "eu-west-1"})");
  EXPECT_EQ(server->answer(set_secret("A")).response.status, 201);
  fault(R"({"effect": "throttle"})");
  EXPECT_EQ(server->answer(set_secret("A")).response.status, 429);
}

// ---- state

class LabStateTest : public LabServerTest {
 protected:
  std::unique_ptr<LabServer> open() {
    auto server = make();
    const auto kept = server->keep_state(machine.disk, "/state", "digest");
    EXPECT_TRUE(kept) << (kept ? "" : to_string(kept.error()));
    return server;
  }
  static std::string state(LabServer& server) { return control(server, "GET", "/_lab/snapshot"); }
};

TEST_F(LabStateTest, IsThereAfterARestart) {
  auto server = open();
  for (int i = 0; i < 20; ++i) put(*server, fmt::format("key-{}", i % 7), fmt::format("{}", i));
  ask(*server, "kms", "CreateKey", central, aws::Value().set("Description", "made"));
  ask(*server, "s3", "DeleteObject", west,
      aws::Value().set("Bucket", "source").set("Key", "key-3"));
  control(*server, "POST", "/_lab/clock", R"({"advance": "1h"})");
  put(*server, "later", "x");
  ASSERT_TRUE(server->flush());
  const std::string before = state(*server);
  const Time lab_time = server->lab().now();
  server.reset();
  machine.disk.crash();
  server = open();
  EXPECT_EQ(state(*server), before);
  EXPECT_GE(server->lab().now(), lab_time);
  EXPECT_EQ(put(*server, "more", "x").response.status, 200);
}

TEST_F(LabStateTest, IsThereOutsideAwsTooAndKeepsNoTokens) {
  account.supabase = {{.ref = "abcdefghijklmnopqrst"}};
  account.credentials.supabase_access_token = "sbp_made_up";
  auto server = open();
  HttpRequest request = set_secret("A");
  request.headers.set("Authorization", "Bearer sbp_made_up");
  EXPECT_EQ(server->answer(std::move(request)).response.status, 201);
  ASSERT_TRUE(server->flush());
  const std::string before = state(*server);
  EXPECT_THAT(before, HasSubstr("\"A\""));
  server.reset();
  EXPECT_EQ(state(*open()), before);
  EXPECT_THAT(read_file(machine.disk, "/state/lab.log").value(),
              testing::Not(HasSubstr("sbp_made_up")));
}

TEST_F(LabStateTest, LosesOnlyWhatNobodyWasToldOf) {
  auto server = open();
  put(*server, "kept", "x");
  ASSERT_TRUE(server->flush());
  const std::string before = state(*server);
  put(*server, "unanswered", "x");
  server.reset();
  machine.disk.crash();
  server = open();
  EXPECT_EQ(state(*server), before);
}

TEST_F(LabStateTest, SurvivesATornEnd) {
  auto server = open();
  put(*server, "first", "x");
  ASSERT_TRUE(server->flush());
  const std::string before = state(*server);
  put(*server, "second", "x");
  ASSERT_TRUE(server->flush());
  server.reset();
  const std::string log = read_file(machine.disk, "/state/lab.log").value();
  for (std::size_t cut = 1; cut < 300; cut += 13) {
    ASSERT_TRUE(write_file(machine.disk, "/state/lab.log", log.substr(0, log.size() - cut)));
    EXPECT_EQ(state(*open()), before) << cut;
  }
  std::string flipped = log;
  flipped[flipped.size() - 5] ^= 1;
  ASSERT_TRUE(write_file(machine.disk, "/state/lab.log", flipped));
  EXPECT_EQ(state(*open()), before);
}

TEST_F(LabStateTest, IsRefusedToAnotherLab) {
  open();
  auto other = make();
  const auto kept = other->keep_state(machine.disk, "/state", "another account");
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, ErrorKind::conflict);
  ASSERT_TRUE(write_file(machine.disk, "/state/lab.log", "something else\n"));
  EXPECT_FALSE(make()->keep_state(machine.disk, "/state", "digest"));
}

TEST_F(LabStateTest, ResetForgetsEverything) {
  auto server = open();
  const std::string empty = state(*server);
  put(*server, "a", "x");
  EXPECT_NE(state(*server), empty);
  EXPECT_EQ(control(*server, "POST", "/_lab/reset").substr(0, 3), "200");
  EXPECT_EQ(state(*server), empty);
  server.reset();
  EXPECT_EQ(state(*open()), empty);
}

TEST(RequestLogEntry, ReadsWhatWasWritten) {
  LoggedRequest entry{.kind = LoggedRequest::Kind::site,
                      .time = Time(Duration(5)),
                      .real_time = Time(Duration(-7)),
                      .service = "s3",
                      .region = west,
                      .caller = "AKIA",
                      .request = {.method = "PUT",
                                  .host = "h",
                                  .path = "/p",
                                  .query = "q",
                                  .headers = {{"A", ""}, {"A", "2"}},
                                  .body = std::string("\0\xff", 2),
                                  .address = "203.0.113.1"}};
  const std::string bytes = encode(entry);
  const auto read = decode_entry(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(encode(*read), bytes);
  EXPECT_EQ(read->request.headers.size(), 2U);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_entry(std::string_view(bytes).substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace godwit::lab
