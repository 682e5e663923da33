#include "traffic/sampler.h"

#include <cmath>

#include "catalog/catalog.h"

namespace godwit::traffic {
namespace {

std::string plain(std::string name) {
  if (name.ends_with('.')) name.pop_back();
  return name;
}

bool is_ours(const std::string& name) { return name.ends_with(".example.com"); }

bool passes(const RecordSet& record) {
  return record.health_check.empty() || record.health_check == "ok";
}

}  // namespace

std::vector<const RecordSet*> Sampler::group(const std::string& name,
                                             const std::string& type) const {
  std::vector<const RecordSet*> found;
  for (const RecordSet& record : zone_) {
    if (record.name == name && record.type == type) found.push_back(&record);
  }
  return found;
}

const RecordSet* Sampler::sample(const std::string& name) {
  if (!group(name, "A").empty()) return from_group(name, "A");
  if (group(name, "CNAME").empty()) return nullptr;
  return from_group(name, "CNAME");
}

// Tries until one is healthy; where none is, all count as healthy.
const RecordSet* Sampler::from_group(const std::string& name, const std::string& type) {
  if (const auto found = try_group(name, type)) return *found;
  std::vector<const RecordSet*> all;
  for (const RecordSet* record : group(name, type)) {
    if (is_for_asker(*record)) all.push_back(record);
  }
  return all.empty() ? nullptr : take(*all[next_of(all)]);
}

std::optional<const RecordSet*> Sampler::try_group(const std::string& name,
                                                   const std::string& type) {
  std::vector<const RecordSet*> left;
  for (const RecordSet* record : group(name, type)) {
    if (is_for_asker(*record)) left.push_back(record);
  }
  while (!left.empty()) {
    const std::size_t at = next_of(left);
    if (const auto found = try_record(*left[at])) return found;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return std::nullopt;
}

std::optional<const RecordSet*> Sampler::try_record(const RecordSet& record) {
  if (!passes(record)) return std::nullopt;
  if (!record.alias || !record.alias->evaluate_target_health) return take(record);
  const std::string target = plain(record.alias->name);
  if (!is_ours(target)) {
    return target.starts_with("bad") ? std::nullopt : std::optional(&record);
  }
  return try_group(target, record.type);
}

const RecordSet* Sampler::take(const RecordSet& record) {
  if (record.alias) {
    const std::string target = plain(record.alias->name);
    return is_ours(target) ? from_group(target, record.type) : &record;
  }
  if (record.type != "CNAME") return &record;
  const std::string target = plain(record.values.front());
  return is_ours(target) ? sample(target) : &record;
}

std::size_t Sampler::next_of(const std::vector<const RecordSet*>& records) {
  switch (policy_of(*records.front())) {
    case Policy::weighted: {
      std::uint64_t sum = 0;
      for (const RecordSet* record : records) sum += static_cast<std::uint64_t>(*record->weight);
      if (sum == 0) return draws_.below(records.size());
      std::uint64_t draw = draws_.below(sum);
      std::size_t at = 0;
      while (draw >= static_cast<std::uint64_t>(*records[at]->weight)) {
        draw -= static_cast<std::uint64_t>(*records[at++]->weight);
      }
      return at;
    }
    case Policy::multivalue:
      return draws_.below(records.size());
    default:
      break;
  }
  std::size_t nearest = 0;
  for (std::size_t at = 1; at < records.size(); ++at) {
    const double than = distance(*records[nearest]) - distance(*records[at]);
    const bool ties = !(than < 0) && !(than > 0);  // also of two that are infinitely far
    if (than > 0 || (ties && records[at]->set_identifier < records[nearest]->set_identifier)) {
      nearest = at;
    }
  }
  return nearest;
}

bool Sampler::is_for_asker(const RecordSet& record) const {
  if (record.geolocation) {
    const GeoLocation& place = *record.geolocation;
    if (place.country == "*") return true;
    if (!place.continent.empty()) {
      if (!asker_.continent.empty()) return place.continent == asker_.continent;
      return place.continent == (asker_.country == "US" ? "NA" : "EU") && !asker_.country.empty();
    }
    return place.country == asker_.country &&
           (place.subdivision.empty() || place.subdivision == asker_.subdivision);
  }
  return !record.cidr || record.cidr->location == "*" || matched_bits(record) >= 0;
}

int Sampler::matched_bits(const RecordSet& record) const {
  if (!asker_.network) return -1;
  const std::string network = to_string(*asker_.network);
  const std::string& location = record.cidr->location;
  if (location == "office" && network.starts_with("192.0.")) return 16;
  if (location == "lab" && network == "192.0.2.0/24") return 24;
  if (location == "cable" && network == "198.51.100.0/24") return 24;
  if (location == "cable" && network.starts_with("2001:db8:")) return 32;
  return -1;
}

double Sampler::distance(const RecordSet& record) const {
  const auto km_to = [&](const std::string& region) {
    return asker_.coordinates ? distance_km(*asker_.coordinates, *catalog::location_of(region))
                              : INFINITY;
  };
  if (record.failover) return record.failover == FailoverRole::primary ? 0 : 1;
  if (!record.region.empty()) {
    const auto known = asker_.latency.find(record.region);
    // 15 ms for 1,000 km, in whole microseconds.
    return known != asker_.latency.end() ? static_cast<double>(known->second.count())
                                         : std::floor(km_to(record.region) * 15);
  }
  if (record.geoproximity) {
    return km_to(record.geoproximity->region) * (100 - record.geoproximity->bias) / 100;
  }
  if (record.geolocation) {
    if (!record.geolocation->subdivision.empty()) return 0;
    if (record.geolocation->country == "*") return 3;
    return record.geolocation->country.empty() ? 2 : 1;
  }
  if (record.cidr) return record.cidr->location == "*" ? 1000 : -matched_bits(record);
  return 0;
}

bool Sampler::is_healthy(const RecordSet& record) const {
  if (!passes(record)) return false;
  if (!record.alias || !record.alias->evaluate_target_health) return true;
  const std::string target = plain(record.alias->name);
  if (!is_ours(target)) return !target.starts_with("bad");
  for (const RecordSet* below : group(target, record.type)) {
    if (is_for_asker(*below) && is_healthy(*below)) return true;
  }
  return false;
}

}  // namespace godwit::traffic
