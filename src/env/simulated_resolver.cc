#include "env/simulated_resolver.h"

namespace godwit {

Result<Resolution> SimulatedResolver::resolve(const std::string& name) {
  if (lookup_) return lookup_(name);
  return fail({.kind = ErrorKind::not_found,
               .operation = "resolve",
               .subject = name,
               .cause = "there is no such name",
               .remedy = "check the name"});
}

}  // namespace godwit
