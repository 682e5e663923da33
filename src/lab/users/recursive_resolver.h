// RecursiveResolver: a provider's or a public one, whose cache many users share.
#pragma once

#include <boost/container/static_vector.hpp>
#include <memory>
#include <vector>

#include "lab/names.h"
#include "lab/users/directory.h"
#include "lab/users/ttl_rule.h"

namespace godwit::lab {

// Addresses of one family, as a cache holds them.
struct CachedAnswer {
  // Route 53 gives eight at most where it chooses; who has written more into a record meets those.
  boost::container::static_vector<Directory::Address, 8> addresses;
  Time fresh_until{};      // as the records said
  Time kept_until{};       // as this cache does; before that it asks nobody
  Hold hold = Hold::none;  // why it is kept beyond `fresh_until`, where it is
};

class RecursiveResolver {
 public:
  struct Traits {
    std::size_t place;  // where it asks from
    TtlRule rule;
    int caches = 1;  // machines behind one address: each question meets one, by chance
  };

  // Both outlive it; `chance` decides what the name servers answer it.
  RecursiveResolver(Names& names, Directory& directory, Traits traits,
                    std::unique_ptr<Random> chance);

  // Never a question to the name servers while there is an answer in the cache. `which` is the
  // asker's chance. `asked`: whether the name servers were asked. The answer is valid until the
  // next question; no addresses: there are none, and this is not kept.
  const CachedAnswer& ask(Directory::Name name, IpFamily family, Time now, Random& which,
                          bool& asked);

  const Traits& traits() const { return traits_; }

 private:
  Names& names_;
  Directory& directory_;
  Traits traits_;
  std::unique_ptr<Random> chance_;
  std::vector<CachedAnswer> cache_;  // by machine, then name, then family
};

}  // namespace godwit::lab
