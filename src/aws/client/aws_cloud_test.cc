// What AwsCloud does between a caller and AWS: directs, signs, tries again, and learns.
#include "aws/client/aws_cloud.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/call.h"
#include "aws/client/make_aws_cloud.h"
#include "aws/testing/simulated_aws.h"
#include "env/http_request.h"

namespace godwit::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::SimulatedAws;
using ::testing::SizeIs;

class AwsCloudTest : public ::testing::Test {
 protected:
  AwsCloudTest() { aws_.add_key({"AKIA", "secret", ""}); }

  void make(const AwsCloudOptions& options = {}) {
    auto made = make_aws_cloud(aws_.env(), environment_, options);
    ASSERT_TRUE(made) << to_string(made.error());
    made_ = std::move(*made);
  }
  Cloud& cloud() {
    if (made_.cloud == nullptr) make();
    return *made_.cloud;
  }

  // Of S3 in the region; a bucket's host is listened to as well.
  void serve_s3(const std::string& region, SimulatedAws::Script script) {
    aws_.serve("s3." + region + ".amazonaws.com", "s3", script);
    aws_.serve("photos.s3." + region + ".amazonaws.com", "s3", script);
  }

  Result<Value> call_s3(const std::string& operation, const std::string& region = "eu-west-1") {
    Value input = Value::structure();
    input.set("Bucket", "photos");
    if (operation != "HeadBucket" && operation != "ListObjectsV2") input.set("Key", "key");
    return call(cloud(), "s3", operation, region, input, "photos");
  }

  // Lets the first tries end as they are named, and answers the ones after that.
  SimulatedHttp::Handler failing(std::vector<std::string> endings, std::string body = {}) {
    return [this, endings = std::move(endings), body](const HttpRequest& request) {
      const std::size_t number = tries_++;
      if (number >= endings.size()) {
        return Result<HttpResponse>(HttpResponse{.status = 200, .body = body});
      }
      const std::string& ending = endings[number];
      if (ending == "lost") {
        return Result<HttpResponse>(
            fail(http_error(request, ErrorKind::unknown, "connection reset")));
      }
      if (ending == "late") {
        return Result<HttpResponse>(
            fail(http_error(request, ErrorKind::unknown, "timed out after 30s")));
      }
      if (ending == "unreachable") {
        return Result<HttpResponse>(
            fail(http_error(request, ErrorKind::unreachable, "connection refused")));
      }
      const std::size_t space = ending.find(' ');
      HttpResponse response{.status = std::stoi(ending.substr(0, space))};
      if (space != std::string::npos) {
        response.body =
            "<Error><Code>" + ending.substr(space + 1) + "</Code><Message>no</Message></Error>";
      }
      return Result<HttpResponse>(response);
    };
  }

  // How often an operation was sent, and what came of it in the end.
  std::string attempts(const std::string& operation, std::vector<std::string> endings) {
    tries_ = 0;
    aws_.world.http.listen("photos.s3.eu-west-1.amazonaws.com", failing(std::move(endings)));
    const auto answer = call_s3(operation);
    const std::string end =
        answer ? "done" : std::string(to_string(answer.error().kind)) + " " + answer.error().code;
    return std::to_string(tries_) + " " + end;
  }

