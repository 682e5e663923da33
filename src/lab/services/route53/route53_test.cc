// Hosted zones, pages of records, propagation (fact C10), health checks' control plane (C9), tags.
#include "lab/services/route53/route53.h"

#include <gmock/gmock.h>

#include "lab/services/route53/fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Value zone_input() { return Value().set("HostedZoneId", "Z0EXAMPLE"); }

std::vector<std::string> titles(const Value& output) {
  std::vector<std::string> result;
  for (const Value& set : output["ResourceRecordSets"].list()) {
    std::string title = set["Name"].text() + " " + set["Type"].text();
    if (set.has("SetIdentifier")) title += " " + set["SetIdentifier"].text();
    result.push_back(title);
  }
  return result;
}

TEST_F(Route53Test, zones_are_as_aws_describes_them) {
  const Value listed = must("ListHostedZones", Value::structure());
  ASSERT_EQ(listed["HostedZones"].list().size(), 1U);
  const Value& zone = listed["HostedZones"].list().front();
  EXPECT_EQ(zone["Id"].text(), "/hostedzone/Z0EXAMPLE");
  EXPECT_EQ(zone["Name"].text(), "example.com.");
  EXPECT_EQ(zone["ResourceRecordSetCount"].integer(), 7);
  EXPECT_FALSE(listed["IsTruncated"].flag());

  for (const std::string id : {"Z0EXAMPLE", "/hostedzone/Z0EXAMPLE", "hostedzone/Z0EXAMPLE"}) {
    const Value got = must("GetHostedZone", Value().set("Id", id));
    EXPECT_EQ(got["HostedZone"]["Name"].text(), "example.com.");
    EXPECT_EQ(got["DelegationSet"]["NameServers"].list().size(), 4U);
  }
  EXPECT_THAT(refused("GetHostedZone", Value().set("Id", "ZNONE")), StartsWith("NoSuchHostedZone"));
  const Value by_name = must("ListHostedZonesByName", Value().set("DNSName", "example.com"));
  EXPECT_EQ(by_name["HostedZones"].list().size(), 1U);
}

TEST_F(Route53Test, records_come_by_reversed_labels_type_and_identifier) {
  EXPECT_THAT(titles(must("ListResourceRecordSets", zone_input())),
              ElementsAre("example.com. NS", "example.com. SOA", "example.com. TXT",
                          "api.example.com. A central", "api.example.com. A west",
                          "static.example.com. A", "www.example.com. CNAME"));
}

// "Note the trailing dot, which can change the sort order": '-' comes before it.
TEST_F(Route53Test, the_final_dot_is_part_of_the_order) {
  settle({change("CREATE", plain("x.api.example.com", "A", {"192.0.2.1"})),
          change("CREATE", plain("api-2.example.com", "A", {"192.0.2.1"}))});
  const auto all = titles(must("ListResourceRecordSets", zone_input()));
  EXPECT_THAT((std::vector<std::string>(all.begin() + 3, all.begin() + 7)),
              ElementsAre("api-2.example.com. A", "api.example.com. A central",
                          "api.example.com. A west", "x.api.example.com. A"));
}

TEST_F(Route53Test, pages_join_to_the_whole_at_any_size) {
  const auto all = titles(must("ListResourceRecordSets", zone_input()));
  for (std::size_t size = 1; size <= all.size() + 1; ++size) {
    std::vector<std::string> joined;
    Value input = zone_input().set("MaxItems", std::to_string(size));
    for (int page = 0; page < 20; ++page) {
      const Value output = must("ListResourceRecordSets", input);
      EXPECT_LE(output["ResourceRecordSets"].list().size(), size);
      for (std::string& title : titles(output)) joined.push_back(std::move(title));
      if (!output["IsTruncated"].flag()) break;
      input.set("StartRecordName", output["NextRecordName"].text());
      input.set("StartRecordType", output["NextRecordType"].text());
      if (output.has("NextRecordIdentifier")) {
        input.set("StartRecordIdentifier", output["NextRecordIdentifier"].text());
      } else {
        input = zone_input()
                    .set("MaxItems", std::to_string(size))
                    .set("StartRecordName", output["NextRecordName"].text())
                    .set("StartRecordType", output["NextRecordType"].text());
      }
    }
    EXPECT_EQ(joined, all) << "pages of " << size;
  }
}

