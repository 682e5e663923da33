// Client: the software of one user. It asks for names, keeps answers and a connection, and makes
// one attempt at a request at a time. What it draws comes from its user's chance.
#pragma once

#include <optional>
#include <vector>

#include "lab/internet.h"
#include "lab/users/connection.h"
#include "lab/users/dial.h"
#include "lab/users/recursive_resolver.h"

namespace godwit::lab {

// What all clients share. Outlives them.
struct Surroundings {
  Internet& internet;
  Directory& directory;
  const account::Habits& habits;
};

class Client {
 public:
  // What it is like, once and for all.
  struct Traits {
    std::size_t place = 0;
    RecursiveResolver* resolver = nullptr;  // outlives it
    TtlRule cache;
    bool has_v6 = false;
    bool keeps_alive = false;                   // its connections never idle
    std::optional<Directory::Name> hard_wired;  // the name that it calls ...
    Time updated = Time::max();                 // ... until then
  };

  struct Attempt {
    std::optional<HttpResponse> response;  // none: no connection, or no answer in time
    Duration elapsed{};                    // names and connecting included
    int site = Directory::no_site;         // to which it was sent
    Hold hold = Hold::none;
    bool kept = false;  // on a connection that was there
  };

  explicit Client(const Traits& traits) : traits_(traits) {}

  // Sends the request to wherever the client is led now; fills in its host and address.
  Attempt attempt(const Surroundings& around, HttpRequest& request, Time now, Random& chance);

  // Its device is started anew: no answer and no connection is left.
  void start_anew();

  const Traits& traits() const { return traits_; }
  bool is_hard_wired(Time now) const { return traits_.hard_wired && now < traits_.updated; }

 private:
  struct Lookup {
    Duration v4_came{};
    Duration v6_came{};
  };
  Lookup look_up(const Surroundings& around, Directory::Name name, Time now, Random& chance);
  bool connect(const Surroundings& around, Directory::Name name, Time now, Random& chance,
               Attempt& attempt);
  void forget_after_failure();

  Traits traits_;
  CachedAnswer v4_;
  CachedAnswer v6_;
  Directory::Name asked_for_ = Directory::hostname;  // what the cached answers are about
  Time restart_ = Time::max();                       // of those that keep answers forever
  Connection connection_;
};

}  // namespace godwit::lab
