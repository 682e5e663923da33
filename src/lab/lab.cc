#include "lab/lab.h"

#include <cstdlib>

#include "lab/identifiers.h"
#include "lab/lab_cloud.h"
#include "lab/outside/outside.h"
#include "lab/populate.h"
#include "lab/services/kms/kms.h"
#include "lab/services/route53/route53.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab {

namespace {

Identities with_own_user(const World& world, const account::Account& account) {
  // AIDA is a user: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  const std::string user_id = "AIDA" + derived_text(world.random.fork("sts")->next(), account.id,
                                                    17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  Identities identities;
  identities.add({.credentials = {account.credentials.access_key_id,
                                  account.credentials.secret_access_key,
                                  {}},
                  .arn = fmt::format("arn:aws:iam::{}:user/godwit", account.id),
                  .user_id = user_id,
                  .expires = std::nullopt});
  return identities;
}

}  // namespace

Lab::Lab(World world, const account::Account& account)
    : world_(world),
      account_(account),
      identities_(with_own_user(world, account)),
      internet_(std::make_unique<Internet>(*this)),
      names_(std::make_unique<Names>(*this)),
      services_(make_services(*this)),
      front_door_(std::make_unique<FrontDoor>(*this)),
      outside_(std::make_unique<Outside>(*this)),
      cloud_(std::make_unique<LabCloud>(*this)) {
  for (const auto& service : services_) {
    by_model_.emplace(&aws::service(service->name()), service.get());
  }
  populate(*this);
}

Lab::~Lab() = default;

aws::Cloud& Lab::cloud() { return *cloud_; }

aws::Credentials Lab::introduce(const std::string& name) {
  Identity identity = *identities_.find(account_.credentials.access_key_id);
  const std::uint64_t secret = world_.random.fork("introductions")->next();
  identity.credentials = {
      "AKIA" + derived_text(secret, name, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
      derived_text(secret, name + " secret", 40,
                   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
      {}};
  identity.name = name;
  aws::Credentials credentials = identity.credentials;
  identities_.add(std::move(identity));
  return credentials;
}

Internet& Lab::internet() { return *internet_; }

void Lab::set_region_down(const std::string& region, bool down) {
  if (down) {
    if (down_.insert(region).second) internet_->break_connections(region);
  } else {
    down_.erase(region);
  }
  internet_->tell_of_change();
}

void Lab::set_data_plane_down(const std::string& region, bool down) {
  if (down) {
    if (troubles_.data_planes.insert(region).second) internet_->break_connections(region);
  } else {
    troubles_.data_planes.erase(region);
  }
  internet_->tell_of_change();
}

Service* Lab::find_service(const aws::Service& model) {
  const auto found = by_model_.find(&model);
  return found == by_model_.end() ? nullptr : found->second;
}

Service* Lab::find_service(std::string_view name) {
  for (const auto& service : services_) {
    if (service->name() == name) return service.get();
  }
  return nullptr;
}

namespace {

// A service that the visible list has.
template <class T>
T& listed(Service* service) {
  if (service == nullptr) std::abort();  // services.cc has lost its line
  return static_cast<T&>(*service);
}

}  // namespace

services::S3& Lab::s3() { return listed<services::S3>(find_service("s3")); }
services::Kms& Lab::kms() { return listed<services::Kms>(find_service("kms")); }
services::Route53& Lab::route53() { return listed<services::Route53>(find_service("route53")); }

boost::json::value Lab::snapshot() const {
  std::map<std::string_view, const Service*> by_name;
  for (const auto& service : services_) by_name.emplace(service->name(), service.get());
  boost::json::object all;
  for (const auto& [name, service] : by_name) all[name] = service->snapshot();
  for (const OutsideService* service : outside_->services()) {
    auto state = service->snapshot();
    if (!state.is_null()) all[service->name()] = std::move(state);
  }
  return all;
}

}  // namespace godwit::lab