  SimulatedAws aws_;
  Environment environment_ = {{"AWS_ACCESS_KEY_ID", "AKIA"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  ConfiguredCloud made_;
  std::size_t tries_ = 0;
};

TEST_F(AwsCloudTest, SignsAndSends) {
  serve_s3("eu-west-1", [](const auto&, const auto&) { return Value::structure(); });
  ASSERT_TRUE(call_s3("HeadObject"));
  ASSERT_THAT(aws_.seen, SizeIs(1));
  EXPECT_EQ(aws_.seen[0].access_key_id, "AKIA");
  EXPECT_EQ(aws_.seen[0].scope.region, "eu-west-1");
  EXPECT_EQ(aws_.seen[0].input["Bucket"].text(), "photos");
  EXPECT_TRUE(aws_.world.sleeper.pauses().empty());
}

TEST_F(AwsCloudTest, GoesWhereItIsToldTo) {
  make({.endpoint_url = "http://localhost:4566"});
  aws_.serve("localhost", "s3", [](const auto&, const auto&) { return Value::structure(); });
  ASSERT_TRUE(call_s3("HeadObject", "eu-central-1"));
  EXPECT_EQ(aws_.seen[0].http.path, "/photos/key");
  EXPECT_EQ(aws_.seen[0].http.host, "localhost:4566");
  EXPECT_EQ(aws_.seen[0].scope.region, "eu-central-1");
}

TEST_F(AwsCloudTest, SaysThatNothingWasSentWithoutCredentials) {
  environment_ = {{"AWS_WEB_IDENTITY_TOKEN_FILE", "/missing"}, {"AWS_ROLE_ARN", "arn"}};
  const auto answer = call_s3("DeleteObject");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unreachable);
  EXPECT_THAT(to_string(answer.error()), HasSubstr("cannot"));
  EXPECT_THAT(to_string(answer.error()), HasSubstr("the token in /missing"));
}

// ---- trying again

TEST_F(AwsCloudTest, TriesThreeTimesToRead) {
  for (const char* ending :
       {"lost", "late", "unreachable", "500 InternalError", "502", "503", "503 SlowDown", "504"}) {
    EXPECT_EQ(attempts("GetObject", {ending, ending}), "3 done") << ending;
    EXPECT_TRUE(attempts("GetObject", {ending, ending, ending}).starts_with("3 ")) << ending;
  }
  EXPECT_EQ(attempts("GetObject", {"404 NoSuchKey"}), "1 not found NoSuchKey");
  EXPECT_EQ(attempts("GetObject", {"403 AccessDenied"}), "1 refused AccessDenied");
  EXPECT_EQ(attempts("GetObject", {"501 NotImplemented"}), "1 unreachable NotImplemented");
}

TEST_F(AwsCloudTest, NeverRepeatsAChangeThatMayHaveHappened) {
  EXPECT_EQ(attempts("PutObject", {"lost"}), "1 unknown ");
  EXPECT_EQ(attempts("PutObject", {"late"}), "1 unknown ");
  EXPECT_EQ(attempts("PutObject", {"500 InternalError"}), "1 unknown InternalError");
  EXPECT_EQ(attempts("DeleteObject", {"503"}), "1 throttled SlowDown") << "which the codec guesses";
  // What did not happen may be asked for again.
  EXPECT_EQ(attempts("PutObject", {"unreachable", "503 SlowDown"}), "3 done");
  EXPECT_EQ(attempts("PutObject", {"unreachable", "lost"}), "2 unknown ");
}

TEST_F(AwsCloudTest, RepeatsAChangeThatIsKnownByItsToken) {
  aws_.world.http.listen("123456789012.s3-control.eu-west-1.amazonaws.com",
                         failing({"lost", "500 InternalError"},
                                 "<CreateJobResult><JobId>j</JobId></CreateJobResult>"));
  Value input = Value::structure();
  Value operation = Value::structure();
  operation.set("S3ReplicateObject", Value::structure());
  Value report = Value::structure();
  report.set("Enabled", false);
  input.set("AccountId", "123456789012")
      .set("ClientRequestToken", "token")
      .set("Operation", std::move(operation))
      .set("Report", std::move(report))
      .set("Priority", 1)
      .set("RoleArn", "arn:aws:iam::123456789012:role/batch");
  const auto answer = call(cloud(), "s3control", "CreateJob", "eu-west-1", input, "");
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(tries_, 3U);
}

TEST_F(AwsCloudTest, WaitsLongerEachTime) {
  environment_.set("AWS_MAX_ATTEMPTS", "9");
  attempts("GetObject", std::vector<std::string>(8, "503 SlowDown"));
  const std::vector<Duration>& pauses = aws_.world.sleeper.pauses();
  ASSERT_THAT(pauses, SizeIs(8));
  const std::vector<Duration> bounds = {seconds(1),  seconds(2),  seconds(4),  seconds(8),
                                        seconds(16), seconds(20), seconds(20), seconds(20)};
  Duration total{};
  for (std::size_t i = 0; i < pauses.size(); ++i) {
    EXPECT_LT(pauses[i], bounds[i]) << i;
    total += pauses[i];
  }
  EXPECT_GT(total, seconds(10));  // not all of them are short
}

TEST_F(AwsCloudTest, WaitsAsLongAsItIsAskedTo) {
  int number = 0;
  aws_.world.http.listen("photos.s3.eu-west-1.amazonaws.com", [&](const HttpRequest&) {
    HttpResponse response{.status = ++number < 3 ? 503 : 200};
    if (number == 1) response.headers.set("Retry-After", "12");
    if (number == 2) response.headers.set("x-amz-retry-after", "90000");
    return Result<HttpResponse>(response);
  });
  ASSERT_TRUE(call_s3("HeadObject"));
  EXPECT_THAT(aws_.world.sleeper.pauses(), ElementsAre(seconds(12), seconds(20)));
}

TEST_F(AwsCloudTest, StopsTryingWhenAllIsLost) {
  environment_.set("AWS_MAX_ATTEMPTS", "2");
  // 500 tokens are 100 more tries; after that, one each.
  std::size_t sent = 0;
  for (int i = 0; i < 150; ++i) {
    attempts("GetObject", {"500 InternalError", "500 InternalError"});
    sent += tries_;
  }
  EXPECT_EQ(sent, 150U + 100U);
  // Successes fill it again, slowly.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(attempts("GetObject", {}), "1 done");
  EXPECT_EQ(attempts("GetObject", {"late"}), "1 unknown ") << "which costs ten";
  EXPECT_EQ(attempts("GetObject", {"lost"}), "2 done");
  EXPECT_EQ(attempts("GetObject", {"lost"}), "2 done") << "what it took came back";
}

TEST_F(AwsCloudTest, TriesAsOftenAsItIsTold) {
  environment_.set("AWS_MAX_ATTEMPTS", "1");
  EXPECT_EQ(attempts("GetObject", {"lost"}), "1 unknown ");
  const auto wrong = [&](const char* name, const char* value) {
    Environment environment = environment_;
    environment.set(name, value);
    const auto made = make_aws_cloud(aws_.env(), environment, {});
    return made ? "accepted" : made.error().cause;
  };
  EXPECT_EQ(wrong("AWS_MAX_ATTEMPTS", "0"), "'0' attempts are not from 1 to 100");
  EXPECT_EQ(wrong("AWS_RETRY_MODE", "often"),
            "the retry mode 'often' is none of standard, adaptive, legacy");
  EXPECT_EQ(wrong("AWS_RETRY_MODE", "adaptive"), "accepted");
}

// ---- learning

TEST_F(AwsCloudTest, FollowsABucketToItsRegion) {
  const auto region_is_wrong = [](const auto&, const auto&) -> SimulatedAws::Answer {
    Value details = Value::structure();
    details.set("Endpoint", "photos.s3.eu-central-1.amazonaws.com");
    return std::unexpected(
        ServiceError{301, "PermanentRedirect", "The bucket is elsewhere", details});
  };
  serve_s3("eu-west-1", region_is_wrong);
  serve_s3("eu-central-1", [](const auto&, const auto&) { return Value::structure(); });
  ASSERT_TRUE(call_s3("GetObject"));
  ASSERT_TRUE(call_s3("PutObject"));
  ASSERT_THAT(aws_.seen, SizeIs(3));  // the second knows where it is
  EXPECT_EQ(aws_.seen[1].scope.region, "eu-central-1");
  EXPECT_EQ(aws_.seen[2].scope.region, "eu-central-1");
  EXPECT_TRUE(aws_.world.sleeper.pauses().empty());
}

TEST_F(AwsCloudTest, FollowsHeadersWhereThereIsNoBody) {
  int number = 0;
  for (const int status : {301, 307, 400}) {
    const std::string bucket = "photos" + std::to_string(status);
    aws_.world.http.listen(bucket + ".s3.eu-west-1.amazonaws.com", [&](const HttpRequest&) {
      HttpResponse response{.status = status};
      response.headers.set("x-amz-bucket-region", "ap-south-1");
      return Result<HttpResponse>(response);
    });
    aws_.world.http.listen(bucket + ".s3.ap-south-1.amazonaws.com", [&](const HttpRequest&) {
      ++number;
      return Result<HttpResponse>(HttpResponse{.status = 200});
    });
    Value input = Value::structure();
    input.set("Bucket", bucket);
    ASSERT_TRUE(call(cloud(), "s3", "HeadBucket", "eu-west-1", input, ""));
  }
  EXPECT_EQ(number, 3);
}

TEST_F(AwsCloudTest, FollowsOnlyOnceAndOnlyToRegions) {
  int number = 0;
  const auto says = [&](const std::string& host, const std::string& region) {
    aws_.world.http.listen(host, [&number, region](const HttpRequest&) {
      ++number;
      HttpResponse response{.status = 301};
      response.headers.set("x-amz-bucket-region", region);
      return Result<HttpResponse>(response);
    });
  };
  says("photos.s3.eu-west-1.amazonaws.com", "eu-west-2");
  says("photos.s3.eu-west-2.amazonaws.com", "eu-west-1");
  EXPECT_FALSE(call_s3("HeadObject"));
  EXPECT_EQ(number, 2);
  says("photos.s3.eu-west-3.amazonaws.com", "evil.example/");
  number = 0;
  Value input = Value::structure();
  made_.cloud.reset();
  EXPECT_FALSE(call_s3("HeadObject", "eu-west-3"));
  EXPECT_EQ(number, 1);
}

TEST_F(AwsCloudTest, SetsItsClockByTheHosts) {
  const auto fine = [](const auto&, const auto&) { return Value::structure(); };
  aws_.serve("photos.s3.eu-west-1.amazonaws.com", "s3", fine, hours(2));
  aws_.serve("kms.eu-west-1.amazonaws.com", "kms", fine, -hours(2));
  aws_.serve("photos.s3.eu-west-2.amazonaws.com", "s3", fine);
  ASSERT_TRUE(call_s3("PutObject"));
  ASSERT_TRUE(call_s3("HeadObject"));
  ASSERT_THAT(aws_.seen, SizeIs(2));
  EXPECT_EQ(aws_.seen[1].http.headers.get("X-Amz-Date"), "20260105T080000Z");
  Value key = Value::structure();
  key.set("KeyId", "k");
  ASSERT_TRUE(call(cloud(), "kms", "DisableKey", "eu-west-1", key, "k"));
  EXPECT_EQ(aws_.seen[2].http.headers.get("X-Amz-Date"), "20260105T040000Z");
  ASSERT_TRUE(call_s3("HeadObject", "eu-west-2"));  // each host has its own
  EXPECT_EQ(aws_.seen[3].http.headers.get("X-Amz-Date"), "20260105T060000Z");
}

TEST_F(AwsCloudTest, SetsTheClockForHeadToo) {
  aws_.serve(
      "photos.s3.eu-west-1.amazonaws.com", "s3",
      [](const auto&, const auto&) { return Value::structure(); }, hours(2));
  EXPECT_TRUE(call_s3("HeadObject"));
}

TEST_F(AwsCloudTest, AWrongSecretIsNoMatterOfClocks) {
  environment_.set("AWS_SECRET_ACCESS_KEY", "wrong");
  int number = 0;
  aws_.serve("photos.s3.eu-west-1.amazonaws.com", "s3",
             [&](const auto&, const auto&) { return Value::structure(); });
  const auto answer = call_s3("GetObject");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "SignatureDoesNotMatch");
  EXPECT_EQ(number, 0);
}

