#include "aws/client/endpoint_rules.h"

#include <gtest/gtest.h>

#include "aws/codec.h"
#include "env/simulated_env.h"

namespace godwit::aws {
namespace {

TEST(WebAddress, IsWhatUsersWrite) {
  const auto address = parse_web_address("https://example.org:8443/a/b?c=d#e");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->scheme, "https");
  EXPECT_EQ(address->host, "example.org:8443");
  EXPECT_EQ(address->path, "/a/b");
  EXPECT_EQ(address->query, "c=d");
  EXPECT_EQ(parse_web_address("http://[::1]:4566")->host, "[::1]:4566");
  EXPECT_EQ(parse_web_address("http://localhost")->path, "/");
  for (const char* url : {"", "localhost:4566", "ftp://x", "http://", "http:///x", "http://a@b/",
                          "http://a b/", "http://:80/"}) {
    EXPECT_FALSE(parse_web_address(url)) << url;
  }
}

class Endpoints : public ::testing::Test {
 protected:
  Result<EndpointRules> rules(const std::string& endpoint_url = {}) {
    const SharedConfig config = SharedConfig::read(world_.disk, environment_).value();
    return EndpointRules::from(environment_, config, endpoint_url);
  }

  std::string host(const std::string& service_name, const std::string& region) {
    return rules()->host_of(service(service_name), region);
  }

  // "scheme://host/path for region" of a request that was built as the codec builds it.
  std::string directed(const std::string& service_name, const std::string& before,
                       const std::string& region, const std::string& endpoint_url = {}) {
    const Service& model = service(service_name);
    HttpRequest request{.host = before + endpoint_host(model, "eu-west-1"), .path = "/key"};
    const std::string scope = rules(endpoint_url)->direct(request, model, "eu-west-1", region);
    return request.scheme + "://" + request.host + request.path + " for " + scope;
  }

  std::string error(const std::string& endpoint_url = {}) {
    const auto made = rules(endpoint_url);
    return made ? "accepted" : made.error().cause;
  }

  void config(std::string_view text) {
    ASSERT_TRUE(write_file(world_.disk, "/home/me/.aws/config", text));
  }

