#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_file.h"
#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// An account that bears the base plan out.
account::Account base_account() {
  account::Account account;
  account.id = "558069890522";
  account.regions = {"eu-west-1", "eu-central-1"};
  account.buckets.push_back({.name = "recordings-1", .region = "eu-west-1"});
  account::Record record{.name = "api.medzenhealth.app", .type = "A", .set_identifier = "one"};
  record.weight = 100;
  record.alias = account::Alias{"Z2", "d-1.execute-api.eu-west-1.amazonaws.com", false};
  account.zones.push_back({.id = "Z1", .name = "medzenhealth.app", .records = {record}});
  account.workload.sites = {
      {.region = "eu-west-1",
       .endpoint = "d-1.execute-api.eu-west-1.amazonaws.com",
       .stores = {{"recordings", "recordings-1"}}},
      {.region = "eu-central-1",
       .endpoint = "d-2.execute-api.eu-central-1.amazonaws.com",
       .stores = {{"recordings", "recordings-2"}}},
  };
  return account;
}

std::vector<std::string> errors_of(const account::Account& account) {
  return causes(check_against(plan_of(std::string(base_plan)), account),
                "check plan against account");
}

TEST(CheckAgainst, FindsNothingWhereAllIsWell) {
  EXPECT_THAT(errors_of(base_account()), IsEmpty());
}

TEST(CheckAgainst, TheExamplesFitTogether) {
  const auto account = account::read_account(slurp("examples/medzen/account.yaml"), "account.yaml");
  ASSERT_TRUE(account);
  for (const char* file : {"migration.yaml", "as-written.yaml"}) {
    const auto plan = read_plan(slurp(std::string("examples/medzen/") + file), file);
    ASSERT_TRUE(plan) << to_string(plan.error().front());
    const Errors errors = check_against(*plan, *account);
    EXPECT_TRUE(errors.empty()) << to_string(errors.front());
    EXPECT_TRUE(compile(*plan));
  }
}

TEST(CheckAgainst, TheAccountIsThePlans) {
  account::Account account = base_account();
  account.id = "111111111111";
  account.regions = {"eu-west-1"};
  EXPECT_THAT(errors_of(account),
              ElementsAre("0:0 the plan is for account 558069890522, this is 111111111111",
                          "0:0 the account does not use the region eu-central-1"));
}

TEST(CheckAgainst, Buckets) {
  account::Account account = base_account();
  account.buckets[0].name = "recordings-l";
  EXPECT_THAT(errors_of(account),
              ElementsAre("16:15 the account has no bucket 'recordings-1' (did you mean "
                          "'recordings-l'?)"));
  account = base_account();
  account.buckets[0].region = "eu-central-1";
  EXPECT_THAT(errors_of(account), ElementsAre("16:15 the bucket recordings-1 is in eu-central-1, "
                                              "not in the source region eu-west-1"));
  account = base_account();
  account.buckets.push_back({.name = "recordings-2", .region = "eu-west-1"});
  EXPECT_THAT(errors_of(account),
              ElementsAre("15:7 the target bucket recordings-2 exists already, in eu-west-1"));
}

TEST(CheckAgainst, Stores) {
  account::Account account = base_account();
  account.workload.sites[1].stores["recordings"] = "recordings-3";
  EXPECT_THAT(errors_of(account),
              ElementsAre("15:7 the workload in eu-central-1 keeps its store 'recordings' in "
                          "recordings-3, the plan names recordings-2"));
  account = base_account();
  account.workload.sites[0].stores["recordings"] = "recordings-3";
  EXPECT_THAT(errors_of(account),
              ElementsAre("16:15 the workload in eu-west-1 keeps its store 'recordings' in "
                          "recordings-3, the plan names recordings-1"));
  account.workload.sites[0].stores.clear();
  EXPECT_THAT(errors_of(account), IsEmpty());
}

TEST(CheckAgainst, ZonesAndRecords) {
  account::Account account = base_account();
  account.zones[0].id = "Z11";
  EXPECT_THAT(errors_of(account),
              ElementsAre("21:11 the account has no zone 'Z1' (did you mean 'Z11'?)"));
  account = base_account();
  account.zones[0].records[0].name = "apl.medzenhealth.app";
  EXPECT_THAT(errors_of(account), ElementsAre("20:5 the zone medzenhealth.app has no record "
                                              "api.medzenhealth.app of "
                                              "type A (did you mean 'apl.medzenhealth.app'?)"));
  account = base_account();
  account.zones[0].records[0].type = "AAAA";
  EXPECT_THAT(errors_of(account), ElementsAre("20:5 the zone medzenhealth.app has no record "
                                              "api.medzenhealth.app of "
                                              "type A"));
}

TEST(CheckAgainst, RecordSets) {
  account::Account account = base_account();
  account.zones[0].records[0].set_identifier = "";
  EXPECT_THAT(errors_of(account), ElementsAre("24:7 the record api.medzenhealth.app is simple: "
                                              "weighted ones cannot join it"));
  account.zones[0].records[0].set_identifier = "onee";
  EXPECT_THAT(errors_of(account), ElementsAre("24:7 api.medzenhealth.app has no record set 'one' "
                                              "(did you mean 'onee'?)"));
  account = base_account();
  account.zones[0].records[0].alias->name = "elsewhere.org";
  EXPECT_THAT(errors_of(account),
              ElementsAre("24:7 the record set 'one' leads to elsewhere.org, not to "
                          "d-1.execute-api.eu-west-1.amazonaws.com"));
}

TEST(CheckAgainst, Endpoints) {
  account::Account account = base_account();
  account.workload.sites[1].endpoint = "x.execute-api.eu-central-1.amazonaws.com";
  EXPECT_THAT(errors_of(account),
              ElementsAre("27:7 the endpoint in eu-central-1 is "
                          "x.execute-api.eu-central-1.amazonaws.com, the plan names "
                          "d-2.execute-api.eu-central-1.amazonaws.com"));
  account.workload.sites.pop_back();
  EXPECT_THAT(errors_of(account),
              ElementsAre("27:7 the account's workload has no site in eu-central-1"));
}

// What is in caches when the first rung begins counts, too.
TEST(CheckAgainst, ARungOutlivesTheTtlThatIsThereNow) {
  account::Account account = base_account();
  account::Record& record = account.zones[0].records[0];
  record.alias.reset();
  record.values = {"192.0.2.1"};
  record.ttl = hours(6);
  EXPECT_THAT(
      errors_of(account),
      ElementsAre("35:13 'bake' is 6h, and what a rung does may show only after 21750s: TTL "
                  "21600s + detection 3 x 30s = 90s + propagation 60s"));
  record.ttl = seconds(300);
  EXPECT_THAT(errors_of(account), IsEmpty());
}

}  // namespace
}  // namespace godwit::plan
