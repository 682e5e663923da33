// Route 53 as the engine calls it: typed calls, signed, through the lab's front door and both
// codecs.
#include <gmock/gmock.h>

#include "aws/api/route53.h"
#include "aws/call.h"
#include "aws/signature.h"
#include "lab/services/route53/fixture.h"

namespace godwit::lab::services {
namespace {

namespace api = aws::route53;
using testing::HasSubstr;

class ApiTest : public Route53Test {
 protected:
  static api::RecordSet record(int weight) {
    api::RecordSet record;
    record.name = "api.example.com";
    record.type = "A";
    record.set_identifier = "central";
    record.weight = weight;
    record.alias = api::AliasTarget{central_zone, central_endpoint, false};
    return record;
  }
  static api::HealthCheck check(const std::string& reference) {
    api::HealthCheck check;
    check.caller_reference = reference;
    check.fqdn = west_endpoint;
    check.path = "/health";
    check.interval_s = 10;
    return check;
  }
  static api::RecordSet numbered(int n) {
    api::RecordSet record;
    record.name = fmt::format("h{:03}.example.com", n / 2);
    record.type = n % 4 < 2 ? "A" : "TXT";
    record.ttl = 60;
    record.values = {record.type == "A" ? "192.0.2.1" : R"("text & <more> \"quoted\"")"};
    if (n % 4 < 2) {
      record.set_identifier = n % 2 == 0 ? "one" : "two";
      record.weight = n % 2;
    } else if (n % 2 == 1) {
      record.name = fmt::format("s{:03}.example.com", n);
    }
    return record;
  }

