// For tests: a lab in virtual time with one zone and a site in each of two regions, and Route 53
// asked without a wire.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "env/simulated_env.h"
#include "lab/internet.h"
#include "lab/lab.h"
#include "lab/services/route53/route53.h"

namespace godwit::lab::services {

inline constexpr std::string_view west = "eu-west-1";
inline constexpr std::string_view central = "eu-central-1";
inline const std::string west_endpoint = "d-west.execute-api.eu-west-1.amazonaws.com";
inline const std::string central_endpoint = "d-central.execute-api.eu-central-1.amazonaws.com";
inline const std::string west_zone = "ZLY8HYME6SFDD";  // of API Gateway in each region (fact C3)
inline const std::string central_zone = "Z1U9ULNL0V5AJ3";
inline const std::string west_address = "203.0.113.10";
inline const std::string central_address = "203.0.113.20";

inline account::Site site(std::string_view region, std::string endpoint, std::string address) {
  account::Site site;
  site.region = region;
  site.endpoint = std::move(endpoint);
  site.address = std::move(address);
  site.hostnames = {"api.example.com"};
  return site;
}

// Weighted aliases for the API, west 100 and central 0, and some simple records.
inline account::Account example_account() {
  account::Account account;
  account.id = "123456789012";
  account.regions = {std::string(west), std::string(central)};
  account.credentials = {"AKIAEXAMPLE", "made-up"};
  account.workload.hostname = "api.example.com";
  account.workload.sites = {site(west, west_endpoint, west_address),
                            site(central, central_endpoint, central_address)};
  account::Zone zone;
  zone.id = "Z0EXAMPLE";
  zone.name = "example.com";
  const auto add = [&](std::string name, std::string type) -> account::Record& {
    account::Record& record = zone.records.emplace_back();
    record.name = std::move(name);
    record.type = std::move(type);
    return record;
  };
  const auto weigh = [&](std::string identifier, int weight, const std::string& zone_of_service,
                         const std::string& endpoint) {
    account::Record& record = add("api.example.com", "A");
    record.set_identifier = std::move(identifier);
    record.weight = weight;
    record.alias = account::Alias{zone_of_service, endpoint, false};
  };
  weigh("west", 100, west_zone, west_endpoint);
  weigh("central", 0, central_zone, central_endpoint);
  account::Record& text = add("example.com", "TXT");
  text.ttl = seconds(300);
  text.values = {"v=spf1 -all"};
  account::Record& plain = add("static.example.com", "A");
  plain.ttl = seconds(120);
  plain.values = {"198.51.100.7"};
  account::Record& name = add("www.example.com", "CNAME");
  name.ttl = seconds(30);
  name.values = {"static.example.com."};
  account.zones.push_back(std::move(zone));
  return account;
}

class Route53Test : public testing::Test {
 protected:
  Answer ask(std::string_view operation, const aws::Value& input) {
    aws::Operation described{};
    described.name = operation;
    return lab.route53().handle(
        {.region = "", .operation = described, .input = input, .now = lab.now()});
  }
  // The same where success is expected.
  aws::Value must(std::string_view operation, const aws::Value& input) {
    Answer answer = ask(operation, input);
    EXPECT_TRUE(answer.has_value())
        << operation << ": " << (answer ? "" : answer.error().code + " " + answer.error().message);
    return answer.value_or(aws::Value());
  }
  // And where refusal is: "Code: message".
  std::string refused(std::string_view operation, const aws::Value& input) {
    const Answer answer = ask(operation, input);
    return answer ? "(success)" : answer.error().code + ": " + answer.error().message;
  }

  static aws::Value change(std::string_view action, aws::Value set) {
    return aws::Value().set("Action", action).set("ResourceRecordSet", std::move(set));
  }
  static aws::Value plain(std::string_view name, std::string_view type,
                          const std::vector<std::string>& values, int ttl_s = 60) {
    aws::Value records;
    for (const std::string& value : values) records.push(aws::Value().set("Value", value));
    return aws::Value()
        .set("Name", name)
        .set("Type", type)
        .set("TTL", ttl_s)
        .set("ResourceRecords", std::move(records));
  }
  static aws::Value alias(std::string_view name, const std::string& zone, const std::string& target,
                          bool evaluate = false) {
    return aws::Value()
        .set("Name", name)
        .set("Type", "A")
        .set("AliasTarget", aws::Value()
                                .set("HostedZoneId", zone)
                                .set("DNSName", target)
                                .set("EvaluateTargetHealth", evaluate));
  }
  static aws::Value weighted(aws::Value set, std::string_view identifier, int weight) {
    return set.set("SetIdentifier", identifier).set("Weight", weight);
  }
  // The API's two records at other weights.
  static aws::Value west_at(int weight) {
    return weighted(alias("api.example.com", west_zone, west_endpoint), "west", weight);
  }
  static aws::Value central_at(int weight) {
    return weighted(alias("api.example.com", central_zone, central_endpoint), "central", weight);
  }
  static aws::Value batch(const std::vector<aws::Value>& changes) {
    aws::Value list{aws::List{}};
    for (const aws::Value& each : changes) list.push(each);
    return aws::Value()
        .set("HostedZoneId", "Z0EXAMPLE")
        .set("ChangeBatch", aws::Value().set("Changes", std::move(list)));
  }

  // Changes records and waits until the name servers know.
  void settle(const std::vector<aws::Value>& changes) {
    must("ChangeResourceRecordSets", batch(changes));
    pass(seconds(61));
  }

  static aws::Value health_config(int interval_s = 30, int threshold = 3) {
    return aws::Value()
        .set("Type", "HTTPS")
        .set("FullyQualifiedDomainName", west_endpoint)
        .set("ResourcePath", "/health")
        .set("RequestInterval", interval_s)
        .set("FailureThreshold", threshold);
  }
  std::string create_check(const std::string& reference, aws::Value config) {
    const aws::Value output = must(
        "CreateHealthCheck",
        aws::Value().set("CallerReference", reference).set("HealthCheckConfig", std::move(config)));
    return output["HealthCheck"]["Id"].text();
  }
  void update_check(const std::string& id, std::string_view setting, bool on) {
    must("UpdateHealthCheck", aws::Value().set("HealthCheckId", id).set(setting, on));
  }

  // What runs at both sites: 200 to everything.
  void deploy_everywhere() {
    for (const std::string_view region : {west, central}) {
      lab.internet().deploy(std::string(region), [](const HttpRequest&) {
        HttpResponse response;
        response.status = 200;
        return response;
      });
    }
  }

  void pass(Duration duration) { env.scheduler.run_until(env.clock.now() + duration); }

  // How much of the API's traffic a region gets now.
  double share_of(std::string_view identifier) {
    for (const traffic::Share& share : lab.route53().shares("api.example.com")) {
      if (share.record->set_identifier == identifier) return share.probability;
    }
    return 0;
  }

  SimulatedEnv env{parse_time("2026-01-05T06:00:00Z").value(), 7};
  account::Account account = example_account();
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
};

}  // namespace godwit::lab::services
