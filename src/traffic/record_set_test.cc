#include "traffic/record_set.h"

#include <gtest/gtest.h>

namespace godwit::traffic {
namespace {

TEST(PolicyOf, IsWhatTheRecordNames) {
  const auto of = [](auto&& set) {
    RecordSet record;
    set(record);
    return to_string(policy_of(record));
  };
  EXPECT_EQ(of([](RecordSet&) {}), "simple");
  EXPECT_EQ(of([](RecordSet& record) { record.weight = 0; }), "weighted");
  EXPECT_EQ(of([](RecordSet& record) { record.region = "eu-west-1"; }), "latency");
  EXPECT_EQ(of([](RecordSet& record) { record.failover = FailoverRole::primary; }), "failover");
  EXPECT_EQ(of([](RecordSet& record) { record.geolocation.emplace(); }), "geolocation");
  EXPECT_EQ(of([](RecordSet& record) { record.geoproximity.emplace(); }), "geoproximity");
  EXPECT_EQ(of([](RecordSet& record) { record.multivalue = true; }), "multivalue answer");
  EXPECT_EQ(of([](RecordSet& record) { record.cidr.emplace(); }), "IP-based");
}

TEST(TtlOf, IsSixtySecondsForAnAlias) {  // fact C8
  RecordSet alias;
  alias.alias = AliasTarget{"Z1", "x.amazonaws.com"};
  EXPECT_EQ(ttl_of(alias), seconds(60));
  RecordSet record;
  record.ttl = seconds(300);
  EXPECT_EQ(ttl_of(record), seconds(300));
}

TEST(CanonicalName, IsLowerCaseWithoutTheFinalDot) {
  EXPECT_EQ(canonical_name("API.Example.COM."), "api.example.com");
  EXPECT_EQ(canonical_name("example.com"), "example.com");
  EXPECT_EQ(canonical_name("*.Example.com."), "*.example.com");
  EXPECT_EQ(canonical_name("."), "");
  EXPECT_EQ(canonical_name(""), "");
}

}  // namespace
}  // namespace godwit::traffic
