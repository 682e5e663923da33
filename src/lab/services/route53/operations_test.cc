// Zones that come and go, CIDR collections, limits, test answers, and checks on checks and alarms,
// through the API.
#include <gmock/gmock.h>

#include "lab/services/route53/fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class OperationsTest : public Route53Test {
 protected:
  Value create_zone(std::string_view name, std::string_view reference) {
    return must("CreateHostedZone", Value().set("Name", name).set("CallerReference", reference));
  }
  static std::string id_of(const Value& created) {
    return created["HostedZone"]["Id"].text().substr(12);
  }
  Value change_zone(const std::string& zone, const std::vector<Value>& changes) {
    return must("ChangeResourceRecordSets", batch(changes).set("HostedZoneId", zone));
  }
  std::vector<std::string> answer(std::string_view name, std::string_view type,
                                  Value more = Value::structure()) {
    const Value output =
        must("TestDNSAnswer",
             more.set("HostedZoneId", "Z0EXAMPLE").set("RecordName", name).set("RecordType", type));
    std::vector<std::string> all = {output["ResponseCode"].text()};
    for (const Value& entry : output["RecordData"].list()) all.push_back(entry.text());
    return all;
  }
};

// ---- hosted zones

TEST_F(OperationsTest, a_zone_is_made_with_its_own_records) {
  const Value made =
      must("CreateHostedZone", Value()
                                   .set("Name", "New.Example.ORG")
                                   .set("CallerReference", "first")
                                   .set("HostedZoneConfig", Value().set("Comment", "mine")));
  const std::string id = id_of(made);
  EXPECT_THAT(id, testing::MatchesRegex("Z[A-Z0-9]{20}"));
  EXPECT_EQ(made["HostedZone"]["Name"].text(), "new.example.org.");
  EXPECT_EQ(made["HostedZone"]["Config"]["Comment"].text(), "mine");
  EXPECT_EQ(made["HostedZone"]["ResourceRecordSetCount"].integer(), 2);
  EXPECT_EQ(made["ChangeInfo"]["Status"].text(), "PENDING");
  EXPECT_EQ(made["DelegationSet"]["NameServers"].list().size(), 4U);
  EXPECT_THAT(made["Location"].text(), testing::EndsWith("/hostedzone/" + id));

  change_zone(id, {change("CREATE", plain("www.new.example.org", "A", {"192.0.2.7"}))});
  EXPECT_FALSE(lab.names().resolve("www.new.example.org")) << "not before it has propagated";
  pass(seconds(61));
  EXPECT_EQ(lab.names().resolve("www.new.example.org").value().addresses,
            std::vector<std::string>{"192.0.2.7"});
  EXPECT_EQ(must("GetHostedZoneCount", Value::structure())["HostedZoneCount"].integer(), 2);
}

TEST_F(OperationsTest, a_reference_makes_one_zone) {
  create_zone("a.example.org", "same");
  EXPECT_THAT(refused("CreateHostedZone",
                      Value().set("Name", "b.example.org").set("CallerReference", "same")),
              StartsWith("HostedZoneAlreadyExists"));
  EXPECT_NE(id_of(create_zone("a.example.org", "other")), "") << "two zones may have one name";
  EXPECT_THAT(refused("CreateHostedZone", Value().set("Name", "a.example.org")),
              StartsWith("InvalidInput"));
}

TEST_F(OperationsTest, names_of_zones_are_checked) {
  for (const std::string_view bad : {"com", "a..org", "white space.org"}) {
    EXPECT_THAT(refused("CreateHostedZone", Value().set("Name", bad).set("CallerReference", bad)),
                StartsWith("InvalidDomainName"))
        << bad;
  }
  EXPECT_THAT(refused("CreateHostedZone", Value()
                                              .set("Name", "in.example.org")
                                              .set("CallerReference", "vpc")
                                              .set("VPC", Value().set("VPCId", "vpc-1"))),
              StartsWith("NotImplemented"));
  EXPECT_THAT(refused("CreateHostedZone", Value()
                                              .set("Name", "in.example.org")
                                              .set("CallerReference", "set")
                                              .set("DelegationSetId", "N1")),
              StartsWith("NoSuchDelegationSet"));
}

