#include "rehearse/live_workload.h"

#include <set>

#include "aws/signature.h"
#include "base/encoding.h"

namespace godwit::rehearse {
namespace {

std::vector<std::string> stores_of(const account::Account& account) {
  std::set<std::string> names;
  for (const account::Site& site : account.workload.sites) {
    for (const auto& [store, bucket] : site.stores) names.insert(store);
  }
  return {names.begin(), names.end()};
}

}  // namespace

LiveWorkload::LiveWorkload(lab::Lab& lab, bool read_through)
    : lab_(lab),
      cloud_(std::make_unique<aws::SigningCloud>(lab.cloud(), lab.introduce("workload"),
                                                 lab.world().clock)),
      stores_(stores_of(lab.account())) {
  const std::vector<account::Site>& sites = lab.account().workload.sites;
  for (const account::Site& site : sites) {
    std::map<std::string, workload::StoreLocation> stores;
    for (const auto& [store, bucket] : site.stores) {
      workload::StoreLocation location{{site.region, bucket}, {}};
      for (const account::Site& peer : sites) {
        if (&peer == &site || !peer.stores.contains(store)) continue;
        location.peer = {peer.region, peer.stores.at(store)};
      }
      stores[store] = location;
    }
    sites_.push_back(
        std::make_unique<workload::StoreSite>(*cloud_, std::move(stores), read_through));
    lab.internet().deploy(site.region, [running = sites_.back().get()](const HttpRequest& request) {
      return running->handle(request);
    });
  }
}

void LiveWorkload::take_stock(Auditor& auditor, const std::string& region) {
  std::vector<lab::Item> old_items;
  for (std::size_t i = 0; i < stores_.size(); ++i) {
    Contents& contents = stock_[stores_[i]];
    contents = auditor.contents(bucket_of(lab_.account(), stores_[i], region), true);
    for (const auto& [key, versions] : contents) {
      const VersionRecord& current = versions.front();
      constexpr std::string_view prefix = "crc32c:";
      if (current.delete_marker || current.archived || !current.checksum.starts_with(prefix))
        continue;
      auto crc = from_base64(std::string_view(current.checksum).substr(prefix.size()));
      if (!crc || crc->size() != 4) continue;
      std::uint32_t checksum = 0;
      for (char byte : *crc) checksum = checksum << 8 | static_cast<unsigned char>(byte);
      old_items.push_back({static_cast<std::uint16_t>(i), key, checksum, current.size});
    }
  }
  users_ = std::make_unique<lab::Users>(lab_, stores_, std::move(old_items));
}

void LiveWorkload::start_users(Time end) { users_->start(end); }

aws::s3::BucketName bucket_of(const account::Account& account, const std::string& store,
                              const std::string& region) {
  const account::Site* site = account::find_site(account, region);
  if (site == nullptr || !site->stores.contains(store)) return {region, store + "-has-no-bucket"};
  return {region, site->stores.at(store)};
}

}  // namespace godwit::rehearse
