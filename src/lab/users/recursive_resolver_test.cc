// Resolvers share what they know, and keep it as their rule says.
#include "lab/users/recursive_resolver.h"

#include "lab/users/users_fixture.h"

namespace godwit::lab {
namespace {

using Kind = TtlRule::Kind;

class ResolverTest : public UsersTest {
 protected:
  RecursiveResolver resolver(TtlRule rule, int caches = 1) {
    return {lab.names(), directory, {0, rule, caches}, env.random.fork("resolver")};
  }
  // Whether it asked the name servers, and where it then led to.
  std::pair<bool, std::string> ask(RecursiveResolver& whom) {
    bool asked = false;
    const CachedAnswer& answer =
        whom.ask(Directory::hostname, IpFamily::v4, env.clock.now(), *chance, asked);
    if (answer.addresses.empty()) return {asked, ""};
    hold = env.clock.now() < answer.fresh_until ? Hold::none : answer.hold;
    return {asked, directory.address(answer.addresses.front())};
  }
  using Told = std::pair<bool, std::string>;

  Directory directory{account};
  std::unique_ptr<Random> chance = env.random.fork("asker");
  Hold hold = Hold::none;
};

TEST_F(ResolverTest, KeepsAnAnswerForItsTtl) {
  RecursiveResolver honest = resolver({});
  EXPECT_EQ(ask(honest), Told(true, west_address));
  move_name_to(central_address);
  RecursiveResolver other = resolver({});
  EXPECT_EQ(ask(other), Told(true, central_address));
  pass(seconds(59));
  EXPECT_EQ(ask(other), Told(false, central_address));
  pass(seconds(1));
  EXPECT_EQ(ask(other), Told(true, central_address));
}

TEST_F(ResolverTest, ManyUsersShareOneAnswer) {
  RecursiveResolver shared = resolver({});
  int asked = 0;
  for (int i = 0; i < 600; ++i) {
    asked += ask(shared).first ? 1 : 0;
    pass(seconds(1));
  }
  EXPECT_EQ(asked, 10);
}

TEST_F(ResolverTest, TheMachinesOfAPublicOneShareNothing) {
  RecursiveResolver open = resolver({}, 8);
  int asked = 0;
  for (int i = 0; i < 200; ++i) asked += ask(open).first ? 1 : 0;
  EXPECT_EQ(asked, 8);
}

TEST_F(ResolverTest, ACapShortensAndNothingElse) {
  RecursiveResolver short_one = resolver({Kind::capped, seconds(10)});
  RecursiveResolver long_one = resolver({Kind::capped, hours(6)});
  ask(short_one);
  ask(long_one);
  pass(seconds(10));
  EXPECT_TRUE(ask(short_one).first);
  EXPECT_FALSE(ask(long_one).first);
  pass(seconds(50));
  EXPECT_TRUE(ask(long_one).first);
}

TEST_F(ResolverTest, WhoStretchesOrIgnoresLeadsToTheOldAddress) {
  RecursiveResolver stretching = resolver({Kind::stretched, minutes(10)});
  RecursiveResolver ignoring = resolver({Kind::ignored, hours(6)});
  ask(stretching);
  ask(ignoring);
  EXPECT_EQ(hold, Hold::none);
  move_name_to(central_address);
  EXPECT_EQ(ask(stretching), Told(false, west_address));
  EXPECT_EQ(hold, Hold::stretched_ttl);
  EXPECT_EQ(ask(ignoring), Told(false, west_address));
  EXPECT_EQ(hold, Hold::ignored_ttl);
  pass(minutes(8));
  EXPECT_EQ(ask(stretching), Told(true, central_address));
  EXPECT_EQ(ask(ignoring), Told(false, west_address));
  pass(hours(6));
  EXPECT_EQ(ask(ignoring), Told(true, central_address));
  EXPECT_EQ(hold, Hold::none);
}

TEST_F(ResolverTest, WhatDoesNotExistIsNotKept) {
  RecursiveResolver honest = resolver({});
  for (int i = 0; i < 2; ++i) {
    bool asked = false;
    const CachedAnswer& answer =
        honest.ask(Directory::hostname, IpFamily::v6, env.clock.now(), *chance, asked);
    EXPECT_TRUE(asked);
    EXPECT_TRUE(answer.addresses.empty()) << "the name has no AAAA record";
  }
}

TEST_F(ResolverTest, AnEndpointHasAddressesOfBothFamilies) {
  RecursiveResolver honest = resolver({});
  bool asked = false;
  for (const IpFamily family : {IpFamily::v4, IpFamily::v6}) {
    const CachedAnswer& answer =
        honest.ask(Directory::endpoint_of(1), family, env.clock.now(), *chance, asked);
    ASSERT_EQ(answer.addresses.size(), 1U);
    EXPECT_EQ(directory.address(answer.addresses[0]),
              family == IpFamily::v4 ? central_address : central_v6);
    EXPECT_EQ(directory.site(answer.addresses[0]), 1);
  }
}

}  // namespace
}  // namespace godwit::lab
