// Every provider, and which comes before which.
#include "aws/client/credential_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "aws/call.h"
#include "aws/client/aws_cloud.h"
#include "aws/client/make_aws_cloud.h"
#include "aws/client/program_credentials.h"
#include "aws/testing/simulated_aws.h"

namespace godwit::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SimulatedAws;

class CredentialChain : public ::testing::Test {
 protected:
  CredentialChain() {
    aws_.serve("sts.eu-west-1.amazonaws.com", "sts",
               [this](const auto& operation, const Value& in) { return lend(operation, in); });
    aws_.add_key({"AKIAPROFILE", "profile secret", ""});
    aws_.add_key({"AKIAENVIRONMENT", "environment secret", ""});
  }

  // STS knows whom it has lent to: a role's key is "ASIA" and the role's name.
  SimulatedAws::Answer lend(const std::string& operation, const Value& input) {
    if (operation == "GetCallerIdentity") {
      Value output = Value::structure();
      output.set("Account", "123456789012").set("Arn", "arn").set("UserId", "id");
      return output;
    }
    const std::string arn = input["RoleArn"].text();
    if (arn.ends_with("forbidden")) {
      return std::unexpected(ServiceError{403, "AccessDenied", "You may not", {}});
    }
    const std::string name = arn.substr(arn.rfind('/') + 1);
    const Credentials lent{"ASIA" + name, "lent secret", "lent token"};
    aws_.add_key(lent);
    Value credentials = Value::structure();
    credentials.set("AccessKeyId", lent.access_key_id)
        .set("SecretAccessKey", lent.secret_access_key)
        .set("SessionToken", lent.session_token)
        .set("Expiration", aws_.world.clock.now() + hours(1));
    Value output = Value::structure();
    output.set("Credentials", std::move(credentials));
    return output;
  }

  void config(std::string_view text) {
    ASSERT_TRUE(write_file(aws_.world.disk, "/home/me/.aws/config", text));
  }
  void credentials(std::string_view text) {
    ASSERT_TRUE(write_file(aws_.world.disk, "/home/me/.aws/credentials", text));
  }

  // The key that a call is signed with; or the error of making the cloud or of the call.
  std::string key(const std::string& profile = {}) {
    auto made =
        make_aws_cloud(aws_.env(), environment_, {.profile = profile, .region = "eu-west-1"});
    if (!made) return to_string(made.error());
    made_ = std::move(*made);
    const auto answer =
        call(*made_.cloud, "sts", "GetCallerIdentity", "eu-west-1", Value(), "as me");
    return answer ? aws_.seen.back().access_key_id : to_string(answer.error());
  }

  std::vector<std::string> operations() const {
    std::vector<std::string> found;
    for (const auto& each : aws_.seen) found.push_back(each.operation + " " + each.access_key_id);
    return found;
  }

  SimulatedAws aws_;
  Environment environment_ = {{"HOME", "/home/me"}, {"AWS_EC2_METADATA_DISABLED", "true"}};
  ConfiguredCloud made_;
};

const std::string keys_of_profile =
    "aws_access_key_id = AKIAPROFILE\naws_secret_access_key = profile secret\n";

TEST_F(CredentialChain, WithoutAnySaysWhatToDo) {
  EXPECT_EQ(key(),
            "cannot get AWS credentials from anywhere: there are none\n"
            "  set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in with 'aws configure' or 'aws sso "
            "login'");
}

TEST_F(CredentialChain, TheEnvironmentComesFirstUnlessAProfileIsNamed) {
  credentials("[default]\n" + keys_of_profile + "[other]\n" + keys_of_profile);
  EXPECT_EQ(key(), "AKIAPROFILE");
  environment_.set("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT");
  EXPECT_EQ(key(),
            "cannot get AWS credentials from the environment: AWS_SECRET_ACCESS_KEY is missing\n"
            "  set it");
  environment_.set("AWS_SECRET_ACCESS_KEY", "environment secret");
  EXPECT_EQ(key(), "AKIAENVIRONMENT");
  environment_.set("AWS_PROFILE", "other");
  EXPECT_EQ(key(), "AKIAENVIRONMENT");
  EXPECT_EQ(key("other"), "AKIAPROFILE");
}

