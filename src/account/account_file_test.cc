#include "account/account_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_fixture.h"

namespace godwit::account {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

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
  EXPECT_EQ(account->users.habits.caches.ignored.share, 0.04);
  EXPECT_EQ(account->users.habits.caches.ignored.keep, hours(6));
  EXPECT_EQ(account->users.places[0].residency, "EU");
  EXPECT_THAT(account->users.places[0].latency, ElementsAre(Pair("eu-west-1", milliseconds(32))));

  EXPECT_EQ(find_bucket(*account, "none"), nullptr);
  EXPECT_EQ(find_zone(*account, "none"), nullptr);
  EXPECT_EQ(find_site(*account, "eu-central-1"), nullptr);
}

TEST(AccountFile, HasTheDefaultsOfTheFormat) {
  const auto account = read_account(base_account, "a.yaml");
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
  EXPECT_GT(requests, 101'000);
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
