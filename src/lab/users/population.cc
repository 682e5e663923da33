#include "lab/users/population.h"

#include <cmath>

namespace godwit::lab {
namespace {

using Kind = TtlRule::Kind;

Directory::Name endpoint_of(const account::Account& account, const std::string& endpoint) {
  for (std::size_t i = 0; i < account.workload.sites.size(); ++i) {
    if (account.workload.sites[i].endpoint == endpoint) return Directory::endpoint_of(i);
  }
  return Directory::endpoint_of(0);
}

}  // namespace

Population::Population(Lab& lab)
    : lab_(lab),
      habits_(lab.account().users.habits),
      directory_(lab.account()),
      surroundings_{lab.internet(), directory_, habits_},
      start_(lab.now()) {
  const account::ResolverHabits& habits = habits_.resolvers;
  auto count_of = [&](double share) {
    if (share <= 0) return 0;
    return std::max(1, static_cast<int>(std::lround(habits.per_place * share)));
  };
  const int capped = count_of(habits.capped.share);
  const int stretched = count_of(habits.stretched.share);
  const int ignored = count_of(habits.ignored.share);
  const int honoured = std::max(1, habits.per_place - capped - stretched - ignored);
  for (std::size_t place = 0; place < lab.account().users.places.size(); ++place) {
    Pools pools;
    pools.honoured = make_pool(place, "honours", {}, honoured, 1);
    pools.capped = make_pool(place, "caps", {Kind::capped, habits.capped.most}, capped, 1);
    pools.stretched =
        make_pool(place, "stretches", {Kind::stretched, habits.stretched.least}, stretched, 1);
    pools.ignored = make_pool(place, "ignores", {Kind::ignored, habits.ignored.keep}, ignored, 1);
    pools.open = make_pool(place, "public", {Kind::capped, habits.public_most},
                           habits.public_share > 0 ? 1 : 0, habits.public_caches);
    pools_.push_back(std::move(pools));
  }
}

Population::Pool Population::make_pool(std::size_t place, std::string_view kind, TtlRule rule,
                                       int count, int caches) {
  Pool pool;
  for (int i = 0; i < count; ++i) {
    auto chance = lab_.world().random.fork(fmt::format("resolver {} {} {}", place, kind, i));
    pool.push_back(std::make_unique<RecursiveResolver>(
        lab_.names(), directory_, RecursiveResolver::Traits{place, rule, caches},
        std::move(chance)));
  }
  return pool;
}

Client Population::draw_client(std::size_t place, Random& chance) {
  const double is_public = chance.real();
  const double resolver_kind = chance.real();
  const double which_resolver = chance.real();
  const double cache_kind = chance.real();
  const double browser = chance.real();
  const double v6 = chance.real();
  const double long_lived = chance.real();
  const double hard_wired = chance.real();
  const double updated = chance.real();

  Client::Traits traits;
  traits.place = place;
  const account::ResolverHabits& resolvers = habits_.resolvers;
  const Pools& pools = pools_[place];
  const Pool* pool = &pools.honoured;
  const double stretched = resolvers.stretched.share;
  const double ignored = stretched + resolvers.ignored.share;
  if (is_public < resolvers.public_share) {
    pool = &pools.open;
  } else if (resolver_kind < stretched) {
    pool = &pools.stretched;
  } else if (resolver_kind < ignored) {
    pool = &pools.ignored;
  } else if (resolver_kind < ignored + resolvers.capped.share) {
    pool = &pools.capped;
  }
  traits.resolver =
      (*pool)[static_cast<std::size_t>(which_resolver * static_cast<double>(pool->size()))].get();

  const account::CacheHabits& caches = habits_.caches;
  if (cache_kind < caches.ignored.share) {
    traits.cache = {Kind::ignored, caches.ignored.keep};
  } else if (cache_kind < caches.ignored.share + caches.forever.share) {
    traits.cache = {Kind::forever, {}};
  } else if (browser < caches.stretched.share) {
    traits.cache = {Kind::stretched, caches.stretched.least};
  }
  traits.has_v6 = directory_.has_v6() && v6 < habits_.ipv6;
  traits.keeps_alive = long_lived < habits_.connections.long_lived_share;

  const account::HardWired& wired = habits_.hard_wired;
  if (hard_wired < wired.share && !lab_.account().workload.sites.empty()) {
    traits.hard_wired = endpoint_of(lab_.account(), wired.endpoint);
    if (wired.updated == account::HardWired::Updated::after) {
      traits.updated = start_ + wired.duration;
    } else if (wired.updated == account::HardWired::Updated::over) {
      traits.updated = start_ + Duration(static_cast<std::int64_t>(
                                    updated * static_cast<double>(wired.duration.count())));
    }
  }
  return Client(traits);
}

}  // namespace godwit::lab