TEST_F(Route53Test, a_page_starts_where_it_is_told) {
  const auto from = [&](Value input) {
    return titles(must("ListResourceRecordSets", input.set("MaxItems", "1"))).at(0);
  };
  EXPECT_EQ(from(zone_input().set("StartRecordName", "API.example.com")),
            "api.example.com. A central");
  EXPECT_EQ(from(zone_input().set("StartRecordName", "b.example.com")), "static.example.com. A");
  EXPECT_EQ(from(zone_input().set("StartRecordName", "example.com").set("StartRecordType", "SOA")),
            "example.com. SOA");
  EXPECT_THAT(refused("ListResourceRecordSets", zone_input().set("StartRecordType", "A")),
              StartsWith("InvalidInput"));
  EXPECT_THAT(refused("ListResourceRecordSets", zone_input().set("MaxItems", "none")),
              StartsWith("InvalidInput"));
}

// ---- propagation

TEST_F(Route53Test, c10_a_change_is_pending_until_it_has_propagated) {
  const Value made = must("ChangeResourceRecordSets",
                          batch({change("UPSERT", west_at(0)), change("UPSERT", central_at(100))}));
  const std::string id = made["ChangeInfo"]["Id"].text();
  EXPECT_THAT(id, StartsWith("/change/C"));
  EXPECT_EQ(made["ChangeInfo"]["Status"].text(), "PENDING");
  const auto status = [&](const std::string& of) {
    return must("GetChange", Value().set("Id", of))["ChangeInfo"]["Status"].text();
  };

  // Until then the name servers answer as before, though the control plane lists the new weights.
  pass(seconds(19));
  EXPECT_EQ(status(id), "PENDING");
  EXPECT_EQ(share_of("west"), 1.0);
  bool was_pending = true;
  for (int second = 20; second <= 60; ++second) {
    pass(seconds(1));
    const bool pending = status(id) == "PENDING";
    EXPECT_TRUE(was_pending || !pending);
    EXPECT_EQ(share_of("west"), pending ? 1.0 : 0.0) << "INSYNC and the answers are one thing";
    was_pending = pending;
  }
  EXPECT_EQ(status(id), "INSYNC");
  EXPECT_EQ(status(id.substr(8)), "INSYNC") << "the id without its prefix";
  EXPECT_THAT(refused("GetChange", Value().set("Id", "CNONE")), StartsWith("NoSuchChange"));
}

TEST_F(Route53Test, c10_changes_of_a_zone_arrive_in_their_order) {
  for (int weight = 1; weight <= 20; ++weight) {
    must("ChangeResourceRecordSets", batch({change("UPSERT", central_at(weight))}));
    pass(seconds(1));
  }
  double last = 0;
  for (int second = 0; second < 80; ++second) {
    pass(seconds(1));
    EXPECT_GE(share_of("central"), last);
    last = share_of("central");
  }
  EXPECT_DOUBLE_EQ(last, 20.0 / 120.0);
}

// Not what the control plane has by then: a change that is still on its way stays there.
TEST_F(Route53Test, c10_each_change_is_served_as_it_was_made) {
  std::map<double, int> seen;  // shares of central, in the order of their weights
  for (int weight = 1; weight <= 40; ++weight) {
    must("ChangeResourceRecordSets", batch({change("UPSERT", central_at(weight))}));
    pass(seconds(15));
    ++seen[share_of("central")];
    EXPECT_LT(share_of("central"), weight / (100.0 + weight)) << "nothing takes less than 20 s";
  }
  EXPECT_GT(seen.size(), 10U);
}

TEST_F(Route53Test, c10_propagation_takes_different_times) {
  std::set<std::string> pending_at_forty;
  int changes = 0;
  for (int weight = 1; weight <= 40; ++weight, ++changes) {
    const Value made = must("ChangeResourceRecordSets", batch({change("UPSERT", west_at(weight))}));
    pass(seconds(40));
    const std::string id = made["ChangeInfo"]["Id"].text();
    if (must("GetChange", Value().set("Id", id))["ChangeInfo"]["Status"].text() == "PENDING") {
      pending_at_forty.insert(id);
    }
    pass(seconds(21));
  }
  EXPECT_GT(pending_at_forty.size(), 10U);
  EXPECT_LT(pending_at_forty.size(), 30U);
}

TEST_F(Route53Test, ids_follow_from_the_seed) {
  SimulatedEnv other_env{env.clock.now(), 7};
  Lab other{World{other_env.clock, other_env.scheduler, other_env.random}, account};
  other_env.random.next();  // what others draw moves nothing
  aws::Operation operation{};
  operation.name = "ChangeResourceRecordSets";
  const Value input = batch({change("UPSERT", west_at(1))});
  const Answer theirs = other.route53().handle({"", operation, input, other.now()});
  EXPECT_EQ(theirs.value(), must("ChangeResourceRecordSets", input));
}

// ---- health checks

TEST_F(Route53Test, c9_a_health_check_needs_a_caller_reference) {
  EXPECT_THAT(refused("CreateHealthCheck", Value().set("HealthCheckConfig", health_config())),
              StartsWith("InvalidInput"));
}