TEST_F(OperationsTest, only_an_empty_zone_is_deleted) {
  const std::string id = id_of(create_zone("new.example.org", "first"));
  const Value www = plain("www.new.example.org", "A", {"192.0.2.7"});
  change_zone(id, {change("CREATE", www)});
  pass(seconds(61));
  EXPECT_THAT(refused("DeleteHostedZone", Value().set("Id", id)), StartsWith("HostedZoneNotEmpty"));
  change_zone(id, {change("DELETE", www)});
  const Value deleted = must("DeleteHostedZone", Value().set("Id", "/hostedzone/" + id));
  EXPECT_EQ(deleted["ChangeInfo"]["Status"].text(), "PENDING");
  EXPECT_THAT(refused("GetHostedZone", Value().set("Id", id)), StartsWith("NoSuchHostedZone"));
  EXPECT_THAT(refused("DeleteHostedZone", Value().set("Id", id)), StartsWith("NoSuchHostedZone"));
  pass(seconds(61));
  EXPECT_FALSE(lab.names().resolve("www.new.example.org"));
  EXPECT_EQ(must("GetChange",
                 Value().set("Id", deleted["ChangeInfo"]["Id"].text()))["ChangeInfo"]["Status"]
                .text(),
            "INSYNC");
}

TEST_F(OperationsTest, comments_and_pages_of_zones) {
  const std::string id = id_of(create_zone("b.example.org", "b"));
  create_zone("a.example.org", "a");
  const Value updated =
      must("UpdateHostedZoneComment", Value().set("Id", id).set("Comment", "other"));
  EXPECT_EQ(updated["HostedZone"]["Config"]["Comment"].text(), "other");
  EXPECT_FALSE(must("UpdateHostedZoneComment", Value().set("Id", id))["HostedZone"]["Config"].has(
      "Comment"));

  std::vector<std::string> names;
  Value input = Value().set("MaxItems", "1");
  for (int page = 0; page < 5; ++page) {
    const Value output = must("ListHostedZonesByName", input);
    for (const Value& zone : output["HostedZones"].list()) names.push_back(zone["Name"].text());
    if (!output["IsTruncated"].flag()) break;
    input.set("DNSName", output["NextDNSName"].text())
        .set("HostedZoneId", output["NextHostedZoneId"].text());
  }
  EXPECT_THAT(names, ElementsAre("example.com.", "a.example.org.", "b.example.org."));

  std::set<std::string> ids;
  input = Value().set("MaxItems", "2");
  for (int page = 0; page < 5; ++page) {
    const Value output = must("ListHostedZones", input);
    for (const Value& zone : output["HostedZones"].list()) ids.insert(zone["Id"].text());
    if (!output["IsTruncated"].flag()) break;
    input.set("Marker", output["NextMarker"].text());
  }
  EXPECT_EQ(ids.size(), 3U);
}

