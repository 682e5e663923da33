// ChangeResourceRecordSets: what it takes, what it refuses and in which words. Facts C2, C3, C5-C8.
#include <gmock/gmock.h>

#include "base/text.h"
#include "lab/services/route53/fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::HasSubstr;
using testing::StartsWith;

class BatchTest : public Route53Test {
 protected:
  std::string refused_change(const std::vector<Value>& changes) {
    const std::string before = serialize(lab.route53().snapshot());
    const std::string refusal = refused("ChangeResourceRecordSets", batch(changes));
    EXPECT_EQ(serialize(lab.route53().snapshot()), before) << "a refused batch must change nothing";
    return refusal;
  }
  std::vector<std::string> listed(const std::string& name) {
    std::vector<std::string> found;
    const Value output = must("ListResourceRecordSets", Value().set("HostedZoneId", "Z0EXAMPLE"));
    for (const Value& set : output["ResourceRecordSets"].list()) {
      if (set["Name"].text() != name) continue;
      found.push_back(fmt::format("{} {} {}", set["Type"].text(), set["SetIdentifier"].text(),
                                  set["Weight"].integer()));
    }
    return found;
  }
};

TEST_F(BatchTest, c6_create_over_an_existing_record_is_refused) {
  EXPECT_EQ(refused_change({change("CREATE", west_at(50))}),
            "InvalidChangeBatch: [Tried to create resource record set [name='api.example.com.', "
            "type='A', set-identifier='west'] but it already exists]");
  EXPECT_THAT(refused_change({change("CREATE", plain("STATIC.example.com.", "A", {"192.0.2.1"}))}),
              HasSubstr("[name='static.example.com.', type='A'] but it already exists"));
}

TEST_F(BatchTest, c6_a_batch_is_atomic) {
  EXPECT_THAT(refused_change({change("UPSERT", central_at(100)),
                              change("CREATE", plain("new.example.com", "A", {"192.0.2.1"})),
                              change("CREATE", west_at(0))}),
              StartsWith("InvalidChangeBatch"));
  EXPECT_EQ(listed("new.example.com.").size(), 0U);
}