  aws::SigningCloud cloud{
      lab.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      env.clock};
};

TEST_F(ApiTest, records_travel_there_and_back) {
  const auto records = api::list_record_sets(cloud, "Z0EXAMPLE");
  ASSERT_TRUE(records) << to_string(records.error());
  ASSERT_EQ(records->size(), 7U);
  EXPECT_EQ(records->at(3), record(0)) << "no final dots, no TTL";
}

TEST_F(ApiTest, c10_a_shift_is_a_batch_that_is_awaited) {
  const auto change = api::change_record_sets(
      cloud, "Z0EXAMPLE", {{api::ChangeAction::upsert, record(100)}}, "run step");
  ASSERT_TRUE(change) << to_string(change.error());
  EXPECT_FALSE(api::change_in_sync(cloud, *change).value());
  EXPECT_EQ(share_of("central"), 0.0);
  pass(seconds(60));
  EXPECT_TRUE(api::change_in_sync(cloud, *change).value());
  EXPECT_EQ(share_of("central"), 0.5);
}

TEST_F(ApiTest, c6_refusals_keep_their_words) {
  const auto change =
      api::change_record_sets(cloud, "Z0EXAMPLE", {{api::ChangeAction::create, record(1)}}, "");
  ASSERT_FALSE(change);
  EXPECT_EQ(change.error().code, "InvalidChangeBatch");
  EXPECT_THAT(change.error().cause,
              HasSubstr("Tried to create resource record set [name='api.example.com.', type='A', "
                        "set-identifier='central'] but it already exists"));
  EXPECT_EQ(api::list_record_sets(cloud, "ZNONE").error().kind, ErrorKind::not_found);
  EXPECT_EQ(api::change_in_sync(cloud, "CNONE").error().kind, ErrorKind::not_found);
}

TEST_F(ApiTest, a_long_listing_joins_its_pages) {
  std::vector<api::Change> changes;
  for (int n = 0; n < 900; ++n) changes.push_back({api::ChangeAction::create, numbered(n)});
  const auto change = api::change_record_sets(cloud, "Z0EXAMPLE", changes, "many");
  ASSERT_TRUE(change) << to_string(change.error());
  const auto listed = api::list_record_sets(cloud, "Z0EXAMPLE");
  ASSERT_TRUE(listed) << to_string(listed.error());
  EXPECT_EQ(listed->size(), 907U);
  for (const api::Change& each : changes) {
    EXPECT_EQ(std::ranges::count(*listed, each.record), 1) << each.record.name;
  }
}

TEST_F(ApiTest, a_health_check_lives_and_dies) {
  deploy_everywhere();
  const auto created = api::create_health_check(cloud, check("run/one"));
  ASSERT_TRUE(created) << to_string(created.error());
  EXPECT_EQ(created->caller_reference, "run/one");
  EXPECT_EQ(api::create_health_check(cloud, check("run/one"))->id, created->id);
  api::HealthCheck other = check("run/one");
  other.threshold = 1;
  EXPECT_EQ(api::create_health_check(cloud, other).error().kind, ErrorKind::conflict);
  EXPECT_EQ(api::list_health_checks(cloud)->size(), 1U);

  EXPECT_EQ(api::get_health_check_status(cloud, created->id)->checkers, 0);
  pass(seconds(70));
  EXPECT_EQ(api::get_health_check_status(cloud, created->id)->checkers, 16);
  EXPECT_EQ(api::get_health_check_status(cloud, created->id)->succeeded, 16);
  lab.internet().set_state("eu-west-1", SiteState::gone);
  pass(seconds(10));
  EXPECT_EQ(api::get_health_check_status(cloud, created->id)->succeeded, 0);

  EXPECT_TRUE(api::set_inverted(cloud, created->id, true));
  EXPECT_TRUE(api::set_disabled(cloud, created->id, true));
  const auto got = api::get_health_check(cloud, created->id);
  EXPECT_TRUE(got->inverted && got->disabled);
  EXPECT_TRUE(api::set_disabled(cloud, created->id, false));
  EXPECT_FALSE(api::get_health_check(cloud, created->id)->disabled);
  EXPECT_TRUE(api::delete_health_check(cloud, created->id));
  EXPECT_EQ(api::get_health_check(cloud, created->id).error().kind, ErrorKind::not_found);
}

TEST_F(ApiTest, c9_a_check_takes_no_path_in_its_name) {
  api::HealthCheck bad = check("bad");
  bad.fqdn = "api.example.com/health";
  EXPECT_EQ(api::create_health_check(cloud, bad).error().code, "InvalidInput");
}

// The failover drill as it works (facts C1, C6, C10), from the calls to what users are told.
TEST_F(ApiTest, an_inverted_check_drives_the_drill) {
  deploy_everywhere();
  const auto created = api::create_health_check(cloud, check("drill"));
  std::vector<api::RecordSet> records = api::list_record_sets(cloud, "Z0EXAMPLE").value();
  for (api::RecordSet& each : records) {
    if (each.set_identifier != "west") continue;
    each.health_check_id = created->id;
    const auto change =
        api::change_record_sets(cloud, "Z0EXAMPLE", {{api::ChangeAction::upsert, each}}, "");
    ASSERT_TRUE(change) << to_string(change.error());
  }
  pass(minutes(2));
  EXPECT_EQ(share_of("west"), 1.0);
  ASSERT_TRUE(api::set_inverted(cloud, created->id, true));
  pass(seconds(60));
  EXPECT_EQ(share_of("central"), 1.0);
  EXPECT_EQ(lab.names().resolve("api.example.com")->addresses.front(), central_address);
  ASSERT_TRUE(api::set_inverted(cloud, created->id, false));
  pass(seconds(60));
  EXPECT_EQ(lab.names().resolve("api.example.com")->addresses.front(), west_address);
}

// The control plane is in us-east-1; answers, probes and what they drive do not need it.
TEST_F(ApiTest, c11_answers_go_on_without_the_control_plane) {
  deploy_everywhere();
  const std::string id = api::create_health_check(cloud, check("c11"))->id;
  settle({change("UPSERT", west_at(100).set("HealthCheckId", id))});
  lab.set_region_down("us-east-1", true);
  EXPECT_EQ(api::list_record_sets(cloud, "Z0EXAMPLE").error().kind, ErrorKind::unreachable);
  EXPECT_EQ(api::set_inverted(cloud, id, true).error().kind, ErrorKind::unreachable);
  EXPECT_EQ(lab.names().resolve("api.example.com")->addresses.front(), west_address);
  lab.internet().set_state("eu-west-1", SiteState::gone);
  pass(seconds(31));
  EXPECT_EQ(lab.names().resolve("api.example.com")->addresses.front(), central_address);
}

// Every output, through the model's own shapes: the codec would drop what the model does not have.
TEST_F(ApiTest, outputs_fit_the_model) {
  const auto ask_by_wire = [&](std::string_view operation, const aws::Value& input) {
    const auto output = aws::call(cloud, "route53", operation, "", input, "");
    EXPECT_TRUE(output) << operation << ": " << (output ? "" : to_string(output.error()));
    return output.value_or(aws::Value());
  };
  const std::string id = api::create_health_check(cloud, check("fit"))->id;
  const aws::Value by_type = aws::Value().set("ResourceType", "healthcheck").set("ResourceId", id);
  ask_by_wire(
      "ChangeTagsForResource",
      aws::Value(by_type).set(
          "AddTags", aws::Value().push(aws::Value().set("Key", "run").set("Value", "one"))));
  // A record of every policy, and what they need.
  const std::string networks =
      must(
          "CreateCidrCollection",
          aws::Value().set("Name", "offices").set("CallerReference", "offices"))["Collection"]["Id"]
          .text();
  must("ChangeCidrCollection",
       aws::Value()
           .set("Id", networks)
           .set("Changes",
                aws::Value().push(aws::Value()
                                      .set("LocationName", "paris")
                                      .set("Action", "PUT")
                                      .set("CidrList", aws::Value().push("192.0.2.0/24")))));
  const auto in = [](std::string_view member, std::string_view code) {
    return aws::Value().set(member, code);
  };
  const std::vector<std::pair<std::string_view, aws::Value>> policies = {
      {"Region", "eu-west-1"},
      {"Failover", "SECONDARY"},
      {"GeoLocation", in("CountryCode", "US").set("SubdivisionCode", "CA")},
      {"GeoProximityLocation",
       aws::Value()
           .set("Coordinates", aws::Value().set("Latitude", "-33.92").set("Longitude", "18.42"))
           .set("Bias", -7)},
      {"GeoProximityLocation", in("LocalZoneGroup", "us-east-1-bue-1")},
      {"MultiValueAnswer", true},
      {"CidrRoutingConfig", in("CollectionId", networks).set("LocationName", "paris")}};
  std::vector<aws::Value> changes;
  for (std::size_t n = 0; n < policies.size(); ++n) {
    changes.push_back(change("CREATE", plain(fmt::format("p{}.example.com", n), "A", {"192.0.2.1"})
                                           .set("SetIdentifier", "one")
                                           .set(policies[n].first, policies[n].second)));
  }
  ask_by_wire("ChangeResourceRecordSets", batch(changes));
  const std::string calculated =
      create_check("calculated", aws::Value()
                                     .set("Type", "CALCULATED")
                                     .set("HealthThreshold", 1)
                                     .set("ChildHealthChecks", aws::Value().push(id)));
  pass(minutes(2));
  const aws::Value about_check = aws::Value().set("HealthCheckId", id);
  const std::vector<std::pair<std::string_view, aws::Value>> reads = {
      {"ListHostedZones", aws::Value::structure()},
      {"ListHostedZonesByName", aws::Value::structure()},
      {"GetHostedZone", aws::Value().set("Id", "Z0EXAMPLE")},
      {"ListResourceRecordSets", aws::Value().set("HostedZoneId", "Z0EXAMPLE")},
      {"GetHealthCheck", about_check},
      {"ListHealthChecks", aws::Value::structure()},
      {"GetHealthCheckStatus", about_check},
      {"ListTagsForResource", by_type},
      {"ListTagsForResources",
       aws::Value().set("ResourceType", "healthcheck").set("ResourceIds", aws::Value().push(id))},
      {"GetHealthCheck", aws::Value().set("HealthCheckId", calculated)},
      {"GetHealthCheckLastFailureReason", about_check},
      {"GetHealthCheckCount", aws::Value::structure()},
      {"GetHostedZoneCount", aws::Value::structure()},
      {"GetHostedZoneLimit",
       aws::Value().set("HostedZoneId", "Z0EXAMPLE").set("Type", "MAX_RRSETS_BY_ZONE")},
      {"GetAccountLimit", aws::Value().set("Type", "MAX_HOSTED_ZONES_BY_OWNER")},
      {"GetCheckerIpRanges", aws::Value::structure()},
      {"GetGeoLocation", in("CountryCode", "UA").set("SubdivisionCode", "43")},
      {"ListGeoLocations", aws::Value::structure()},
      {"ListGeoLocations", in("StartCountryCode", "UA").set("MaxItems", "3")},
      {"ListCidrCollections", aws::Value::structure()},
      {"ListCidrLocations", aws::Value().set("CollectionId", networks)},
      {"ListCidrBlocks", aws::Value().set("CollectionId", networks)},
      {"TestDNSAnswer", aws::Value()
                            .set("HostedZoneId", "Z0EXAMPLE")
                            .set("RecordName", "p5.example.com")
                            .set("RecordType", "A")
                            .set("EDNS0ClientSubnetIP", "192.0.2.7")},
  };
  for (const auto& [operation, input] : reads) {
    EXPECT_EQ(ask_by_wire(operation, input), must(operation, input)) << operation;
  }
}

}  // namespace
}  // namespace godwit::lab::services
