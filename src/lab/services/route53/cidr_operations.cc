// CIDR collections: what the control plane does with them, and when the name servers know.
#include "lab/services/route53/route53.h"

namespace godwit::lab::services {

using aws::Value;

bool Route53::in_use(const traffic::CidrRouting& location) const {
  for (const auto& [id, zone] : zones_) {
    for (const traffic::RecordSet& record : zone.records) {
      if (record.cidr == location) return true;
    }
  }
  return false;
}

Answer Route53::create_cidr_collection(const Call& call) {
  return cidr_collections_.create(call.input);
}

Answer Route53::change_cidr_collection(const Call& call) {
  TRY_VOID(cidr_collections_.change(
      call.input, [this](const traffic::CidrRouting& location) { return in_use(location); }));
  return Value().set(
      "Id", submit("", collections_in_sync_at_, [this, networks = cidr_collections_.networks()] {
        name_servers_.publish_collections(networks);
      }));
}

Answer Route53::list_cidr_collections(const Call& call) {
  return cidr_collections_.list(call.input);
}

Answer Route53::list_cidr_locations(const Call& call) {
  return cidr_collections_.list_locations(call.input);
}

Answer Route53::list_cidr_blocks(const Call& call) {
  return cidr_collections_.list_blocks(call.input);
}

Answer Route53::delete_cidr_collection(const Call& call) {
  return cidr_collections_.remove(call.input);
}

}  // namespace godwit::lab::services
