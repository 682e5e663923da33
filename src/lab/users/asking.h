// Asking: one request of a user on its way, over all its attempts.
#pragma once

#include "account/habits.h"
#include "lab/users/client.h"
#include "lab/users/sighting.h"

namespace godwit::lab {

class Asking {
 public:
  // `request` lacks nothing but where it goes to. `seen` has what is known before the first
  // attempt: when, who, what.
  Asking(HttpRequest request, Item item, Sighting seen)
      : request_(std::move(request)), item_(std::move(item)), seen_(std::move(seen)) {}

  // One attempt, now. Nothing: it is over, for better or worse, and `seen()` says how. Else: how
  // long until the next.
  std::optional<Duration> attempt(Client& client, const Surroundings& around, Time now,
                                  Random& chance);

  const Sighting& seen() const { return seen_; }
  const Item& item() const { return item_; }

 private:
  bool is_good(const HttpResponse& response) const;

  HttpRequest request_;
  Item item_;
  Sighting seen_;
  int made_ = 0;  // attempts
};

// The pause before an attempt, where `made` have been made: full jitter over an interval that
// doubles, up to 20 s ("Exponential Backoff And Jitter", AWS Architecture Blog; the AWS SDKs'
// standard mode has the same limit).
Duration pause_before_next(const account::RetryHabits& habits, int made, Random& chance);

}  // namespace godwit::lab
