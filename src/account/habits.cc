#include "account/habits.h"

namespace godwit::account {

Habits strict_habits() {
  Habits habits;
  habits.resolvers.public_share = 0;
  habits.resolvers.stretched.share = 0;
  habits.resolvers.ignored.share = 0;
  habits.caches.stretched.share = 0;
  habits.connections.idle = {};
  habits.connections.age = {};
  habits.connections.long_lived_share = 0;
  habits.retries.attempts = 1;
  return habits;
}

}  // namespace godwit::account
