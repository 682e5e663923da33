// Names: who is where, as DNS tells it: names in the account's zones by Route 53's rules, and the
// sites' own endpoint names. Authoritative answers, fresh each time; who caches is the client's
// business.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "env/random.h"
#include "env/resolver.h"

namespace godwit::lab {

class Lab;

class Names {
 public:
  // Who asks: index into account::Users::places, or somebody of whom nothing is known.
  static constexpr std::size_t nowhere = ~std::size_t{0};

  explicit Names(Lab& lab);

  // The addresses of a name for a client at that place. Errors: not_found.
  Result<Resolution> resolve(const std::string& name, std::size_t place = nowhere);

  // The same without a copy, for a name in canonical form, and with the caller's own chance.
  // `addresses` is nullptr where there are none, and valid until a record, a health check or time
  // changes.
  struct Found {
    const std::vector<std::string>* addresses = nullptr;
    Duration ttl{};
  };
  Found look_up(std::string_view name, Random& chance, std::size_t place = nowhere);

 private:
  Lab& lab_;
  std::unique_ptr<Random> chance_;  // which of several answers
  std::map<std::string, std::vector<std::string>, std::less<>> addresses_of_endpoint_;
};

}  // namespace godwit::lab
