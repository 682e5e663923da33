// Each habit of users' clients, seen from outside: by where requests went, and when.
#include "lab/users/users_fixture.h"

namespace godwit::lab {
namespace {

account::Habits with(const std::function<void(account::Habits&)>& change) {
  account::Habits habits = account::strict_habits();
  change(habits);
  return habits;
}

class HabitsTest : public UsersTest {
 protected:
  explicit HabitsTest(const std::function<void(account::Habits&)>& change)
      : UsersTest(with(change)) {}
  // An hour in the west, then the name moves; what follows is since then.
  Time move_after_an_hour() {
    work_for(hours(1));
    move_name_to(central_address);
    return env.clock.now();
  }
  std::size_t held(Hold hold, Time from) const {
    return count([&](const Sighting& seen) { return seen.hold == hold && is_in(seen, west); },
                 from);
  }
};

// ---- what resolvers and clients keep

struct StretchingResolvers : HabitsTest {
  StretchingResolvers()
      : HabitsTest([](auto& habits) { habits.resolvers.stretched = {1.0, minutes(50)}; }) {}
};

TEST_F(StretchingResolvers, HoldTheirUsersForAWhile) {
  const Time moved = move_after_an_hour();
  work_for(hours(3));
  EXPECT_GT(held(Hold::stretched_ttl, moved), 100U);
  EXPECT_EQ(share_of(central, moved + minutes(50)), 1.0);
}

struct IgnoringResolvers : HabitsTest {
  IgnoringResolvers()
      : HabitsTest([](auto& habits) { habits.resolvers.ignored = {0.5, hours(4)}; }) {}
};

TEST_F(IgnoringResolvers, HoldTheirUsersForHours) {
  const Time moved = move_after_an_hour();
  work_for(hours(2));
  EXPECT_NEAR(share_of(central, moved), 0.5, 0.25);
  EXPECT_GT(held(Hold::ignored_ttl, moved), 100U);
  work_for(hours(3));
  const Time later = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, later), 1.0);
}

struct IgnoringClients : HabitsTest {
  IgnoringClients() : HabitsTest([](auto& habits) { habits.caches.ignored = {0.5, hours(6)}; }) {}
};

TEST_F(IgnoringClients, FollowANameAfterHours) {
  const Time moved = move_after_an_hour();
  work_for(hours(1));
  EXPECT_NEAR(share_of(central, moved), 0.5, 0.25);
  pass(hours(6));
  const Time later = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, later), 1.0);
}

// Who cannot connect forgets the address.
TEST_F(IgnoringClients, AskAgainWhereTheyCannotConnect) {
  move_after_an_hour();
  lab.internet().set_state(west, SiteState::gone);
  work_for(hours(3));
  EXPECT_GT(failed(), 3U);
  EXPECT_LE(failed(), 30U) << "one for each at most";
}

struct StretchingClients : HabitsTest {
  StretchingClients()
      : HabitsTest([](auto& habits) { habits.caches.stretched = {1.0, minutes(20)}; }) {}
};

TEST_F(StretchingClients, HoldThemselves) {
  const Time moved = move_after_an_hour();
  work_for(hours(1));
  EXPECT_GT(held(Hold::stretched_ttl, moved), 10U);
  EXPECT_EQ(share_of(central, moved + minutes(20)), 1.0);
}

struct ForeverClients : HabitsTest {
  ForeverClients()
      : HabitsTest([](auto& habits) { habits.caches.forever = {1.0, hours(24 * 3650)}; }) {}
};

TEST_F(ForeverClients, NeverAskAgain) {
  const Time moved = move_after_an_hour();
  work_for(hours(24));
  EXPECT_EQ(share_of(west, moved), 1.0);
  lab.set_region_down(west, true);
  const Time dark = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, dark), 0.0) << "not even then";
  EXPECT_GT(failed(), 100U);
}

