// EdgeFaults: what goes wrong between a client and the lab's services, as /_lab/faults says
// (docs/lab.md).
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/front_door.h"
#include "lab/internet.h"
#include "lab/outside/outside_service.h"
#include "lab/tasks.h"

namespace godwit::lab {

class EdgeFaults {
 public:
  explicit EdgeFaults(Lab& lab);

  // Adds one; its id. Errors say what is wrong with the description.
  Result<std::string> add(const boost::json::value& description);
  bool remove(std::string_view id);
  void clear();
  boost::json::value list() const;

  // Asked by the front door before each operation.
  EdgeEffect effect_on(const aws::Service& service, const aws::Operation& operation,
                       const std::string& region);
  // The same for services outside AWS, which are in no region.
  EdgeEffect effect_on(const OutsideService& service, std::string_view operation);

 private:
  enum class Effect {
    latency,
    throttle,
    error,
    unavailable,
    drop_before,
    drop_after,
    region_down,
    site
  };
  struct Fault {
    std::string id;
    Effect effect = Effect::error;
    std::string service;  // of its model; empty: any
    std::string operation;
    std::string region;
    double share = 1;
    std::uint64_t count = 0;  // 0: any number
    Duration delay{};
    SiteState state = SiteState::up;
    std::optional<Time> until;
    boost::json::object description;
    std::uint64_t applied = 0;
  };
  // What the next fault does to the operation; nullptr: nothing.
  const Fault* strike(std::string_view service, std::string_view operation,
                      const std::string& region);
  // The fault's, with the service's own words for "later" and for a failure.
  static EdgeEffect effect_of(const Fault& fault, const aws::ServiceError& later,
                              const std::string& failure);
  Result<void> check_names(const Fault& fault) const;
  void begin(const Fault& fault);
  void end(const Fault& fault);

  Lab& lab_;
  Tasks tasks_;
  std::unique_ptr<Random> chance_;
  std::uint64_t next_ = 1;
  std::vector<Fault> faults_;
};

}  // namespace godwit::lab
