// What a count of failures proves about the share of failures behind it.
#pragma once

#include <cstdint>

namespace godwit::traffic {

struct Tally {
  std::int64_t requests = 0;
  std::int64_t failed = 0;

  double share() const {
    return requests == 0 ? 0 : static_cast<double>(failed) / static_cast<double>(requests);
  }
  Tally& operator+=(const Tally& other) {
    requests += other.requests;
    failed += other.failed;
    return *this;
  }
  bool operator==(const Tally&) const = default;
};

// The share that failures surely exceed: the lower end of the exact one-sided confidence interval
// ("The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika
// 26, 1934). `confidence` between 0 and 1, as 0.95. 0 where nothing failed.
double least_share(const Tally& tally, double confidence);

// How probable it is that `worse` fails at least as often as it did, given all failures of both, if
// both fail alike: Fisher's exact test, one-sided. 1 where either has no requests.
double chance_of_difference(const Tally& worse, const Tally& better);

}  // namespace godwit::traffic
