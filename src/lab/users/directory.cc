#include "lab/users/directory.h"

#include "traffic/record_set.h"

namespace godwit::lab {

Directory::Directory(const account::Account& account)
    : account_(account), site_count_(account.workload.sites.size()) {
  names_.push_back(account.workload.hostname);
  for (const account::Site& site : account.workload.sites) {
    names_.push_back(site.endpoint);
    number_of(site.address);
    has_v6_ |= !site.address_v6.empty();
  }
  for (const std::string& name : names_) canonical_.push_back(traffic::canonical_name(name));
  for (const account::Place& place : account.users.places) {
    for (const account::Site& site : account.workload.sites) {
      const auto found = place.latency.find(site.region);
      round_trips_.push_back(found == place.latency.end() ? milliseconds(150) : found->second);
    }
  }
}

Directory::Address Directory::number_of(const std::string& address) {
  const auto [entry, is_new] = numbers_.emplace(address, static_cast<Address>(addresses_.size()));
  if (is_new) {
    int site = no_site;
    for (std::size_t i = 0; i < site_count_; ++i) {
      const account::Site& candidate = account_.workload.sites[i];
      if (candidate.address == address || candidate.address_v6 == address) {
        site = static_cast<int>(i);
      }
    }
    addresses_.push_back({address, address.contains(':') ? IpFamily::v6 : IpFamily::v4, site});
  }
  return entry->second;
}

}  // namespace godwit::lab
