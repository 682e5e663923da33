#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_fixture.h"

namespace godwit::account {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(AccountChecks, ChecksTheAccountId) {
  EXPECT_THAT(errors_with("\"558069890522\"", "\"55806989052\""),
              ElementsAre("1:10 expected an account id of twelve digits, found the text "
                          "'55806989052'"));
  EXPECT_THAT(errors_with("\"558069890522\"", "558069890522"),
              ElementsAre("1:10 expected a text without spaces, found the number 558069890522"));
  EXPECT_THAT(errors_with("\"558069890522\"", "\"55806989052x\""), SizeIs(1));
}

TEST(AccountChecks, KnowsTheRegions) {
  EXPECT_THAT(errors_with("regions: [eu-west-1, eu-central-1]",
                          "regions: [eu-west-1, eu-central-1, eu-centrl-2, eu-west-1]"),
              ElementsAre("3:36 'eu-centrl-2' is not a region (did you mean 'eu-central-2'?)",
                          "3:49 the region 'eu-west-1' is given twice, first in line 3"));
  EXPECT_THAT(errors_with("region: eu-west-1\n    id: key-1", "region: us-east-1\n    id: key-1"),
              ElementsAre("8:13 us-east-1 is not listed under 'regions'"));
  EXPECT_THAT(
      errors_with("    region: eu-west-1\n    versioning", "    region: eu-west1\n    versioning"),
      ElementsAre("15:13 'eu-west1' is not a region (did you mean 'eu-west-1'?)"));
  EXPECT_THAT(
      errors_with("{eu-west-1: 26ms, eu-central-1: 8ms}",
                  "{eu-west-1: 26ms, eu-central-1: 8ms, us-east-1: 9ms, mars: 1s}"),
      ElementsAre("55:53 us-east-1 is not listed under 'regions'", "55:69 'mars' is not a region"));
}

TEST(AccountChecks, NamesAreUnique) {
  EXPECT_THAT(errors_with("id: key-2", "id: key-1"),
              ElementsAre("12:9 the key id 'key-1' is given twice, first in line 9"));
  EXPECT_THAT(errors_with("\nzones:", "\n  - {name: recordings-1, region: eu-west-1}\nzones:"),
              ElementsAre("25:12 the bucket name 'recordings-1' is given twice, first in line 14"));
  EXPECT_THAT(errors_with("\nworkload:", "\n  - {id: Z1, name: b.org}\nworkload:"),
              ElementsAre("38:10 the zone id 'Z1' is given twice, first in line 26"));
  EXPECT_THAT(errors_of(fmt::format(
                  "{}{}", base_account,
                  "    - {name: Germany, count: 1, latency: {eu-west-1: 1ms, eu-central-1: "
                  "1ms}}\n")),
              ElementsAre("56:14 the place 'Germany' is given twice, first in line 53"));
  EXPECT_THAT(
      errors_with("address: 198.51.100.10", "address: 203.0.113.10"),
      ElementsAre("48:16 the site's address '203.0.113.10' is given twice, first in line 44"));
  EXPECT_THAT(errors_with("    - region: eu-central-1", "    - region: eu-west-1"),
              ElementsAre("46:15 the site's region 'eu-west-1' is given twice, first in line 42"));
  EXPECT_THAT(
      errors_with("endpoint: d-2.execute-api.eu-central-1.amazonaws.com",
                  "endpoint: d-1.execute-api.eu-west-1.amazonaws.com"),
      ElementsAre("47:17 the site's endpoint 'd-1.execute-api.eu-west-1.amazonaws.com' is given "
                  "twice, first in line 43"));
  EXPECT_THAT(errors_with("      - generate: 12",
                          "      - {key: canary, content: x}\n      - generate: 12"),
              ElementsAre("21:9 the object key 'canary' is given twice, first in line 19"));
}

TEST(AccountChecks, KeysOfBucketsExistInTheirRegion) {
  EXPECT_THAT(errors_with("key: key-1", "key: kee-1"),
              ElementsAre("17:10 there is no key 'kee-1' (did you mean 'key-1'?)"));
  EXPECT_THAT(errors_with("key: key-1", "key: key-2"),
              ElementsAre("17:10 the key is in eu-central-1, the bucket in eu-west-1"));
}

TEST(AccountChecks, ChecksBuckets) {
  EXPECT_THAT(errors_with("name: recordings-1", "name: Recordings_1"),
              ElementsAre("14:11 expected a bucket's name, found the text 'Recordings_1'"));
  EXPECT_THAT(
      errors_with("versioning: enabled", "versioning: enable"),
      ElementsAre("16:17 expected enabled, suspended or never, found the text 'enable' (did "
                  "you mean 'enabled'?)"));
  EXPECT_THAT(errors_with("    key: key-1", "    public_access: yes"),
              ElementsAre("17:20 expected blocked or open, found the text 'yes'"));
}

TEST(AccountChecks, ChecksObjects) {
  EXPECT_THAT(errors_with("size: 40MB..900MB", "size: 900MB..40MB"),
              ElementsAre("23:15 expected a range of sizes, the smaller first, found the text "
                          "'900MB..40MB'"));
  EXPECT_THAT(errors_with("\"2025/{n}.webm\"", "\"2025/n.webm\""),
              ElementsAre("22:14 12 objects have one key"));
  EXPECT_THAT(errors_with("generate: 12", "generate: 0"),
              ElementsAre("21:19 expected a whole number from 1 to 10000000, found the number 0"));
  EXPECT_THAT(errors_with("written: 2023-01-01..2025-12-31", "written: 2023-01-01..2026-12-31"),
              ElementsAre("24:18 this is after the account's 'starts'"));
  EXPECT_THAT(errors_with("content: \"hello\"", "contents: \"hello\""),
              ElementsAre("19:9 an object needs 'content', which is missing",
                          "20:9 unknown key 'contents' in an object (did you mean 'content'?)"));
  EXPECT_THAT(errors_with("        written: 2023-01-01..2025-12-31",
                          "        overwritten: 120%\n        deleted: 0.5\n        archived: 5%%"),
              ElementsAre("24:22 expected a share from 0% to 100%, found the text '120%'",
                          "25:18 expected a share from 0% to 100%, found the number 0.5",
                          "26:19 expected a share from 0% to 100%, found the text '5%%'"));
  std::string text = with("versioning: enabled", "versioning: never");
  const std::string from = "        written: 2023-01-01..2025-12-31";
  text.replace(text.find(from), from.size(), "        overwritten: 1%\n        deleted: 1%");
  EXPECT_THAT(errors_of(text),
              ElementsAre("24:22 'overwritten' needs versions, and the bucket never had any",
                          "25:18 'deleted' needs versions, and the bucket never had any"));
}

TEST(AccountChecks, ChecksTags) {
  std::string tags = "tags: {";
  for (int i = 0; i < 51; ++i) tags += fmt::format("k{}: v, ", i);
  EXPECT_THAT(errors_with("key: key-1", tags + "}"), ElementsAre("17:11 there are 51 tags"));
  EXPECT_THAT(errors_with("key: key-1", "tags: {\"\": a}"),
              ElementsAre("17:12 the tag '' is none that AWS takes"));
}

TEST(AccountChecks, ChecksReplication) {
  EXPECT_THAT(errors_with("zones:", "replication: {median: 5m}\nzones:"),
              ElementsAre("25:14 'p99' is less than 'median'"));
  EXPECT_THAT(errors_with("zones:", "replication: {median: 0s}\nzones:"),
              ElementsAre("25:23 replication takes some time"));
}

TEST(AccountChecks, ChecksRecords) {
  EXPECT_THAT(errors_with("weight: 100", "weight: 256"),
              ElementsAre("32:17 expected a whole number from 0 to 255, found the number 256"));
  EXPECT_THAT(errors_with("        ttl: 300s\n", "        alias: {zone: Z, name: a.b}\n"),
              ElementsAre("37:17 a record is either an alias or has 'ttl' and 'values'"));
  EXPECT_THAT(errors_with("        ttl: 300s\n", ""),
              ElementsAre("34:9 a record needs either 'alias', or 'ttl' and 'values'"));
  EXPECT_THAT(errors_with("        weight: 100\n", ""),
              ElementsAre("31:25 a weighted record needs both 'set_identifier' and 'weight'"));
  EXPECT_THAT(errors_with("        set_identifier: one\n", ""),
              ElementsAre("31:17 a weighted record needs both 'set_identifier' and 'weight'"));
  EXPECT_THAT(errors_with("name: medzenhealth.app\n        type", "name: other.app\n        type"),
              ElementsAre("34:15 other.app is not in the zone medzenhealth.app"));
  EXPECT_THAT(errors_with("type: TXT", "type: TEXT"),
              ElementsAre("35:15 'TEXT' is not a record type (did you mean 'TXT'?)"));
  EXPECT_THAT(errors_with("ttl: 300s", "ttl: 300"),
              ElementsAre("36:14 expected a duration, found the number 300"));
}

TEST(AccountChecks, OneNameAndTypeHaveOneRoutingPolicy) {
  const std::string alias = "alias: {zone: Z2, name: x.medzenhealth.app}";
  EXPECT_THAT(
      errors_with("\nworkload:",
                  "\n      - {name: api.medzenhealth.app, type: A, " + alias + "}\nworkload:"),
      ElementsAre("38:16 there is another record api.medzenhealth.app A in line 29, and one "
                  "of them is weighted, the other is not"));
  EXPECT_THAT(errors_with("\nworkload:",
                          "\n      - {name: medzenhealth.app, type: TXT, ttl: 5s, values: [x]}"
                          "\nworkload:"),
              ElementsAre("38:16 there is another record medzenhealth.app TXT in line 34, and "
                          "neither is weighted"));
  EXPECT_THAT(errors_with("\nworkload:",
                          "\n      - {name: api.medzenhealth.app, type: A, "
                          "set_identifier: one, weight: 0, " +
                              alias + "}\nworkload:"),
              ElementsAre("38:63 the record set 'api.medzenhealth.app A one' is given twice, "
                          "first in line 31"));
  EXPECT_THAT(errors_with("\nworkload:",
                          "\n      - {name: api.medzenhealth.app, type: A, "
                          "set_identifier: two, weight: 0, " +
                              alias +
                              "}\n      - {name: api.medzenhealth.app, type: "
                              "TXT, ttl: 5s, values: [x]}\nworkload:"),
              IsEmpty());
}

TEST(AccountChecks, ChecksTheWorkload) {
  EXPECT_THAT(
      errors_with("hostname: api.medzenhealth.app", "hostname: https://api.medzenhealth.app/"),
      ElementsAre("40:13 expected a host name, found the text "
                  "'https://api.medzenhealth.app/'"));
  for (const char* bad : {"203.0.113", "203.0.113.256", "203.0.113.010", "::1", "203.0.113.1.1"}) {
    EXPECT_THAT(errors_with("203.0.113.10", bad), SizeIs(1)) << bad;
  }
  EXPECT_THAT(errors_with("{recordings: recordings-1}", "{recordings: x}"),
              ElementsAre("45:28 expected a bucket's name, found the text 'x'"));
}

TEST(AccountChecks, EveryPlaceHasALatencyToEverySite) {
  EXPECT_THAT(errors_with("{eu-west-1: 26ms, eu-central-1: 8ms}", "{eu-west-1: 26ms}"),
              ElementsAre("55:16 the latency to eu-central-1, which has a site, is missing"));
  EXPECT_THAT(errors_with("      latency: {eu-west-1: 26ms, eu-central-1: 8ms}\n", ""),
              ElementsAre("53:7 a place needs 'latency', which is missing"));
}

TEST(AccountChecks, UsersNeedAWorkload) {
  std::string text(base_account);
  const std::size_t begin = text.find("workload:");
  text.erase(begin, text.find("users:") - begin);
  EXPECT_THAT(errors_of(text), ElementsAre("39:3 there are users, and no workload that they use"));
}

}  // namespace
}  // namespace godwit::account