struct RestartedClients : HabitsTest {
  RestartedClients() : HabitsTest([](auto& habits) { habits.caches.forever = {1.0, hours(2)}; }) {}
};

TEST_F(RestartedClients, AskWhenTheyAreStartedAnew) {
  const Time moved = move_after_an_hour();
  work_for(hours(2));
  EXPECT_GT(share_of(west, moved), 0.3);
  work_for(hours(24));
  const Time later = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, later), 1.0);
}

// ---- kept connections

struct KeptConnections : HabitsTest {
  KeptConnections()
      : HabitsTest([](auto& habits) { habits.connections = {hours(1), hours(3), 0, {}}; }) {}
};

TEST_F(KeptConnections, SpareNamesAndRoundTrips) {
  work_for(hours(2));
  Duration new_ones{};
  Duration kept_ones{};
  std::size_t kept_count = 0;
  for (const Sighting& seen : users.history()) {
    if (seen.place != 1) continue;  // far away, where it shows
    (seen.kept ? kept_ones : new_ones) += seen.elapsed;
    kept_count += seen.kept;
  }
  const auto new_count = count([](const Sighting& seen) { return seen.place == 1 && !seen.kept; });
  EXPECT_GT(kept_count, 5 * new_count);
  const Duration spared = new_ones / new_count - kept_ones / kept_count;
  EXPECT_GT(spared, 2 * milliseconds(140));
  EXPECT_LT(spared, 2 * milliseconds(140) + milliseconds(150)) << "two round trips and a name";
}

TEST_F(KeptConnections, HoldTheirUsersUntilTheyAreOld) {
  const Time moved = move_after_an_hour();
  work_for(hours(5));
  EXPECT_GT(held(Hold::kept_connection, moved), 300U);
  EXPECT_EQ(share_of(central, moved + hours(3)), 1.0);
}

TEST_F(KeptConnections, BreakWithTheirSite) {
  move_after_an_hour();
  lab.internet().set_state(west, SiteState::gone);
  const Time gone = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, gone), 1.0) << "they are told, and ask again";
  EXPECT_EQ(failed(), 0U);
}

// Nobody tells them that a region is dark: the first request waits in vain.
TEST_F(KeptConnections, AreSilentWhereARegionIsDown) {
  work_for(hours(1));
  set_record("A", {central_address});
  pass(minutes(5));
  lab.set_region_down(west, true);
  const Time dark = env.clock.now();
  work_for(hours(2));
  const auto lost = count([](const Sighting& seen) { return !seen.ok; }, dark);
  EXPECT_GT(lost, 10U);
  EXPECT_LE(lost, 30U) << "once each";
}

struct IdleConnections : HabitsTest {
  IdleConnections()
      : HabitsTest([](auto& habits) { habits.connections = {seconds(30), hours(9), 0, {}}; }) {}
};

TEST_F(IdleConnections, AreNotUsedAgain) {
  work_for(hours(24));
  // Six minutes on average between requests: few come within 30 s.
  const double share = static_cast<double>(count([](const Sighting& seen) { return seen.kept; })) /
                       static_cast<double>(users.history().size());
  EXPECT_NEAR(share, 1 - std::exp(-30.0 / 360), 0.02);
}

struct LongLivedConnections : HabitsTest {
  LongLivedConnections()
      : HabitsTest(
            [](auto& habits) { habits.connections = {seconds(1), seconds(1), 1.0, hours(8)}; }) {}
};

TEST_F(LongLivedConnections, NeverIdleAndEndWithTheWay) {
  const Time moved = move_after_an_hour();
  work_for(hours(1));
  EXPECT_GT(share_of(west, moved), 0.5);
  pass(hours(7));
  const Time later = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(central, later), 1.0);
}

// ---- several addresses

struct DualStack : HabitsTest {
  DualStack() : HabitsTest([](auto& habits) { habits.ipv6 = 1; }) {}
};

