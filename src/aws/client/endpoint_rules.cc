#include "aws/client/endpoint_rules.h"

#include "aws/codec.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
struct Partition {
  std::string_view region_prefix;  // of its regions
  std::string_view domain;
  std::string_view dual_stack_domain;
  std::string_view global_region;  // where its global services are signed for
};

constexpr Partition partitions[] = {
    {"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"},
    {"us-gov-", "amazonaws.com", "api.aws", "us-gov-west-1"},
    {"", "amazonaws.com", "api.aws", "us-east-1"},
};

const Partition& partition_of(const std::string& region) {
  for (const Partition& partition : partitions) {
    if (region.starts_with(partition.region_prefix)) return partition;
  }
  return partitions[2];
}

bool is_s3(const Service& service) { return service.signing_name == "s3"; }

// What each partition calls its global services. IAM in China signs for the north, Route 53 for the
// north-west.
std::string global_host(const Service& service, const Partition& partition, bool fips,
                        bool dual_stack) {
  std::string name(service.endpoint_prefix);
  const bool government = partition.region_prefix == "us-gov-";
  if (fips && !government) name += "-fips";  // there, all of them are
  if (dual_stack) {
    return name + (government ? ".us-gov." : ".global.") + std::string(partition.dual_stack_domain);
  }
  if (government) return name + ".us-gov.amazonaws.com";
  if (partition.region_prefix == "cn-" && service.name == "iam") name += ".cn-north-1";
  return name + "." + std::string(partition.domain);
}

// S3 has a word for dual stack, others a domain. Government's STS is never without FIPS, and says
// so only where it is of dual stack.
std::string regional_host(const Service& service, const std::string& region,
                          const Partition& partition, bool fips, bool dual_stack) {
  std::string host(service.endpoint_prefix);
  const bool government = partition.region_prefix == "us-gov-";
  if (fips && !(government && service.name == "sts" && !dual_stack)) host += "-fips";
  if (dual_stack && is_s3(service)) host += ".dualstack";
  host += "." + region + ".";
  return host + std::string(dual_stack && !is_s3(service) ? partition.dual_stack_domain
                                                          : partition.domain);
}

// "S3 Control" as variables ('_', upper case) and sections ('_', lower case) spell it.
std::string spelled(std::string_view id, bool upper) {
  std::string name = to_lower(id);
  for (char& letter : name) {
    if (letter == ' ' || letter == '-') letter = '_';
    if (upper && letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 32);
  }
  return name;
}

std::unexpected<Error> wrong(const std::string& where, std::string cause, std::string remedy) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "read AWS's configuration",
               .subject = "for " + where,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

Result<WebAddress> address_in(const std::string& where, const std::string& text) {
  auto address = parse_web_address(text);
  if (address && address->query.empty()) return std::move(*address);
  return wrong(where, "'" + text + "' is no endpoint",
               "write it as https://host or http://host:port");
}

Result<bool> switch_in(const Environment& environment, const Profile& profile, const char* variable,
                       const char* name) {
  std::string where = variable;
  std::string text = environment.get(variable);
  if (text.empty()) {
    where = std::string(name) + " in profile '" + profile.name + "'";
    text = profile.get(name);
  }
  if (text.empty() || equal_ignoring_case(text, "false")) return false;
  if (equal_ignoring_case(text, "true")) return true;
  return wrong(where, "'" + text + "' is neither true nor false", "write true or false");
}

}  // namespace

Result<EndpointRules> EndpointRules::from(const Environment& environment,
                                          const SharedConfig& config,
                                          const std::string& endpoint_url) {
  const Profile profile = config.profile();
  EndpointRules rules;
  rules.fips_ = TRY(switch_in(environment, profile, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"));
  rules.dual_stack_ =
      TRY(switch_in(environment, profile, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"));
  rules.buckets_in_host_ = profile.get("s3", "addressing_style") == "virtual";
  if (!endpoint_url.empty()) {
    rules.services_[""] = TRY(address_in("the endpoint", endpoint_url));
    return rules;
  }
  if (TRY(switch_in(environment, profile, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                    "ignore_configured_endpoint_urls"))) {
    return rules;
  }
  const std::string for_all = environment.get("AWS_ENDPOINT_URL");
  const std::string profiles = profile.get("endpoint_url");
  if (!for_all.empty()) {
    rules.services_[""] = TRY(address_in("AWS_ENDPOINT_URL", for_all));
  } else if (!profiles.empty()) {
    rules.services_[""] = TRY(address_in("profile '" + profile.name + "'", profiles));
  }
  const std::string section_name = profile.get("services");
  const ConfigSection* section = config.services(section_name);
  if (!section_name.empty() && section == nullptr) {
    return wrong("profile '" + profile.name + "'",
                 "there is no section [services " + section_name + "]", "add it");
  }
  for (const Service* service : services()) {
    const std::string id(service->id);
    const std::string variable = "AWS_ENDPOINT_URL_" + spelled(id, true);
    const std::string own = environment.get(variable);
    if (!own.empty()) {
      rules.services_[id] = TRY(address_in(variable, own));
      continue;
    }
    if (section == nullptr || !for_all.empty()) continue;  // the environment comes first
    const auto nested = section->nested.find(spelled(id, false));
    if (nested == section->nested.end()) continue;
    const auto url = nested->second.find("endpoint_url");
    if (url == nested->second.end()) continue;
    rules.services_[id] = TRY(address_in("[services " + section_name + "]", url->second));
  }
  return rules;
}

const WebAddress* EndpointRules::custom(const Service& service) const {
  for (const std::string_view id : {service.id, std::string_view()}) {
    const auto found = services_.find(std::string(id));
    if (found != services_.end()) return &found->second;
  }
  return nullptr;
}

std::string EndpointRules::host_of(const Service& service, const std::string& region) const {
  const Partition& partition = partition_of(region);
  return service.global_endpoint.empty()
             ? regional_host(service, region, partition, fips_, dual_stack_)
             : global_host(service, partition, fips_, dual_stack_);
}

std::string EndpointRules::direct(HttpRequest& request, const Service& service,
                                  const std::string& built_for, const std::string& region) const {
  // "bucket.", "123456789012.", or nothing.
  const std::string usual = endpoint_host(service, built_for);
  std::string before;
  if (request.host.ends_with(usual)) {
    before = request.host.substr(0, request.host.size() - usual.size());
  }
  const Partition& partition = partition_of(region);
  std::string signed_for = region;
  if (!service.global_endpoint.empty()) {
    signed_for = partition.region_prefix == "cn-" && service.name == "iam"
                     ? "cn-north-1"
                     : std::string(partition.global_region);
  }
  const WebAddress* address = custom(service);
  if (address == nullptr) {
    request.host = before + host_of(service, region);
    return signed_for;
  }
  // Elsewhere there is one host for all: no name service knows others, and no certificate.
  request.scheme = address->scheme;
  request.host = address->host;
  std::string path = address->path;
  while (path.ends_with('/')) path.pop_back();
  if (service.name == "s3" && !before.empty()) {
    if (buckets_in_host_) {
      request.host = before + address->host;
    } else {
      path += "/" + before.substr(0, before.size() - 1);
    }
  }
  if (!path.empty()) {
    request.path = path + (request.path == "/" && service.name == "s3" ? "" : request.path);
  }
  return signed_for;
}

}  // namespace godwit::aws
