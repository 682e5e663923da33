#include "aws/client/make_aws_cloud.h"

#include "aws/client/credential_chain.h"
#include "aws/client/metadata_service.h"

namespace godwit::aws {

namespace {

// Long enough for a terabyte's part on a slow line, and short enough to notice a dead one.
HttpOptions http_options(const Environment& environment, const Profile& profile) {
  HttpOptions options{.connect_timeout = seconds(10),
                      .first_byte_timeout = seconds(60),
                      .stall_timeout = seconds(60),
                      .ca_bundle = environment.get("AWS_CA_BUNDLE"),
                      .http_2 = true};
  if (options.ca_bundle.empty()) {
    options.ca_bundle = expand_home(profile.get("ca_bundle"), environment);
  }
  return options;
}

std::string first_of(std::initializer_list<std::string> candidates) {
  for (const std::string& each : candidates) {
    if (!each.empty()) return each;
  }
  return {};
}

}  // namespace

Result<ConfiguredCloud> make_aws_cloud(const Env& env, const Environment& environment,
                                       const AwsCloudOptions& options) {
  auto config = std::make_shared<const SharedConfig>(
      TRY(SharedConfig::read(env.disk, environment, options.profile)));
  const Profile profile = config->profile();
  ConfiguredCloud made;
  made.profile = profile.name;
  made.region = first_of({options.region, environment.get("AWS_REGION"),
                          environment.get("AWS_DEFAULT_REGION"), profile.get("region")});
  const AwsCloudParts parts{
      .env = env,
      .endpoints = TRY(EndpointRules::from(environment, *config, options.endpoint_url)),
      .credentials = {},
      .retries = TRY(RetrySettings::from(environment, profile)),
      .http = http_options(environment, profile),
      .home_region = made.region};
  const auto cloud_for = [parts](std::shared_ptr<CredentialsSource> source) {
    AwsCloudParts signing = parts;
    signing.credentials = std::move(source);
    return std::make_shared<AwsCloud>(std::move(signing));
  };
  Lender lender = TRY(choose_lender({.env = env,
                                     .environment = environment,
                                     .config = config,
                                     .region = made.region.empty() ? "us-east-1" : made.region,
                                     .cloud_for = cloud_for}));
  AwsCloudParts own = parts;
  own.credentials = std::make_shared<CachedCredentials>(std::move(lender), env.clock);
  made.cloud = std::make_unique<AwsCloud>(std::move(own));
  return made;
}

Result<std::string> region_of_instance(const Env& env, const Environment& environment) {
  const InstanceMetadata metadata(env, environment);
  if (metadata.is_disabled()) {
    return no_credentials("the instance metadata service", "AWS_EC2_METADATA_DISABLED is true",
                          "set AWS_REGION");
  }
  return metadata.region();
}

}  // namespace godwit::aws
