// Population: who the users of an account are: their clients, drawn from its habits, and the
// resolvers that they share.
#pragma once

#include <memory>
#include <vector>

#include "lab/lab.h"
#include "lab/users/client.h"

namespace godwit::lab {

class Population {
 public:
  explicit Population(Lab& lab);  // outlives it

  // The next user of a place, from that user's chance. The same number of draws for everybody, so
  // that no share moves what a user draws later.
  Client draw_client(std::size_t place, Random& chance);

  const Surroundings& surroundings() const { return surroundings_; }
  Directory& directory() { return directory_; }

 private:
  // The resolvers of one kind in one place, any of which a user may have.
  using Pool = std::vector<std::unique_ptr<RecursiveResolver>>;
  struct Pools {
    Pool honoured, capped, stretched, ignored, open;
  };
  Pool make_pool(std::size_t place, std::string_view kind, TtlRule rule, int count, int caches);

  Lab& lab_;
  const account::Habits& habits_;
  Directory directory_;
  Surroundings surroundings_;
  std::vector<Pools> pools_;  // by place
  Time start_;
};

}  // namespace godwit::lab
