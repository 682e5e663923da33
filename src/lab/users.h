// Users: people at places, whose clients resolve the workload's name, write items, read them
// back, overwrite and delete them, and who remember what they were promised. They are judges as
// much as load: everything they saw is in their history, and nothing else is. How their software
// behaves is in users/.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "account/account.h"
#include "lab/lab.h"
#include "lab/tasks.h"
#include "lab/users/sighting.h"

namespace godwit::lab {

class Asking;
class Population;

class Users {
 public:
  // `old_items` is what was there before the start. The lab outlives the users.
  Users(Lab& lab, std::vector<std::string> stores, std::vector<Item> old_items);
  ~Users();

  // Everybody acts, each at random moments, until `end`. What is on its way by then is tried again
  // as long as its client would.
  void start(Time end);

  // Nobody acts any more.
  void stop() { end_ = lab_.now(); }

  // Called when a request is over: for judges who must look at that very moment.
  void on_request(std::function<void(const Sighting&)> listener) {
    listener_ = std::move(listener);
  }

  // Everybody starts their device anew and asks once more for everything they were promised (what
  // they wrote and was acknowledged) and, shared out among them, for the old items. Time stands
  // still meanwhile, also between attempts. The sightings of this are returned, and are no part of
  // the history.
  std::vector<Sighting> read_everything_back();

  // In the order in which requests were first sent. One that is still on its way has failed so far.
  const std::vector<Sighting>& history() const { return history_; }
  std::vector<Sighting> take_history() { return std::move(history_); }  // leaves none behind
  const std::vector<Item>& old_items() const { return old_items_; }
  const std::vector<std::string>& stores() const { return stores_; }
  const std::vector<std::string>& regions() const { return regions_; }
  std::size_t count() const { return users_.size(); }
  std::size_t acknowledged_writes() const;

  // Who calls an endpoint's own name (fact C12), at that time.
  std::size_t hard_wired(Time when) const;

 private:
  struct User;
  void act(std::uint32_t number);
  Asking write(User& user);
  Asking overwrite(User& user, std::size_t which);
  Asking remove(User& user, std::size_t which);
  Asking put(User& user, Item item) const;
  Asking read(const User& user, const Item& item) const;
  Asking next_request(User& user);
  Sighting blank_sighting(const User& user, RequestKind kind, const Item& item) const;
  void plan_next(std::uint32_t number);
  void go_on(std::uint32_t number);
  void finish(User& user, const Asking& asking);

  Lab& lab_;
  Tasks tasks_;
  const account::Users& description_;
  std::vector<std::string> stores_;
  std::vector<Item> old_items_;
  std::vector<std::string> regions_;
  std::unique_ptr<Population> population_;
  std::vector<std::unique_ptr<User>> users_;
  std::vector<Sighting> history_;
  std::function<void(const Sighting&)> listener_;
  Time end_{};
  Duration mean_interval_{};
};

}  // namespace godwit::lab
