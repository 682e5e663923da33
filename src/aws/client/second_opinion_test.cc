// botocore's opinion of what this folder does: presigned queries, configuration files, whose
// credentials come first, and hosts. Skipped where there is no botocore.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "aws/call.h"
#include "aws/client/make_aws_cloud.h"
#include "aws/codec.h"
#include "aws/query_authorization.h"
#include "aws/testing/simulated_aws.h"
#include "base/encoding.h"
#include "env/real_disk.h"
#include "env/real_programs.h"

namespace godwit::aws {
namespace {

namespace json = boost::json;

// One answer per question; none where there is no botocore.
std::vector<json::value> ask(const std::vector<json::object>& questions) {
  std::string lines;
  for (const json::object& each : questions) lines += json::serialize(each) + "\n";
  const std::string path =
      ::testing::TempDir() + "godwit-questions-" + std::to_string(getpid()) + ".json";
  RealDisk disk;
  EXPECT_TRUE(write_file(disk, path, lines));
  std::vector<json::value> answers;
  for (const char* python : {"/usr/bin/python3", "python3"}) {
    const auto result = RealPrograms().run(
        {python, GODWIT_SOURCE_DIR "/src/aws/testing/botocore_opinion.py", path}, minutes(2));
    if (!result || result->errors.find("No module named 'botocore'") != std::string::npos) continue;
    EXPECT_EQ(result->status, 0) << result->errors;
    std::string_view rest = result->output;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      answers.push_back(json::parse(line).as_object().at("answer"));
    }
    EXPECT_EQ(answers.size(), questions.size());
    break;
  }
  EXPECT_TRUE(disk.remove(path));
  return answers;
}

std::string text_of(const json::value& value) {
  return std::string(value.as_string().data(), value.as_string().size());
}

class SecondOpinion : public ::testing::Test {
 protected:
  // Letters that need encoding now and then.
  std::string word(std::size_t longest) {
    constexpr std::string_view letters = "abcXYZ019-._~ +/=&%?;:@!'()*é";
    std::string found;
    for (std::size_t i = 1 + random_.below(longest); i > 0; --i) {
      found += letters[random_.below(letters.size() - 2)];  // not half of the last one
    }
    return found;
  }

