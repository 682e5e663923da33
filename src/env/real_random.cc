#include "env/real_random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "base/digest.h"
#include "env/simulated_random.h"

namespace godwit {

namespace {

std::uint64_t system_bits() {
  std::uint64_t bits = 0;
  // So few bytes come whole or not at all; only before the kernel has any chance can a signal
  // interrupt the wait for it.
  while (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
    if (errno == EINTR) continue;
    std::perror("godwit: getrandom");
    std::abort();
  }
  return bits;
}

}  // namespace

std::uint64_t RealRandom::next() { return system_bits(); }

std::unique_ptr<Random> RealRandom::fork(std::string_view name) const {
  return std::make_unique<SimulatedRandom>(stable_hash(name, system_bits()));
}

}  // namespace godwit
