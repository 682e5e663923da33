#include "traffic/record_set.h"

#include "base/text.h"

namespace godwit::traffic {

std::string_view to_string(Policy policy) {
  switch (policy) {
    case Policy::simple:
      return "simple";
    case Policy::weighted:
      return "weighted";
    case Policy::latency:
      return "latency";
    case Policy::failover:
      return "failover";
    case Policy::geolocation:
      return "geolocation";
    case Policy::geoproximity:
      return "geoproximity";
    case Policy::multivalue:
      return "multivalue answer";
    case Policy::ip_based:
      return "IP-based";
  }
  return "";
}

Policy policy_of(const RecordSet& record) {
  if (record.weight) return Policy::weighted;
  if (!record.region.empty()) return Policy::latency;
  if (record.failover) return Policy::failover;
  if (record.geolocation) return Policy::geolocation;
  if (record.geoproximity) return Policy::geoproximity;
  if (record.multivalue) return Policy::multivalue;
  if (record.cidr) return Policy::ip_based;
  return Policy::simple;
}

std::string canonical_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return to_lower(name);
}

Duration ttl_of(const RecordSet& record) { return record.alias ? seconds(60) : record.ttl; }

}  // namespace godwit::traffic
