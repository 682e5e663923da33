#include "account/account_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>

namespace godwit::account {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr std::string_view base = R"(account: "558069890522"
starts: 2026-01-05T06:00:00Z
regions: [eu-west-1, eu-central-1]
credentials:
  access_key_id: AKIAEXAMPLE
  secret_access_key: made-up
keys:
  - region: eu-west-1
    id: key-1
    alias: alias/medzen
  - region: eu-central-1
    id: key-2
buckets:
  - name: recordings-1
    region: eu-west-1
    versioning: enabled
    key: key-1
    objects:
      - key: canary
        content: "hello"
      - generate: 12
        key: "2025/{n}.webm"
        size: 40MB..900MB
        written: 2023-01-01..2025-12-31
zones:
  - id: Z1
    name: medzenhealth.app
    records:
      - name: api.medzenhealth.app
        type: A
        set_identifier: one
        weight: 100
        alias: {zone: Z2, name: d-1.execute-api.eu-west-1.amazonaws.com}
      - name: medzenhealth.app
        type: TXT
        ttl: 300s
        values: ["v=spf1 -all"]
workload:
  name: api
  hostname: api.medzenhealth.app
  sites:
    - region: eu-west-1
      endpoint: d-1.execute-api.eu-west-1.amazonaws.com
      address: 203.0.113.10
      stores: {recordings: recordings-1}
    - region: eu-central-1
      endpoint: d-2.execute-api.eu-central-1.amazonaws.com
      address: 198.51.100.10
      stores: {recordings: not-there-yet}
users:
  requests_per_day: 20
  places:
    - name: Germany
      count: 60
      latency: {eu-west-1: 26ms, eu-central-1: 8ms}
)";

