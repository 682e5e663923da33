// Asker: what Route 53 knows of who asks a question, by the EDNS client subnet that the question
// carries or else by the address of the resolver that sends it.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-edns0.html
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/coordinates.h"
#include "base/ip.h"
#include "base/time.h"

namespace godwit::traffic {

// Anything may be unknown: empty, or missing.
struct Asker {
  std::string continent;  // "EU", "AF", ...; empty: its country's
  std::string country;    // ISO 3166-1 alpha-2: "DE"
  std::string
      subdivision;  // ISO 3166-2 without its country, of the United States and Ukraine: "CA"
  std::optional<Coordinates> coordinates;
  std::map<std::string, Duration> latency;  // round trip, by region
  std::optional<IpNetwork> network;
};

}  // namespace godwit::traffic
