// NameServers: Route 53's data plane. It serves what has been published to it, whatever has become
// of the control plane since (fact C11), and chooses among records by the health that it is told.
//
// AWS has four servers for a zone, and a change reaches them one by one; here they are one, which
// changes when the last of them would have.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "env/random.h"
#include "lab/health_checker.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

class NameServers {
 public:
  explicit NameServers(const HealthChecker& health) : health_(health) {}
  NameServers(const NameServers&) = delete;
  NameServers& operator=(const NameServers&) = delete;

  // From now on, these are the records of the zone.
  void publish(const std::string& zone_id, const std::string& zone_name,
               std::vector<traffic::RecordSet> records);

  // One answer to a query for the addresses (A) of a name in canonical form: an A record, an alias
  // that leaves the zone, or a CNAME. nullptr where there is none. Valid until the next publish.
  const traffic::RecordSet* answer(std::string_view name, Random& chance);

  // Of all answers to a query for that name and type, with wildcards and aliases followed.
  std::vector<traffic::Share> shares(std::string_view name, const std::string& type) const;

 private:
  static constexpr std::uint64_t never = ~std::uint64_t{0};
  struct Zone {
    std::string name;
    std::vector<traffic::RecordSet> records;
  };
  // Answers are worked out once, and again after somebody's health has changed.
  struct Answers {
    std::uint64_t generation = never;  // of health, when they were worked out
    std::vector<traffic::Share> shares;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>()(name);
    }
  };
  const Zone* zone_of(std::string_view name) const;

  const HealthChecker& health_;
  std::map<std::string, Zone> zones_;                                        // by id
  std::unordered_map<std::string, Answers, Hash, std::equal_to<>> answers_;  // for A
};

}  // namespace godwit::lab::services