TEST_F(DualStack, PreferIpv6WhereTheNameHasIt) {
  set_record("AAAA", {central_v6});
  pass(minutes(2));
  const Time from = env.clock.now();
  work_for(hours(1));
  // The A record still names the west. An answer that is 50 ms later than the other is not waited
  // for: that happens to some where the resolver has to ask.
  EXPECT_GT(share_of(central, from), 0.85);
  EXPECT_LT(share_of(central, from), 1.0);
}

TEST_F(DualStack, FallBackToIpv4) {
  set_record("AAAA", {"2001:db8:9::9"});
  pass(minutes(2));
  const Time from = env.clock.now();
  work_for(hours(1));
  EXPECT_EQ(share_of(west, from), 1.0);
  EXPECT_EQ(failed(), 0U);
  const auto waited = count([](const Sighting& seen) { return seen.elapsed > milliseconds(250); });
  EXPECT_GT(static_cast<double>(waited), 0.85 * static_cast<double>(users.history().size()));
}

struct SingleStack : HabitsTest {
  SingleStack() : HabitsTest([](auto& habits) { habits.ipv6 = 0; }) {}
};

TEST_F(SingleStack, DoNotAskForIpv6) {
  set_record("AAAA", {central_v6});
  pass(minutes(2));
  work_for(hours(1));
  EXPECT_EQ(share_of(west, {}), 1.0);
}

TEST_F(SingleStack, TryEveryAddressInTurn) {
  set_record("A", {"192.0.2.1", west_address, central_address});
  pass(minutes(2));
  lab.internet().set_state(central, SiteState::gone);
  const Time from = env.clock.now();
  work_for(hours(2));
  EXPECT_EQ(count([](const Sighting& seen) { return !seen.ok; }, from), 0U);
  EXPECT_EQ(share_of(west, from), 1.0);
}

// ---- trying again

struct ThreeAttempts : HabitsTest {
  ThreeAttempts()
      : HabitsTest([](auto& habits) { habits.retries = {3, milliseconds(100), seconds(30)}; }) {}
};

TEST_F(ThreeAttempts, HideAFailureAndCountIt) {
  std::map<std::string, int> asked;
  lab.internet().deploy(west, [&](const HttpRequest& request) {
    return HttpResponse{++asked[request.path] % 3 == 0 ? 200 : 503, {}, {}, {}};
  });
  account.users.writes = 1;
  work_for(hours(1));
  EXPECT_GT(users.history().size(), 200U);
  EXPECT_EQ(count([](const Sighting& seen) { return seen.kind == RequestKind::write && !seen.ok; }),
            0U);
  EXPECT_GT(count([](const Sighting& seen) { return seen.attempts == 3; }), 100U);
}

TEST_F(ThreeAttempts, AreNotEndless) {
  lab.internet().set_state(west, SiteState::failing);
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  for (const Sighting& seen : users.history()) EXPECT_EQ(seen.attempts, 3);
}

TEST_F(ThreeAttempts, ArePausedBetween) {
  lab.internet().set_state(west, SiteState::failing);
  work_for(hours(2));
  Duration longest{};
  for (const Sighting& seen : users.history()) {
    if (seen.place == 0) longest = std::max(longest, seen.elapsed);
  }
  // Three attempts of some 120 ms each, and pauses of up to 100 and 200 ms.
  EXPECT_GT(longest, milliseconds(450));
  EXPECT_LT(longest, seconds(3));
}

// What is not there, and what is refused for good, is not asked for again.
TEST_F(ThreeAttempts, AreForFailuresThatPass) {
  lab.internet().deploy(west, [](const HttpRequest&) { return HttpResponse{404, {}, {}, {}}; });
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  for (const Sighting& seen : users.history()) EXPECT_EQ(seen.attempts, 1);
}

