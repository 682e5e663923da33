#include "lab/users.h"

#include "lab/users/asking.h"
#include "lab/users/population.h"

namespace godwit::lab {
namespace {

constexpr Duration attempt_timeout = seconds(15);

}  // namespace

struct Users::User {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::uint32_t number;
  std::uint16_t place;
  std::unique_ptr<Random> random;
  Client client;
  std::vector<Item> promised;   // acknowledged writes
  std::size_t changing = none;  // of these, the one that is being overwritten or deleted
  std::uint32_t writes = 0;
  std::unique_ptr<Asking> asking;  // what is to be tried again
  std::size_t slot = 0;            // where that is in the history
};

Users::Users(Lab& lab, std::vector<std::string> stores, std::vector<Item> old_items)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      description_(lab.account().users),
      stores_(std::move(stores)),
      old_items_(std::move(old_items)),
      population_(std::make_unique<Population>(lab)) {
  for (const account::Site& site : lab.account().workload.sites) regions_.push_back(site.region);
  if (description_.requests_per_day > 0) {
    mean_interval_ = Duration(static_cast<std::int64_t>(
        static_cast<double>(Duration(hours(24)).count()) / description_.requests_per_day));
  }
  for (std::uint16_t place = 0; place < description_.places.size(); ++place) {
    for (int i = 0; i < description_.places[place].count; ++i) {
      const auto number = static_cast<std::uint32_t>(users_.size());
      auto random = lab.world().random.fork(fmt::format("user {}", number));
      Client client = population_->draw_client(place, *random);
      users_.push_back(std::make_unique<User>(User{
          number, place, std::move(random), std::move(client), {}, User::none, 0, nullptr, 0}));
    }
  }
}

Users::~Users() = default;

void Users::start(Time end) {
  end_ = end;
  if (mean_interval_ == Duration::zero()) return;
  for (const auto& user : users_) plan_next(user->number);
}

void Users::plan_next(std::uint32_t number) {
  tasks_.at(lab_.now() + users_[number]->random->exponential(mean_interval_),
            [this, number] { act(number); });
}

void Users::act(std::uint32_t number) {
  if (lab_.now() >= end_) return;
  User& user = *users_[number];
  Asking asking = next_request(user);
  const auto pause =
      asking.attempt(user.client, population_->surroundings(), lab_.now(), *user.random);
  const std::size_t slot = history_.size();
  history_.push_back(asking.seen());
  if (!pause) {
    finish(user, asking);
    return;
  }
  user.asking = std::make_unique<Asking>(std::move(asking));
  user.slot = slot;
  tasks_.at(lab_.now() + *pause, [this, number] { go_on(number); });
}

// Another attempt at what failed.
void Users::go_on(std::uint32_t number) {
  User& user = *users_[number];
  const auto pause =
      user.asking->attempt(user.client, population_->surroundings(), lab_.now(), *user.random);
  if (pause) {
    tasks_.at(lab_.now() + *pause, [this, number] { go_on(number); });
    return;
  }
  const auto asking = std::move(user.asking);
  if (user.slot < history_.size()) history_[user.slot] = asking->seen();  // unless it is taken
  finish(user, *asking);
}

void Users::finish(User& user, const Asking& asking) {
  const Sighting& seen = asking.seen();
  if (user.changing != User::none) {
    // Whether it was acknowledged or not: from now on it takes a judge to say what is right.
    user.promised[user.changing].changed = true;
    user.changing = User::none;
  } else if (seen.ok && seen.kind == RequestKind::write) {
    user.promised.push_back(asking.item());
  }
  if (listener_) listener_(seen);
  plan_next(user.number);
}

Asking Users::next_request(User& user) {
  Random& random = *user.random;
  const bool writes =
      random.chance(description_.writes) || (user.promised.empty() && old_items_.empty());
  if (writes) {
    const double changes = description_.overwrites + description_.deletes;
    if (changes == 0 || user.promised.empty()) return write(user);
    const double what = random.real();
    const std::size_t which = random.below(user.promised.size());
    // What was deleted stays so: its id is not used again.
    if (what >= changes || user.promised[which].deleted) return write(user);
    return what < description_.overwrites ? overwrite(user, which) : remove(user, which);
  }
  if (user.promised.empty() || (!old_items_.empty() && random.chance(description_.old_items))) {
    return read(user, old_items_[random.below(old_items_.size())]);
  }
  return read(user, user.promised[random.below(user.promised.size())]);
}

Asking Users::write(User& user) {
  Item item;
  item.store = static_cast<std::uint16_t>(user.random->below(stores_.size()));
  item.id = fmt::format("user-{}/{}", user.number, ++user.writes);
  return put(user, std::move(item));
}

Asking Users::overwrite(User& user, std::size_t which) {
  user.changing = which;
  return put(user, user.promised[which]);
}

Asking Users::remove(User& user, std::size_t which) {
  user.changing = which;
  Item& item = user.promised[which];
  item.deleted = true;
  HttpRequest request;
  request.method = "DELETE";
  request.path = "/" + stores_[item.store] + "/" + item.id;
  request.timeout = attempt_timeout;
  return Asking(std::move(request), item, blank_sighting(user, RequestKind::remove, item));
}

// New content for the item.
Asking Users::put(User& user, Item item) const {
  // Enough bytes that a mix-up shows, few enough that a hundred thousand cost nothing.
  Body content(fmt::format("{} {} {:016x} {:016x}", item.id, stores_[item.store],
                           user.random->next(), user.random->next()));
  item.checksum = content.crc32c();
  item.size = content.size();
  HttpRequest request;
  request.method = "PUT";
  request.headers.add("Content-Type", "application/octet-stream");
  request.path = "/" + stores_[item.store] + "/" + item.id;
  request.body = std::move(content);
  request.timeout = attempt_timeout;
  Sighting seen = blank_sighting(user, RequestKind::write, item);
  seen.checksum = item.checksum;
  return Asking(std::move(request), std::move(item), std::move(seen));
}

Asking Users::read(const User& user, const Item& item) const {
  HttpRequest request;
  request.path = "/" + stores_[item.store] + "/" + item.id;
  request.timeout = attempt_timeout;
  return Asking(std::move(request), item, blank_sighting(user, RequestKind::read, item));
}

Sighting Users::blank_sighting(const User& user, RequestKind kind, const Item& item) const {
  Sighting seen{};
  seen.time = lab_.now();
  seen.kind = kind;
  seen.place = user.place;
  seen.store = item.store;
  seen.user = user.number;
  seen.region = -1;
  seen.id = item.id;
  return seen;
}

std::vector<Sighting> Users::read_everything_back() {
  std::vector<Sighting> sightings;
  sightings.reserve(old_items_.size() + acknowledged_writes());
  auto read_back = [&](User& user, const Item& item) {
    Asking asking = read(user, item);
    while (asking.attempt(user.client, population_->surroundings(), lab_.now(), *user.random)) {
    }
    sightings.push_back(asking.seen());
  };
  for (const auto& user : users_) {
    user->client.start_anew();
    for (const Item& item : user->promised) read_back(*user, item);
  }
  for (std::size_t i = 0; i < old_items_.size() && !users_.empty(); ++i) {
    read_back(*users_[i % users_.size()], old_items_[i]);
  }
  return sightings;
}

std::size_t Users::acknowledged_writes() const {
  std::size_t total = 0;
  for (const auto& user : users_) total += user->promised.size();
  return total;
}

std::size_t Users::hard_wired(Time when) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      users_, [&](const auto& user) { return user->client.is_hard_wired(when); }));
}

}  // namespace godwit::lab
