// Names answered by a function: in a rehearsal, the lab's DNS.
#pragma once

#include <functional>

#include "env/resolver.h"

namespace godwit {

class SimulatedResolver : public Resolver {
 public:
  using Lookup = std::function<Result<Resolution>(const std::string& name)>;

  // Without a function, no name has addresses.
  explicit SimulatedResolver(Lookup lookup = {}) : lookup_(std::move(lookup)) {}

  Result<Resolution> resolve(const std::string& name) override;
  // For an answerer that needs the Env this belongs to, and so is made later.
  void answer_with(Lookup lookup) { lookup_ = std::move(lookup); }

 private:
  Lookup lookup_;
};

}  // namespace godwit
