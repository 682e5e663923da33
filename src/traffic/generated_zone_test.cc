#include "traffic/generated_zone.h"

#include <fmt/format.h>

namespace godwit::traffic {
namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, bool hostile) : draws_(seed), hostile_(hostile) {}

  Generated generate() {
    names_ = 1 + draws_.below(9);
    for (name_ = 0; name_ < names_; ++name_) add_group();
    if (hostile_) add_odd_names();
    draw_asker();
    return std::move(result_);
  }

 private:
  void add_group() {
    // A third of them weighted, so that there is more to sample than one way.
    const std::uint64_t draw = draws_.below(12);
    const auto policy = draw < 8 ? static_cast<Policy>(draw) : Policy::weighted;
    // A CNAME group has no multivalue answers, and the first name always has addresses.
    const bool is_cname = name_ > 0 && policy != Policy::multivalue && draws_.one_in(5);
    bad_of_ = 1 + draws_.below(4);
    const std::uint64_t count = policy == Policy::simple     ? 1
                                : policy == Policy::failover ? 1 + draws_.below(2)
                                                             : 1 + draws_.below(5);
    for (std::uint64_t n = 0; n < count; ++n) {
      RecordSet record = record_of(policy, n, is_cname);
      const std::uint64_t later = later_name();
      if (is_cname) {
        record.type = "CNAME";
        record.values = {draws_.one_in(3) || later == names_ ? "elsewhere.org"
                                                             : name_of(later) + ".example.com."};
      } else if (policy != Policy::multivalue && later < names_ && !draws_.one_in(3)) {
        record.alias = AliasTarget{"Z1", name_of(later) + ".example.com", draws_.one_in(2)};
        record.values.clear();
      } else if (policy != Policy::multivalue && draws_.one_in(5)) {
        record.alias =
            AliasTarget{"Z2", draws_.one_in(2) ? "bad.org" : "good.org", draws_.one_in(2)};
        record.values.clear();
      }
      if (draws_.below(4) < bad_of_) record.health_check = draws_.one_in(2) ? "bad" : "ok";
      if (hostile_) spoil(record);
      result_.records.push_back(record);
    }
  }

  RecordSet record_of(Policy policy, std::uint64_t n, bool is_cname) {
    const std::string id = fmt::format("{}{}", is_cname ? "c" : "r", n);
    R record(name_of(name_));
    switch (policy) {
      case Policy::simple:
        break;
      case Policy::weighted:
        record.weight(id, draws_.one_in(3) ? 0 : static_cast<int>(draws_.below(256)));
        break;
      case Policy::latency:
        record.latency(regions_.at(n));
        break;
      case Policy::failover:
        n == 0 ? record.primary() : record.secondary();
        break;
      case Policy::geolocation:
        n < 2 ? record.continent(continents_.at(n)) : record.country(countries_.at(n - 2));
        break;
      case Policy::geoproximity:
        record.near(regions_.at(n), static_cast<int>(draws_.below(199)) - 99);
        break;
      case Policy::multivalue:
        record.many(id);
        break;
      case Policy::ip_based:
        record.networks(locations_.at(n));
        break;
    }
    return record;
  }

  std::uint64_t later_name() { return name_ + 1 + draws_.below(names_ - name_); }

  static std::string name_of(std::uint64_t name) { return fmt::format("g{}", name); }

  void spoil(RecordSet& record) {
    if (record.alias && draws_.one_in(2)) {
      record.alias->name = name_of(draws_.below(names_ + 1)) + ".EXAMPLE.com.";
    }
    if (record.type == "CNAME" && draws_.one_in(2)) {
      record.values = {name_of(draws_.below(names_)) + ".example.com"};
    }
    switch (draws_.below(12)) {
      case 0:
        record.values.clear();
        break;
      case 1:
        record.weight = static_cast<int>(draws_.below(10)) - 5;
        break;
      case 2:
        record.geoproximity = GeoProximity{.bias = static_cast<int>(draws_.below(400)) - 200};
        break;
      case 3:
        record.region = "nowhere";
        break;
      case 4:
        record.multivalue = true;
        break;
      case 5:
        record.alias = AliasTarget{"", "", true};
        break;
      case 6:
        record.geolocation = GeoLocation{};
        break;
      case 7:
        record.values = {"*.example.com", "..", std::string(300, 'x')};
        break;
      case 8:
        record.cidr = CidrRouting{};
        break;
      default:
        break;
    }
  }

  void add_odd_names() {
    const std::vector<std::string> odd = {"",
                                          ".",
                                          ".example.com",
                                          "..example.com",
                                          "example.org",
                                          "*",
                                          "*.example.com",
                                          "*.*.example.com",
                                          "a.*.g0.example.com",
                                          std::string(400, 'x') + ".example.com",
                                          std::string("\0.example.com", 13),
                                          "g1..example.com"};
    for (const std::string& name : odd) {
      RecordSet record = R("x");
      record.name = name;
      if (draws_.one_in(3)) record.type = draws_.one_in(2) ? "NS" : "CNAME";
      if (draws_.one_in(3)) record.alias = AliasTarget{"Z1", "g0.example.com", true};
      result_.records.push_back(record);
    }
  }

  void draw_asker() {
    Asker& asker = result_.asker;
    if (!draws_.one_in(4)) asker.continent = draws_.of(continents_);
    if (!draws_.one_in(4)) asker.country = draws_.one_in(2) ? "US" : "DE";
    if (draws_.one_in(2)) asker.subdivision = "CA";
    if (!draws_.one_in(4)) {
      asker.coordinates = Coordinates{static_cast<double>(draws_.below(180)) - 90,
                                      static_cast<double>(draws_.below(360)) - 180};
    }
    for (const std::string& region : regions_) {
      if (draws_.one_in(2)) asker.latency[region] = milliseconds(draws_.below(20) * 10);
    }
    if (!draws_.one_in(4)) asker.network = parse_network(draws_.of(networks_));
  }

  Draws draws_;
  bool hostile_;
  Generated result_;
  std::uint64_t names_ = 0;
  std::uint64_t name_ = 0;
  std::uint64_t bad_of_ = 1;
  std::vector<std::string> regions_ = {"eu-west-1", "us-east-1", "ap-south-1", "sa-east-1",
                                       "eu-central-1"};
  std::vector<std::string> continents_ = {"EU", "NA"};
  std::vector<std::string> countries_ = {"US", "US-CA", "*"};
  std::vector<std::string> locations_ = {"office", "lab", "cable", "*", "attic"};
  std::vector<std::string> networks_ = {"192.0.2.0/24", "192.0.9.0/24", "198.51.100.0/24",
                                        "203.0.113.0/24", "2001:db8::/48"};
};

}  // namespace

Generated generate(std::uint64_t seed, bool hostile) { return Generator(seed, hostile).generate(); }

}  // namespace godwit::traffic
