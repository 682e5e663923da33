// What users do, and what they notice. How their software behaves: users/.
#include "lab/users.h"

#include "lab/users/users_fixture.h"

namespace godwit::lab {
namespace {

using UsersWork = UsersTest;

TEST_F(UsersWork, DoWhatTheirDescriptionSays) {
  work_for(hours(24));
  const auto requests = static_cast<double>(users.history().size());
  EXPECT_NEAR(requests, 30 * 240, 400);
  const auto writes = count([](const Sighting& seen) { return seen.kind == RequestKind::write; });
  EXPECT_NEAR(static_cast<double>(writes) / requests, 0.5, 0.03);
  EXPECT_EQ(failed(), 0U);
  EXPECT_EQ(users.acknowledged_writes(), writes);
}

// A strict user connects anew each time: a name, TCP, TLS, and the request.
TEST_F(UsersWork, SeeEveryRouteInItsLength) {
  work_for(hours(2));
  for (const Sighting& seen : users.history()) {
    EXPECT_GT(seen.elapsed, 3 * (seen.place == 0 ? milliseconds(30) : milliseconds(140)));
    EXPECT_FALSE(seen.kept);
    EXPECT_EQ(seen.attempts, 1);
  }
}

TEST_F(UsersWork, NoticeWhatIsLostOrChanged) {
  work_for(hours(3));
  ASSERT_EQ(failed(), 0U);
  auto lost = kept.begin();
  while (lost->first == "/recordings/old") ++lost;
  const std::string id = lost->first.substr(std::string("/recordings/").size());
  kept.erase(lost);
  kept["/recordings/old"] = "OLD content";
  std::set<std::string> missed;
  const auto sightings = users.read_everything_back();
  EXPECT_EQ(sightings.size(), users.acknowledged_writes() + 1);
  for (const Sighting& seen : sightings) {
    if (!seen.ok) missed.insert(seen.id);
  }
  EXPECT_EQ(missed, (std::set<std::string>{id, "old"}));
}

TEST_F(UsersWork, CountSitesThatFailOrAreGone) {
  lab.internet().set_state(west, SiteState::failing);
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  EXPECT_EQ(users.history().back().status, 503);
  lab.internet().set_state(west, SiteState::gone);
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  EXPECT_FALSE(users.history().back().answered);
  EXPECT_EQ(users.acknowledged_writes(), 0U);
}

// The recipe of docs/account-file.md: with strict habits everybody is where the record says after
// the answer's TTL.
TEST_F(UsersWork, StrictOnesFollowANameWithinItsTtl) {
  work_for(hours(1));
  move_name_to(central_address);
  const Time known = env.clock.now();  // everywhere for more than a minute
  work_for(hours(2));
  EXPECT_GT(all(known), 400U);
  EXPECT_EQ(share_of(central, known), 1.0);
  EXPECT_EQ(count([](const Sighting& seen) { return seen.hold != Hold::none; }), 0U);
}

account::Account with_changes() {
  account::Account account = account_with_users(account::strict_habits());
  account.users.overwrites = 0.3;
  account.users.deletes = 0.2;
  return account;
}

class UsersWhoChangeThings : public UsersTest {
 protected:
  UsersWhoChangeThings() : UsersTest(with_changes()) {}
};

TEST_F(UsersWhoChangeThings, OverwriteAndDeleteWhatIsTheirs) {
  work_for(hours(24));
  std::map<std::string, std::vector<const Sighting*>> by_id;
  for (const Sighting& seen : users.history()) {
    if (seen.kind != RequestKind::read) by_id[seen.id].push_back(&seen);
  }
  std::size_t writes = 0;
  std::size_t overwrites = 0;
  std::size_t deletes = 0;
  for (const auto& [id, seen] : by_id) {
    for (std::size_t i = 0; i < seen.size(); ++i) {
      EXPECT_EQ(id.substr(0, id.find('/')), fmt::format("user-{}", seen[i]->user));
      if (seen[i]->kind == RequestKind::remove) {
        ++deletes;
        EXPECT_EQ(i + 1, seen.size()) << id << " was used again";
      } else {
        ++(i == 0 ? writes : overwrites);
        EXPECT_NE(seen[i]->checksum, i == 0 ? 0 : seen[i - 1]->checksum);
      }
    }
  }
  const auto all_of_them = static_cast<double>(writes + overwrites + deletes);
  EXPECT_NEAR(static_cast<double>(overwrites) / all_of_them, 0.24, 0.06);
  EXPECT_NEAR(static_cast<double>(deletes) / all_of_them, 0.16, 0.05);
  EXPECT_EQ(failed(), 0U);
}

// What a changed item should be is for judges; users say what they saw.
TEST_F(UsersWhoChangeThings, SayWhatTheySaw) {
  work_for(hours(24));
  std::size_t found = 0;
  std::size_t nothing = 0;
  for (const Sighting& seen : users.read_everything_back()) {
    const std::string path = "/recordings/" + seen.id;
    EXPECT_TRUE(seen.ok);
    if (seen.status == 404) {
      ++nothing;
      EXPECT_FALSE(kept.contains(path));
      EXPECT_EQ(seen.checksum, 0U);
    } else {
      ++found;
      EXPECT_EQ(seen.checksum, kept.at(path).crc32c());
    }
  }
  EXPECT_GT(found, 100U);
  EXPECT_GT(nothing, 100U);
}

TEST(UsersTwice, TheSameSeedGivesTheSameHistory) {
  auto history_of = [](std::uint64_t seed) {
    account::Account account = account_with_users({});
    account.users.habits.hard_wired = {0.3, "", account::HardWired::Updated::over, hours(12)};
    SimulatedEnv env(account.starts, seed);
    Lab lab({env.clock, env.scheduler, env.random}, account);
    lab.internet().deploy(west, [](const HttpRequest&) { return HttpResponse{200, {}, {}, {}}; });
    Users users(lab, {"recordings"}, {});
    env.scheduler.at(env.clock.now() + hours(6),
                     [&] { lab.internet().set_state(west, SiteState::gone); });
    env.scheduler.at(env.clock.now() + hours(7),
                     [&] { lab.internet().set_state(west, SiteState::up); });
    users.start(env.clock.now() + hours(24));
    env.scheduler.run_until(env.clock.now() + hours(25));
    std::string text;
    for (const Sighting& seen : users.history()) {
      text += fmt::format("{} {} {} {} {} {} {} {} {}\n", format_time_ms(seen.time),
                          seen.elapsed.count(), seen.user, seen.id, seen.ok, seen.region,
                          seen.attempts, static_cast<int>(seen.hold), seen.kept);
    }
    return text;
  };
  const std::string first = history_of(1);
  EXPECT_GT(first.size(), 100'000U);
  EXPECT_EQ(history_of(1), first);
  EXPECT_NE(history_of(2), first);
}

// Requests are in the order in which they began, whatever they took.
TEST(UsersTwice, TheHistoryIsInOrder) {
  account::Account account = account_with_users({});
  SimulatedEnv env(account.starts, 3);
  Lab lab({env.clock, env.scheduler, env.random}, account);
  Users users(lab, {"recordings"}, {});  // nothing runs at the sites: 503, three times
  users.start(env.clock.now() + hours(6));
  env.scheduler.run_until(env.clock.now() + hours(7));
  ASSERT_GT(users.history().size(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(users.history(), {}, &Sighting::time));
  for (const Sighting& seen : users.history()) EXPECT_EQ(seen.attempts, 3);
}

}  // namespace
}  // namespace godwit::lab
