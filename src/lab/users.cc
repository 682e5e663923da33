#include "lab/users.h"

namespace godwit::lab {

struct Users::User {
  std::uint32_t number;
  std::uint16_t place;
  bool ignores_ttl;
  std::unique_ptr<Random> random;
  std::vector<Item> promised;  // acknowledged writes
  std::uint32_t writes = 0;
  std::string address;  // cached answer; empty: none
  Time address_expires{};
};

Users::Users(Lab& lab, std::vector<std::string> stores, std::vector<Item> old_items)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      description_(lab.account().users),
      stores_(std::move(stores)),
      old_items_(std::move(old_items)) {
  for (const account::Site& site : lab.account().workload.sites) regions_.push_back(site.region);
  if (description_.requests_per_day > 0) {
    mean_interval_ = Duration(static_cast<std::int64_t>(
        static_cast<double>(Duration(hours(24)).count()) / description_.requests_per_day));
  }
  for (std::uint16_t place = 0; place < description_.places.size(); ++place) {
    for (int i = 0; i < description_.places[place].count; ++i) {
      auto user = std::make_unique<User>();
      user->number = static_cast<std::uint32_t>(users_.size());
      user->place = place;
      user->random = lab.world().random.fork(fmt::format("user {}", user->number));
      user->ignores_ttl = user->random->chance(description_.habits.caches.ignored.share);
      users_.push_back(std::move(user));
    }
  }
}

Users::~Users() = default;

void Users::start(Time end) {
  end_ = end;
  if (mean_interval_ == Duration::zero()) return;
  for (const auto& user : users_) {
    Time first = lab_.now() + user->random->exponential(mean_interval_);
    tasks_.at(first, [this, number = user->number] { act(number); });
  }
}

void Users::act(std::uint32_t number) {
  if (lab_.now() >= end_) return;
  User& user = *users_[number];
  bool writes =
      user.random->chance(description_.writes) || (user.promised.empty() && old_items_.empty());
  Sighting seen;
  if (writes) {
    seen = write(user);
  } else if (user.promised.empty() ||
             (!old_items_.empty() && user.random->chance(description_.old_items))) {
    seen = read(user, old_items_[user.random->below(old_items_.size())]);
  } else {
    seen = read(user, user.promised[user.random->below(user.promised.size())]);
  }
  history_.push_back(seen);
  if (listener_) listener_(history_.back());
  tasks_.at(lab_.now() + user.random->exponential(mean_interval_), [this, number] { act(number); });
}

Sighting Users::write(User& user) {
  Item item;
  item.store = static_cast<std::uint16_t>(user.random->below(stores_.size()));
  item.id = fmt::format("user-{}/{}", user.number, ++user.writes);
  // Enough bytes that a mix-up shows, few enough that a hundred thousand cost nothing.
  Body content(fmt::format("{} {} {:016x} {:016x}", item.id, stores_[item.store],
                           user.random->next(), user.random->next()));
  item.checksum = content.crc32c();
  item.size = content.size();
  HttpRequest http;
  http.method = "PUT";
  http.headers.add("Content-Type", "application/octet-stream");
  http.body = content;
  HttpResponse response;
  Sighting seen = request(user, http, RequestKind::write, item, &response);
  seen.ok = seen.answered && seen.status >= 200 && seen.status < 300;
  if (seen.ok) user.promised.push_back(std::move(item));
  return seen;
}

Sighting Users::read(User& user, const Item& item) {
  HttpResponse response;
  Sighting seen = request(user, HttpRequest(), RequestKind::read, item, &response);
  seen.ok = seen.answered && seen.status == 200 && response.body.size() == item.size &&
            response.body.crc32c() == item.checksum;
  return seen;
}

Sighting Users::request(User& user, const HttpRequest& prepared, RequestKind kind, const Item& item,
                        HttpResponse* response) {
  Sighting seen{};
  seen.time = lab_.now();
  seen.kind = kind;
  seen.place = user.place;
  seen.store = item.store;
  seen.user = user.number;
  seen.region = -1;
  seen.id = item.id;

  const std::string& destination = address(user);
  if (destination.empty()) return seen;  // the name did not resolve
  const std::string& region = lab_.internet().region_at(destination);
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    if (regions_[i] == region) seen.region = static_cast<std::int8_t>(i);
  }
  HttpRequest http = prepared;
  http.host = lab_.account().workload.hostname;
  http.path = "/" + stores_[item.store] + "/" + item.id;
  http.address = destination;
  http.timeout = seconds(15);
  const auto& latency = description_.places[user.place].latency;
  auto round_trip = latency.find(region);
  auto result = lab_.internet().deliver(
      http, round_trip == latency.end() ? milliseconds(150) : round_trip->second);
  if (!result) {
    // A client that cannot connect asks again for the name before its next request.
    user.address.clear();
    return seen;
  }
  seen.answered = true;
  seen.status = static_cast<std::int16_t>(result->status);
  seen.elapsed = result->elapsed;
  *response = std::move(*result);
  return seen;
}

const std::string& Users::address(User& user) {
  if (user.address.empty() || lab_.now() >= user.address_expires) {
    user.address.clear();
    if (auto answer = lab_.names().resolve(lab_.account().workload.hostname)) {
      user.address = answer->addresses.front();
      Duration keep = answer->ttl;
      if (user.ignores_ttl) keep = std::max(keep, description_.habits.caches.ignored.keep);
      user.address_expires = lab_.now() + keep;
    }
  }
  return user.address;
}

std::vector<Sighting> Users::read_everything_back() {
  std::vector<Sighting> sightings;
  sightings.reserve(old_items_.size() + acknowledged_writes());
  for (const auto& user : users_) {
    user->address.clear();
    for (const Item& item : user->promised) sightings.push_back(read(*user, item));
  }
  for (std::size_t i = 0; i < old_items_.size() && !users_.empty(); ++i) {
    sightings.push_back(read(*users_[i % users_.size()], old_items_[i]));
  }
  return sightings;
}

std::size_t Users::acknowledged_writes() const {
  std::size_t total = 0;
  for (const auto& user : users_) total += user->promised.size();
  return total;
}

}  // namespace godwit::lab
