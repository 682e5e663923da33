// Records of every routing policy, health checks and networks, as an account file has them.
#include <gmock/gmock.h>

#include "account/account_fixture.h"

namespace godwit::account {
namespace {

using testing::HasSubstr;

// The base account with these records, and these sections beside them.
std::string with(std::string_view records, std::string_view sections = "") {
  std::string text(base_account);
  const std::string anchor = "      - name: medzenhealth.app\n        type: TXT\n";
  const std::size_t at = text.find(anchor);
  EXPECT_NE(at, std::string::npos);
  text.insert(at, records);
  text.insert(text.find("workload:\n"), sections);
  return text;
}

std::string problems_of(std::string_view records, std::string_view sections = "") {
  const auto account = read_account(with(records, sections), "account.yaml");
  std::string all;
  if (account) return all;
  for (const Error& error : account.error()) all += to_string(error) + "\n";
  return all;
}

std::string record(std::string_view more, std::string_view identifier = "one") {
  return fmt::format(
      "      - {{name: r.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
      "set_identifier: {}, {}}}\n",
      identifier, more);
}

constexpr std::string_view sections = R"(health_checks:
  - {id: west, type: HTTPS, host: d-1.execute-api.eu-west-1.amazonaws.com, path: /health, interval: 10s}
  - {id: both, type: CALCULATED, children: [west, slow], health_threshold: 2, inverted: true}
  - {id: slow, type: CLOUDWATCH_METRIC, alarm: {region: eu-west-1, name: too slow}}
  - {id: ssh, type: TCP, address: 192.0.2.1, port: 22, regions: [eu-west-1, us-east-1, sa-east-1]}
cidr_collections:
  - id: 0f2c1ed1-5d0a-4c8f-9d4a-6c3a7e5b1f10
    name: offices
    locations: {paris: [198.51.100.0/24, "2001:db8::/32"]}
)";

TEST(ZonesTest, every_policy_is_read) {
  const auto account = read_account(
      with(record("region: eu-west-1, health_check: west") +
               "      - {name: f.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: p, failover: primary, health_check: both}\n"
               "      - {name: f.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.2], "
               "set_identifier: s, failover: secondary}\n"
               "      - {name: g.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: d, geolocation: default}\n"
               "      - {name: g.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: u, geolocation: {country: US, subdivision: CA}}\n"
               "      - {name: g.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: e, geolocation: {continent: EU}}\n"
               "      - {name: x.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: n, geoproximity: {coordinates: {latitude: -33.9, longitude: 18.4}, "
               "bias: -7}}\n"
               "      - {name: m.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: m, multivalue: true}\n"
               "      - {name: c.medzenhealth.app, type: A, ttl: 60s, values: [192.0.2.1], "
               "set_identifier: c, cidr: {collection: 0f2c1ed1-5d0a-4c8f-9d4a-6c3a7e5b1f10, "
               "location: paris}}\n",
           sections),
      "account.yaml");
  ASSERT_TRUE(account) << to_string(account.error().front());
  const auto& records = account->zones[0].records;
  EXPECT_EQ(records[1].region, "eu-west-1");
  EXPECT_EQ(records[1].health_check, "west");
  EXPECT_EQ(records[2].failover, traffic::FailoverRole::primary);
  EXPECT_EQ(records[3].failover, traffic::FailoverRole::secondary);
  EXPECT_EQ(records[4].geolocation->country, "*");
  EXPECT_EQ(records[5].geolocation, (traffic::GeoLocation{"", "US", "CA"}));
  EXPECT_EQ(records[6].geolocation->continent, "EU");
  EXPECT_EQ(records[7].geoproximity->bias, -7);
  EXPECT_EQ(records[7].geoproximity->coordinates, (Coordinates{-33.9, 18.4}));
  EXPECT_TRUE(records[8].multivalue);
  EXPECT_EQ(records[9].cidr->location, "paris");

  ASSERT_EQ(account->health_checks.size(), 4U);
  EXPECT_EQ(account->health_checks[0].interval_s, 10);
  EXPECT_EQ(account->health_checks[1].children, (std::vector<std::string>{"west", "slow"}));
  EXPECT_TRUE(account->health_checks[1].inverted);
  EXPECT_EQ(account->health_checks[2].alarm, "too slow");
  EXPECT_EQ(account->health_checks[3].port, 22);
  EXPECT_EQ(account->cidr_collections[0].locations.at("paris").size(), 2U);
}

TEST(ZonesTest, policies_do_not_mix_and_come_once) {
  EXPECT_THAT(problems_of(record("weight: 1, region: eu-west-1")),
              HasSubstr("here are 'weight' and 'region'"));
  EXPECT_THAT(problems_of("      - {name: r.medzenhealth.app, type: A, ttl: 60s, "
                          "values: [192.0.2.1], region: eu-west-1}\n"),
              HasSubstr("a record with 'region' needs a 'set_identifier', too"));
  EXPECT_THAT(problems_of(record("region: eu-west-1", "a") + record("weight: 1", "b")),
              HasSubstr("one has 'region', the other 'weight'"));
  EXPECT_NE(problems_of(record("region: eu-west-1", "a") + record("region: eu-west-1", "b")), "");
  EXPECT_NE(problems_of(record("geolocation: default", "a") + record("geolocation: default", "b")),
            "");
  EXPECT_EQ(problems_of(record("region: eu-west-1", "a") + record("region: eu-central-1", "b")),
            "");
}

TEST(ZonesTest, all_that_is_wrong_is_told_at_once) {
  const std::string told =
      problems_of(record("region: eu-west-9", "a") + record("geolocation: {country: UK}", "b") +
                      record("geolocation: {continent: EU, country: DE}", "c") +
                      record("geoproximity: {bias: 100}", "d") + record("failover: primary", "e") +
                      record("weight: 1, health_check: wets", "f") +
                      record("cidr: {collection: none, location: paris}", "g"),
                  sections);
  EXPECT_THAT(told, HasSubstr("eu-west-9"));
  EXPECT_THAT(told, HasSubstr("there is no country 'UK'"));
  EXPECT_THAT(told, HasSubstr("a geolocation is a continent or a country"));
  EXPECT_THAT(told, HasSubstr("one of 'region', 'local_zone_group' and 'coordinates'"));
  EXPECT_THAT(told, HasSubstr("a primary record that is no alias needs a health check"));
  EXPECT_THAT(told, HasSubstr("there is no health check 'wets' (did you mean 'west'?)"));
  EXPECT_THAT(told, HasSubstr("there is no CIDR collection 'none'"));
}

TEST(ZonesTest, health_checks_are_read_strictly) {
  const auto told = [](std::string_view check) {
    return problems_of("", fmt::format("health_checks:\n  - {}\n", check));
  };
  EXPECT_THAT(told("{id: a, type: PING, host: a.org}"), HasSubstr("a type of health check"));
  EXPECT_THAT(told("{id: a, type: HTTPS}"), HasSubstr("needs 'host' or 'address'"));
  EXPECT_THAT(told("{id: a, type: HTTPS, host: a.org, interval: 20s}"),
              HasSubstr("every 10 or 30 seconds"));
  EXPECT_THAT(told("{id: a, type: HTTPS, host: a.org, regions: [eu-west-1]}"),
              HasSubstr("three regions at least"));
  EXPECT_THAT(told("{id: a, type: HTTPS_STR_MATCH, host: a.org}"), HasSubstr("a text to search"));
  EXPECT_THAT(told("{id: a, type: TCP, host: a.org}"), HasSubstr("needs a port"));
  EXPECT_THAT(told("{id: a, type: CALCULATED, children: [b], health_threshold: 1}"),
              HasSubstr("there is no health check 'b'"));
  EXPECT_THAT(told("{id: a, type: CALCULATED, children: [a], health_threshold: 1}"),
              HasSubstr("cannot watch itself"));
  EXPECT_THAT(told("{id: a, type: CALCULATED, children: [], health_threshold: 1, host: a.org}"),
              HasSubstr("host"));
}

}  // namespace
}  // namespace godwit::account
