#include "lab/health_checker.h"

#include <string_view>

#include "base/digest.h"
#include "lab/internet.h"
#include "lab/lab.h"

namespace godwit::lab {
namespace {

// "The endpoint must respond with an HTTP status code of 2xx or 3xx within two seconds after
// connecting", and the connection within four.
constexpr Duration answer_within = seconds(2);
// From wherever the checkers are; no decision depends on it.
constexpr Duration round_trip = milliseconds(100);
// "The string must appear entirely within the first 5,120 bytes of the response body."
constexpr std::uint64_t searched_bytes = 5120;

HttpRequest request_of(const HealthCheckSettings& settings) {
  HttpRequest request;
  const bool plain = settings.type.starts_with("HTTP") && !settings.type.starts_with("HTTPS");
  request.scheme = plain ? "http" : "https";
  // The Host header: the name, or the address where there is none; the port only if it is unusual.
  request.host = settings.fqdn.empty() ? settings.ip_address : settings.fqdn;
  if (settings.port != (plain ? 80 : 443)) request.host += fmt::format(":{}", settings.port);
  const std::size_t query = settings.path.find('?');
  request.path = settings.path.substr(0, query);
  if (!request.path.starts_with('/')) request.path.insert(0, "/");
  if (query != std::string::npos) request.query = settings.path.substr(query + 1);
  request.headers.add("User-Agent", "Amazon-Route53-Health-Check-Service");
  request.timeout = answer_within;
  return request;
}

bool is_wanted(const HealthCheckSettings& settings, const HttpResponse& response) {
  return settings.search.empty() ||
         response.body.slice(0, searched_bytes).find(settings.search) != std::string::npos;
}

}  // namespace

HealthChecker::HealthChecker(Lab& lab)
    : lab_(lab), chance_(lab.world().random.fork("health checks")) {}

HealthChecker::~HealthChecker() {
  for (auto& [id, check] : checks_) lab_.world().scheduler.cancel(check.task);
}

void HealthChecker::watch(const std::string& id, const HealthCheckSettings& settings) {
  Check& check = checks_[id];
  check.settings = settings;
  check.request = request_of(settings);

  if (settings.disabled) {
    // "Route 53 stops submitting requests"; enabled again, it starts as a new one does.
    lab_.world().scheduler.cancel(check.task);
    check.task = 0;
    check.endpoint_healthy = true;
    check.against = 0;
    check.observation = {};
  } else if (check.task == 0) {
    // Checks do not beat in step: each has a phase of its own, which no update moves.
    const auto interval =
        static_cast<std::uint64_t>(Duration(seconds(settings.interval_s)).count());
    const Duration phase(static_cast<std::int64_t>(stable_hash(id) % interval));
    check.task = lab_.world().scheduler.at(lab_.now() + phase, [this, &check] { probe(check); });
  }
  conclude(check);
}

void HealthChecker::forget(const std::string& id) {
  const auto found = checks_.find(id);
  if (found == checks_.end()) return;
  lab_.world().scheduler.cancel(found->second.task);
  checks_.erase(found);
  ++generation_;
}

bool HealthChecker::is_healthy(const std::string& id) const {
  const auto found = checks_.find(id);
  return found == checks_.end() || found->second.healthy;
}

const HealthChecker::Observation& HealthChecker::last_seen(const std::string& id) const {
  static const Observation nothing;
  const auto found = checks_.find(id);
  return found == checks_.end() ? nothing : found->second.observation;
}

// Half a million times in three weeks of two checks: nothing here allocates while all goes well,
// except what the site's own handler does.
void HealthChecker::probe(Check& check) {
  // AWS counts the interval from the answer; here from probe to probe, so that a slow endpoint does
  // not move the phase.
  check.task = lab_.world().scheduler.at(lab_.now() + seconds(check.settings.interval_s),
                                         [this, &check] { probe(check); });
  ++probes_;
  look(check);

  const bool success = check.observation.seen == Seen::success;
  if (success == check.endpoint_healthy) {
    check.against = 0;
  } else if (++check.against >= check.settings.threshold) {
    check.endpoint_healthy = success;
    check.against = 0;
    conclude(check);
  }
}

void HealthChecker::look(Check& check) {
  Observation& observation = check.observation;
  const HealthCheckSettings& settings = check.settings;
  observation.at = lab_.now();
  observation.status = 0;

  // A name is resolved for each probe, as anybody on the internet would: a private one has no
  // address out here (fact C9).
  Internet& internet = lab_.internet();
  const std::string* address = &settings.ip_address;
  if (address->empty()) {
    const Names::Found found = lab_.names().look_up(settings.fqdn, *chance_);
    if (found.addresses == nullptr) {
      observation.address.clear();
      observation.seen = Seen::no_name;
      return;
    }
    address = &found.addresses->front();
  }
  observation.address = *address;
  check.request.address = *address;

  if (!internet.listens(*address, check.request.scheme, settings.port)) {
    observation.seen = Seen::no_connection;
    return;
  }
  if (settings.type == "TCP") {
    observation.seen = internet.accepts(*address) ? Seen::success : Seen::no_connection;
    return;
  }
  const auto response = internet.deliver(check.request, round_trip, *chance_);
  if (!response) {
    observation.seen =
        response.error().kind == ErrorKind::unreachable ? Seen::no_connection : Seen::no_answer;
  } else {
    observation.status = response->status;
    if (response->status < 200 || response->status >= 400) {
      observation.seen = Seen::bad_status;
    } else {
      observation.seen = is_wanted(settings, *response) ? Seen::success : Seen::no_match;
    }
  }
}

// What DNS goes by. A new check is healthy until there is enough data, and an inverted new one
// unhealthy; so the inversion applies to what is assumed as it does to what is known.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
// Disabled: "Route 53 considers the status of the health check to always be healthy ... If you want
// to stop routing traffic to a resource, change the value of Inverted" (API reference, Disabled).
void HealthChecker::conclude(Check& check) {
  const bool healthy =
      (check.settings.disabled || check.endpoint_healthy) != check.settings.inverted;
  if (healthy == check.healthy) return;
  check.healthy = healthy;
  ++generation_;
}

}  // namespace godwit::lab