// A site that is gone for a second is there again at the next attempt, as time goes on between.
TEST_F(ThreeAttempts, MeetTheWorldAsItIsThen) {
  lab.internet().set_state(west, SiteState::gone);
  users.start(env.clock.now() + hours(1));
  while (users.history().empty()) env.scheduler.run_one();
  lab.internet().set_state(west, SiteState::up);
  env.scheduler.run_until(env.clock.now() + minutes(1));
  EXPECT_TRUE(users.history().front().ok);
  EXPECT_EQ(users.history().front().attempts, 2);
}

struct LateDeadline : HabitsTest {
  LateDeadline()
      : HabitsTest([](auto& habits) { habits.retries = {99, seconds(4), seconds(20)}; }) {}
};

TEST_F(LateDeadline, EndsThem) {
  lab.internet().set_state(west, SiteState::failing);
  work_for(hours(1));
  for (const Sighting& seen : users.history()) {
    EXPECT_LE(seen.elapsed, seconds(21));
    EXPECT_LT(seen.attempts, 99);
  }
  EXPECT_GT(count([](const Sighting& seen) { return seen.attempts > 3; }), 20U);
}

// ---- hard-wired clients (fact C12)

struct HardWiredClients : HabitsTest {
  HardWiredClients() : HabitsTest([](auto& habits) { habits.hard_wired.share = 0.5; }) {}
};

TEST_F(HardWiredClients, AreMovedByNoRecord) {
  const std::size_t wired = users.hard_wired(env.clock.now());
  EXPECT_NEAR(static_cast<double>(wired), 15, 8);
  const Time moved = move_after_an_hour();
  work_for(hours(24));
  EXPECT_EQ(held(Hold::hard_wired, moved),
            count([&](const Sighting& seen) { return is_in(seen, west); }, moved));
  EXPECT_NEAR(share_of(west, moved), static_cast<double>(wired) / 30, 0.05);
  EXPECT_EQ(users.hard_wired(env.clock.now()), wired);
  EXPECT_EQ(failed(), 0U) << "the site answers to its endpoint's name";
}

TEST_F(HardWiredClients, LoseEverythingWithTheirRegion) {
  move_after_an_hour();
  work_for(hours(4));
  lab.set_region_down(west, true);
  pass(minutes(15));
  std::size_t lost = 0;
  for (const Sighting& seen : users.read_everything_back()) {
    EXPECT_EQ(seen.ok, seen.hold != Hold::hard_wired);
    lost += !seen.ok;
  }
  EXPECT_GT(lost, 100U);
}

struct UpdatedClients : HabitsTest {
  UpdatedClients()
      : HabitsTest([](auto& habits) {
          habits.hard_wired = {1.0, "west.example.net", account::HardWired::Updated::after,
                               hours(12)};
        }) {}
};

TEST_F(UpdatedClients, AreWhereTheRecordSaysFromThenOn) {
  const Time start = env.clock.now();
  const Time moved = move_after_an_hour();
  work_for(hours(24));
  EXPECT_EQ(users.hard_wired(start + hours(11)), 30U);
  EXPECT_EQ(users.hard_wired(start + hours(12)), 0U);
  EXPECT_LT(share_of(central, moved), 0.7);
  EXPECT_EQ(share_of(central, start + hours(12)), 1.0);
}

struct ClientsUpdatedOneByOne : HabitsTest {
  ClientsUpdatedOneByOne()
      : HabitsTest([](auto& habits) {
          habits.hard_wired = {1.0, "", account::HardWired::Updated::over, hours(24)};
        }) {}
};

TEST_F(ClientsUpdatedOneByOne, AreFewerByTheHour) {
  const Time start = env.clock.now();
  EXPECT_EQ(users.hard_wired(start), 30U);
  EXPECT_NEAR(static_cast<double>(users.hard_wired(start + hours(12))), 15, 8);
  EXPECT_EQ(users.hard_wired(start + hours(24)), 0U);
}

}  // namespace
}  // namespace godwit::lab
