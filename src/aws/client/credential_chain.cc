#include "aws/client/credential_chain.h"

#include <algorithm>

#include "aws/client/metadata_service.h"
#include "aws/client/program_credentials.h"
#include "aws/client/role_credentials.h"
#include "aws/timestamp.h"

namespace godwit::aws {

namespace {

std::string name_of(const Profile& profile) { return "profile '" + profile.name + "'"; }

// The pair of keys that a section has; nullopt where it has none.
Result<std::optional<Lender>> keys_in(const ConfigSection* section, const std::string& source) {
  if (section == nullptr || !section->has("aws_access_key_id")) return std::nullopt;
  LentCredentials lent{{section->get("aws_access_key_id"), section->get("aws_secret_access_key"),
                        section->get("aws_session_token")},
                       {}};
  if (lent.credentials.secret_access_key.empty()) {
    return no_credentials(source, "aws_secret_access_key is missing", "add it");
  }
  return Lender([lent] { return lent; });
}

Result<std::optional<Lender>> environment_lender(const Environment& environment) {
  const std::string source = "the environment";
  LentCredentials lent{
      {environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY"),
       environment.get("AWS_SESSION_TOKEN")},
      {}};
  if (lent.credentials.access_key_id.empty()) return std::nullopt;
  if (lent.credentials.secret_access_key.empty()) {
    return no_credentials(source, "AWS_SECRET_ACCESS_KEY is missing", "set it");
  }
  if (lent.credentials.session_token.empty()) {
    lent.credentials.session_token = environment.get("AWS_SECURITY_TOKEN");  // its old name
  }
  const std::string expiration = environment.get("AWS_CREDENTIAL_EXPIRATION");
  if (!expiration.empty()) {
    lent.expires = parse_timestamp(expiration);
    if (!lent.expires) {
      return no_credentials(source, "AWS_CREDENTIAL_EXPIRATION is no time", "correct it");
    }
  }
  return Lender([lent] { return lent; });
}

bool has_sso(const Profile& profile) {
  return !profile.get("sso_session").empty() || !profile.get("sso_start_url").empty();
}

class Chain {
 public:
  explicit Chain(const ChainWorld& world) : world_(world) {}

  Result<Lender> choose() {
    const bool environment_counts = !world_.config->profile_is_explicit();
    if (environment_counts) {
      if (auto lender = TRY(environment_lender(world_.environment))) return std::move(*lender);
    }
    const Profile profile = world_.config->profile();
    if (auto lender = TRY(of_role(profile))) return std::move(*lender);
    if (environment_counts && !world_.environment.get("AWS_WEB_IDENTITY_TOKEN_FILE").empty()) {
      return web_identity({.token_file = world_.environment.get("AWS_WEB_IDENTITY_TOKEN_FILE"),
                           .role_arn = world_.environment.get("AWS_ROLE_ARN"),
                           .session_name = world_.environment.get("AWS_ROLE_SESSION_NAME"),
                           .source = "the web identity in the environment"});
    }
    if (auto lender = TRY(of_profile(profile))) return std::move(*lender);
    if (has_container_credentials(world_.environment)) return of_container();
    const InstanceMetadata metadata(world_.env, world_.environment);
    if (!metadata.is_disabled()) return of_instance();
    return no_credentials(
        "anywhere", "there are none",
        "set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in with 'aws configure' or 'aws sso login'");
  }

 private:
  // Its role; nullopt where it has none that somebody else vouches for.
  Result<std::optional<Lender>> of_role(const Profile& profile) {
    const std::string role_arn = profile.get("role_arn");
    const std::string source_profile = profile.get("source_profile");
    const std::string credential_source = profile.get("credential_source");
    if (role_arn.empty() || (source_profile.empty() && credential_source.empty())) {
      return std::nullopt;
    }
    const std::string source = name_of(profile);
    if (!source_profile.empty() && !credential_source.empty()) {
      return no_credentials(source, "it has both source_profile and credential_source",
                            "keep one of them");
    }
    if (!profile.get("mfa_serial").empty()) {
      return no_credentials(source,
                            "its role wants a code of an MFA device, which nobody is here to give",
                            "get a session with the CLI, and export it: "
                            "aws configure export-credentials --profile " +
                                profile.name + " --format env");
    }
    RoleRequest request{.role_arn = role_arn,
                        .session_name = profile.get("role_session_name"),
                        .external_id = profile.get("external_id"),
                        .duration_seconds = profile.get("duration_seconds"),
                        .region = region_of(profile),
                        .source = source};
    TRY_VOID(check_role_request(request));
    visited_.push_back(profile.name);
    Lender vouching = source_profile.empty() ? TRY(of_source(credential_source, source))
                                             : TRY(of_source_profile(source_profile, source));
    auto vouched = std::make_shared<CachedCredentials>(std::move(vouching), world_.env.clock);
    return Lender([cloud = world_.cloud_for(vouched), vouched, request, &clock = world_.env.clock] {
      return assume_role(*cloud, request, clock.now());
    });
  }