TEST_F(CredentialChain, TheCredentialsFileComesBeforeAProgramAndTheConfigFile) {
  aws_.world.programs.install("lend", [&](const auto& arguments) -> Result<ProgramResult> {
    EXPECT_THAT(arguments, ElementsAre("lend", "to me", "now"));
    aws_.add_key({"ASIAPROGRAM", "program secret", "program token"});
    return ProgramResult{0,
                         R"({"Version": 1, "AccessKeyId": "ASIAPROGRAM",
                             "SecretAccessKey": "program secret", "SessionToken": "program token",
                             "Expiration": "2026-01-05T08:00:00Z"})",
                         ""};
  });
  config("[default]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = config secret\n");
  aws_.add_key({"AKIACONFIG", "config secret", ""});
  EXPECT_EQ(key(), "AKIACONFIG");
  config(
      "[default]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = config secret\n"
      "credential_process = lend 'to me' now\n");
  EXPECT_EQ(key(), "ASIAPROGRAM");
  credentials("[default]\n" + keys_of_profile);
  EXPECT_EQ(key(), "AKIAPROFILE");
  credentials("[default]\naws_access_key_id = AKIAPROFILE\n");
  EXPECT_THAT(key(), HasSubstr("from profile 'default': aws_secret_access_key is missing"));
}

TEST_F(CredentialChain, AProgramMayFail) {
  config("[default]\ncredential_process = lend\n");
  EXPECT_THAT(key(), HasSubstr("from profile 'default' (credential_process): 'lend': there is no"));
  const auto says = [&](int status, std::string output, std::string errors) {
    aws_.world.programs.install("lend", [=](const auto&) -> Result<ProgramResult> {
      return ProgramResult{status, output, errors};
    });
    return key();
  };
  EXPECT_THAT(says(2, "a secret", "no key inserted\n"),
              HasSubstr("'lend' ended with status 2: no key inserted"));
  for (const std::string& output : {std::string("a secret"), std::string("{\"Version\": 2}"),
                                    std::string(R"({"Version": 1, "AccessKeyId": "a secret"})")}) {
    const std::string error = says(0, output, "");
    EXPECT_THAT(error, HasSubstr("cannot get AWS credentials"));
    EXPECT_THAT(error, Not(HasSubstr("a secret")));
  }
  config("[default]\ncredential_process = lend 'x\n");
  EXPECT_THAT(key(), HasSubstr("its credential_process is no command"));
}

TEST_F(CredentialChain, SingleSignOnIsTheClis) {
  config("[profile sso]\nsso_session = work\nsso_account_id = 1\nsso_role_name = x\n");
  aws_.world.programs.install("aws", [&](const auto& arguments) -> Result<ProgramResult> {
    EXPECT_THAT(arguments, ElementsAre("aws", "configure", "export-credentials", "--profile", "sso",
                                       "--format", "process"));
    return ProgramResult{255, "", "Error loading SSO Token: Token for work does not exist"};
  });
  EXPECT_EQ(key("sso"),
            "cannot get AWS credentials from profile 'sso' (single sign-on): 'aws' ended with "
            "status 255: Error loading SSO Token: Token for work does not exist\n"
            "  sign in: aws sso login --profile sso");
}

