#include "lab/server/edge_faults.h"

#include <algorithm>
#include <array>

#include "account/account.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/outside/outside.h"
#include "lab/throttling.h"

namespace godwit::lab {

namespace {

constexpr std::array<std::string_view, 8> effect_names = {
    "latency",     "throttle",   "error",       "unavailable",
    "drop_before", "drop_after", "region_down", "site"};

constexpr std::array<std::pair<std::string_view, SiteState>, 5> site_states = {{
    {"up", SiteState::up},
    {"slow", SiteState::slow},
    {"ailing", SiteState::ailing},
    {"failing", SiteState::failing},
    {"gone", SiteState::gone},
}};

std::unexpected<Error> wrong(std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "add fault",
               .subject = {},
               .cause = std::move(cause),
               .remedy = "docs/lab.md lists what a fault says",
               .code = {},
               .where = {}});
}

}  // namespace

EdgeFaults::EdgeFaults(Lab& lab)
    : lab_(lab), tasks_(lab.world().scheduler), chance_(lab.world().random.fork("edge faults")) {}

Result<std::string> EdgeFaults::add(const boost::json::value& description) {
  if (!description.is_object()) return wrong("a fault is an object");
  Fault fault;
  fault.description = description.as_object();
  bool has_effect = false;
  for (const auto& [key, value] : fault.description) {
    const auto text = [&]() -> std::string {
      return value.is_string() ? std::string(value.as_string()) : "";
    };
    const auto duration = [&] { return parse_duration(text()); };
    if (key == "effect") {
      const auto found = std::ranges::find(effect_names, text());
      if (found == effect_names.end()) {
        return wrong(fmt::format("there is no effect '{}'{}", text(),
                                 did_you_mean(text(), {effect_names.begin(), effect_names.end()})));
      }
      fault.effect = static_cast<Effect>(found - effect_names.begin());
      has_effect = true;
    } else if (key == "service") {
      fault.service = text();
    } else if (key == "operation") {
      fault.operation = text();
    } else if (key == "region") {
      fault.region = text();
      if (!catalog::is_region(fault.region)) {
        return wrong(fmt::format("there is no region '{}'{}", fault.region,
                                 did_you_mean(fault.region, catalog::region_names())));
      }
    } else if (key == "share") {
      if (!value.is_number()) return wrong("'share' is a number from 0 to 1");
      fault.share = value.to_number<double>();
      if (fault.share < 0 || fault.share > 1) return wrong("'share' is a number from 0 to 1");
    } else if (key == "count") {
      if (!value.is_int64() || value.as_int64() < 1)
        return wrong("'count' is a whole number from 1");
      fault.count = static_cast<std::uint64_t>(value.as_int64());
    } else if (key == "delay") {
      if (!duration()) return wrong("'delay' is a duration: \"2s\"");
      fault.delay = *duration();
    } else if (key == "for") {
      if (!duration()) return wrong("'for' is a duration: \"10m\"");
      fault.until = lab_.now() + *duration();
    } else if (key == "state") {
      const auto found =
          std::ranges::find(site_states, text(), &std::pair<std::string_view, SiteState>::first);
      if (found == site_states.end()) return wrong("'state' is slow, ailing, failing or gone");
      fault.state = found->second;
    } else {
      return wrong(fmt::format("a fault has no '{}'", std::string_view(key)));
    }
  }
  if (!has_effect) return wrong("'effect' is missing");
  TRY_VOID(check_names(fault));
  if (fault.effect == Effect::region_down && fault.region.empty()) {
    return wrong("'region' is missing: which one is down?");
  }
  if (fault.effect == Effect::site && account::find_site(lab_.account(), fault.region) == nullptr) {
    return wrong("the account has no site in that region");
  }
  if (fault.effect == Effect::latency && fault.delay == Duration::zero()) {
    return wrong("'delay' is missing");
  }
  fault.id = fmt::format("fault-{}", next_++);
  begin(fault);
  faults_.push_back(fault);
  if (fault.until) {
    tasks_.at(*fault.until, [this, id = fault.id] { remove(id); });
  }
  return fault.id;
}