  SimulatedRandom random_{11};
};

TEST_F(SecondOpinion, OfPresignedQueries) {
  struct Case {
    HttpRequest request;
    SigningScope scope;
    Credentials credentials;
    int lifetime_s;
  };
  std::vector<Case> cases;
  std::vector<json::object> questions;
  for (int i = 0; i < 200; ++i) {
    Case each{
        .request = {},
        .scope = {"eu-central-1", random_.chance(0.7) ? "s3" : "sts"},
        .credentials = {"AKIA" + std::to_string(i), word(40), random_.chance(0.5) ? word(60) : ""},
        .lifetime_s = static_cast<int>(1 + random_.below(604'800))};
    HttpRequest& request = each.request;
    request.method = random_.chance(0.5) ? "GET" : "DELETE";
    request.host = "photos.s3.eu-central-1.amazonaws.com";
    request.path = "/" + (each.scope.service == "s3" ? percent_encode(word(12), true) : "");
    const std::string name = "q" + percent_encode(word(4));
    request.query = name + "=" + percent_encode(word(9));
    if (random_.chance(0.3)) request.headers.add("Range", "bytes=0-9");
    if (random_.chance(0.3)) request.headers.add("x-amz-meta-a", " b   c ");
    json::array headers;
    for (const auto& [header, value] : request.headers) {
      headers.push_back(json::array{json::string(header), json::string(value)});
    }
    questions.push_back({{"ask", "presign"},
                         {"method", request.method},
                         {"url", "https://" + request.host + request.path + "?" + request.query},
                         {"headers", std::move(headers)},
                         {"service", each.scope.service},
                         {"region", each.scope.region},
                         {"expires", each.lifetime_s},
                         {"key", each.credentials.access_key_id},
                         {"secret", each.credentials.secret_access_key},
                         {"token", each.credentials.session_token}});
    cases.push_back(std::move(each));
  }
  const auto answers = ask(questions);
  if (answers.empty()) GTEST_SKIP() << "botocore is not here";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string theirs = text_of(answers[i]);
    const QueryString fields(theirs);
    const auto parsed = parse_query_authorization(fields);
    ASSERT_TRUE(parsed) << theirs;
    const Time now = *parse_basic_time(parsed->date);
    EXPECT_EQ(presign(cases[i].request, cases[i].scope, cases[i].credentials, now,
                      seconds(cases[i].lifetime_s)),
              theirs)
        << json::serialize(questions[i]);
  }
}

TEST_F(SecondOpinion, OfConfigurationFiles) {
  const std::vector<std::string> files = {
      "[default]\nregion = eu-west-1\n",
      "[default]\nREGION=eu-west-1\noutput = json # x\n\n; c\n# d\n[profile a b]\nx = 1 = 2\n",
      "[profile x]\ns3 =\n  addressing_style = path\n  max_bandwidth = 1\nregion = a\n",
      "[default]\ncredential_process = one\n   two\n",
      "[a]\n[a]\n",
      "[a]\nb = 1\nb = 2\n",
      "a = b\n",
      "[a]\nno value\n",
      "[a\nb = c\n",
      "[services s]\nkms =\n  endpoint_url = http://x\ns3_control =\n  endpoint_url = http://y\n",
      "",
  };
  std::vector<json::object> questions;
  for (const std::string& text : files) questions.push_back({{"ask", "config"}, {"text", text}});
  const auto answers = ask(questions);
  if (answers.empty()) GTEST_SKIP() << "botocore is not here";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto ours = parse_config_file(files[i], "file");
    ASSERT_EQ(static_cast<bool>(ours), !answers[i].is_null()) << files[i];
    if (!ours) continue;
    json::object as_theirs;
    for (const auto& [heading, section] : *ours) {
      json::object values;
      for (const auto& [name, value] : section.values) values[name] = value;
      for (const auto& [group, nested] : section.nested) {
        json::object inner;
        for (const auto& [name, value] : nested) inner[name] = value;
        values[group] = std::move(inner);
      }
      as_theirs[heading] = std::move(values);
    }
    EXPECT_EQ(json::value(as_theirs), answers[i]) << files[i];
  }
}

// Which of the keys that lie about is the one, and which region.
TEST_F(SecondOpinion, OfWhatComesFirst) {
  const std::string config =
      "[default]\nregion = of-default\naws_access_key_id = AKIACONFIG\n"
      "aws_secret_access_key = s\n"
      "[profile only]\nregion = of-only\naws_access_key_id = AKIAONLY\naws_secret_access_key = s\n"
      "[profile both]\naws_access_key_id = AKIABOTHCONFIG\naws_secret_access_key = s\n"
      "[profile process]\ncredential_process = printf "
      R"('{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"s"}')"
      "\naws_access_key_id = AKIAUNUSED\naws_secret_access_key = s\n"
      "[profile empty]\noutput = json\n";
  const std::string credentials =
      "[both]\naws_access_key_id = AKIABOTH\naws_secret_access_key = s\n"
      "[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n";
  const std::vector<std::pair<std::string, std::string>> keys = {
      {"AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"}, {"AWS_SECRET_ACCESS_KEY", "s"}};
  struct Case {
    std::string profile;
    std::vector<std::pair<std::string, std::string>> environment;
  };
  std::vector<Case> cases;
  for (const std::string profile :
       {"", "default", "only", "both", "other", "process", "empty", "missing"}) {
    cases.push_back({profile, {}});
    cases.push_back({profile, keys});
    cases.push_back({"", {{"AWS_PROFILE", profile}}});
    cases.push_back({"", {{"AWS_PROFILE", profile}, keys[0], keys[1]}});
    cases.push_back({profile, {{"AWS_PROFILE", "other"}, {"AWS_DEFAULT_REGION", "of-env"}}});
  }
  std::vector<json::object> questions;
  for (const Case& each : cases) {
    json::object environment;
    for (const auto& [name, value] : each.environment) {
      if (!value.empty()) environment[name] = value;
    }
    questions.push_back({{"ask", "credentials"},
                         {"profile", each.profile},
                         {"environment", std::move(environment)},
                         {"files", {{"config", config}, {"credentials", credentials}}}});
  }
  const auto answers = ask(questions);
  if (answers.empty()) GTEST_SKIP() << "botocore is not here";

  for (std::size_t i = 0; i < cases.size(); ++i) {
    testing::SimulatedAws aws;
    ASSERT_TRUE(write_file(aws.world.disk, "/me/.aws/config", config));
    ASSERT_TRUE(write_file(aws.world.disk, "/me/.aws/credentials", credentials));
    aws.world.programs.install("printf", [](const auto& arguments) -> Result<ProgramResult> {
      return ProgramResult{0, arguments.at(1), ""};
    });
    Environment environment = {{"HOME", "/me"}, {"AWS_EC2_METADATA_DISABLED", "true"}};
    for (const auto& [name, value] : cases[i].environment) environment.set(name, value);
    std::string key;
    aws.world.http.listen("sts.eu-west-1.amazonaws.com", [&](const HttpRequest& request) {
      const std::string_view header = request.headers.get("Authorization");
      const std::size_t from = header.find("Credential=") + 11;
      key = header.substr(from, header.find('/') - from);
      return Result<HttpResponse>(HttpResponse{.status = 200});
    });
    auto made = make_aws_cloud(aws.env(), environment, {.profile = cases[i].profile});
    if (made) {
      std::ignore = call(*made->cloud, "sts", "GetCallerIdentity", "eu-west-1", Value(), "");
    }
    const std::string about = json::serialize(questions[i].at("environment")) + " with profile '" +
                              cases[i].profile + "'";
    if (answers[i].is_null()) {
      EXPECT_EQ(key, "") << about;
      continue;
    }
    EXPECT_EQ(key, text_of(answers[i].as_object().at("key"))) << about;
    if (made) {
      EXPECT_EQ(made->region, text_of(answers[i].as_object().at("region"))) << about;
    }
  }
}

TEST_F(SecondOpinion, OfHosts) {
  struct Call {
    std::string service;
    std::string operation;
    Value input;
  };
  Value bucket = Value::structure();
  bucket.set("Bucket", "photos");
  Value account = Value::structure();
  account.set("AccountId", "123456789012");
  Value key = Value::structure();
  key.set("KeyId", "k");
  const std::vector<Call> calls = {{"s3", "HeadBucket", bucket},
                                   {"s3", "ListBuckets", Value::structure()},
                                   {"s3control", "ListJobs", account},
                                   {"kms", "DescribeKey", key},
                                   {"sts", "GetCallerIdentity", Value::structure()},
                                   {"route53", "ListHealthChecks", Value::structure()}};
  std::vector<json::object> questions;
  for (const Call& each : calls) {
    for (const char* region : {"eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1"}) {
      for (int flags = 0; flags < 4; ++flags) {
        const std::string name(region);
        // China has no FIPS; and not all services had dual stack when botocore's version was made.
        if ((flags & 1) != 0 && name == "cn-north-1") continue;
        if ((flags & 2) != 0 && each.service == "route53") continue;
        json::object input;
        for (const auto& [member, value] : each.input.members()) input[member] = value.text();
        questions.push_back({{"ask", "endpoint"},
                             {"service", each.service},
                             {"operation", each.operation},
                             {"input", std::move(input)},
                             {"region", name},
                             {"fips", (flags & 1) != 0},
                             {"dual_stack", (flags & 2) != 0}});
      }
    }
  }
  const auto answers = ask(questions);
  if (answers.empty()) GTEST_SKIP() << "botocore is not here";
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (answers[i].is_null()) continue;  // it refuses some combinations
    const json::object& question = questions[i];
    SimulatedEnv world;
    const auto flag = [&](const char* name) { return question.at(name).as_bool() ? "true" : ""; };
    const Environment environment = {{"AWS_USE_FIPS_ENDPOINT", flag("fips")},
                                     {"AWS_USE_DUALSTACK_ENDPOINT", flag("dual_stack")}};
    const auto rules =
        EndpointRules::from(environment, SharedConfig::read(world.disk, environment).value(), "");
    ASSERT_TRUE(rules);
    const Service& model = service(text_of(question.at("service")));
    const std::string region = text_of(question.at("region"));
    Value input = Value::structure();
    for (const auto& each : question.at("input").as_object()) {
      input.set(std::string_view(each.key()), text_of(each.value()));
    }
    auto request =
        serialize_request(model, *model.find(text_of(question.at("operation"))), region, input);
    ASSERT_TRUE(request);
    const std::string scope = rules->direct(request->http, model, region, region);
    EXPECT_EQ(request->http.host, text_of(answers[i].as_object().at("host")))
        << json::serialize(question);
    EXPECT_EQ(scope, text_of(answers[i].as_object().at("region"))) << json::serialize(question);
  }
}

}  // namespace
}  // namespace godwit::aws
