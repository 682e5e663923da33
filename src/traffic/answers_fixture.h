// For tests of answers: records in few words, and answers as one readable line.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "traffic/answers.h"

namespace godwit::traffic {

// A record of example.com's. It has the name that it is made with, below the zone ("" is the apex),
// and is an A record with a TTL of 300 s whose value is its identifier, until more is said of it.
class R {
 public:
  explicit R(std::string name, std::string type = "A") {
    record_.name = name.empty() ? "example.com" : name + ".example.com";
    record_.type = std::move(type);
    record_.ttl = seconds(300);
    record_.values = {record_.name};
  }
  operator RecordSet() const { return record_; }  // NOLINT: that is what it is for

  R& weight(std::string id, int weight) {
    record_.weight = weight;
    return named(std::move(id));
  }
  R& latency(std::string region) {
    record_.region = region;
    return named(std::move(region));
  }
  R& primary() {
    record_.failover = FailoverRole::primary;
    return named("primary");
  }
  R& secondary() {
    record_.failover = FailoverRole::secondary;
    return named("secondary");
  }
  R& continent(std::string code) {
    record_.geolocation = GeoLocation{.continent = code};
    return named(std::move(code));
  }
  // "DE"; "US-CA"; "*": the default.
  R& country(std::string code) {
    const std::size_t dash = code.find('-');
    record_.geolocation =
        GeoLocation{.country = code.substr(0, dash),
                    .subdivision = dash == std::string::npos ? "" : code.substr(dash + 1)};
    return named(std::move(code));
  }
  R& near(std::string region, int bias = 0) {
    record_.geoproximity = GeoProximity{.region = region, .bias = bias};
    return named(std::move(region));
  }
  R& near_zone(std::string group, int bias = 0) {
    record_.geoproximity = GeoProximity{.local_zone_group = group, .bias = bias};
    return named(std::move(group));
  }
  R& at(std::string id, double latitude, double longitude, int bias = 0) {
    record_.geoproximity =
        GeoProximity{.coordinates = Coordinates{latitude, longitude}, .bias = bias};
    return named(std::move(id));
  }
  R& many(std::string id) {
    record_.multivalue = true;
    return named(std::move(id));
  }
  R& networks(std::string location, std::string collection = "c1") {
    record_.cidr = CidrRouting{std::move(collection), location};
    return named(std::move(location));
  }

  R& named(std::string id) {
    record_.set_identifier = id;
    if (!record_.alias) record_.values = {std::move(id)};
    return *this;
  }
  R& id(std::string id) {  // of a policy that names its records itself
    record_.set_identifier = std::move(id);
    return *this;
  }
  R& check(std::string id) {  // healthy, unless its name begins with "bad"
    record_.health_check = std::move(id);
    return *this;
  }
  R& bad() { return check("bad"); }
  R& ttl(int ttl_s) {
    record_.ttl = seconds(ttl_s);
    return *this;
  }
  R& value(std::string value) {
    record_.values = {std::move(value)};
    return *this;
  }
  // An alias, to a name below the zone, or with a final dot to one outside of it. `watching`: it
  // evaluates its target's health.
  R& alias(const std::string& target) {
    record_.alias = AliasTarget{"Z1", target.ends_with('.') ? target : target + ".example.com"};
    record_.values.clear();
    record_.ttl = Duration(0);
    return *this;
  }
  R& zone(std::string id) {
    record_.alias->zone = std::move(id);
    return *this;
  }
  R& watching() {
    record_.alias->evaluate_target_health = true;
    return *this;
  }

 private:
  RecordSet record_;
};

inline R cname(const std::string& name, const std::string& target) {
  return R(name, "CNAME").value(target.ends_with('.') ? target : target + ".example.com.");
}

// Checks and targets whose name begins with "bad" are unhealthy.
Health by_name();

// Zones of example.com alone, and with the CIDR collection "c1":
// office 192.0.0.0/16; lab 192.0.2.0/24; cable 198.51.100.0/24 and 2001:db8::/32;
// city 100.64.1.0/24 and 100.64.0.0/16; county 100.64.0.0/20.
Zones zones_of(std::vector<RecordSet> records);

// One line: "a 0.25, b 0.75"; a certain answer has no number. CNAMEs that were followed stand
// before what they lead to: "www.example.com > a". Records of a multivalue answer are "a+b+c", or
// "8 of a+b+...". Ends without records are "no data", "NXDOMAIN" and "endless". Without an answer:
// "NODATA", "NXDOMAIN", "REFUSED", "referral to sub.example.com".
std::string describe(const Answers& answers);

}  // namespace godwit::traffic
