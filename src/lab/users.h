// Users: people at places, who resolve the workload's name with caches of their own, write items,
// read them back, and remember what they were promised. They are judges as much as load: everything
// they saw is in their history, and nothing else is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "account/account.h"
#include "lab/lab.h"
#include "lab/tasks.h"

namespace godwit::lab {

// Something in a store that a user may expect to find.
struct Item {
  std::uint16_t store;  // index into Users::stores()
  std::string id;
  std::uint32_t checksum;  // CRC-32C of its content
  std::uint64_t size;
};

enum class RequestKind : std::uint8_t { write, read };

// One request, as its user saw it.
struct Sighting {
  Time time;  // when it was sent
  Duration elapsed{};
  RequestKind kind;
  bool ok;              // acknowledged; for a read also: the content is what it was
  bool answered;        // an HTTP status came back
  std::int16_t status;  // 0 where none came back
  std::uint16_t place;  // index into account::Users::places
  std::uint16_t store;
  std::uint32_t user;
  std::int8_t region;  // index into Users::regions(); -1: nobody answered at that address
  std::string id;      // of the item
};

class Users {
 public:
  // `old_items` is what was there before the start. The lab outlives the users.
  Users(Lab& lab, std::vector<std::string> stores, std::vector<Item> old_items);
  ~Users();

  // Everybody acts, each at random moments, until `end`.
  void start(Time end);

  // Nobody acts any more.
  void stop() { end_ = lab_.now(); }

  // Called at every request, after it: for judges who must look at that very moment.
  void on_request(std::function<void(const Sighting&)> listener) {
    listener_ = std::move(listener);
  }

  // Everybody asks once more for everything they were promised (what they wrote and was
  // acknowledged) and, shared out among them, for the old items; names are resolved afresh. The
  // sightings of this are returned, and are no part of the history.
  std::vector<Sighting> read_everything_back();

  const std::vector<Sighting>& history() const { return history_; }
  std::vector<Sighting> take_history() { return std::move(history_); }  // leaves none behind
  const std::vector<std::string>& stores() const { return stores_; }
  const std::vector<std::string>& regions() const { return regions_; }
  std::size_t count() const { return users_.size(); }
  std::size_t acknowledged_writes() const;

 private:
  struct User;
  void act(std::uint32_t number);
  Sighting write(User& user);
  Sighting read(User& user, const Item& item);
  Sighting request(User& user, const HttpRequest& request, RequestKind kind, const Item& item,
                   HttpResponse* response);
  const std::string& address(User& user);

  Lab& lab_;
  Tasks tasks_;
  const account::Users& description_;
  std::vector<std::string> stores_;
  std::vector<Item> old_items_;
  std::vector<std::string> regions_;
  std::vector<std::unique_ptr<User>> users_;
  std::vector<Sighting> history_;
  std::function<void(const Sighting&)> listener_;
  Time end_{};
  Duration mean_interval_{};
};

}  // namespace godwit::lab
