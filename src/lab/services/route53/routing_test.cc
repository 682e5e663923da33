// Record sets of every routing policy: kept as they are given, and refused where AWS refuses.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
#include <gmock/gmock.h>

#include "lab/services/route53/fixture.h"
#include "lab/services/route53/geo_locations.h"
#include "lab/services/route53/names.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::HasSubstr;
using testing::StartsWith;

Value in_country(std::string_view code) { return Value().set("CountryCode", code); }

class RoutingTest : public Route53Test {
 protected:
  // A record of one address under one name, with a policy's member.
  static Value routed(std::string_view identifier, std::string_view member, Value value) {
    return plain("r.example.com", "A", {"192.0.2.1"})
        .set("SetIdentifier", identifier)
        .set(member, std::move(value));
  }
  static Value at_point(std::string_view latitude, std::string_view longitude) {
    return Value().set("Coordinates",
                       Value().set("Latitude", latitude).set("Longitude", longitude));
  }
  std::string refusal(const std::vector<Value>& changes) {
    const std::string before = serialize(lab.route53().snapshot());
    const std::string text = refused("ChangeResourceRecordSets", batch(changes));
    EXPECT_EQ(serialize(lab.route53().snapshot()), before) << "a refused batch must change nothing";
    return text;
  }
  std::string refused_creation(Value set) { return refusal({change("CREATE", std::move(set))}); }
  std::vector<Value> listed(std::string_view name) {
    std::vector<Value> found;
    const Value output = must("ListResourceRecordSets", Value().set("HostedZoneId", "Z0EXAMPLE"));
    for (const Value& set : output["ResourceRecordSets"].list()) {
      if (set["Name"].text() == name) found.push_back(set);
    }
    return found;
  }
};

TEST_F(RoutingTest, each_policy_is_listed_as_it_was_created) {
  const std::vector<std::pair<std::string_view, Value>> policies = {
      {"Weight", 7},
      {"Region", "eu-central-1"},
      {"Failover", "SECONDARY"},
      {"GeoLocation", Value().set("ContinentCode", "AF")},
      {"GeoLocation", in_country("*")},
      {"GeoLocation", in_country("US").set("SubdivisionCode", "CA")},
      {"GeoLocation", in_country("UA").set("SubdivisionCode", "43")},
      {"GeoProximityLocation", Value().set("AWSRegion", "af-south-1").set("Bias", -20)},
      {"GeoProximityLocation", Value().set("LocalZoneGroup", "us-east-1-bue-1")},
      {"GeoProximityLocation", at_point("-33.92", "18.4").set("Bias", 99)},
      {"MultiValueAnswer", true},
  };
  for (const auto& [member, value] : policies) {
    const Value set = routed("one", member, value);
    must("ChangeResourceRecordSets", batch({change("CREATE", set)}));
    const auto found = listed("r.example.com.");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front()[member], value) << member;
    EXPECT_EQ(found.front()["SetIdentifier"].text(), "one");
    must("ChangeResourceRecordSets", batch({change("DELETE", set)}));
    EXPECT_TRUE(listed("r.example.com.").empty());
  }
}

TEST_F(RoutingTest, exactly_one_policy_comes_with_a_set_identifier) {
  EXPECT_EQ(refused_creation(plain("r.example.com", "A", {"192.0.2.1"}).set("SetIdentifier", "a")),
            "InvalidInput: Invalid request: Expected exactly one of [Weight, Region, Failover, "
            "GeoLocation, or MultiValueAnswer], but found none in Change with [Action=CREATE, "
            "Name=r.example.com, Type=A, SetIdentifier=a]");
  EXPECT_THAT(refused_creation(routed("a", "Weight", 1).set("Region", "eu-west-1")),
              HasSubstr("but found more than one"));
  EXPECT_THAT(refused_creation(plain("r.example.com", "A", {"192.0.2.1"}).set("Weight", 1)),
              HasSubstr("Missing field 'SetIdentifier'"));
  EXPECT_THAT(refused_creation(routed(std::string(129, 'x'), "Weight", 1)),
              HasSubstr("maxLength '128'"));
}

