#include "lab/server/destination.h"

#include <array>

#include "aws/route.h"
#include "aws/signature.h"
#include "base/text.h"
#include "lab/lab.h"
#include "lab/outside/outside.h"

namespace godwit::lab {

namespace {

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

// Below these every name is this machine: by RFC 6761, and by the DNS of another emulator, whose
// users' settings have it.
constexpr std::array<std::string_view, 2> local_domains = {"localhost.localstack.cloud",
                                                           "localhost"};

// S3 and S3 Control, Bedrock and its runtime sign for the same name.
bool takes(const aws::Service& service, const HttpRequest& request) {
  const std::string_view target = request.headers.get("X-Amz-Target");
  if (!target.empty()) {
    return !service.target_prefix.empty() && target.starts_with(service.target_prefix) &&
           target.substr(service.target_prefix.size()).starts_with('.');
  }
  if (service.protocol != aws::Protocol::rest_json && service.protocol != aws::Protocol::rest_xml) {
    return true;
  }
  return aws::router_of(service)
      .find(request.method, request.path, aws::QueryString(request.query), request.headers)
      .has_value();
}

const aws::Service* service_signed_for(std::string_view signing_name, const HttpRequest& request) {
  // S3 takes any path at all, so it is asked last.
  const aws::Service* last = nullptr;
  for (const aws::Service* service : aws::services()) {
    if (service->signing_name != signing_name) continue;
    const bool s3 = service->name == "s3";
    if (!s3 && takes(*service, request)) return service;
    if (s3 || last == nullptr) last = service;
  }
  return last;
}

std::string site_of_host(Lab& lab, const HttpRequest& request) {
  const std::string_view host = without_port(request.host);
  for (const account::Site& site : lab.account().workload.sites) {
    if (equal_ignoring_case(host, site.endpoint)) return site.address;
    if (host == site.address) return site.address;
  }
  // A name that several sites answer to: whoever the name servers say it is.
  for (const account::Site& site : lab.account().workload.sites) {
    for (const std::string& name : site.hostnames) {
      if (!equal_ignoring_case(host, name)) continue;
      const auto found = lab.names().resolve(name);
      return found ? found->addresses.front() : std::string();
    }
  }
  return {};
}

Destination to_endpoint(Lab& lab, aws::Endpoint endpoint, std::string bucket) {
  if (lab.find_service(*endpoint.service) == nullptr) {
    return ToNowhere{
        endpoint.service,
        {501, "NotImplemented", fmt::format("The lab has no {}", endpoint.service->id), {}}};
  }
  if (!lab.front_door().exists(endpoint)) {
    return ToNowhere{
        endpoint.service,
        {404,
         "UnknownEndpoint",
         fmt::format(
             "There is no {}: AWS does not have {} in {}. Behind a socket of its own, the name "
             "would not resolve.",
             aws::endpoint_host(*endpoint.service, endpoint.region), endpoint.service->id,
             endpoint.region),
         {}}};
  }
  return ToService{endpoint, std::move(bucket)};
}

}  // namespace

std::string_view bucket_of_local_host(std::string_view host) {
  host = without_port(host);
  for (const std::string_view domain : local_domains) {
    if (!host.ends_with(domain)) continue;
    std::string_view labels = host.substr(0, host.size() - domain.size());
    if (!labels.ends_with('.')) continue;
    labels.remove_suffix(1);
    // "photos.s3.eu-west-1" and "photos.s3", but also the plain "s3.eu-west-1" and "s3".
    const std::size_t service = labels.rfind(".s3.");
    if (service != std::string_view::npos) return labels.substr(0, service);
    if (labels.ends_with(".s3")) return labels.substr(0, labels.size() - 3);
    if (labels == "s3" || labels.starts_with("s3.")) return {};
    return labels;
  }
  return {};
}

Destination destination_of(Lab& lab, const HttpRequest& request) {
  // Where the sender knows the address already, as behind a resolver.
  if (const std::string* address = request.headers.find("X-Lab-Address")) return ToSite{*address};
  if (std::string address = site_of_host(lab, request); !address.empty()) {
    return ToSite{std::move(address)};
  }
  if (OutsideService* outside = lab.outside().at_host(request.host)) return ToOutside{outside};
  if (const auto endpoint = aws::endpoint_of_host(request.host)) {
    return to_endpoint(lab, *endpoint, {});
  }
  std::string bucket(bucket_of_local_host(request.host));
  if (aws::is_anonymous(request)) {
    return to_endpoint(lab, {&aws::service("s3"), "us-east-1"}, std::move(bucket));
  }
  const auto scope = aws::signing_scope_of(request);
  if (!scope) return ToNowhere{&aws::service("s3"), scope.error()};
  const aws::Service* service = service_signed_for(scope->service, request);
  if (service == nullptr) {
    return ToNowhere{nullptr,
                     {501,
                      "NotImplemented",
                      fmt::format("The lab knows no service that signs for '{}'", scope->service),
                      {}}};
  }
  if (service->name != "s3") bucket.clear();
  aws::Endpoint endpoint{service, service->global_endpoint.empty() ? scope->region : std::string()};
  return to_endpoint(lab, std::move(endpoint), std::move(bucket));
}

}  // namespace godwit::lab
