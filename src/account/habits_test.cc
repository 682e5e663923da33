// The habits of users, as docs/account-file.md has them.
#include "account/habits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_fixture.h"

namespace godwit::account {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The account of account_fixture.h with these lines among its users'.
std::string with(const std::string& lines) {
  std::string text(base_account);
  const std::string anchor = "  requests_per_day:";
  text.insert(text.find(anchor), lines);
  return text;
}

Habits habits_of(const std::string& lines) {
  const auto account = read_account(with(lines), "a.yaml");
  if (!account) {
    ADD_FAILURE() << to_string(account.error().front());
    return {};
  }
  return account->users.habits;
}

TEST(Habits, AreUsualWhereNobodySaysOtherwise) {
  const Habits habits = habits_of("");
  EXPECT_EQ(habits.resolvers.per_place, 4);
  EXPECT_EQ(habits.resolvers.stretched.share, 0.08);
  EXPECT_EQ(habits.resolvers.stretched.least, minutes(10));
  EXPECT_EQ(habits.caches.forever.share, 0);
  EXPECT_EQ(habits.connections.idle, minutes(5));
  EXPECT_EQ(habits.retries.attempts, 3);
  EXPECT_EQ(habits.hard_wired.share, 0);
}

TEST(Habits, StrictOnesHonourEverything) {
  const Habits habits = habits_of("  habits: strict\n  retries: {attempts: 2}\n");
  EXPECT_EQ(habits.resolvers.public_share + habits.resolvers.stretched.share +
                habits.resolvers.ignored.share + habits.resolvers.capped.share,
            0);
  EXPECT_EQ(
      habits.caches.stretched.share + habits.caches.ignored.share + habits.caches.forever.share, 0);
  EXPECT_EQ(habits.connections.idle, Duration::zero());
  EXPECT_EQ(habits.connections.long_lived_share, 0);
  EXPECT_EQ(habits.retries.attempts, 2) << "what follows deviates from it";
}

TEST(Habits, AreReadKeyByKey) {
  const Habits habits = habits_of(
      "  ipv6: 50%\n"
      "  resolvers:\n"
      "    per_place: 7\n"
      "    public: {share: 20%, caches: 3, most: 12h}\n"
      "    stretched: {share: 10%, least: 5m}\n"
      "    ignored: {share: 2%, keep: 3h}\n"
      "    capped: {share: 1%, most: 10s}\n"
      "  caches:\n"
      "    stretched: {share: 50%}\n"
      "    ignored: {share: 4%, keep: 1h}\n"
      "    forever: {share: 3%, restart: 2d}\n"
      "  connections: {idle: 90s, age: 30m, long_lived: {share: 1%, lasts: 6h}}\n"
      "  retries: {attempts: 5, backoff: 1s, deadline: 1m}\n"
      "  hard_wired: {share: 10%, endpoint: d-2.execute-api.eu-central-1.amazonaws.com,"
      " updated: over 5d}\n");
  EXPECT_EQ(habits.ipv6, 0.5);
  EXPECT_EQ(habits.resolvers.per_place, 7);
  EXPECT_EQ(habits.resolvers.public_share, 0.2);
  EXPECT_EQ(habits.resolvers.public_caches, 3);
  EXPECT_EQ(habits.resolvers.public_most, hours(12));
  EXPECT_EQ(habits.resolvers.stretched.least, minutes(5));
  EXPECT_EQ(habits.resolvers.ignored.keep, hours(3));
  EXPECT_EQ(habits.resolvers.capped.most, seconds(10));
  EXPECT_EQ(habits.caches.stretched.share, 0.5);
  EXPECT_EQ(habits.caches.stretched.least, minutes(1)) << "its default";
  EXPECT_EQ(habits.caches.ignored.keep, hours(1));
  EXPECT_EQ(habits.caches.forever.restart, hours(48));
  EXPECT_EQ(habits.connections.idle, seconds(90));
  EXPECT_EQ(habits.connections.age, minutes(30));
  EXPECT_EQ(habits.connections.long_lived_lasts, hours(6));
  EXPECT_EQ(habits.retries.attempts, 5);
  EXPECT_EQ(habits.retries.backoff, seconds(1));
  EXPECT_EQ(habits.retries.deadline, minutes(1));
  EXPECT_EQ(habits.hard_wired.updated, HardWired::Updated::over);
  EXPECT_EQ(habits.hard_wired.duration, hours(5 * 24));
  EXPECT_EQ(habits.hard_wired.endpoint, "d-2.execute-api.eu-central-1.amazonaws.com");
}

TEST(Habits, IgnoreTtlIsTheOlderNameOfIgnoringCaches) {
  EXPECT_EQ(habits_of("  ignore_ttl: {share: 5%, keep: 2h}\n").caches.ignored.keep, hours(2));
}

TEST(Habits, HardWiredClientsAreUpdatedNeverAtOnceOrOneByOne) {
  EXPECT_EQ(habits_of("  hard_wired: {share: 1%}\n").hard_wired.updated, HardWired::Updated::never);
  const HardWired at_once = habits_of("  hard_wired: {share: 1%, updated: after 36h}\n").hard_wired;
  EXPECT_EQ(at_once.updated, HardWired::Updated::after);
  EXPECT_EQ(at_once.duration, hours(36));
}

TEST(Habits, WhatMakesNoSenseIsRefused) {
  EXPECT_THAT(errors_of(with("  resolvers: {stretched: {share: 60%}, ignored: {share: 50%}}\n")),
              ElementsAre(HasSubstr("the shares are 110 % together")));
  EXPECT_THAT(errors_of(with("  caches: {ignored: {share: 60%}, forever: {share: 50%}}\n")),
              ElementsAre(HasSubstr("the shares are 110 % together")));
  EXPECT_THAT(errors_of(with("  hard_wired: {share: 1%, endpoint: d-9.example.org}\n")),
              ElementsAre(HasSubstr("no site has the endpoint d-9.example.org")));
  for (const char* bad :
       {"  habits: lax\n", "  ipv6: 140%\n", "  retries: {attempts: 0}\n", "  resolvers: 4\n",
        "  resolvers: {per_place: 0}\n", "  resolvers: {public: {caches: 2}}\n",
        "  caches: {stretched: {least: 1m}}\n", "  connections: {keep: 1m}\n",
        "  hard_wired: {updated: never}\n", "  hard_wired: {share: 1%, updated: soon}\n",
        "  hard_wired: {share: 1%, updated: over}\n",
        "  hard_wired: {share: 1%, updated: [a]}\n"}) {
    EXPECT_FALSE(errors_of(with(bad)).empty()) << bad;
  }
}

TEST(Habits, ASiteMayHaveAnAddressOfIpv6) {
  auto with_v6 = [](const std::string& v6) {
    std::string text(base_account);
    const std::string anchor = "address: 198.51.100.10\n";
    text.insert(text.find(anchor) + anchor.size(), "      address_v6: \"" + v6 + "\"\n");
    return text;
  };
  const auto account = read_account(with_v6("2001:DB8:0::10"), "a.yaml");
  ASSERT_TRUE(account) << to_string(account.error().front());
  EXPECT_EQ(account->workload.sites[1].address_v6, "2001:db8::10");
  EXPECT_THAT(errors_of(with_v6("198.51.100.11")),
              ElementsAre(HasSubstr("expected an IPv6 address")));
}

}  // namespace
}  // namespace godwit::account