struct BadPolicy {
  const char* what;
  const char* member;
  Value value;
  const char* words;
};
void PrintTo(const BadPolicy& bad, std::ostream* out) { *out << bad.what; }

class BadPolicyTest : public RoutingTest, public testing::WithParamInterface<BadPolicy> {};

TEST_P(BadPolicyTest, is_refused_by_itself) {
  EXPECT_THAT(refused_creation(routed("a", GetParam().member, GetParam().value)),
              testing::AllOf(StartsWith("InvalidInput: "), HasSubstr(GetParam().words)));
}

INSTANTIATE_TEST_SUITE_P(
    Policies, BadPolicyTest,
    testing::Values(
        BadPolicy{"weight_too_large", "Weight", 256, "maxInclusive '255'"},
        BadPolicy{"weight_negative", "Weight", -1, "minInclusive '0'"},
        BadPolicy{"no_region", "Region", "eu-middle-1", "cvc-enumeration-valid"},
        BadPolicy{"no_role", "Failover", "TERTIARY", "[PRIMARY, SECONDARY]"},
        BadPolicy{"no_continent", "GeoLocation", Value().set("ContinentCode", "XX"),
                  "not a supported geolocation"},
        BadPolicy{"a_word_for_a_continent", "GeoLocation", Value().set("ContinentCode", "Default"),
                  "Value 'Default' with length = '7' is not facet-valid with respect to length '2' "
                  "for type 'ContinentCode'"},
        BadPolicy{"continent_with_country", "GeoLocation",
                  in_country("DE").set("ContinentCode", "EU"), "not a supported geolocation"},
        BadPolicy{"no_country", "GeoLocation", in_country("UK"), "not a supported geolocation"},
        BadPolicy{"country_in_small_letters", "GeoLocation", in_country("de"),
                  "not a supported geolocation"},
        BadPolicy{"country_without_addresses", "GeoLocation", in_country("BV"),
                  "not a supported geolocation"},
        BadPolicy{"subdivision_elsewhere", "GeoLocation",
                  in_country("DE").set("SubdivisionCode", "BY"), "not a supported geolocation"},
        BadPolicy{"subdivision_alone", "GeoLocation", Value().set("SubdivisionCode", "CA"),
                  "not a supported geolocation"},
        BadPolicy{"nowhere", "GeoLocation", Value::structure(), "not a supported geolocation"},
        BadPolicy{"proximity_to_nothing", "GeoProximityLocation", Value().set("Bias", 1),
                  "but found none"},
        BadPolicy{"proximity_to_two", "GeoProximityLocation",
                  Value().set("AWSRegion", "eu-west-1").set("LocalZoneGroup", "us-east-1-bue-1"),
                  "but found more than one"},
        BadPolicy{"bias_too_large", "GeoProximityLocation",
                  Value().set("AWSRegion", "eu-west-1").set("Bias", 100), "maxInclusive '99'"},
        BadPolicy{"bias_too_small", "GeoProximityLocation",
                  Value().set("AWSRegion", "eu-west-1").set("Bias", -100), "minInclusive '-99'"},
        BadPolicy{"proximity_to_no_region", "GeoProximityLocation",
                  Value().set("AWSRegion", "eu-west-9"), "is not an AWS Region"},
        BadPolicy{"no_group", "GeoProximityLocation", Value().set("LocalZoneGroup", "bue-1"),
                  "is not a Local Zone Group"},
        BadPolicy{
            "beyond_the_pole", "GeoProximityLocation",
            Value().set("Coordinates", Value().set("Latitude", "90.01").set("Longitude", "0")),
            "not valid coordinates"},
        BadPolicy{
            "too_precise", "GeoProximityLocation",
            Value().set("Coordinates", Value().set("Latitude", "1.234").set("Longitude", "0")),
            "not valid coordinates"},
        BadPolicy{"half_a_point", "GeoProximityLocation",
                  Value().set("Coordinates", Value().set("Latitude", "1.2")),
                  "not valid coordinates"}),
    [](const testing::TestParamInfo<BadPolicy>& bad) { return bad.param.what; });