TEST_F(OperationsTest, limits_are_what_aws_sets) {
  const Value of_zone =
      must("GetHostedZoneLimit",
           Value().set("HostedZoneId", "Z0EXAMPLE").set("Type", "MAX_RRSETS_BY_ZONE"));
  EXPECT_EQ(of_zone["Limit"]["Value"].integer(), 10'000);
  EXPECT_EQ(of_zone["Count"].integer(), 7);
  EXPECT_THAT(
      refused("GetHostedZoneLimit",
              Value().set("HostedZoneId", "Z0EXAMPLE").set("Type", "MAX_VPCS_ASSOCIATED_BY_ZONE")),
      StartsWith("HostedZoneNotPrivate"));
  create_check("one", health_config());
  const Value of_account =
      must("GetAccountLimit", Value().set("Type", "MAX_HEALTH_CHECKS_BY_OWNER"));
  EXPECT_EQ(of_account["Limit"]["Value"].integer(), 200);
  EXPECT_EQ(of_account["Count"].integer(), 1);
  EXPECT_EQ(must("GetHealthCheckCount", Value::structure())["HealthCheckCount"].integer(), 1);
  EXPECT_THAT(refused("GetAccountLimit", Value().set("Type", "MAX_WISHES")),
              StartsWith("InvalidInput"));
  for (int n = 1; n < 200; ++n) create_check(std::to_string(n), health_config());
  EXPECT_THAT(
      refused("CreateHealthCheck",
              Value().set("CallerReference", "more").set("HealthCheckConfig", health_config())),
      StartsWith("TooManyHealthChecks"));
}

// ---- CIDR collections

class CidrTest : public OperationsTest {
 protected:
  std::string create(std::string_view name) {
    return must("CreateCidrCollection",
                Value().set("Name", name).set("CallerReference", name))["Collection"]["Id"]
        .text();
  }
  static Value put(std::string_view location, const std::vector<std::string>& blocks,
                   std::string_view action = "PUT") {
    Value list{aws::List{}};
    for (const std::string& block : blocks) list.push(block);
    return Value()
        .set("LocationName", location)
        .set("Action", action)
        .set("CidrList", std::move(list));
  }
  static Value changes(const std::string& id, const std::vector<Value>& all) {
    Value list{aws::List{}};
    for (const Value& each : all) list.push(each);
    return Value().set("Id", id).set("Changes", std::move(list));
  }
  static Value by_network(const std::string& collection, std::string_view location,
                          std::string_view address) {
    return plain("net.example.com", "A", {std::string(address)})
        .set("SetIdentifier", location)
        .set("CidrRoutingConfig",
             Value().set("CollectionId", collection).set("LocationName", location));
  }
};

TEST_F(CidrTest, blocks_are_kept_by_location_and_version) {
  const std::string id = create("offices");
  must("ChangeCidrCollection", changes(id, {put("paris", {"192.0.2.0/24", "2001:db8::/32"}),
                                            put("cape", {"198.51.100.0/24"})})
                                   .set("CollectionVersion", 1));
  EXPECT_THAT(refused("ChangeCidrCollection",
                      changes(id, {put("cape", {"203.0.113.0/24"})}).set("CollectionVersion", 1)),
              StartsWith("CidrCollectionVersionMismatchException"));
  const Value listed = must("ListCidrCollections", Value::structure());
  EXPECT_EQ(listed["CidrCollections"].list().at(0)["Version"].integer(), 2);
  EXPECT_THAT(listed["CidrCollections"].list().at(0)["Arn"].text(),
              HasSubstr(":route53::123456789012:cidrcollection/" + id));
  EXPECT_EQ(
      must("ListCidrLocations", Value().set("CollectionId", id))["CidrLocations"].list().size(),
      2U);
  std::set<std::string> blocks;
  Value input = Value().set("CollectionId", id).set("MaxResults", "2");
  for (int page = 0; page < 3; ++page) {
    const Value output = must("ListCidrBlocks", input);
    for (const Value& block : output["CidrBlocks"].list()) blocks.insert(block["CidrBlock"].text());
    if (!output.has("NextToken")) break;
    input.set("NextToken", output["NextToken"].text());
  }
  EXPECT_THAT(blocks, ElementsAre("192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"));
  EXPECT_THAT(
      refused("ListCidrBlocks", Value().set("CollectionId", id).set("LocationName", "rome")),
      StartsWith("NoSuchCidrLocationException"));
}

TEST_F(CidrTest, what_is_no_block_is_refused) {
  const std::string id = create("offices");
  for (const std::string bad :
       {"192.0.2.0/25", "192.0.2.1/24", "0.0.0.0/0", "2001:db8::/64", "192.0.2.0/33", "paris"}) {
    EXPECT_THAT(refused("ChangeCidrCollection", changes(id, {put("paris", {bad})})),
                StartsWith("InvalidInput"))
        << bad;
  }
  EXPECT_THAT(refused("ChangeCidrCollection", changes(id, {put("*", {"192.0.2.0/24"})})),
              StartsWith("InvalidInput"));
  EXPECT_THAT(refused("ChangeCidrCollection",
                      changes(id, {put("paris", {"192.0.2.0/24"}), put("rome", {"192.0.2.0/24"})})),
              StartsWith("InvalidInput"));
  must("ChangeCidrCollection", changes(id, {put("paris", {"192.0.2.0/24"})}));
  must("ChangeCidrCollection", changes(id, {put("rome", {"192.0.2.0/24"}),
                                            put("paris", {"192.0.2.0/24"}, "DELETE_IF_EXISTS")}));
  EXPECT_THAT(refused("ChangeCidrCollection", changes("none", {put("a", {"192.0.2.0/24"})})),
              StartsWith("NoSuchCidrCollectionException"));
}

TEST_F(CidrTest, collections_have_names_and_a_most) {
  const std::string id = create("offices");
  EXPECT_EQ(create("offices"), id) << "a retry";
  EXPECT_THAT(refused("CreateCidrCollection",
                      Value().set("Name", "offices").set("CallerReference", "another")),
              StartsWith("CidrCollectionAlreadyExistsException"));
  EXPECT_THAT(
      refused("CreateCidrCollection", Value().set("Name", "two words").set("CallerReference", "x")),
      StartsWith("InvalidInput"));
  for (const std::string_view name : {"b", "c", "d", "e"}) create(name);
  EXPECT_THAT(refused("CreateCidrCollection", Value().set("Name", "f").set("CallerReference", "f")),
              StartsWith("LimitsExceeded"));
  must("ChangeCidrCollection", changes(id, {put("paris", {"192.0.2.0/24"})}));
  EXPECT_THAT(refused("DeleteCidrCollection", Value().set("Id", id)),
              StartsWith("CidrCollectionInUseException"));
  must("ChangeCidrCollection", changes(id, {put("paris", {"192.0.2.0/24"}, "DELETE_IF_EXISTS")}));
  must("DeleteCidrCollection", Value().set("Id", id));
}

TEST_F(CidrTest, records_answer_by_the_askers_network) {
  const std::string id = create("offices");
  EXPECT_THAT(refused("ChangeResourceRecordSets",
                      batch({change("CREATE", by_network(id, "paris", "192.0.2.1"))})),
              HasSubstr("has no location paris"));
  EXPECT_THAT(refused("ChangeResourceRecordSets",
                      batch({change("CREATE", by_network("none", "*", "192.0.2.1"))})),
              HasSubstr("The CIDR collection none does not exist"));
  const Value made = must("ChangeCidrCollection", changes(id, {put("paris", {"198.51.100.0/24"})}));
  EXPECT_EQ(must("GetChange", Value().set("Id", made["Id"].text()))["ChangeInfo"]["Status"].text(),
            "PENDING");
  settle({change("CREATE", by_network(id, "paris", "192.0.2.1")),
          change("CREATE", by_network(id, "*", "192.0.2.2"))});
  const auto from = [&](std::string_view address) {
    return answer("net.example.com", "A", Value().set("EDNS0ClientSubnetIP", address));
  };
  EXPECT_THAT(from("198.51.100.9"), ElementsAre("NOERROR", "192.0.2.1"));
  EXPECT_THAT(from("203.0.113.9"), ElementsAre("NOERROR", "192.0.2.2"));
  EXPECT_THAT(answer("net.example.com", "A", Value().set("ResolverIP", "198.51.100.53")),
              ElementsAre("NOERROR", "192.0.2.1"));
  EXPECT_THAT(refused("ChangeCidrCollection",
                      changes(id, {put("paris", {"198.51.100.0/24"}, "DELETE_IF_EXISTS")})),
              StartsWith("CidrBlockInUseException"));
  EXPECT_THAT(
      refused("ChangeResourceRecordSets",
              batch({change("CREATE",
                            by_network(id, "*", "192.0.2.3").set("SetIdentifier", "again"))})),
      HasSubstr("CIDR location already exists"));
}

// ---- test answers

TEST_F(OperationsTest, test_answers_are_what_the_name_servers_say) {
  EXPECT_THAT(answer("static.example.com", "A"), ElementsAre("NOERROR", "198.51.100.7"));
  EXPECT_THAT(answer("www.example.com.", "CNAME"), ElementsAre("NOERROR", "static.example.com."));
  EXPECT_THAT(answer("example.com", "TXT"), ElementsAre("NOERROR", "\"v=spf1 -all\""));
  EXPECT_THAT(answer("static.example.com", "AAAA"), ElementsAre("NOERROR"));
  EXPECT_THAT(answer("none.example.com", "A"), ElementsAre("NXDOMAIN"));
  EXPECT_THAT(answer("api.example.com", "A"), ElementsAre("NOERROR", west_address));
  const Value whole = must("TestDNSAnswer", Value()
                                                .set("HostedZoneId", "Z0EXAMPLE")
                                                .set("RecordName", "static.example.com")
                                                .set("RecordType", "A"));
  EXPECT_EQ(whole["Protocol"].text(), "UDP");
  EXPECT_EQ(whole["RecordName"].text(), "static.example.com");
  EXPECT_THAT(whole["Nameserver"].text(), HasSubstr("awsdns"));
}

TEST_F(OperationsTest, test_answers_wait_for_propagation) {
  must("ChangeResourceRecordSets",
       batch({change("CREATE", plain("new.example.com", "A", {"192.0.2.1"}))}));
  EXPECT_THAT(answer("new.example.com", "A"), ElementsAre("NXDOMAIN"));
  pass(seconds(61));
  EXPECT_THAT(answer("new.example.com", "A"), ElementsAre("NOERROR", "192.0.2.1"));
}

TEST_F(OperationsTest, test_questions_are_checked) {
  const auto refusal = [&](std::string_view member, Value value) {
    return refused("TestDNSAnswer", Value()
                                        .set("HostedZoneId", "Z0EXAMPLE")
                                        .set("RecordName", "api.example.com")
                                        .set("RecordType", "A")
                                        .set(member, std::move(value)));
  };
  EXPECT_THAT(refusal("HostedZoneId", "ZNONE"), StartsWith("NoSuchHostedZone"));
  EXPECT_THAT(refusal("RecordName", "api.example.org"), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("RecordType", "B"), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("ResolverIP", "resolver"), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("EDNS0ClientSubnetIP", "192.0.2.0/24"), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("EDNS0ClientSubnetMask", "24"), StartsWith("InvalidInput"));
}

// ---- checks on checks and on alarms

TEST_F(OperationsTest, a_calculated_check_through_the_api) {
  deploy_everywhere();
  const std::string west_check = create_check("west", health_config(10));
  const std::string central_check =
      create_check("central", health_config(10).set("FullyQualifiedDomainName", central_endpoint));
  const auto config = [&](int threshold) {
    return Value()
        .set("Type", "CALCULATED")
        .set("HealthThreshold", threshold)
        .set("ChildHealthChecks", Value().push(west_check).push(central_check));
  };
  const std::string both = create_check("both", config(2));
  const Value got = must("GetHealthCheck", Value().set("HealthCheckId", both));
  EXPECT_EQ(got["HealthCheck"]["HealthCheckConfig"]["ChildHealthChecks"].list().size(), 2U);
  EXPECT_FALSE(got["HealthCheck"]["HealthCheckConfig"].has("Port"));
  settle(
      {change("UPSERT", west_at(100).set("HealthCheckId", both)), change("UPSERT", central_at(0))});
  EXPECT_EQ(share_of("west"), 1.0);
  lab.internet().set_state("eu-central-1", SiteState::gone);
  pass(seconds(31));
  EXPECT_EQ(share_of("central"), 1.0) << "one of the two it needs is gone";
  must("UpdateHealthCheck", Value().set("HealthCheckId", both).set("HealthThreshold", 1));
  pass(seconds(61));
  EXPECT_EQ(share_of("west"), 1.0);

  EXPECT_THAT(refused("GetHealthCheckStatus", Value().set("HealthCheckId", both)),
              StartsWith("InvalidInput"));
  const auto refusal = [&](Value bad) {
    return refused("CreateHealthCheck",
                   Value().set("CallerReference", "bad").set("HealthCheckConfig", std::move(bad)));
  };
  EXPECT_THAT(refusal(config(257)), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal(config(1).set("Port", 443)), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal(config(1).set("ChildHealthChecks", Value().push("none"))),
              HasSubstr("The child health check none does not exist"));
  EXPECT_THAT(
      refused("UpdateHealthCheck",
              Value().set("HealthCheckId", both).set("ChildHealthChecks", Value().push(both))),
      HasSubstr("cannot monitor itself"));
}

TEST_F(OperationsTest, a_check_on_an_alarm_through_the_api) {
  const auto config = [] {
    return Value()
        .set("Type", "CLOUDWATCH_METRIC")
        .set("AlarmIdentifier", Value().set("Region", "eu-west-1").set("Name", "errors"))
        .set("InsufficientDataHealthStatus", "Unhealthy");
  };
  const auto create = [&](Value bad) {
    return Value().set("CallerReference", "alarm").set("HealthCheckConfig", std::move(bad));
  };
  EXPECT_THAT(refused("CreateHealthCheck", create(config())),
              HasSubstr("There is no CloudWatch alarm errors in eu-west-1"));
  EXPECT_THAT(refused("CreateHealthCheck",
                      create(health_config().set("AlarmIdentifier", config()["AlarmIdentifier"]))),
              HasSubstr("Basic health checks must not have an metric region specified."));

  const auto cloudwatch = [&](std::string_view operation, const Value& input) {
    aws::Operation described{};
    described.name = operation;
    const Answer answer =
        lab.find_service("cloudwatch")
            ->handle(
                {.region = "eu-west-1", .operation = described, .input = input, .now = lab.now()});
    EXPECT_TRUE(answer.has_value()) << operation << (answer ? "" : answer.error().message);
  };
  cloudwatch("PutMetricAlarm", Value()
                                   .set("AlarmName", "errors")
                                   .set("Namespace", "App")
                                   .set("MetricName", "Errors")
                                   .set("Statistic", "Sum")
                                   .set("Period", 60)
                                   .set("EvaluationPeriods", 1)
                                   .set("Threshold", 0.0)
                                   .set("ComparisonOperator", "GreaterThanThreshold"));
  const std::string id = create_check("alarm", config());
  const Value got = must("GetHealthCheck", Value().set("HealthCheckId", id));
  EXPECT_EQ(got["HealthCheck"]["CloudWatchAlarmConfiguration"]["MetricName"].text(), "Errors");
  const auto report = [&](double errors) {
    for (int minute = 0; minute < 4; ++minute) {
      cloudwatch("PutMetricData",
                 Value()
                     .set("Namespace", "App")
                     .set("MetricData",
                          Value().push(Value().set("MetricName", "Errors").set("Value", errors))));
      pass(minutes(1));
    }
  };
  pass(minutes(3));
  EXPECT_FALSE(lab.route53().health().is_healthy(id)) << "no data";
  report(0);
  EXPECT_TRUE(lab.route53().health().is_healthy(id));
  report(5);
  EXPECT_FALSE(lab.route53().health().is_healthy(id));
}

TEST_F(OperationsTest, the_reason_of_the_last_failure_can_be_read) {
  deploy_everywhere();
  const std::string id = create_check("reason", health_config(10, 3));
  pass(minutes(2));
  const Value about = Value().set("HealthCheckId", id);
  EXPECT_TRUE(
      must("GetHealthCheckLastFailureReason", about)["HealthCheckObservations"].list().empty());
  lab.internet().set_state("eu-west-1", SiteState::failing);
  pass(seconds(11));
  lab.internet().set_state("eu-west-1", SiteState::up);
  pass(hours(1));
  const Value output = must("GetHealthCheckLastFailureReason", about);
  ASSERT_EQ(output["HealthCheckObservations"].list().size(), 16U);
  EXPECT_EQ(output["HealthCheckObservations"].list()[0]["StatusReport"]["Status"].text(),
            "Failure: HTTP Status Code 503. Resolved IP: 203.0.113.10");
  const Value status = must("GetHealthCheckStatus", about);
  EXPECT_THAT(status["HealthCheckObservations"].list()[0]["StatusReport"]["Status"].text(),
              StartsWith("Success"));
}

TEST_F(OperationsTest, checkers_come_from_known_addresses) {
  deploy_everywhere();
  std::vector<IpNetwork> ranges;
  const Value listed = must("GetCheckerIpRanges", Value::structure());
  for (const Value& range : listed["CheckerIpRanges"].list()) {
    ranges.push_back(parse_network(range.text()).value());
  }
  EXPECT_EQ(ranges.size(), 16U);
  const std::string id = create_check(
      "from", health_config(10, 3).set(
                  "Regions", Value().push("eu-west-1").push("us-east-1").push("sa-east-1")));
  pass(minutes(2));
  const Value status = must("GetHealthCheckStatus", Value().set("HealthCheckId", id));
  ASSERT_EQ(status["HealthCheckObservations"].list().size(), 6U);
  for (const Value& each : status["HealthCheckObservations"].list()) {
    const IpAddress address = parse_ip(each["IPAddress"].text()).value();
    EXPECT_TRUE(std::ranges::any_of(
        ranges, [&](const IpNetwork& range) { return range.contains(address); }));
  }
}

// What an account file has is there from the start, in sync and watched.
TEST(InitialRoute53Test, checks_policies_and_networks_of_an_account_file) {
  account::Account account = example_account();
  account.health_checks = {
      {.id = "west", .type = "HTTPS", .fqdn = west_endpoint, .path = "/health", .interval_s = 10},
      {.id = "not-west",
       .type = "CALCULATED",
       .inverted = true,
       .children = {"west"},
       .health_threshold = 1}};
  account.cidr_collections = {
      {.id = "offices",
       .name = "offices",
       .locations = {{"paris", {parse_network("198.51.100.0/24").value()}}}}};
  const auto add = [&](std::string name, std::string identifier, std::string address) -> auto& {
    account::Record& record = account.zones[0].records.emplace_back();
    record.name = std::move(name);
    record.type = "A";
    record.set_identifier = std::move(identifier);
    record.ttl = seconds(60);
    record.values = {std::move(address)};
    return record;
  };
  auto& primary = add("f.example.com", "p", "192.0.2.1");
  primary.failover = traffic::FailoverRole::primary;
  primary.health_check = "west";
  add("f.example.com", "s", "192.0.2.2").failover = traffic::FailoverRole::secondary;
  add("net.example.com", "a", "192.0.2.3").cidr = traffic::CidrRouting{"offices", "paris"};
  add("net.example.com", "b", "192.0.2.4").cidr = traffic::CidrRouting{"offices", "*"};

  SimulatedEnv env{parse_time("2026-01-05T06:00:00Z").value(), 7};
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
  lab.internet().deploy("eu-west-1", [](const HttpRequest&) {
    HttpResponse response;
    response.status = 200;
    return response;
  });
  const auto address = [&](const std::string& name) {
    return lab.names().resolve(name).value().addresses.front();
  };
  env.scheduler.run_until(env.clock.now() + minutes(1));
  EXPECT_EQ(address("f.example.com"), "192.0.2.1");
  EXPECT_EQ(address("net.example.com"), "192.0.2.4");
  EXPECT_FALSE(lab.route53().health().is_healthy("not-west"));
  EXPECT_EQ(lab.route53().health().last_seen("west").size(), 16U);
  lab.internet().set_state("eu-west-1", SiteState::gone);
  env.scheduler.run_until(env.clock.now() + seconds(31));
  EXPECT_EQ(address("f.example.com"), "192.0.2.2");
  EXPECT_TRUE(lab.route53().health().is_healthy("not-west"));
}

TEST_F(OperationsTest, tags_of_several) {
  const std::string one = create_check("one", health_config());
  const std::string two = create_check("two", health_config());
  must("ChangeTagsForResource",
       Value()
           .set("ResourceType", "healthcheck")
           .set("ResourceId", two)
           .set("AddTags", Value().push(Value().set("Key", "run").set("Value", "x"))));
  const Value listed = must(
      "ListTagsForResources",
      Value().set("ResourceType", "healthcheck").set("ResourceIds", Value().push(one).push(two)));
  ASSERT_EQ(listed["ResourceTagSets"].list().size(), 2U);
  EXPECT_TRUE(listed["ResourceTagSets"].list()[0]["Tags"].list().empty());
  EXPECT_EQ(listed["ResourceTagSets"].list()[1]["Tags"].list()[0]["Value"].text(), "x");
  EXPECT_THAT(
      refused("ListTagsForResources",
              Value().set("ResourceType", "healthcheck").set("ResourceIds", Value().push("none"))),
      StartsWith("NoSuchHealthCheck"));
}

}  // namespace
}  // namespace godwit::lab::services