TEST_F(BatchTest, c6_every_mistake_of_a_batch_has_its_message) {
  const Answer answer =
      ask("ChangeResourceRecordSets",
          batch({change("CREATE", west_at(1)), change("CREATE", central_at(1)),
                 change("DELETE", plain("gone.example.com", "A", {"192.0.2.1"}))}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().status, 400);
  EXPECT_EQ(answer.error().details["messages"].list().size(), 3U);
}

TEST_F(BatchTest, c2_c6_policies_do_not_mix_under_a_name) {
  EXPECT_THAT(
      refused_change({change("CREATE", alias("api.example.com", west_zone, west_endpoint))}),
      HasSubstr("RRSet with DNS name api.example.com., type A cannot be created as other "
                "RRSets exist with the same name and type"));
  EXPECT_THAT(
      refused_change(
          {change("UPSERT", weighted(plain("static.example.com", "A", {"192.0.2.1"}), "a", 1))}),
      HasSubstr("RRSet with DNS name static.example.com., type A, SetIdentifier a cannot be "
                "created as a non-weighted set exists with the same name and type"));
}

TEST_F(BatchTest, c2_a_policy_changes_when_the_old_records_go_in_the_same_batch) {
  settle({change("DELETE", plain("static.example.com", "A", {"198.51.100.7"}, 120)),
          change("CREATE", weighted(plain("static.example.com", "A", {"192.0.2.1"}), "a", 1))});
  EXPECT_THAT(listed("static.example.com."), testing::ElementsAre("A a 1"));
}

TEST_F(BatchTest, c6_upsert_updates_the_same_identifier_and_adds_a_new_one) {
  settle({change("UPSERT", west_at(7))});
  EXPECT_THAT(listed("api.example.com."), testing::ElementsAre("A central 0", "A west 7"));
  settle({change("UPSERT",
                 weighted(alias("api.example.com", west_zone, west_endpoint), "west-again", 7))});
  EXPECT_THAT(listed("api.example.com."),
              testing::ElementsAre("A central 0", "A west 7", "A west-again 7"));
}

// L983 of the runbook: the rollback's new identifier does not replace anything.
TEST_F(BatchTest, c7_a_rollback_with_a_new_identifier_leaves_half_of_the_traffic) {
  settle({change("UPSERT", west_at(0)), change("UPSERT", central_at(100))});
  EXPECT_EQ(share_of("central"), 1.0);
  settle({change("UPSERT",
                 weighted(alias("api.example.com", west_zone, west_endpoint), "rollback", 100))});
  EXPECT_EQ(share_of("central"), 0.5);
  EXPECT_EQ(share_of("rollback"), 0.5);
}

TEST_F(BatchTest, deletion_wants_the_values_as_they_are) {
  EXPECT_EQ(refused_change({change("DELETE", west_at(99))}),
            "InvalidChangeBatch: [Tried to delete resource record set [name='api.example.com.', "
            "type='A', set-identifier='west'] but the values provided do not match the current "
            "values]");
  EXPECT_THAT(
      refused_change({change("DELETE", plain("static.example.com", "A", {"198.51.100.7"}, 60))}),
      HasSubstr("do not match the current values"));
  EXPECT_THAT(refused_change({change("DELETE", plain("none.example.com", "A", {"198.51.100.7"}))}),
              HasSubstr("but it was not found"));
  settle({change("DELETE", west_at(100))});
  EXPECT_THAT(listed("api.example.com."), testing::ElementsAre("A central 0"));
}

TEST_F(BatchTest, deletion_takes_the_values_in_any_order) {
  settle({change("CREATE", plain("two.example.com", "A", {"192.0.2.1", "192.0.2.2"}))});
  settle({change("DELETE", plain("two.example.com", "A", {"192.0.2.2", "192.0.2.1"}))});
  EXPECT_EQ(listed("two.example.com.").size(), 0U);
}

TEST_F(BatchTest, the_zones_own_records_stay) {
  const Value output = must("ListResourceRecordSets", Value().set("HostedZoneId", "Z0EXAMPLE"));
  for (const Value& set : output["ResourceRecordSets"].list()) {
    if (set["Type"].text() != "NS" && set["Type"].text() != "SOA") continue;
    EXPECT_THAT(refused_change({change("DELETE", set)}), HasSubstr("A HostedZone must contain"));
  }
}

TEST_F(BatchTest, c5_weights_are_0_to_255) {
  EXPECT_THAT(refused_change({change("UPSERT", west_at(256))}),
              testing::AllOf(StartsWith("InvalidInput"), HasSubstr("maxInclusive '255'")));
  EXPECT_THAT(refused_change({change("UPSERT", west_at(-1))}), StartsWith("InvalidInput"));
  settle({change("UPSERT", west_at(255)), change("UPSERT", central_at(0))});
}

TEST_F(BatchTest, weight_and_identifier_come_together) {
  EXPECT_EQ(refused_change({change(
                "CREATE", plain("a.example.com", "A", {"192.0.2.1"}).set("SetIdentifier", "one"))}),
            "InvalidInput: Invalid request: Expected exactly one of [Weight, Region, Failover, "
            "GeoLocation, or MultiValueAnswer], but found none in Change with [Action=CREATE, "
            "Name=a.example.com, Type=A, SetIdentifier=one]");
  EXPECT_THAT(
      refused_change(
          {change("CREATE", plain("a.example.com", "A", {"192.0.2.1"}).set("Weight", 1))}),
      HasSubstr("Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=a.example.com, "
                "Type=A, SetIdentifier=null]"));
  EXPECT_THAT(refused_change({change("UPSERT", west_at(1).set("Region", "eu-west-1"))}),
              HasSubstr("but found more than one"));
}

TEST_F(BatchTest, c8_an_alias_has_no_ttl) {
  EXPECT_EQ(refused_change({change("UPSERT", west_at(1).set("TTL", 60))}),
            "InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and "
            "ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with "
            "[Action=UPSERT, Name=api.example.com, Type=A, SetIdentifier=west]");
  Value without_ttl = Value()
                          .set("Name", "a.example.com")
                          .set("Type", "A")
                          .set("ResourceRecords", Value().push(Value().set("Value", "192.0.2.1")));
  EXPECT_THAT(refused_change({change("CREATE", without_ttl)}), HasSubstr("but found none"));
}

// L756 and L770 of the runbook name load balancers' zones.
TEST_F(BatchTest, c3_an_alias_names_the_zone_of_the_service_in_its_region) {
  for (const std::string wrong :
       {"Z215JYRZR1TBD5", "Z32O12XQLNTSW2", "Z1U9ULNL0V5AJ3", "Z0EXAMPLE"}) {
    EXPECT_THAT(
        refused_change({change(
            "UPSERT", weighted(alias("api.example.com", wrong, west_endpoint), "west", 1))}),
        StartsWith(
            fmt::format("InvalidChangeBatch: [Tried to create an alias that targets {}., type "
                        "A in zone {}, but the alias target name does not lie within the "
                        "target zone",
                        west_endpoint, wrong)));
  }
  settle({change("UPSERT", alias("frankfurt.example.com", central_zone, central_endpoint))});
}

TEST_F(BatchTest, c3_endpoints_that_the_catalog_does_not_know_are_taken) {
  settle({change("UPSERT", alias("auckland.example.com", "ZUNKNOWN",
                                 "d-1.execute-api.ap-southeast-6.amazonaws.com"))});
  EXPECT_THAT(
      refused_change({change("UPSERT", alias("a.example.com", "ZUNKNOWN", "api.other.org"))}),
      HasSubstr("does not lie within the target zone"));
}

TEST_F(BatchTest, c2_an_alias_within_the_zone_needs_its_target) {
  EXPECT_THAT(
      refused_change({change("CREATE", alias("a.example.com", "Z0EXAMPLE", "b.example.com"))}),
      HasSubstr("but that target was not found"));
  EXPECT_THAT(  // of another type
      refused_change({change("CREATE", alias("a.example.com", "Z0EXAMPLE", "www.example.com"))}),
      HasSubstr("but that target was not found"));
  settle({change("CREATE", alias("a.example.com", "Z0EXAMPLE", "b.example.com")),
          change("CREATE", plain("b.example.com", "A", {"192.0.2.9"}))});
  EXPECT_EQ(lab.names().resolve("a.example.com").value().addresses,
            std::vector<std::string>{"192.0.2.9"});
}

TEST_F(BatchTest, a_health_check_must_exist) {
  EXPECT_THAT(refused_change({change("UPSERT", west_at(1).set("HealthCheckId", "nothing"))}),
              StartsWith("NoSuchHealthCheck"));
}

TEST_F(BatchTest, weighted_records_of_a_name_have_one_ttl) {
  settle({change("CREATE", weighted(plain("w.example.com", "A", {"192.0.2.1"}, 60), "a", 1))});
  EXPECT_THAT(refused_change({change(
                  "CREATE", weighted(plain("w.example.com", "A", {"192.0.2.2"}, 30), "b", 1))}),
              HasSubstr("weighted sets must contain the same TTL"));
}

TEST_F(BatchTest, names_lie_within_the_zone) {
  EXPECT_EQ(refused_change({change("CREATE", plain("api.example.org", "A", {"192.0.2.1"}))}),
            "InvalidChangeBatch: [RRSet with DNS name api.example.org. is not permitted in zone "
            "example.com.]");
  EXPECT_THAT(refused_change({change("CREATE", plain("badexample.com", "A", {"192.0.2.1"}))}),
              HasSubstr("is not permitted in zone"));
  EXPECT_THAT(refused_change({change("CREATE", plain("a..example.com", "A", {"192.0.2.1"}))}),
              HasSubstr("DomainLabelEmpty"));
}

TEST_F(BatchTest, a_cname_has_no_company_and_no_apex) {
  EXPECT_THAT(
      refused_change({change("CREATE", plain("example.com", "CNAME", {"a.example.org"}))}),
      HasSubstr("RRSet of type CNAME with DNS name example.com. is not permitted at apex in "
                "zone example.com."));
  EXPECT_THAT(
      refused_change({change("CREATE", plain("static.example.com", "CNAME", {"a.org"}))}),
      HasSubstr("is not permitted as it conflicts with other records with the same DNS name"));
  EXPECT_THAT(refused_change({change("CREATE", plain("www.example.com", "A", {"192.0.2.1"}))}),
              HasSubstr("a conflicting RRSet of type CNAME with the same DNS name already exists"));
}

struct BadValue {
  const char* type;
  const char* value;
  const char* code;
};

class BadValueTest : public BatchTest, public testing::WithParamInterface<BadValue> {};

TEST_P(BadValueTest, is_refused_by_its_syntax) {
  const BadValue& bad = GetParam();
  EXPECT_THAT(
      refused_change({change("CREATE", plain("v.example.com", bad.type, {bad.value}))}),
      testing::AllOf(StartsWith("InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: "),
                     HasSubstr(bad.code)));
}

INSTANTIATE_TEST_SUITE_P(
    Values, BadValueTest,
    testing::Values(BadValue{"A", "192.0.2", "ARRDATAIllegalIPv4Address"},
                    BadValue{"A", "192.0.2.256", "ARRDATAIllegalIPv4Address"},
                    BadValue{"A", "api.example.com", "ARRDATAIllegalIPv4Address"},
                    BadValue{"AAAA", "192.0.2.1", "AAAARRDATAIllegalIPv6Address"},
                    BadValue{"AAAA", "2001:db8:::1", "AAAARRDATAIllegalIPv6Address"},
                    BadValue{"CNAME", "two words", "UnsupportedCharacter"},
                    BadValue{"CNAME", "a..b", "DomainLabelEmpty"},
                    BadValue{"TXT", "v=spf1 -all", "InvalidCharacterString"},
                    BadValue{"TXT", "\"open", "InvalidCharacterString"},
                    BadValue{"MX", "mail.example.com", "MXRRDATANotTwoFields"}));

TEST_F(BatchTest, good_values_are_taken) {
  settle({change("CREATE", plain("a.example.com", "AAAA", {"2001:db8::1"})),
          change("CREATE", plain("t.example.com", "TXT", {R"("one" "two \" three")"})),
          change("CREATE", plain("*.wild.example.com", "A", {"192.0.2.3"})),
          change("CREATE", plain("m.example.com", "MX", {"10 mail.example.com."}))});
  EXPECT_EQ(listed("\\052.wild.example.com.").size(), 1U);
  EXPECT_THAT(
      refused_change({change("CREATE", plain("d.example.com", "A", {"192.0.2.3", "192.0.2.3"}))}),
      HasSubstr("Duplicate Resource Record: '192.0.2.3'"));
}

TEST_F(BatchTest, one_record_set_is_changed_once) {
  EXPECT_EQ(refused_change({change("UPSERT", west_at(1)), change("UPSERT", west_at(2))}),
            "InvalidChangeBatch: [The request contains an invalid set of changes for a resource "
            "record set 'A api.example.com.']");
  settle({change("DELETE", west_at(100)), change("CREATE", west_at(5))});
}

TEST_F(BatchTest, a_batch_has_a_thousand_changes_at_most) {
  std::vector<Value> changes;
  for (int n = 0; n < 1001; ++n) {
    changes.push_back(
        change("CREATE", plain(fmt::format("h{}.example.com", n), "A", {"192.0.2.1"})));
  }
  EXPECT_THAT(refused_change(changes), HasSubstr("Number of records limit of 1000 exceeded"));
  changes.pop_back();
  settle(changes);
  std::vector<Value> updates;
  for (int n = 0; n < 501; ++n) {
    updates.push_back(
        change("UPSERT", plain(fmt::format("h{}.example.com", n), "A", {"192.0.2.2"})));
  }
  EXPECT_THAT(refused_change(updates), HasSubstr("limit of 1000")) << "an UPSERT counts twice";
}

TEST_F(BatchTest, nonsense_is_refused) {
  EXPECT_THAT(refused_change({}), StartsWith("InvalidInput"));
  EXPECT_THAT(refused_change({change("REPLACE", west_at(1))}), StartsWith("InvalidInput"));
  EXPECT_THAT(refused_change({change("CREATE", plain("a.example.com", "B", {"192.0.2.1"}))}),
              StartsWith("InvalidInput"));
  EXPECT_THAT(refused("ChangeResourceRecordSets", batch({}).set("HostedZoneId", "ZNONE")),
              StartsWith("NoSuchHostedZone"));
}

}  // namespace
}  // namespace godwit::lab::services
