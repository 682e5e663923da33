#include "lab/identities.h"

namespace godwit::lab {

void Identities::add(Identity identity) {
  std::string key = identity.credentials.access_key_id;
  by_key_.insert_or_assign(std::move(key), std::move(identity));
}

void Identities::remove(std::string_view access_key_id) {
  if (const auto found = by_key_.find(access_key_id); found != by_key_.end()) by_key_.erase(found);
}

const Identity* Identities::find(std::string_view access_key_id) const {
  const auto found = by_key_.find(access_key_id);
  return found == by_key_.end() ? nullptr : &found->second;
}

}  // namespace godwit::lab
