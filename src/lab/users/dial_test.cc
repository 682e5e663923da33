// Happy Eyeballs, section by section of RFC 8305.
#include "lab/users/dial.h"

#include <gtest/gtest.h>

namespace godwit::lab {
namespace {

Candidate v4(Reach reach, int round_trip_ms = 20) {
  return {0, IpFamily::v4, reach, milliseconds(round_trip_ms)};
}
Candidate v6(Reach reach, int round_trip_ms = 20) {
  return {0, IpFamily::v6, reach, milliseconds(round_trip_ms)};
}
constexpr Reach yes = Reach::accepted;
constexpr Reach no = Reach::refused;
constexpr Reach silent = Reach::silent;

Dialled dial_at_once(const std::vector<Candidate>& candidates) {
  return dial(candidates, Duration::zero(), Duration::zero());
}

TEST(Dial, OneAddressTakesOneRoundTrip) {
  const Dialled dialled = dial_at_once({v4(yes, 30)});
  EXPECT_EQ(dialled.winner, 0);
  EXPECT_EQ(dialled.elapsed, milliseconds(30));
}

TEST(Dial, NobodyIsThere) {
  EXPECT_EQ(dial_at_once({}).winner, -1);
  EXPECT_EQ(dial_at_once({v4(no, 30)}).winner, -1);
  EXPECT_EQ(dial_at_once({v4(no, 30)}).elapsed, milliseconds(30)) << "an RST comes back";
  EXPECT_EQ(dial_at_once({v4(silent)}).elapsed, connect_timeout);
  EXPECT_EQ(dial_at_once({v6(silent), v4(silent)}).elapsed, attempt_delay + connect_timeout);
}

// Section 4: IPv6 first, wherever it stands.
TEST(Dial, Ipv6IsPreferred) {
  EXPECT_EQ(dial_at_once({v4(yes), v6(yes)}).winner, 1);
  EXPECT_EQ(dial_at_once({v4(yes), v6(yes)}).elapsed, milliseconds(20));
}

// Section 5: 250 ms between attempts.
TEST(Dial, WhoSaysNothingIsWaitedForAMoment) {
  const Dialled dialled = dial_at_once({v4(yes), v6(silent)});
  EXPECT_EQ(dialled.winner, 0);
  EXPECT_EQ(dialled.elapsed, milliseconds(250 + 20));
}

TEST(Dial, WhoRefusesIsNotWaitedFor) {
  const Dialled dialled = dial_at_once({v4(yes), v6(no, 40)});
  EXPECT_EQ(dialled.winner, 0);
  EXPECT_EQ(dialled.elapsed, milliseconds(40 + 20));
}

TEST(Dial, TheFirstToAcceptWinsTheRace) {
  EXPECT_EQ(dial_at_once({v4(yes, 20), v6(yes, 400)}).winner, 0);
  EXPECT_EQ(dial_at_once({v4(yes, 20), v6(yes, 400)}).elapsed, milliseconds(270));
  EXPECT_EQ(dial_at_once({v4(yes, 200), v6(yes, 400)}).winner, 1) << "was there before";
  EXPECT_EQ(dial_at_once({v4(yes, 200), v6(yes, 400)}).elapsed, milliseconds(400));
}

// Section 4: one of each family in turn.
TEST(Dial, FamiliesTakeTurns) {
  const Dialled dialled = dial_at_once({v6(silent), v6(yes), v4(yes)});
  EXPECT_EQ(dialled.winner, 2) << "before the second of IPv6";
  EXPECT_EQ(dialled.elapsed, milliseconds(270));
}

TEST(Dial, EveryAddressHasItsTurn) {
  const Dialled dialled = dial_at_once({v4(no, 30), v4(silent), v4(no, 30), v4(yes, 30)});
  EXPECT_EQ(dialled.winner, 3);
  EXPECT_EQ(dialled.elapsed, milliseconds(30 + 250 + 30 + 30));
}

// Section 3: an answer of IPv4 waits 50 ms for that of IPv6.
TEST(Dial, Ipv4WaitsAMomentForTheAnswerOfIpv6) {
  const std::vector<Candidate> both = {v4(yes), v6(yes)};
  EXPECT_EQ(dial(both, milliseconds(10), milliseconds(40)).winner, 1);
  EXPECT_EQ(dial(both, milliseconds(10), milliseconds(40)).elapsed, milliseconds(40 + 20));
  EXPECT_EQ(dial(both, milliseconds(10), milliseconds(90)).winner, 0);
  EXPECT_EQ(dial(both, milliseconds(10), milliseconds(90)).elapsed, milliseconds(10 + 50 + 20));
  EXPECT_EQ(dial(both, milliseconds(40), milliseconds(10)).winner, 1);
  EXPECT_EQ(dial(both, milliseconds(40), milliseconds(10)).elapsed, milliseconds(10 + 20));
}

// An answer that comes late still joins in.
TEST(Dial, ALateAnswerJoinsIn) {
  const Dialled dialled =
      dial(std::vector{v4(silent), v6(yes)}, milliseconds(0), milliseconds(100));
  EXPECT_EQ(dialled.winner, 1);
  EXPECT_EQ(dialled.elapsed, milliseconds(50 + 250 + 20)) << "at the next attempt";
  const Dialled alone = dial(std::vector{v4(no, 10), v6(yes)}, milliseconds(0), milliseconds(100));
  EXPECT_EQ(alone.elapsed, milliseconds(100 + 20)) << "there is nobody else to try";
}

}  // namespace
}  // namespace godwit::lab