TEST_F(Route53Test, the_same_reference_and_settings_are_the_same_check) {
  const std::string id = create_check("one", health_config());
  EXPECT_EQ(create_check("one", health_config()), id);
  EXPECT_NE(create_check("two", health_config()), id);
  EXPECT_THAT(
      refused("CreateHealthCheck",
              Value().set("CallerReference", "one").set("HealthCheckConfig", health_config(10))),
      StartsWith("HealthCheckAlreadyExists"));
  // Whoever resumes after an update still finds its own check.
  update_check(id, "Inverted", true);
  EXPECT_EQ(create_check("one", health_config()), id);
}

TEST_F(Route53Test, a_deleted_checks_reference_stays_taken) {
  const std::string id = create_check("one", health_config());
  must("DeleteHealthCheck", Value().set("HealthCheckId", id));
  EXPECT_THAT(refused("DeleteHealthCheck", Value().set("HealthCheckId", id)),
              StartsWith("NoSuchHealthCheck"));
  EXPECT_THAT(
      refused("CreateHealthCheck",
              Value().set("CallerReference", "one").set("HealthCheckConfig", health_config())),
      StartsWith("HealthCheckAlreadyExists"));
}

TEST_F(Route53Test, c9_a_domain_name_takes_no_path) {
  for (const std::string bad : {"api.example.com/health", "https://api.example.com",
                                "api.example.com:443", "a b", "a..b"}) {
    EXPECT_THAT(refused("CreateHealthCheck",
                        Value()
                            .set("CallerReference", bad)
                            .set("HealthCheckConfig",
                                 health_config().set("FullyQualifiedDomainName", bad))),
                StartsWith("InvalidInput"))
        << bad;
  }
}

TEST_F(Route53Test, settings_are_checked) {
  const auto refusal = [&](std::string_view name, Value value) {
    return refused("CreateHealthCheck",
                   Value()
                       .set("CallerReference", "r")
                       .set("HealthCheckConfig", health_config().set(name, std::move(value))));
  };
  for (const int interval : {0, 5, 20, 60}) {
    EXPECT_THAT(refusal("RequestInterval", interval), StartsWith("InvalidInput"));
  }
  for (const int threshold : {0, 11, -1}) {
    EXPECT_THAT(refusal("FailureThreshold", threshold), StartsWith("InvalidInput"));
  }
  EXPECT_THAT(refusal("Port", 65536), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("Type", "PING"), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("Type", "RECOVERY_CONTROL"), StartsWith("NotImplemented"));
  EXPECT_THAT(refusal("Type", "CALCULATED"), StartsWith("InvalidInput")) << "with an endpoint";
  EXPECT_THAT(refusal("Type", "HTTPS_STR_MATCH"), StartsWith("InvalidInput")) << "without a string";
  EXPECT_THAT(refusal("Regions", Value().push("us-east-1")), StartsWith("InvalidInput"));
  EXPECT_THAT(refusal("IPAddress", "10.1.2.3"), HasSubstr("private")) << "fact C9";
  EXPECT_THAT(refusal("IPAddress", "300.1.2.3"), StartsWith("InvalidInput"));
}

TEST_F(Route53Test, defaults_are_those_of_aws) {
  const std::string id = create_check(
      "d", Value().set("Type", "HTTPS").set("FullyQualifiedDomainName", "api.example.com"));
  const Value got = must("GetHealthCheck", Value().set("HealthCheckId", id));
  const Value& config = got["HealthCheck"]["HealthCheckConfig"];
  EXPECT_EQ(config["Port"].integer(), 443);
  EXPECT_EQ(config["RequestInterval"].integer(), 30);
  EXPECT_EQ(config["FailureThreshold"].integer(), 3);
  EXPECT_TRUE(config["EnableSNI"].flag());
  EXPECT_FALSE(config["Inverted"].flag());
  EXPECT_EQ(got["HealthCheck"]["HealthCheckVersion"].integer(), 1);
}