// Fact C2: "one name and type has one routing policy".
TEST_F(RoutingTest, c2_policies_do_not_mix) {
  must("ChangeResourceRecordSets",
       batch({change("CREATE", routed("de", "GeoLocation", in_country("DE")))}));
  EXPECT_THAT(refused_creation(routed("w", "Weight", 1)),
              HasSubstr("SetIdentifier w cannot be created as a non-weighted set exists with the "
                        "same name and type."));
  EXPECT_THAT(refused_creation(routed("r", "Region", "eu-west-1")),
              HasSubstr("non-latency set exists"));
  EXPECT_THAT(
      refused_creation(routed("m", "MultiValueAnswer", true)),
      HasSubstr("because a non multivalue answer rrset exists with the same name and type"));
  EXPECT_THAT(refused_creation(plain("r.example.com", "A", {"192.0.2.1"})),
              HasSubstr("as other RRSets exist with the same name and type"));
  EXPECT_THAT(refusal({change("UPSERT", routed("de", "Weight", 1)),
                       change("CREATE", routed("fr", "GeoLocation", in_country("FR")))}),
              HasSubstr("non-weighted set exists"));
  // Another type under the name is a group of its own.
  must(
      "ChangeResourceRecordSets",
      batch({change("CREATE", weighted(plain("r.example.com", "AAAA", {"2001:db8::1"}), "w", 1))}));
}

TEST_F(RoutingTest, nothing_is_there_twice_within_a_policy) {
  struct Case {
    std::string_view member;
    Value value;
    std::string_view words;
  };
  const std::vector<Case> cases = {
      {"Region", "eu-west-1",
       "RRSet with DNS name r.example.com., type A, SetIdentifier b, and Region Name=eu-west-1 "
       "cannot be created because a latency RRSet with the same name, type and region already "
       "exists."},
      {"GeoLocation", in_country("DE"), "geolocation RRSet with the same name, type and location"},
      {"GeoLocation", in_country("*"), "geolocation RRSet with the same name, type and location"},
      {"Failover", "SECONDARY", "failover RRSet with the same name, type and failover"},
      {"GeoProximityLocation", Value().set("AWSRegion", "eu-west-1"), "geoproximity RRSet"},
  };
  for (const Case& each : cases) {
    must("ChangeResourceRecordSets",
         batch({change("CREATE", routed("a", each.member, each.value))}));
    EXPECT_THAT(refused_creation(routed("b", each.member, each.value)),
                testing::AllOf(StartsWith("InvalidChangeBatch"), HasSubstr(each.words)));
    must("ChangeResourceRecordSets",
         batch({change("DELETE", routed("a", each.member, each.value)),
                change("CREATE", routed("b", each.member, each.value))}));
    must("ChangeResourceRecordSets",
         batch({change("DELETE", routed("b", each.member, each.value))}));
  }
}

TEST_F(RoutingTest, a_primary_without_alias_needs_a_health_check) {
  EXPECT_EQ(refused_creation(routed("p", "Failover", "PRIMARY")),
            "InvalidChangeBatch: [A non-alias primary ResourceRecordSet must have an associated "
            "health check. No changes made.]");
  const std::string check = create_check("primary", health_config());
  must("ChangeResourceRecordSets",
       batch({change("CREATE", routed("p", "Failover", "PRIMARY").set("HealthCheckId", check)),
              change("CREATE", routed("s", "Failover", "SECONDARY"))}));
  must("ChangeResourceRecordSets",
       batch({change("CREATE", alias("a.example.com", west_zone, west_endpoint, true)
                                   .set("SetIdentifier", "p")
                                   .set("Failover", "PRIMARY"))}));
  // Two records change places in one batch.
  must("ChangeResourceRecordSets",
       batch({change("UPSERT", routed("s", "Failover", "PRIMARY").set("HealthCheckId", check)),
              change("UPSERT", routed("p", "Failover", "SECONDARY"))}));
}

