#include "check/alias_service.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::check {
namespace {

constexpr std::string_view api_host = ".execute-api.";

// "[NEW_API-GATEWAY Domain]" -> " new api gateway domain "
std::string words_of(std::string_view text) {
  std::string words = " ";
  for (const char letter : text) {
    const bool is_letter = is_letter_or_digit(letter);
    if (is_letter) words += letter;
    if (!is_letter && words.back() != ' ') words += ' ';
  }
  return to_lower(words + " ");
}

bool has_any(const std::string& words, std::initializer_list<std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) {
    return words.contains(" " + std::string(phrase) + " ");
  });
}

AliasService by_words(std::string_view text) {
  const std::string words = words_of(text);
  const bool api = has_any(words, {"api gateway", "apigateway", "apigw", "execute api"});
  const bool balancer = has_any(words, {"alb", "elb", "load balancer", "loadbalancer"});
  const bool cloudfront = has_any(words, {"cloudfront", "distribution"});
  if (api + balancer + cloudfront != 1) return AliasService::unknown;
  if (api) return AliasService::api_gateway;
  return balancer ? AliasService::load_balancer : AliasService::cloudfront;
}

}  // namespace

AliasService service_of_target(const RecordChange& change) {
  const Field* target = change.field("AliasTarget.DNSName");
  if (target == nullptr) return AliasService::unknown;
  const std::string host = traffic::canonical_name(target->text);
  if (host.contains(api_host)) return AliasService::api_gateway;
  if (host.ends_with(".elb.amazonaws.com")) return AliasService::load_balancer;
  if (host.contains(".elb.")) return AliasService::network_load_balancer;
  if (host.ends_with(".cloudfront.net")) return AliasService::cloudfront;
  return target->known ? AliasService::unknown : by_words(target->text);
}

std::string_view to_string(AliasService service) {
  switch (service) {
    case AliasService::unknown:
      break;
    case AliasService::api_gateway:
      return "API Gateway";
    case AliasService::load_balancer:
      return "load balancers";
    case AliasService::network_load_balancer:
      return "network load balancers";
    case AliasService::cloudfront:
      return "CloudFront";
  }
  return "";
}

ZoneOwner owner_of_zone(std::string_view id) {
  constexpr std::array<std::pair<std::string_view, AliasService>, 4> services = {{
      {"API Gateway", AliasService::api_gateway},
      {"Elastic Load Balancing", AliasService::load_balancer},
      {"Network Load Balancers", AliasService::network_load_balancer},
      {"CloudFront", AliasService::cloudfront},
  }};
  const std::string owner = catalog::owner_of_hosted_zone(id);
  for (const auto& [name, service] : services) {
    if (!owner.starts_with(name)) continue;
    constexpr std::string_view in = " in ";
    const std::size_t at = owner.find(in);
    return {service, at == std::string::npos ? "" : owner.substr(at + in.size())};
  }
  return {};
}

std::string_view zone_of_service(AliasService service, const std::string& region) {
  switch (service) {
    case AliasService::unknown:
      break;
    case AliasService::api_gateway:
      return catalog::hosted_zone_of_endpoint("d-1.execute-api." + region + ".amazonaws.com");
    case AliasService::load_balancer:
      return catalog::hosted_zone_of_endpoint("one." + region + ".elb.amazonaws.com");
    case AliasService::network_load_balancer:
      return catalog::hosted_zone_of_endpoint("one.elb." + region + ".amazonaws.com");
    case AliasService::cloudfront:
      return catalog::hosted_zone_of_endpoint("one.cloudfront.net");
  }
  return {};
}

bool is_raw_api(std::string_view host) {
  const std::string name = to_lower(host);
  const std::size_t at = name.find(api_host);
  constexpr std::size_t id_length = 10;
  return at == id_length && std::ranges::all_of(name.substr(0, at), [](char letter) {
           return is_letter_or_digit(letter);
         });
}

}  // namespace godwit::check