  // "Environment", "Ec2InstanceMetadata", "EcsContainer"
  Result<Lender> of_source(const std::string& name, const std::string& source) {
    if (name == "Environment") {
      if (auto lender = TRY(environment_lender(world_.environment))) return std::move(*lender);
      return no_credentials(source, "its credential_source is the environment, which has none",
                            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    if (name == "Ec2InstanceMetadata") return of_instance();
    if (name == "EcsContainer") return of_container();
    return no_credentials(source, "nobody knows the credential_source '" + name + "'",
                          "it is one of Environment, Ec2InstanceMetadata, EcsContainer");
  }

  // A profile may vouch for itself, with keys of its own.
  Result<Lender> of_source_profile(const std::string& name, const std::string& source) {
    const Profile profile = world_.config->profile(name);
    if (!profile.exists()) {
      return no_credentials(source, "its source_profile '" + name + "' is in neither file",
                            "see 'aws configure list-profiles'");
    }
    const bool seen = std::ranges::find(visited_, name) != visited_.end();
    if (seen && visited_.back() != name) {
      return no_credentials(source, "its roles go round in a circle, by '" + name + "'",
                            "let one of the profiles have keys");
    }
    if (!seen) {
      if (auto lender = TRY(of_role(profile))) return std::move(*lender);
    }
    if (auto lender = TRY(of_profile(profile))) return std::move(*lender);
    return no_credentials(source, "its source_profile '" + name + "' has no credentials",
                          "see 'aws configure list --profile " + name + "'");
  }

  // All that a profile has but a role that somebody vouches for.
  Result<std::optional<Lender>> of_profile(const Profile& profile) {
    const std::string source = name_of(profile);
    const std::string token_file = profile.get("web_identity_token_file");
    if (!token_file.empty()) {
      return TRY(web_identity({.token_file = expand_home(token_file, world_.environment),
                               .role_arn = profile.get("role_arn"),
                               .session_name = profile.get("role_session_name"),
                               .source = source}));
    }
    if (has_sso(profile)) {
      return program({"aws", "configure", "export-credentials", "--profile", profile.name,
                      "--format", "process"},
                     source + " (single sign-on)",
                     "sign in: aws sso login --profile " + profile.name);
    }
    if (auto lender = TRY(keys_in(profile.credentials, source))) return lender;
    const std::string process = profile.get("credential_process");
    if (!process.empty()) {
      auto arguments = split_command(process);
      if (!arguments || arguments->empty()) {
        return no_credentials(source, "its credential_process is no command", "check its quotes");
      }
      return program(std::move(*arguments), source + " (credential_process)",
                     "run its credential_process by hand");
    }
    return TRY(keys_in(profile.config, source));
  }

  Result<Lender> web_identity(WebIdentity identity) {
    if (identity.role_arn.empty()) {
      return no_credentials(identity.source, "a web identity needs a role", "name its ARN");
    }
    identity.region = world_.region;
    return Lender([cloud = world_.cloud_for(nullptr), identity = std::move(identity),
                   env = world_.env] { return assume_role_with(*cloud, env, identity); });
  }

  Lender program(std::vector<std::string> arguments, std::string source, std::string remedy) {
    return
        [arguments = std::move(arguments), source = std::move(source), remedy = std::move(remedy),
         env = world_.env] { return program_credentials(env.programs, arguments, source, remedy); };
  }

  Lender of_instance() {
    return [metadata = InstanceMetadata(world_.env, world_.environment)] {
      return metadata.credentials();
    };
  }

  Lender of_container() {
    return [env = world_.env, environment = world_.environment] {
      return container_credentials(env, environment);
    };
  }

  std::string region_of(const Profile& profile) const {
    const std::string own = profile.get("region");
    return own.empty() ? world_.region : own;
  }

  const ChainWorld& world_;
  std::vector<std::string> visited_;  // profiles with roles, from the one in use
};

}  // namespace

Result<Lender> choose_lender(const ChainWorld& world) { return Chain(world).choose(); }

}  // namespace godwit::aws