TEST_F(RoutingTest, types_that_take_no_policy) {
  EXPECT_THAT(refused_creation(weighted(plain("r.example.com", "NS", {"ns.example.org"}), "a", 1)),
              HasSubstr("RRSet of type NS with DNS name r.example.com. cannot be weighted"));
  EXPECT_THAT(refused_creation(plain("r.example.com", "CNAME", {"a.example.org"})
                                   .set("SetIdentifier", "a")
                                   .set("MultiValueAnswer", true)),
              HasSubstr("cannot be multivalue answer"));
  EXPECT_THAT(refused_creation(alias("r.example.com", west_zone, west_endpoint)
                                   .set("SetIdentifier", "a")
                                   .set("MultiValueAnswer", true)),
              HasSubstr("cannot be both an alias and a multivalue answer"));
}

TEST_F(RoutingTest, groups_have_a_most) {
  std::vector<Value> changes;
  for (int n = 0; n < 101; ++n) {
    changes.push_back(change("CREATE", routed(fmt::format("w{}", n), "Weight", 1)));
  }
  EXPECT_THAT(refusal(changes), HasSubstr("no more than 100 weighted sets"));
  changes.pop_back();
  must("ChangeResourceRecordSets", batch(changes));
  EXPECT_THAT(refused_creation(routed("last", "Weight", 1)), HasSubstr("no more than 100"));
  must("ChangeResourceRecordSets", batch({change("UPSERT", routed("w1", "Weight", 2))}));

  changes.clear();
  for (int n = 0; n < 31; ++n) {
    changes.push_back(
        change("CREATE", plain("p.example.com", "A", {"192.0.2.1"})
                             .set("SetIdentifier", std::to_string(n))
                             .set("GeoProximityLocation", at_point(std::to_string(n), "0"))));
  }
  EXPECT_THAT(refusal(changes), HasSubstr("no more than 30 geoproximity sets"));
}

TEST_F(RoutingTest, a_record_has_400_values_and_a_zone_10000_records) {
  std::vector<std::string> values;
  for (int n = 0; n < 401; ++n) values.push_back(fmt::format("192.0.{}.{}", n / 200, n % 200 + 1));
  EXPECT_THAT(refused_creation(plain("v.example.com", "A", values)),
              HasSubstr("Cannot have more than 400 records in a RRSet."));
  values.pop_back();
  must("ChangeResourceRecordSets", batch({change("CREATE", plain("v.example.com", "A", values))}));

  int made = 8;  // with those of the fixture
  std::vector<Value> changes;
  while (made < 10'000) {
    changes.push_back(
        change("CREATE", plain(fmt::format("h{}.example.com", made), "A", {"192.0.2.1"})));
    if (++made % 1'000 == 0) {
      must("ChangeResourceRecordSets", batch(changes));
      changes.clear();
    }
  }
  EXPECT_THAT(refused_creation(plain("more.example.com", "A", {"192.0.2.1"})),
              HasSubstr("Number of records limit of 10000 exceeded."));
}