TEST_F(AwsCloudTest, GetsNewCredentialsForExpiredOnes) {
  ASSERT_TRUE(write_file(aws_.world.disk, "/home/me/.aws/config",
                         "[default]\ncredential_process = lend\n"));
  environment_ = {{"HOME", "/home/me"}};
  int lent = 0;
  aws_.world.programs.install("lend", [&](const auto&) -> Result<ProgramResult> {
    return ProgramResult{0,
                         R"({"Version": 1, "AccessKeyId": "AKIA)" + std::to_string(++lent) +
                             R"(", "SecretAccessKey": "secret", "SessionToken": "t",
                                "Expiration": "2026-01-06T06:00:00Z"})",
                         ""};
  });
  int number = 0;
  aws_.world.http.listen("photos.s3.eu-west-1.amazonaws.com", [&](const HttpRequest& request) {
    ++number;
    const bool old = request.headers.get("Authorization").find("AKIA1/") != std::string_view::npos;
    return Result<HttpResponse>(
        old ? HttpResponse{.status = 400, .body = "<Error><Code>ExpiredToken</Code></Error>"}
            : HttpResponse{.status = 200});
  });
  EXPECT_TRUE(call_s3("PutObject"));
  EXPECT_EQ(number, 2);
  EXPECT_EQ(lent, 2);
}