  SimulatedEnv world_;
  Environment environment_ = {{"HOME", "/home/me"}};
};

// The hosts are those of botocore 1.43's rule sets for these services.
TEST_F(Endpoints, AreAwssOwnByRegionAndPartition) {
  EXPECT_EQ(host("s3", "eu-west-1"), "s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(host("s3control", "eu-west-1"), "s3-control.eu-west-1.amazonaws.com");
  EXPECT_EQ(host("kms", "cn-north-1"), "kms.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(host("s3", "us-gov-west-1"), "s3.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(host("route53", "eu-west-1"), "route53.amazonaws.com");
  EXPECT_EQ(host("route53", "cn-north-1"), "route53.amazonaws.com.cn");
  EXPECT_EQ(host("route53", "us-gov-east-1"), "route53.us-gov.amazonaws.com");
  EXPECT_EQ(host("iam", "cn-north-1"), "iam.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(host("iam", "us-gov-west-1"), "iam.us-gov.amazonaws.com");
  EXPECT_EQ(directed("route53", "", "eu-west-1"),
            "https://route53.amazonaws.com/key for us-east-1");
  EXPECT_EQ(directed("route53", "", "cn-north-1"),
            "https://route53.amazonaws.com.cn/key for cn-northwest-1");
  EXPECT_EQ(directed("iam", "", "cn-northwest-1"),
            "https://iam.cn-north-1.amazonaws.com.cn/key for cn-north-1");
  EXPECT_EQ(directed("route53", "", "us-gov-east-1"),
            "https://route53.us-gov.amazonaws.com/key for us-gov-west-1");
}

TEST_F(Endpoints, MayBeFips) {
  environment_.set("AWS_USE_FIPS_ENDPOINT", "true");
  EXPECT_EQ(host("kms", "us-east-1"), "kms-fips.us-east-1.amazonaws.com");
  EXPECT_EQ(host("s3", "us-east-1"), "s3-fips.us-east-1.amazonaws.com");
  EXPECT_EQ(host("sts", "us-gov-west-1"), "sts.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(host("route53", "eu-west-1"), "route53-fips.amazonaws.com");
  EXPECT_EQ(host("route53", "us-gov-west-1"), "route53.us-gov.amazonaws.com");
  environment_.set("AWS_USE_DUALSTACK_ENDPOINT", "true");
  EXPECT_EQ(host("kms", "us-east-1"), "kms-fips.us-east-1.api.aws");
  EXPECT_EQ(host("s3", "us-east-1"), "s3-fips.dualstack.us-east-1.amazonaws.com");
  EXPECT_EQ(host("s3control", "us-east-1"), "s3-control-fips.dualstack.us-east-1.amazonaws.com");
}

TEST_F(Endpoints, MayBeDualStack) {
  config("[default]\nuse_dualstack_endpoint = true\n");
  EXPECT_EQ(host("sts", "eu-west-1"), "sts.eu-west-1.api.aws");
  EXPECT_EQ(host("sts", "cn-north-1"), "sts.cn-north-1.api.amazonwebservices.com.cn");
  EXPECT_EQ(host("s3", "cn-north-1"), "s3.dualstack.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(host("route53", "eu-west-1"), "route53.global.api.aws");
  EXPECT_EQ(host("iam", "us-gov-west-1"), "iam.us-gov.api.aws");
  // The environment comes first.
  environment_.set("AWS_USE_DUALSTACK_ENDPOINT", "false");
  EXPECT_EQ(host("sts", "eu-west-1"), "sts.eu-west-1.amazonaws.com");
  environment_.set("AWS_USE_DUALSTACK_ENDPOINT", "yes");
  EXPECT_EQ(error(), "'yes' is neither true nor false");
}

TEST_F(Endpoints, KeepWhatStandsBeforeThem) {
  EXPECT_EQ(directed("s3", "photos.", "eu-central-1"),
            "https://photos.s3.eu-central-1.amazonaws.com/key for eu-central-1");
  EXPECT_EQ(directed("s3control", "123456789012.", "cn-north-1"),
            "https://123456789012.s3-control.cn-north-1.amazonaws.com.cn/key for cn-north-1");
}

TEST_F(Endpoints, MayBeNamedForAllServices) {
  const std::string url = "http://localhost:4566";
  EXPECT_EQ(directed("s3", "photos.", "eu-west-1", url),
            "http://localhost:4566/photos/key for eu-west-1");
  EXPECT_EQ(directed("s3", "", "eu-west-1", url), "http://localhost:4566/key for eu-west-1");
  EXPECT_EQ(directed("s3control", "123456789012.", "eu-west-1", url),
            "http://localhost:4566/key for eu-west-1");
  EXPECT_EQ(directed("route53", "", "eu-west-1", url), "http://localhost:4566/key for us-east-1");
  EXPECT_EQ(directed("s3", "photos.", "eu-west-1", "https://example.org/base/"),
            "https://example.org/base/photos/key for eu-west-1");
  config("[default]\ns3 =\n  addressing_style = virtual\n");
  EXPECT_EQ(directed("s3", "photos.", "eu-west-1", url),
            "http://photos.localhost:4566/key for eu-west-1");
  EXPECT_EQ(error("localhost:4566"), "'localhost:4566' is no endpoint");
}

TEST_F(Endpoints, OfABucketsRootHaveNoSlashAtTheEnd) {
  const Service& s3 = service("s3");
  HttpRequest request{.host = "photos.s3.eu-west-1.amazonaws.com", .path = "/"};
  rules("http://localhost:4566")->direct(request, s3, "eu-west-1", "eu-west-1");
  EXPECT_EQ(request.path, "/photos");
  request = {.host = "s3.eu-west-1.amazonaws.com", .path = "/"};
  rules("http://localhost:4566")->direct(request, s3, "eu-west-1", "eu-west-1");
  EXPECT_EQ(request.path, "/");
}

// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html#ss-endpoints-precedence
TEST_F(Endpoints, AreLookedForInAwssOrder) {
  const auto hosts = [&](const std::string& endpoint_url = {}) {
    std::string found;
    for (const char* name : {"s3", "s3control", "kms"}) {
      HttpRequest request{.host = endpoint_host(service(name), "eu-west-1")};
      rules(endpoint_url)->direct(request, service(name), "eu-west-1", "eu-west-1");
      found += request.host + " ";
    }
    return found;
  };
  config(
      "[default]\nendpoint_url = http://profile\nservices = mine\n"
      "[services mine]\ns3_control =\n  endpoint_url = http://section\n");
  EXPECT_EQ(hosts(), "profile section profile ");
  environment_.set("AWS_ENDPOINT_URL", "http://all");
  EXPECT_EQ(hosts(), "all all all ");
  environment_.set("AWS_ENDPOINT_URL_S3_CONTROL", "http://control");
  environment_.set("AWS_ENDPOINT_URL_KMS", "http://kms");
  EXPECT_EQ(hosts(), "all control kms ");
  EXPECT_EQ(hosts("http://option"), "option option option ");
  environment_.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
  EXPECT_EQ(hosts(),
            "s3.eu-west-1.amazonaws.com s3-control.eu-west-1.amazonaws.com "
            "kms.eu-west-1.amazonaws.com ");
  EXPECT_EQ(hosts("http://option"), "option option option ");
  environment_.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "");
  config("[default]\nservices = missing\n");
  EXPECT_EQ(error(), "there is no section [services missing]");
}

}  // namespace
}  // namespace godwit::aws