TEST_F(CredentialChain, ARoleIsLentToItsSourceProfile) {
  credentials("[source]\n" + keys_of_profile);
  config(
      "[profile role]\nrole_arn = arn:aws:iam::1:role/first\nsource_profile = source\n"
      "external_id = from outside\nrole_session_name = mine\nduration_seconds = 900\n"
      "[profile second]\nrole_arn = arn:aws:iam::1:role/second\nsource_profile = role\n");
  EXPECT_EQ(key("role"), "ASIAfirst");
  EXPECT_THAT(operations(), ElementsAre("AssumeRole AKIAPROFILE", "GetCallerIdentity ASIAfirst"));
  EXPECT_EQ(aws_.seen[0].input["ExternalId"].text(), "from outside");
  EXPECT_EQ(aws_.seen[0].input["RoleSessionName"].text(), "mine");
  EXPECT_EQ(aws_.seen[0].input["DurationSeconds"].integer(), 900);

  aws_.seen.clear();
  EXPECT_EQ(key("second"), "ASIAsecond");
  EXPECT_THAT(operations(), ElementsAre("AssumeRole AKIAPROFILE", "AssumeRole ASIAfirst",
                                        "GetCallerIdentity ASIAsecond"));
  EXPECT_EQ(aws_.seen[1].input["RoleSessionName"].text(), "godwit-1767592800");
}

TEST_F(CredentialChain, RolesMayNotGoRoundInACircle) {
  config(
      "[profile a]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n"
      "[profile b]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = c\n"
      "[profile c]\nrole_arn = arn:aws:iam::1:role/c\nsource_profile = a\n"
      "[profile self]\nrole_arn = arn:aws:iam::1:role/self\nsource_profile = self\n");
  EXPECT_THAT(key("a"), HasSubstr("its roles go round in a circle, by 'a'"));
  EXPECT_THAT(key("self"), HasSubstr("its source_profile 'self' has no credentials"));
  credentials("[self]\n" + keys_of_profile);
  EXPECT_EQ(key("self"), "ASIAself");
  EXPECT_THAT(operations(), ElementsAre("AssumeRole AKIAPROFILE", "GetCallerIdentity ASIAself"));
}

TEST_F(CredentialChain, SaysWhatIsWrongWithARole) {
  credentials("[source]\n" + keys_of_profile);
  const auto error = [&](const std::string& properties) {
    config("[profile role]\nrole_arn = arn:aws:iam::1:role/forbidden\n" + properties);
    return key("role");
  };
  EXPECT_THAT(error("source_profile = source\nmfa_serial = arn:aws:iam::1:mfa/me\n"),
              HasSubstr("its role wants a code of an MFA device"));
  EXPECT_THAT(error("source_profile = source\nduration_seconds = 60\n"),
              HasSubstr("its duration_seconds is not from 900 to 43200"));
  EXPECT_THAT(error("source_profile = nobody\n"),
              HasSubstr("its source_profile 'nobody' is in neither file"));
  EXPECT_THAT(error("source_profile = source\ncredential_source = Environment\n"),
              HasSubstr("it has both source_profile and credential_source"));
  EXPECT_THAT(error("credential_source = Moon\n"),
              HasSubstr("nobody knows the credential_source 'Moon'"));
  EXPECT_THAT(error("source_profile = source\n"),
              HasSubstr("from profile 'role': STS lent none: AccessDenied: You may not\n"
                        "  check the role's ARN and its trust policy"));
}

TEST_F(CredentialChain, ARoleMayBeLentToTheEnvironment) {
  config(
      "[profile role]\nrole_arn = arn:aws:iam::1:role/first\n"
      "credential_source = Environment\n");
  EXPECT_THAT(key("role"), HasSubstr("its credential_source is the environment, which has none"));
  environment_.set("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT");
  environment_.set("AWS_SECRET_ACCESS_KEY", "environment secret");
  EXPECT_EQ(key("role"), "ASIAfirst");
}

TEST_F(CredentialChain, AWebIdentityVouchesWithItsToken) {
  environment_.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
  EXPECT_THAT(key(), HasSubstr("a web identity needs a role"));
  environment_.set("AWS_ROLE_ARN", "arn:aws:iam::1:role/web");
  EXPECT_THAT(key(), HasSubstr("the token in /token:"));
  ASSERT_TRUE(write_file(aws_.world.disk, "/token", "a token\n"));
  EXPECT_EQ(key(), "ASIAweb");
  EXPECT_THAT(operations(), ElementsAre("AssumeRoleWithWebIdentity ", "GetCallerIdentity ASIAweb"));
  EXPECT_EQ(aws_.seen[0].input["WebIdentityToken"].text(), "a token");
  // A profile's own comes first where it is named.
  config(
      "[profile web]\nrole_arn = arn:aws:iam::1:role/other\n"
      "web_identity_token_file = /token\n");
  EXPECT_EQ(key("web"), "ASIAother");
}

