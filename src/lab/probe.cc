#include "lab/probe.h"

#include <fmt/format.h>

#include "base/split_mix.h"
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
// A site that answers so quickly, in the median and this time, is never late: the tail of its
// latency would have to be twenty times as long as the usual one.
constexpr Duration quick_latency = milliseconds(60);
constexpr Duration quick_answer = milliseconds(500);

// The chance of one probe, which nobody else's draws move.
class DrawnOnce final : public Random {
 public:
  explicit DrawnOnce(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t next() override { return split_mix_at(seed_, drawn_++); }
  std::unique_ptr<Random> fork(std::string_view) const override {
    return std::make_unique<DrawnOnce>(split_mix(seed_));
  }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

bool is_wanted(const HealthCheckSettings& settings, const HttpResponse& response) {
  return settings.search.empty() ||
         response.body.slice(0, searched_bytes).find(settings.search) != std::string::npos;
}

bool is_quick(const Lab& lab, const std::string& address) {
  for (const account::Site& site : lab.account().workload.sites) {
    if (site.address == address || site.address_v6 == address) {
      return site.latency <= quick_latency;
    }
  }
  return true;  // nobody: refused at once
}

}  // namespace

HttpRequest Prober::request_of(const HealthCheckSettings& settings) {
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

// Half a million times in three weeks of two checks: nothing here allocates while all goes well,
// except what the site's own handler does.
bool Prober::look(const HealthCheckSettings& settings, HttpRequest& request, std::uint64_t draw,
                  Observation& out) const {
  DrawnOnce chance(draw);
  out.at = lab_.now();
  out.status = 0;

  // A name is resolved for each probe, as anybody on the internet would: a private one has no
  // address out here (fact C9). AWS's own names of endpoints have one answer, others may have more,
  // and another tomorrow.
  Internet& internet = lab_.internet();
  const std::string* address = &settings.ip_address;
  bool certain = true;
  if (address->empty()) {
    const auto* endpoint = lab_.names().endpoint(settings.fqdn, IpFamily::v4);
    certain = endpoint != nullptr;
    const Names::Found found = lab_.names().look_up(settings.fqdn, chance);
    if (found.addresses == nullptr) {
      out.address.clear();
      out.seen = Seen::no_name;
      return certain;
    }
    address = &found.addresses->front();
    certain = certain && found.addresses->size() == 1;
  }
  if (out.address != *address) out.address = *address;
  if (request.address != *address) request.address = *address;

  if (!internet.listens(*address, request.scheme, settings.port)) {
    out.seen = Seen::no_connection;
    return certain;
  }
  if (settings.type == "TCP") {
    out.seen = internet.accepts(*address) ? Seen::success : Seen::no_connection;
    return certain;
  }
  const auto response = internet.deliver(request, round_trip, chance);
  if (!response) {
    const bool refused = response.error().kind == ErrorKind::unreachable;
    out.seen = refused ? Seen::no_connection : Seen::no_answer;
    return certain && refused;
  }
  out.status = response->status;
  if (response->status < 200 || response->status >= 400) {
    out.seen = Seen::bad_status;
  } else {
    out.seen = is_wanted(settings, *response) ? Seen::success : Seen::no_match;
  }
  return certain && response->elapsed < quick_answer && is_quick(lab_, *address);
}

}  // namespace godwit::lab
