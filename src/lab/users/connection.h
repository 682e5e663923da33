// Connection: what a client keeps to a site, and for how long.
#pragma once

#include "account/habits.h"
#include "env/random.h"
#include "lab/users/directory.h"

namespace godwit::lab {

struct Connection {
  bool open = false;
  Directory::Address address = 0;
  std::uint32_t breaks = 0;  // Internet::breaks() when it was made
  Time used{};               // last
  Time ends{};               // not used again from then on
  bool long_lived = false;   // is never idle
  Time fresh_until{};        // of the answer that it came from: after that, it is what holds

  // Is it one that a client would send the next request on?
  bool is_kept(const account::ConnectionHabits& habits, Time now) const {
    if (!open || now >= ends) return false;
    return long_lived || (habits.idle > Duration::zero() && now - used < habits.idle);
  }
};

// One that has just been made. Long-lived ones end with the way, at any time (docs: `lasts`); all
// others at the age at which clients give them up.
inline Connection new_connection(const account::ConnectionHabits& habits, bool long_lived,
                                 Directory::Address address, Time now, Random& chance) {
  Connection connection;
  connection.open = true;
  connection.address = address;
  connection.used = now;
  connection.long_lived = long_lived;
  connection.ends = now + habits.age;
  if (long_lived) {
    const auto longest = static_cast<double>(habits.long_lived_lasts.count());
    connection.ends = now + Duration(static_cast<std::int64_t>(chance.real() * longest));
  }
  return connection;
}

}  // namespace godwit::lab
