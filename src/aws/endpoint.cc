// Hosts: which a service has in a region, and whose a host is.
// https://docs.aws.amazon.com/general/latest/gr/rande.html
#include <algorithm>
#include <unordered_map>

#include "aws/codec.h"
#include "base/ascii.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view domain = ".amazonaws.com";
constexpr std::string_view home_region = "us-east-1";

// "eu-central-1", "us-gov-west-1": never a service's name.
bool looks_like_region(std::string_view label) {
  return label.size() > 5 && label[2] == '-' && is_digit(label.back()) &&
         label[label.size() - 2] == '-';
}

// What stands before the service: S3 has any bucket there, S3 Control one account, others nothing.
bool may_precede(const Service& service, std::string_view labels) {
  if (labels.empty()) return true;
  if (service.name == "s3") return true;
  return service.name == "s3control" && labels.find('.') == std::string_view::npos;
}

// The services with regional hosts, by the last label of their prefix ("s3" of "photos.s3"), which
// is nearly always all of it.
const Service* regional_service_of(std::string_view labels) {
  static const auto by_label = [] {
    std::unordered_map<std::string_view, std::vector<const Service*>> made;
    for (const Service* service : services()) {
      if (!service->global_endpoint.empty()) continue;
      const std::string_view prefix = service->endpoint_prefix;
      made[prefix.substr(prefix.rfind('.') + 1)].push_back(service);
    }
    return made;
  }();
  const auto found = by_label.find(labels.substr(labels.rfind('.') + 1));
  if (found == by_label.end()) return nullptr;
  for (const Service* service : found->second) {
    std::string_view before = labels;
    if (!before.ends_with(service->endpoint_prefix)) continue;
    before.remove_suffix(service->endpoint_prefix.size());
    if (before.empty()) return service;
    if (!before.ends_with('.') || before.size() == 1) continue;
    before.remove_suffix(1);
    if (may_precede(*service, before)) return service;
  }
  return nullptr;
}

}  // namespace

std::string endpoint_host(const Service& service, const std::string& region) {
  if (!service.global_endpoint.empty()) return std::string(service.global_endpoint);
  std::string host;
  host.reserve(service.endpoint_prefix.size() + 1 + region.size() + domain.size());
  host += service.endpoint_prefix;
  host += '.';
  host += region;
  host += domain;
  return host;
}

std::string signing_region(const Service& service, const std::string& region) {
  return service.global_endpoint.empty() ? region : std::string(home_region);
}

std::optional<Endpoint> endpoint_of_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (std::ranges::any_of(host, is_upper)) return endpoint_of_host(to_lower(host));
  if (!host.ends_with(domain)) return std::nullopt;
  static const auto global = [] {
    std::unordered_map<std::string_view, const Service*> made;
    for (const Service* service : services()) {
      if (!service->global_endpoint.empty()) made.emplace(service->global_endpoint, service);
    }
    return made;
  }();
  const std::string_view whole = host;
  host.remove_suffix(domain.size());

  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  const bool regional = dot != std::string_view::npos && looks_like_region(last);
  const std::string_view labels = regional ? host.substr(0, dot) : host;
  if (!regional) {
    const auto found = global.find(whole);
    if (found != global.end()) return Endpoint{found->second, {}};
  }
  const Service* service = regional_service_of(labels);
  if (service == nullptr) return std::nullopt;
  if (regional) return Endpoint{service, std::string(last)};
  // "s3.amazonaws.com" and "sts.amazonaws.com" are old names of us-east-1.
  if (service->name == "s3" || service->name == "sts") {
    return Endpoint{service, std::string(home_region)};
  }
  return std::nullopt;
}

}  // namespace godwit::aws
