#include "account/account.h"

#include <algorithm>

namespace godwit::account {

namespace {

template <class Item, class Field>
const Item* find(const std::vector<Item>& items, const std::string& name, Field field) {
  const auto found = std::ranges::find(items, name, field);
  return found != items.end() ? &*found : nullptr;
}

}  // namespace

const Bucket* find_bucket(const Account& account, const std::string& name) {
  return find(account.buckets, name, &Bucket::name);
}

const Zone* find_zone(const Account& account, const std::string& id) {
  return find(account.zones, id, &Zone::id);
}

const Site* find_site(const Account& account, const std::string& region) {
  return find(account.workload.sites, region, &Site::region);
}

}  // namespace godwit::account