// The base with one part of it changed. Unless told otherwise, the change keeps the lines.
std::string with(std::string_view from, std::string_view to) {
  std::string text(base);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// "3:5 cause", for each error.
std::vector<std::string> errors_of(const std::string& yaml) {
  const auto account = read_account(yaml, "a.yaml");
  std::vector<std::string> texts;
  if (account) return texts;
  for (const Error& error : account.error()) {
    EXPECT_EQ(error.operation, "read account");
    EXPECT_EQ(error.subject, "a.yaml");
    EXPECT_EQ(error.where->file, "a.yaml");
    EXPECT_FALSE(error.remedy.empty()) << error.cause;
    texts.push_back(fmt::format("{}:{} {}", error.where->line, error.where->column, error.cause));
  }
  return texts;
}

std::vector<std::string> errors_with(std::string_view from, std::string_view to) {
  return errors_of(with(from, to));
}

std::string slurp(const std::string& path) {
  std::ifstream in(std::string(GODWIT_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(AccountFile, ReadsEveryKey) {
  const auto account = read_account(R"(account: "558069890522"
starts: 2026-01-05T06:00:00Z
regions: [eu-west-1]
credentials: {access_key_id: AKIA, secret_access_key: secret}
keys:
  - {region: eu-west-1, id: k, description: for all, alias: alias/a, rotation: true, tags: {a: b}}
buckets:
  - name: bucket-1
    region: eu-west-1
    versioning: suspended
    key: k
    public_access: open
    tags: {Project: medzen}
    objects:
      - key: README.txt
        content: "hello"
        metadata: {owner: platform}
        tags: {retention: 7y}
        written: 2025-06-01
      - generate: 1200
        key: "2025/{n}.webm"
        size: 40MB..900MB
        written: 2023-01-01..2025-12-31
        overwritten: 20%
        versions: 4
        deleted: 3%
        archived: 6%
        metadata: {consultation: "c-{n}"}
        tags: {retention: 7y}
replication: {median: 10s, p99: 2m}
zones:
  - id: Z1
    name: a.org
    records:
      - name: api.a.org
        type: A
        set_identifier: one
        weight: 7
        alias: {zone: Z2, name: x.a.org, evaluate_target_health: true}
      - {name: a.org, type: TXT, ttl: 300s, values: [a, b]}
workload:
  name: api
  hostname: api.a.org
  sites:
    - region: eu-west-1
      endpoint: x.a.org
      address: 203.0.113.10
      hostnames: [api.a.org]
      latency: 30ms
      stores: {recordings: bucket-1}
users:
  requests_per_day: 2.5
  writes: 40%
  old_items: 10%
  ignore_ttl: {share: 4%, keep: 6h}
  places:
    - {name: Czech Republic, count: 60, residency: EU, latency: {eu-west-1: 32ms}}
)",
                                    "a.yaml");
  ASSERT_TRUE(account) << to_string(account.error().front());
  EXPECT_EQ(account->id, "558069890522");
  EXPECT_EQ(account->starts, parse_time("2026-01-05T06:00:00Z"));
  EXPECT_THAT(account->regions, ElementsAre("eu-west-1"));
  EXPECT_EQ(account->credentials.access_key_id, "AKIA");
  EXPECT_EQ(account->credentials.secret_access_key, "secret");
  ASSERT_THAT(account->keys, SizeIs(1));
  const Key& key = account->keys[0];
  EXPECT_EQ(key.description, "for all");
  EXPECT_EQ(key.alias, "alias/a");
  EXPECT_TRUE(key.rotation);
  EXPECT_THAT(key.tags, ElementsAre(Pair("a", "b")));

  const Bucket* bucket = find_bucket(*account, "bucket-1");
  ASSERT_NE(bucket, nullptr);
  EXPECT_EQ(bucket->versioning, Versioning::suspended);
  EXPECT_EQ(bucket->key, "k");
  EXPECT_FALSE(bucket->public_access_blocked);
  ASSERT_THAT(bucket->objects, SizeIs(1));
  EXPECT_EQ(bucket->objects[0].content, "hello");
  EXPECT_EQ(bucket->objects[0].written, parse_time("2025-06-01"));
  EXPECT_THAT(bucket->objects[0].metadata, ElementsAre(Pair("owner", "platform")));
  ASSERT_THAT(bucket->generated, SizeIs(1));
  const GeneratedObjects& objects = bucket->generated[0];
  EXPECT_EQ(objects.count, 1200);
  EXPECT_EQ(objects.key, "2025/{n}.webm");
  EXPECT_EQ(objects.size_min, 40'000'000u);
  EXPECT_EQ(objects.size_max, 900'000'000u);
  EXPECT_EQ(objects.written_from, parse_time("2023-01-01"));
  EXPECT_EQ(objects.written_to, parse_time("2025-12-31"));
  EXPECT_EQ(objects.overwritten, 0.2);
  EXPECT_EQ(objects.versions, 4);
  EXPECT_EQ(objects.deleted, 0.03);
  EXPECT_EQ(objects.archived, 0.06);
  EXPECT_THAT(objects.metadata, ElementsAre(Pair("consultation", "c-{n}")));
  EXPECT_THAT(objects.tags, ElementsAre(Pair("retention", "7y")));

  EXPECT_EQ(account->replication.median, seconds(10));
  EXPECT_EQ(account->replication.p99, minutes(2));
  const Zone* zone = find_zone(*account, "Z1");
  ASSERT_NE(zone, nullptr);
  ASSERT_THAT(zone->records, SizeIs(2));
  EXPECT_EQ(zone->records[0].weight, 7);
  EXPECT_TRUE(zone->records[0].alias->evaluate_target_health);
  EXPECT_EQ(zone->records[1].ttl, seconds(300));
  EXPECT_THAT(zone->records[1].values, ElementsAre("a", "b"));
  const Site* site = find_site(*account, "eu-west-1");
  ASSERT_NE(site, nullptr);
  EXPECT_EQ(site->latency, milliseconds(30));
  EXPECT_THAT(site->hostnames, ElementsAre("api.a.org"));
  EXPECT_THAT(site->stores, ElementsAre(Pair("recordings", "bucket-1")));
  EXPECT_EQ(account->users.requests_per_day, 2.5);
  EXPECT_EQ(account->users.writes, 0.4);
  EXPECT_EQ(account->users.old_items, 0.1);
  EXPECT_EQ(account->users.ignore_ttl_share, 0.04);
  EXPECT_EQ(account->users.ignore_ttl_keep, hours(6));
  EXPECT_EQ(account->users.places[0].residency, "EU");
  EXPECT_THAT(account->users.places[0].latency, ElementsAre(Pair("eu-west-1", milliseconds(32))));

  EXPECT_EQ(find_bucket(*account, "none"), nullptr);
  EXPECT_EQ(find_zone(*account, "none"), nullptr);
  EXPECT_EQ(find_site(*account, "eu-central-1"), nullptr);
}

TEST(AccountFile, HasTheDefaultsOfTheFormat) {
  const auto account = read_account(base, "a.yaml");
  ASSERT_TRUE(account) << to_string(account.error().front());
  EXPECT_FALSE(account->keys[0].rotation);
  EXPECT_TRUE(account->buckets[0].public_access_blocked);
  EXPECT_EQ(account->buckets[0].generated[0].versions, 3);
  EXPECT_EQ(account->replication.median, seconds(20));
  EXPECT_EQ(account->replication.p99, minutes(4));
  EXPECT_EQ(account->workload.sites[0].latency, milliseconds(25));
  EXPECT_EQ(account->users.writes, 0.3);
  EXPECT_EQ(account->users.old_items, 0.25);
  EXPECT_FALSE(account->zones[0].records[0].alias->evaluate_target_health);
}

TEST(AccountFile, WhatIsNotThereNeedNotBeThere) {
  EXPECT_THAT(errors_of("account: \"558069890522\"\nstarts: 2026-01-05\nregions: [eu-west-1]\n"
                        "credentials: {access_key_id: a, secret_access_key: b}\n"),
              IsEmpty());
}

TEST(AccountFile, NeedsItsHead) {
  EXPECT_THAT(errors_of("buckets: []\n"),
              ElementsAre("1:1 the account file needs 'account', which is missing",
                          "1:1 the account file needs 'starts', which is missing",
                          "1:1 the account file needs 'regions', which is missing",
                          "1:1 the account file needs 'credentials', which is missing"));
}

TEST(AccountFile, ChecksTheAccountId) {
  EXPECT_THAT(errors_with("\"558069890522\"", "\"55806989052\""),
              ElementsAre("1:10 expected an account id of twelve digits, found the text "
                          "'55806989052'"));
  EXPECT_THAT(errors_with("\"558069890522\"", "558069890522"),
              ElementsAre("1:10 expected a text without spaces, found the number 558069890522"));
  EXPECT_THAT(errors_with("\"558069890522\"", "\"55806989052x\""), SizeIs(1));
}

TEST(AccountFile, KnowsTheRegions) {
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

TEST(AccountFile, NamesAreUnique) {
  EXPECT_THAT(errors_with("id: key-2", "id: key-1"),
              ElementsAre("12:9 the key id 'key-1' is given twice, first in line 9"));
  EXPECT_THAT(errors_with("\nzones:", "\n  - {name: recordings-1, region: eu-west-1}\nzones:"),
              ElementsAre("25:12 the bucket name 'recordings-1' is given twice, first in line 14"));
  EXPECT_THAT(errors_with("\nworkload:", "\n  - {id: Z1, name: b.org}\nworkload:"),
              ElementsAre("38:10 the zone id 'Z1' is given twice, first in line 26"));
  EXPECT_THAT(errors_of(std::string(base) +
                        "    - {name: Germany, count: 1, latency: {eu-west-1: 1ms, eu-central-1: "
                        "1ms}}\n"),
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

TEST(AccountFile, KeysOfBucketsExistInTheirRegion) {
  EXPECT_THAT(errors_with("key: key-1", "key: kee-1"),
              ElementsAre("17:10 there is no key 'kee-1' (did you mean 'key-1'?)"));
  EXPECT_THAT(errors_with("key: key-1", "key: key-2"),
              ElementsAre("17:10 the key is in eu-central-1, the bucket in eu-west-1"));
}

TEST(AccountFile, ChecksBuckets) {
  EXPECT_THAT(errors_with("name: recordings-1", "name: Recordings_1"),
              ElementsAre("14:11 expected a bucket's name, found the text 'Recordings_1'"));
  EXPECT_THAT(
      errors_with("versioning: enabled", "versioning: enable"),
      ElementsAre("16:17 expected enabled, suspended or never, found the text 'enable' (did "
                  "you mean 'enabled'?)"));
  EXPECT_THAT(errors_with("    key: key-1", "    public_access: yes"),
              ElementsAre("17:20 expected blocked or open, found the text 'yes'"));
}

TEST(AccountFile, ChecksObjects) {
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

TEST(AccountFile, ChecksReplication) {
  EXPECT_THAT(errors_with("zones:", "replication: {median: 5m}\nzones:"),
              ElementsAre("25:14 'p99' is less than 'median'"));
  EXPECT_THAT(errors_with("zones:", "replication: {median: 0s}\nzones:"),
              ElementsAre("25:23 replication takes some time"));
}

TEST(AccountFile, ChecksRecords) {
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

TEST(AccountFile, OneNameAndTypeHaveOneRoutingPolicy) {
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
  EXPECT_THAT(
      errors_with("\nworkload:",
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

TEST(AccountFile, ChecksTheWorkload) {
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

TEST(AccountFile, EveryPlaceHasALatencyToEverySite) {
  EXPECT_THAT(errors_with("{eu-west-1: 26ms, eu-central-1: 8ms}", "{eu-west-1: 26ms}"),
              ElementsAre("55:16 the latency to eu-central-1, which has a site, is missing"));
  EXPECT_THAT(errors_with("      latency: {eu-west-1: 26ms, eu-central-1: 8ms}\n", ""),
              ElementsAre("53:7 a place needs 'latency', which is missing"));
}

TEST(AccountFile, UsersNeedAWorkload) {
  std::string text(base);
  const std::size_t begin = text.find("workload:");
  text.erase(begin, text.find("users:") - begin);
  EXPECT_THAT(errors_of(text), ElementsAre("39:3 there are users, and no workload that they use"));
}

TEST(AccountFile, ReportsAllErrorsAtOnceInTheirOrder) {
  std::string text = with("versioning: enabled", "versionin: enabled");
  text.replace(text.find("weight: 100"), 11, "weight: 999");
  text.replace(text.find("count: 60"), 9, "count: no");
  text.replace(text.find("2026-01-05T06"), 13, "2026-13-05T06");
  text += "extra: 1\naccount: \"1\"\n";
  EXPECT_THAT(errors_of(text),
              ElementsAre("2:9 expected a time in UTC, found the text '2026-13-05T06:00:00Z'",
                          "16:5 unknown key 'versionin' in a bucket (did you mean 'versioning'?)",
                          "32:17 expected a whole number from 0 to 255, found the number 999",
                          "54:14 expected a whole number from 0 to 10000000, found the text 'no'",
                          "56:1 unknown key 'extra' in the account file",
                          "57:1 the key 'account' is given twice, first in line 1"));
}

TEST(AccountFile, SurvivesWrongShapes) {
  for (const char* bad :
       {"[]", "a", "~", "account: []", "regions: {}", "regions: eu-west-1", "buckets: {a: b}",
        "buckets: [[], 1, ~, {objects: [1, [], {generate: x}]}]",
        "zones: [{records: [1, {alias: 1}]}]", "users: {places: [1, {}]}", "workload: []",
        "workload: {sites: [~]}", "users: ~", "credentials: 1", "keys: [{tags: [a]}]",
        "users: {ignore_ttl: 1}"}) {
    EXPECT_FALSE(errors_of(bad).empty()) << bad;
  }
}

TEST(AccountFile, ReadsTheExample) {
  const std::string text = slurp("examples/medzen/account.yaml");
  const auto account = read_account(text, "account.yaml");
  ASSERT_TRUE(account) << to_string(account.error().front());
  EXPECT_THAT(account->buckets, SizeIs(3));
  EXPECT_THAT(account->users.places, SizeIs(13));
  int users = 0;
  for (const Place& place : account->users.places) users += place.count;
  const double requests = users * account->users.requests_per_day * 21;
  EXPECT_GT(requests, 105'000);
  EXPECT_LT(requests, 115'000);

  double versions = 0;
  double archived = 0;
  for (const Bucket& bucket : account->buckets) {
    versions += static_cast<double>(bucket.objects.size());
    for (const GeneratedObjects& objects : bucket.generated) {
      const double written = objects.count * (1 + objects.overwritten * objects.versions / 2.0);
      versions += written + objects.count * objects.deleted;
      archived += written * objects.archived;
    }
  }
  EXPECT_GT(versions, 6200);
  EXPECT_LT(versions, 6600);
  EXPECT_NEAR(archived, 150, 15);
}

TEST(AccountFile, TheFormatsOwnExampleReads) {
  const std::string document = slurp("docs/account-file.md");
  const std::size_t begin = document.find("```yaml\n") + 8;
  const std::string yaml = document.substr(begin, document.find("\n```", begin) - begin + 1);
  EXPECT_THAT(errors_of(yaml), IsEmpty());
}

TEST(AccountFile, ATruncatedFileIsAnErrorOrAnAccountButNoCrash) {
  const std::string text = slurp("examples/medzen/account.yaml");
  for (std::size_t length = 0; length < text.size(); length += length < 400 ? 1 : 17) {
    const auto account = read_account(std::string_view(text).substr(0, length), "account.yaml");
    if (account) continue;
    EXPECT_FALSE(account.error().empty());
  }
}

TEST(AccountFile, AChangedByteIsAnErrorOrAnAccountButNoCrash) {
  const std::string text = slurp("examples/medzen/account.yaml");
  std::uint64_t state = 1;
  for (int i = 0; i < 300; ++i) {
    std::string changed = text;
    for (int k = 0; k < 3; ++k) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      changed[(state >> 33) % changed.size()] = static_cast<char>(state >> 25);
    }
    const auto account = read_account(changed, "account.yaml");
    if (account) continue;
    EXPECT_FALSE(account.error().empty());
  }
}

}  // namespace
}  // namespace godwit::account
