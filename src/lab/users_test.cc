#include "lab/users.h"

#include "lab/lab_fixture.h"

namespace godwit::lab {
namespace {

constexpr const char* west_address = "203.0.113.10";
constexpr const char* central_address = "198.51.100.10";

account::Account with_users() {
  account::Account account = two_region_account();
  account::Record record;
  record.name = "api.example.org";
  record.type = "A";
  record.ttl = minutes(1);
  record.values = {west_address};
  account.zones = {{"Z1", "example.org", {record}}};
  account.workload = {
      "api",
      "api.example.org",
      {{west, "west.example.net", west_address, {"api.example.org"}, milliseconds(20), {}},
       {central,
        "central.example.net",
        central_address,
        {"api.example.org"},
        milliseconds(20),
        {}}}};
  account.users.requests_per_day = 240;
  account.users.writes = 0.5;
  account.users.habits.caches.ignored.share = 0.5;
  account.users.habits.caches.ignored.keep = hours(6);
  account.users.places = {
      {"Germany", 20, "EU", {{west, milliseconds(30)}, {central, milliseconds(10)}}},
      {"Kenya", 10, "", {{west, milliseconds(140)}, {central, milliseconds(150)}}}};
  return account;
}

// A site that keeps what it is given, and one that has forgotten everything.
struct UsersTest : LabTest {
  std::map<std::string, Body> kept;
  Users users{lab, {"recordings"}, {{0, "old", Body("old content").crc32c(), 11}}};

  UsersTest() : LabTest(with_users()) {
    kept["/recordings/old"] = "old content";
    lab.internet().deploy(west, [this](const HttpRequest& request) {
      HttpResponse response{200, {}, {}, {}};
      if (request.method == "PUT") {
        kept[request.path] = request.body;
      } else if (kept.contains(request.path)) {
        response.body = kept[request.path];
      } else {
        response.status = 404;
      }
      return response;
    });
    lab.internet().deploy(central,
                          [](const HttpRequest&) { return HttpResponse{404, {}, {}, {}}; });
  }
  void work_for(Duration duration) {
    users.start(env.clock.now() + duration);
    env.scheduler.run_until(env.clock.now() + duration);
  }
  std::size_t failed() const {
    return static_cast<std::size_t>(std::count_if(users.history().begin(), users.history().end(),
                                                  [](const Sighting& seen) { return !seen.ok; }));
  }
  void move_name_to(const std::string& address) {
    must("route53", "ChangeResourceRecordSets", "us-east-1",
         aws::Value()
             .set("HostedZoneId", "Z1")
             .set("ChangeBatch",
                  aws::Value().set(
                      "Changes",
                      aws::List{aws::Value()
                                    .set("Action", "UPSERT")
                                    .set("ResourceRecordSet",
                                         aws::Value()
                                             .set("Name", "api.example.org")
                                             .set("Type", "A")
                                             .set("TTL", 60)
                                             .set("ResourceRecords", aws::List{aws::Value().set(
                                                                         "Value", address)}))})));
  }
};

TEST_F(UsersTest, DoWhatTheirDescriptionSays) {
  work_for(hours(24));
  double requests = static_cast<double>(users.history().size());
  EXPECT_NEAR(requests, 30 * 240, 400);
  auto writes = std::count_if(users.history().begin(), users.history().end(),
                              [](const Sighting& seen) { return seen.kind == RequestKind::write; });
  EXPECT_NEAR(static_cast<double>(writes) / requests, 0.5, 0.03);
  EXPECT_EQ(failed(), 0u);
  EXPECT_EQ(users.acknowledged_writes(), static_cast<std::size_t>(writes));
}

TEST_F(UsersTest, SeeEveryRouteInItsLength) {
  work_for(hours(2));
  for (const Sighting& seen : users.history()) {
    EXPECT_GT(seen.elapsed, seen.place == 0 ? milliseconds(30) : milliseconds(140));
  }
}

TEST_F(UsersTest, NoticeWhatIsLostOrChanged) {
  work_for(hours(3));
  ASSERT_EQ(failed(), 0u);
  auto lost = kept.begin();
  while (lost->first == "/recordings/old") ++lost;
  std::string id = lost->first.substr(std::string("/recordings/").size());
  kept.erase(lost);
  kept["/recordings/old"] = "OLD content";
  std::set<std::string> missed;
  auto sightings = users.read_everything_back();
  EXPECT_EQ(sightings.size(), users.acknowledged_writes() + 1);
  for (const Sighting& seen : sightings) {
    if (!seen.ok) missed.insert(seen.id);
  }
  EXPECT_EQ(missed, (std::set<std::string>{id, "old"}));
}

TEST_F(UsersTest, CountSitesThatFailOrAreGone) {
  lab.internet().set_state(west, SiteState::failing);
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  EXPECT_EQ(users.history().back().status, 503);
  lab.internet().set_state(west, SiteState::gone);
  work_for(hours(1));
  EXPECT_EQ(failed(), users.history().size());
  EXPECT_FALSE(users.history().back().answered);
  EXPECT_EQ(users.acknowledged_writes(), 0u);
}

// Half of them keep an answer for its TTL, half for six hours.
TEST_F(UsersTest, FollowANameAsFastAsTheirCachesLetThem) {
  work_for(hours(1));
  move_name_to(central_address);
  auto share_of_central = [&](Duration from, Duration to) {
    Time begin = env.clock.now();
    users.start(begin + to);
    env.scheduler.run_until(begin + to);
    int central_seen = 0;
    int all = 0;
    for (const Sighting& seen : users.history()) {
      if (seen.time < begin + from) continue;
      ++all;
      central_seen += users.regions()[static_cast<std::size_t>(seen.region)] == central;
    }
    return static_cast<double>(central_seen) / all;
  };
  EXPECT_NEAR(share_of_central(minutes(5), hours(1)), 0.5, 0.2);
  EXPECT_EQ(share_of_central(hours(7), hours(8)), 1.0);
}

}  // namespace
}  // namespace godwit::lab
