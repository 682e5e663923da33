// This machine's resolver. May be used from any thread.
#pragma once

#include "env/resolver.h"

namespace godwit {

class RealResolver : public Resolver {
 public:
  // The operating system does not tell how long its answers last: the ttl is 0.
  Result<Resolution> resolve(const std::string& name) override;
};

}  // namespace godwit