Result<void> EdgeFaults::check_names(const Fault& fault) const {
  if (fault.service.empty()) {
    if (!fault.operation.empty()) return wrong("'operation' goes with 'service'");
    return {};
  }
  const auto no_operation = [&](const std::vector<std::string>& known) {
    return wrong(fmt::format("{} has no operation '{}'{}", fault.service, fault.operation,
                             did_you_mean(fault.operation, known)));
  };
  if (const OutsideService* outside = lab_.outside().find(fault.service)) {
    if (!fault.region.empty()) return wrong(fault.service + " is in no region of AWS's");
    std::vector<std::string> known;
    for (const WebRoute& route : outside->routes()) known.emplace_back(route.operation);
    if (fault.operation.empty() || std::ranges::find(known, fault.operation) != known.end()) {
      return {};
    }
    return no_operation(known);
  }
  if (lab_.find_service(fault.service) == nullptr) {
    return wrong(fmt::format("the lab has no service '{}'", fault.service));
  }
  if (fault.operation.empty()) return {};
  const aws::Service& service = aws::service(fault.service);
  if (service.find(fault.operation) != nullptr) return {};
  std::vector<std::string> known;
  for (const aws::Operation& operation : service.operations) known.emplace_back(operation.name);
  return no_operation(known);
}

void EdgeFaults::begin(const Fault& fault) {
  if (fault.effect == Effect::region_down) lab_.set_region_down(fault.region, true);
  if (fault.effect == Effect::site)
    lab_.internet().set_state(fault.region, fault.state, fault.delay);
}

void EdgeFaults::end(const Fault& fault) {
  if (fault.effect == Effect::region_down) lab_.set_region_down(fault.region, false);
  if (fault.effect == Effect::site) lab_.internet().set_state(fault.region, SiteState::up);
}

bool EdgeFaults::remove(std::string_view id) {
  const auto found = std::ranges::find(faults_, id, &Fault::id);
  if (found == faults_.end()) return false;
  end(*found);
  faults_.erase(found);
  return true;
}

void EdgeFaults::clear() {
  for (const Fault& fault : faults_) end(fault);
  faults_.clear();
}

boost::json::value EdgeFaults::list() const {
  boost::json::array all;
  for (const Fault& fault : faults_) {
    boost::json::object entry{{"id", fault.id}};
    for (const auto& [key, value] : fault.description) entry[key] = value;
    entry["applied"] = fault.applied;
    all.push_back(std::move(entry));
  }
  return boost::json::object{{"faults", std::move(all)}};
}

const EdgeFaults::Fault* EdgeFaults::strike(std::string_view service, std::string_view operation,
                                            const std::string& region) {
  for (Fault& fault : faults_) {
    if (fault.effect == Effect::region_down || fault.effect == Effect::site) continue;
    if (!fault.service.empty() && fault.service != service) continue;
    if (!fault.operation.empty() && fault.operation != operation) continue;
    if (!fault.region.empty() && fault.region != region) continue;
    if (fault.count != 0 && fault.applied >= fault.count) continue;
    if (fault.share < 1 && !chance_->chance(fault.share)) continue;
    ++fault.applied;
    return &fault;
  }
  return nullptr;
}

EdgeEffect EdgeFaults::effect_of(const Fault& fault, const aws::ServiceError& later,
                                 const std::string& failure) {
  EdgeEffect effect{.delay = fault.delay};
  switch (fault.effect) {
    case Effect::throttle:
      effect.error = later;
      break;
    case Effect::error:
      effect.error = {500, failure, "We encountered an internal error. Please try again.", {}};
      break;
    case Effect::unavailable:
      effect.error = {503, "ServiceUnavailable", "Service is unable to handle request.", {}};
      break;
    case Effect::drop_before:
      effect.drop_before = true;
      break;
    case Effect::drop_after:
      effect.drop_after = true;
      break;
    default:
      break;
  }
  return effect;
}

EdgeEffect EdgeFaults::effect_on(const aws::Service& service, const aws::Operation& operation,
                                 const std::string& region) {
  const Fault* fault = strike(service.name, operation.name, region);
  if (fault == nullptr) return {};
  return effect_of(*fault, throttled(service),
                   service.protocol == aws::Protocol::query ? "InternalFailure" : "InternalError");
}

EdgeEffect EdgeFaults::effect_on(const OutsideService& service, std::string_view operation) {
  const Fault* fault = strike(service.name(), operation, {});
  return fault == nullptr ? EdgeEffect() : effect_of(*fault, throttled_outside(), "InternalError");
}

}  // namespace godwit::lab
