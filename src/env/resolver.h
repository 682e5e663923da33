// Names to addresses. Part of Env.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace godwit {

struct Resolution {
  std::vector<std::string> addresses;  // never empty
  Duration ttl{};                      // how long the answer may be kept; 0 where nobody said
};

class Resolver {
 public:
  virtual ~Resolver() = default;
  // The addresses (A and AAAA) of a host name. ErrorKind::not_found where it has none.
  virtual Result<Resolution> resolve(const std::string& name) = 0;
};

}  // namespace godwit