TEST_F(Route53Test, updates_count_versions_and_keep_what_they_do_not_name) {
  const std::string id = create_check("u", health_config());
  const Value updated = must("UpdateHealthCheck", Value()
                                                      .set("HealthCheckId", id)
                                                      .set("HealthCheckVersion", 1)
                                                      .set("Inverted", true)
                                                      .set("FailureThreshold", 1));
  const Value& config = updated["HealthCheck"]["HealthCheckConfig"];
  EXPECT_EQ(updated["HealthCheck"]["HealthCheckVersion"].integer(), 2);
  EXPECT_TRUE(config["Inverted"].flag());
  EXPECT_EQ(config["FailureThreshold"].integer(), 1);
  EXPECT_EQ(config["ResourcePath"].text(), "/health");
  EXPECT_THAT(
      refused("UpdateHealthCheck",
              Value().set("HealthCheckId", id).set("HealthCheckVersion", 1).set("Inverted", false)),
      StartsWith("HealthCheckVersionMismatch"));
  EXPECT_THAT(
      refused("UpdateHealthCheck", Value().set("HealthCheckId", id).set("FailureThreshold", 0)),
      StartsWith("InvalidInput"));
  EXPECT_THAT(refused("UpdateHealthCheck", Value().set("HealthCheckId", "none")),
              StartsWith("NoSuchHealthCheck"));
}

TEST_F(Route53Test, health_checks_come_in_pages) {
  std::set<std::string> made;
  for (int n = 0; n < 7; ++n) made.insert(create_check(fmt::format("c{}", n), health_config()));
  std::set<std::string> listed;
  Value input = Value().set("MaxItems", "3");
  for (int page = 0; page < 3; ++page) {
    const Value output = must("ListHealthChecks", input);
    for (const Value& check : output["HealthChecks"].list()) listed.insert(check["Id"].text());
    EXPECT_EQ(output["IsTruncated"].flag(), page < 2);
    input.set("Marker", output["NextMarker"].text());
  }
  EXPECT_EQ(listed, made);
}

// AWS "does not prevent you from deleting a health check even if the health check is associated
// with one or more resource record sets", and HealthCheckInUse "is not in use" (API reference).
TEST_F(Route53Test, a_check_that_is_in_use_is_deleted_without_a_word) {
  const std::string id = create_check("in use", health_config());
  settle({change("UPSERT", west_at(100).set("HealthCheckId", id))});
  must("DeleteHealthCheck", Value().set("HealthCheckId", id));
  pass(minutes(5));
  EXPECT_EQ(share_of("west"), 1.0) << "and nothing moves any more, though the endpoint is down";
}

// ---- the rest

TEST_F(Route53Test, tags_are_kept_by_resource) {
  const std::string check = create_check("tagged", health_config());
  const auto input = [](std::string_view type, const std::string& id) {
    return Value().set("ResourceType", type).set("ResourceId", id);
  };
  const auto tag = [](std::string_view key, std::string_view value) {
    return Value().push(Value().set("Key", key).set("Value", value));
  };
  must("ChangeTagsForResource", input("healthcheck", check).set("AddTags", tag("run", "one")));
  must("ChangeTagsForResource", input("healthcheck", check).set("AddTags", tag("run", "two")));
  must("ChangeTagsForResource", input("hostedzone", "Z0EXAMPLE").set("AddTags", tag("a", "b")));
  const Value listed = must("ListTagsForResource", input("healthcheck", check));
  EXPECT_EQ(listed["ResourceTagSet"]["ResourceId"].text(), check);
  ASSERT_EQ(listed["ResourceTagSet"]["Tags"].list().size(), 1U);
  EXPECT_EQ(listed["ResourceTagSet"]["Tags"].list()[0]["Value"].text(), "two");
  must("ChangeTagsForResource",
       input("healthcheck", check).set("RemoveTagKeys", Value().push("run")));
  EXPECT_EQ(must("ListTagsForResource", input("healthcheck", check))["ResourceTagSet"]["Tags"]
                .list()
                .size(),
            0U);
  EXPECT_THAT(refused("ListTagsForResource", input("healthcheck", "none")),
              StartsWith("NoSuchHealthCheck"));
  EXPECT_THAT(refused("ListTagsForResource", input("hostedzone", "none")),
              StartsWith("NoSuchHostedZone"));
}

TEST_F(Route53Test, what_it_does_not_have_it_says) {
  EXPECT_THAT(refused("CreateTrafficPolicy", Value::structure()), StartsWith("NotImplemented"));
}

TEST_F(Route53Test, snapshots_tell_states_apart_and_nothing_else) {
  const auto snapshot = [&] { return serialize(lab.route53().snapshot()); };
  const std::string before = snapshot();
  pass(hours(24));
  EXPECT_EQ(snapshot(), before);
  settle({change("UPSERT", west_at(50))});
  EXPECT_NE(snapshot(), before);
  settle({change("UPSERT", west_at(100))});
  EXPECT_EQ(snapshot(), before);
  const std::string id = create_check("snap", health_config());
  settle({change("UPSERT", west_at(100).set("HealthCheckId", id))});
  EXPECT_THAT(snapshot(), HasSubstr(R"("health_check":"snap")"));
  EXPECT_THAT(snapshot(), Not(HasSubstr(id)));
}

}  // namespace
}  // namespace godwit::lab::services