// ---- as configured

TEST_F(AwsCloudTest, TakesTheRegionFromWhereTheCliDoes) {
  const auto region = [&](const AwsCloudOptions& options) {
    make(options);
    return made_.region;
  };
  environment_.set("HOME", "/home/me");
  EXPECT_EQ(region({}), "");
  ASSERT_TRUE(write_file(aws_.world.disk, "/home/me/.aws/config",
                         "[default]\nregion = eu-west-1\n[profile b]\nregion = eu-west-2\n"));
  EXPECT_EQ(region({}), "eu-west-1");
  EXPECT_EQ(region({.profile = "b"}), "eu-west-2");
  environment_.set("AWS_DEFAULT_REGION", "eu-west-3");
  EXPECT_EQ(region({.profile = "b"}), "eu-west-3");
  environment_.set("AWS_REGION", "eu-north-1");
  EXPECT_EQ(region({}), "eu-north-1");
  EXPECT_EQ(region({.region = "eu-south-1"}), "eu-south-1");
}

TEST_F(AwsCloudTest, SendsWithTimeOutsAndTheUsersCertificates) {
  environment_.set("AWS_CA_BUNDLE", "/etc/our-ca.pem");
  aws_.world.http.listen("photos.s3.eu-west-1.amazonaws.com", [&](const HttpRequest& request) {
    EXPECT_NE(request.options, nullptr);
    EXPECT_EQ(request.options->ca_bundle, "/etc/our-ca.pem");
    EXPECT_GT(request.options->connect_timeout, Duration::zero());
    EXPECT_GT(request.options->first_byte_timeout, Duration::zero());
    EXPECT_GT(request.options->stall_timeout, Duration::zero());
    EXPECT_GT(request.timeout, request.options->first_byte_timeout);
    return Result<HttpResponse>(HttpResponse{.status = 200});
  });
  EXPECT_TRUE(call_s3("HeadObject"));
}

}  // namespace
}  // namespace godwit::aws