TEST_F(RoutingTest, aliases_have_the_types_of_their_targets) {
  const auto alias_of = [&](std::string_view type, std::string_view zone, std::string_view target,
                            bool evaluate = false) {
    return alias("al.example.com", std::string(zone), std::string(target), evaluate)
        .set("Type", type);
  };
  EXPECT_THAT(refused_creation(alias_of("TXT", west_zone, west_endpoint)),
              HasSubstr("but that target was not found"));
  EXPECT_THAT(refused_creation(alias_of("NS", "Z0EXAMPLE", "example.com")),
              HasSubstr("cannot be an alias"));
  // L756 of the runbook: a URL where a name belongs.
  for (const std::string url : {"https://" + west_endpoint, west_endpoint + "/prod"}) {
    EXPECT_THAT(refused_creation(alias_of("A", west_zone, url)),
                HasSubstr("the alias target name does not lie within the target zone"));
  }
  EXPECT_THAT(refused_creation(alias_of("A", "Z2FDTNDATAQYW2", "d1.cloudfront.net", true)),
              HasSubstr("EvaluateTargetHealth cannot be true"));
  must("ChangeResourceRecordSets",
       batch({change("CREATE", alias_of("A", "Z2FDTNDATAQYW2", "d1.cloudfront.net"))}));
  // An alias to a name of the zone with that type, of any policy.
  must("ChangeResourceRecordSets",
       batch({change("CREATE", alias("tree.example.com", "Z0EXAMPLE", "api.example.com", true)
                                   .set("SetIdentifier", "de")
                                   .set("GeoLocation", in_country("DE")))}));
}

TEST_F(RoutingTest, some_types_have_their_place) {
  EXPECT_THAT(refused_creation(plain("example.com", "DS", {"1 8 2 abcd"})),
              HasSubstr("is not permitted at apex"));
  EXPECT_THAT(refused_creation(plain("sub.example.com", "SOA", {"a. b. 1 2 3 4 5"})),
              HasSubstr("RRSet of type SOA"));
  EXPECT_THAT(refused_creation(plain("*.example.com", "NS", {"ns.example.org"})),
              HasSubstr("as a wildcard"));
  must("ChangeResourceRecordSets",
       batch({change("CREATE", plain("sub.example.com", "DS", {"60485 5 1 2BB183AF5F22 588179"})),
              change("CREATE", plain("sub.example.com", "NS", {"ns.example.org"}))}));
}

TEST_F(RoutingTest, names_are_in_the_order_of_their_keys) {
  const std::vector<std::string> names = {
      "example.com",       "a.example.com", "api-2.example.com", "api.example.com",
      "x.api.example.com", "com",           "ap.example.com",    "*.example.com",
      "api0.example.com",  "other.org",     "b.a.example.com",   "example.org"};
  for (const std::string& a : names) {
    for (const std::string& b : names) {
      EXPECT_EQ(name_comes_before(a, b), sort_key(a) < sort_key(b)) << a << " " << b;
    }
  }
}

// ---- geolocations

TEST_F(RoutingTest, geolocations_are_countries_then_continents) {
  std::vector<Value> all;
  Value input = Value::structure();
  for (int page = 0; page < 10; ++page) {
    const Value output = must("ListGeoLocations", input);
    for (const Value& each : output["GeoLocationDetailsList"].list()) all.push_back(each);
    if (!output["IsTruncated"].flag()) break;
    input = Value::structure();
    const auto next = [&](std::string_view from, std::string_view to) {
      if (output.has(from)) input.set(to, output[from].text());
    };
    next("NextContinentCode", "StartContinentCode");
    next("NextCountryCode", "StartCountryCode");
    next("NextSubdivisionCode", "StartSubdivisionCode");
  }
  ASSERT_EQ(all.size(), 1 + geo_countries().size() + geo_subdivisions("US").size() +
                            geo_subdivisions("UA").size() + geo_continents().size());
  EXPECT_EQ(all.front()["CountryCode"].text(), "*");
  EXPECT_EQ(all.back()["ContinentName"].text(), "South America");
  const Value state = must("GetGeoLocation", in_country("US").set("SubdivisionCode", "CA"));
  EXPECT_EQ(state["GeoLocationDetails"]["SubdivisionName"].text(), "California");
  EXPECT_THAT(refused("GetGeoLocation", in_country("XX")), StartsWith("NoSuchGeoLocation"));
  EXPECT_THAT(refused("GetGeoLocation", in_country("DE").set("ContinentCode", "EU")),
              StartsWith("InvalidInput"));
}

}  // namespace
}  // namespace godwit::lab::services
