// For tests: two sites, a simple record that names one of them, and users whose habits the test
// chooses. A site keeps what it is given; both have the same content.
#pragma once

#include "lab/lab_fixture.h"
#include "lab/users.h"

namespace godwit::lab {

inline constexpr const char* west_address = "203.0.113.10";
inline constexpr const char* central_address = "198.51.100.10";
inline constexpr const char* west_v6 = "2001:db8:1::10";
inline constexpr const char* central_v6 = "2001:db8:2::10";

inline account::Record api_record(const std::string& type, std::vector<std::string> values) {
  account::Record record;
  record.name = "api.example.org";
  record.type = type;
  record.ttl = minutes(1);
  record.values = std::move(values);
  return record;
}

inline account::Account account_with_users(const account::Habits& habits) {
  account::Account account = two_region_account();
  account.zones = {{"Z1", "example.org", {api_record("A", {west_address})}}};
  account::Site in_west{
      west, "west.example.net", west_address, {"api.example.org"}, milliseconds(20), {}};
  account::Site in_central{
      central, "central.example.net", central_address, {"api.example.org"}, milliseconds(20), {}};
  in_west.address_v6 = west_v6;
  in_central.address_v6 = central_v6;
  account.workload = {"api", "api.example.org", {in_west, in_central}};
  account.users.requests_per_day = 240;
  account.users.writes = 0.5;
  account.users.habits = habits;
  account.users.places = {
      {"Germany", 20, "EU", {{west, milliseconds(30)}, {central, milliseconds(10)}}},
      {"Kenya", 10, "", {{west, milliseconds(140)}, {central, milliseconds(150)}}}};
  return account;
}

class UsersTest : public LabTest {
 protected:
  explicit UsersTest(const account::Habits& habits = account::strict_habits())
      : UsersTest(account_with_users(habits)) {}
  explicit UsersTest(account::Account given) : LabTest(std::move(given)) {
    kept["/recordings/old"] = "old content";
    for (const std::string& region : {west, central}) {
      lab.internet().deploy(region, [this](const HttpRequest& request) {
        HttpResponse response{200, {}, {}, {}};
        if (request.method == "PUT") {
          kept[request.path] = request.body;
        } else if (request.method == "DELETE") {
          kept.erase(request.path);
          response.status = 204;
        } else if (kept.contains(request.path)) {
          response.body = kept[request.path];
        } else {
          response.status = 404;
        }
        return response;
      });
    }
  }

  void work_for(Duration duration) {
    users.start(env.clock.now() + duration);
    env.scheduler.run_until(env.clock.now() + duration + minutes(1));
  }
  template <class Judge>
  std::size_t count(Judge judge, Time from = {}) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        users.history(), [&](const Sighting& seen) { return seen.time >= from && judge(seen); }));
  }
  std::size_t failed() const {
    return count([](const Sighting& seen) { return !seen.ok; });
  }
  std::size_t all(Time from) const {
    return count([](const Sighting&) { return true; }, from);
  }
  bool is_in(const Sighting& seen, const std::string& region) const {
    return seen.region >= 0 && users.regions()[static_cast<std::size_t>(seen.region)] == region;
  }
  // What share of the requests that were sent since then went there.
  double share_of(const std::string& region, Time from) const {
    const auto there = count([&](const Sighting& seen) { return is_in(seen, region); }, from);
    return static_cast<double>(there) / static_cast<double>(std::max<std::size_t>(1, all(from)));
  }

  void set_record(const std::string& type, const std::vector<std::string>& addresses) {
    aws::List values;
    for (const std::string& address : addresses) {
      values.push_back(aws::Value().set("Value", address));
    }
    must("route53", "ChangeResourceRecordSets", "us-east-1",
         aws::Value()
             .set("HostedZoneId", "Z1")
             .set("ChangeBatch",
                  aws::Value().set("Changes",
                                   aws::List{aws::Value()
                                                 .set("Action", "UPSERT")
                                                 .set("ResourceRecordSet",
                                                      aws::Value()
                                                          .set("Name", "api.example.org")
                                                          .set("Type", type)
                                                          .set("TTL", 60)
                                                          .set("ResourceRecords", values))})));
  }
  // Everywhere before it returns.
  void move_name_to(const std::string& address) {
    set_record("A", {address});
    pass(minutes(2));
  }

  std::map<std::string, Body> kept;
  Users users{lab, {"recordings"}, {{0, "old", Body("old content").crc32c(), 11}}};
};

}  // namespace godwit::lab
