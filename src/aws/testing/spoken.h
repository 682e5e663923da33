// Every model in every protocol that its service speaks: what tests that walk whole models are
// named by. For tests only.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "aws/model.h"
#include "aws/testing/random_value.h"

namespace godwit::aws::testing {

struct Spoken {
  const Service* service;
  Protocol protocol;
};

inline std::vector<Spoken> everything_spoken() {
  std::vector<Spoken> all;
  for (const Service* service : services()) {
    for (const Protocol protocol : service->protocols) all.push_back({service, protocol});
  }
  return all;
}

inline std::string_view name_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::query:
      return "query";
    case Protocol::ec2:
      return "ec2";
    case Protocol::json:
      return "json";
    case Protocol::rest_json:
      return "rest_json";
    case Protocol::rest_xml:
      return "rest_xml";
    case Protocol::rpc_v2_cbor:
      return "cbor";
  }
  return "";
}

// GoogleTest's names are those of C++: "service_quotas", "cloudwatch_in_cbor".
inline std::string test_name(const Spoken& spoken) {
  std::string name(spoken.service->name);
  std::ranges::replace(name, '-', '_');
  if (spoken.service->protocols.size() == 1) return name;
  return name + "_in_" + std::string(name_of(spoken.protocol));
}

inline void PrintTo(const Spoken& spoken, std::ostream* out) { *out << test_name(spoken); }

// What a protocol can carry: ec2 cannot say that a list is empty.
inline RandomValue random_for(const Spoken& spoken, std::uint64_t seed, bool careful = false) {
  RandomValue random(seed, careful);
  if (spoken.protocol == Protocol::ec2) random.without_empty_lists();
  return random;
}

}  // namespace godwit::aws::testing