// ---- what stands beside the program

class Metadata : public CredentialChain {
 protected:
  Metadata() {
    environment_.set("AWS_EC2_METADATA_DISABLED", "");
    aws_.add_key({"ASIABESIDE", "secret beside", "token beside"});
  }

  const std::string lent = R"({"Code": "Success", "AccessKeyId": "ASIABESIDE",
      "SecretAccessKey": "secret beside", "Token": "token beside",
      "Expiration": "2026-01-05T12:00:00Z"})";
  std::vector<std::string> paths_;
};

TEST_F(Metadata, AnInstanceLendsForAToken) {
  aws_.world.http.listen("169.254.169.254", [&](const HttpRequest& request) {
    paths_.push_back(request.method + " " + request.path);
    HttpResponse response{.status = 200};
    if (request.path == "/latest/api/token") {
      EXPECT_EQ(request.headers.get("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
      response.body = "the token";
    } else if (request.headers.get("x-aws-ec2-metadata-token") != "the token") {
      response.status = 401;
    } else if (request.path.ends_with("/security-credentials/")) {
      response.body = "a-role\n";
    } else if (request.path.ends_with("/a-role")) {
      response.body = lent;
    } else if (request.path.ends_with("/placement/region")) {
      response.body = "eu-central-1";
    }
    return Result<HttpResponse>(response);
  });
  EXPECT_EQ(key(), "ASIABESIDE");
  EXPECT_THAT(paths_, ElementsAre("PUT /latest/api/token",
                                  "GET /latest/meta-data/iam/security-credentials/",
                                  "GET /latest/meta-data/iam/security-credentials/a-role"));
  EXPECT_EQ(*region_of_instance(aws_.env(), environment_), "eu-central-1");
  environment_.set("AWS_EC2_METADATA_DISABLED", "TRUE");
  EXPECT_THAT(key(), HasSubstr("there are none"));
}

TEST_F(Metadata, AnInstanceMayHaveNoRoleOrNoService) {
  EXPECT_THAT(key(), HasSubstr("from the instance metadata service: nobody listens"));
  environment_.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://metadata.test:81/");
  aws_.world.http.listen("metadata.test:81", [](const HttpRequest& request) {
    return Result<HttpResponse>(
        HttpResponse{.status = request.method == "PUT" ? 200 : 404, .body = "x"});
  });
  EXPECT_THAT(key(), HasSubstr("it answered 404 to GET /latest/meta-data/iam/security-credentials/"
                               "\n  give the instance a role"));
  // Where version 2 is not known, version 1 is not tried.
  aws_.world.http.listen("metadata.test:81", [&](const HttpRequest& request) {
    paths_.push_back(request.method);
    return Result<HttpResponse>(HttpResponse{.status = 405});
  });
  EXPECT_THAT(key(), HasSubstr("it answered 405 to PUT"));
  for (const std::string& method : paths_) EXPECT_EQ(method, "PUT");
}

TEST_F(Metadata, AContainerLends) {
  aws_.world.http.listen("169.254.170.2", [&](const HttpRequest& request) {
    EXPECT_EQ(request.path + "?" + request.query, "/v2/credentials?id=1");
    return Result<HttpResponse>(HttpResponse{.status = 200, .body = lent});
  });
  environment_.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials?id=1");
  EXPECT_EQ(key(), "ASIABESIDE");
}

TEST_F(Metadata, AContainersAddressMustBeTrusted) {
  const auto listen = [&](const std::string& host) {
    aws_.world.http.listen(host, [&](const HttpRequest& request) {
      paths_.emplace_back(request.headers.get("Authorization"));
      return Result<HttpResponse>(HttpResponse{.status = 200, .body = lent});
    });
  };
  const auto from = [&](const std::string& url) {
    environment_.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
    return key();
  };
  for (const char* host : {"127.0.0.1:81", "localhost:82", "169.254.170.23", "example.org"}) {
    listen(host);
  }
  EXPECT_EQ(from("http://127.0.0.1:81/x"), "ASIABESIDE");
  environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "plain");
  EXPECT_EQ(from("http://localhost:82/x"), "ASIABESIDE");
  environment_.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/authorization");
  ASSERT_TRUE(write_file(aws_.world.disk, "/authorization", "of the file\n"));
  EXPECT_EQ(from("http://169.254.170.23/v1/credentials"), "ASIABESIDE");
  EXPECT_EQ(from("https://example.org/x"), "ASIABESIDE");
  EXPECT_THAT(paths_, ElementsAre("", "plain", "of the file", "of the file"));
  EXPECT_THAT(from("http://example.org/x"),
              HasSubstr("'example.org' may not be asked without TLS"));
  EXPECT_THAT(from("http://127.0.0.1.example.org/x"), HasSubstr("may not be asked without TLS"));
  EXPECT_THAT(from("ftp://127.0.0.1/x"), HasSubstr("its address is no URL"));
}

TEST(SplitCommand, HasQuotesAndBackslashes) {
  EXPECT_THAT(*split_command(R"( a  'b c' "d \"e\" \f" g\ h '' i'j'"k" )"),
              ElementsAre("a", "b c", "d \"e\" \\f", "g h", "", "ijk"));
  EXPECT_FALSE(split_command("a 'b"));
  EXPECT_TRUE(split_command(" ")->empty());
}

// ---- kept, and asked for anew in time

TEST(CachedCredentials, AreAskedForAnewBeforeTheyEnd) {
  SimulatedEnv world(*parse_time("2026-01-05T06:00:00Z"));
  int asked = 0;
  bool fails = false;
  CachedCredentials cached(
      [&]() -> Result<LentCredentials> {
        ++asked;
        if (fails) return no_credentials("a test", "it fails", "");
        return LentCredentials{{"key" + std::to_string(asked), "s", "t"},
                               world.clock.now() + hours(1)};
      },
      world.clock);
  const auto key_after = [&](Duration more) {
    world.clock.advance_to(world.clock.now() + more);
    const auto credentials = cached.get();
    return credentials ? credentials->access_key_id : credentials.error().cause;
  };
  EXPECT_EQ(key_after({}), "key1");
  EXPECT_EQ(key_after(minutes(44)), "key1");
  EXPECT_EQ(key_after(minutes(1)), "key2");  // fifteen minutes before the end
  fails = true;
  EXPECT_EQ(key_after(minutes(59)), "key2");  // better than none
  EXPECT_EQ(key_after(minutes(1)), "it fails");
  fails = false;
  EXPECT_EQ(key_after({}), "key5");
  cached.forget();
  EXPECT_EQ(key_after({}), "key6");
}

TEST(CachedCredentials, OfAQuarterOfAnHourAreNotAskedForEachTime) {
  SimulatedEnv world(*parse_time("2026-01-05T06:00:00Z"));
  int asked = 0;
  CachedCredentials cached(
      [&]() -> Result<LentCredentials> {
        ++asked;
        return LentCredentials{{"key", "s", "t"}, world.clock.now() + minutes(15)};
      },
      world.clock);
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(cached.get());
    world.clock.advance_to(world.clock.now() + minutes(1));
  }
  EXPECT_EQ(asked, 1);
  world.clock.advance_to(world.clock.now() + minutes(1));
  ASSERT_TRUE(cached.get());
  EXPECT_EQ(asked, 2);
}

TEST(CachedCredentials, AreAskedForByOneThread) {
  SimulatedEnv world(*parse_time("2026-01-05T06:00:00Z"));
  std::atomic<int> asked = 0;
  CachedCredentials cached(
      [&]() -> Result<LentCredentials> {
        ++asked;
        std::this_thread::sleep_for(milliseconds(20));
        return LentCredentials{{"key", "s", "t"}, {}};
      },
      world.clock);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(cached.get()->access_key_id, "key"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace godwit::aws
