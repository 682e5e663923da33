// Sites, routes and names. Facts C4 (403 without a custom domain), C8 (TTL of aliases), C11 (names
// answer while a region is down).
#include "lab/internet.h"

#include <gmock/gmock.h>

#include <cmath>

#include "lab/services/route53/fixture.h"

namespace godwit::lab {
namespace {

using services::central_address;
using services::central_endpoint;
using services::west_address;
using services::west_endpoint;

class InternetTest : public services::Route53Test {
 protected:
  InternetTest() { deploy_everywhere(); }

  Result<HttpResponse> get(const std::string& host, const std::string& address,
                           Duration timeout = seconds(30)) {
    HttpRequest request;
    request.host = host;
    request.address = address;
    request.timeout = timeout;
    return internet.deliver(request, milliseconds(32));
  }
  ErrorKind failure(const Result<HttpResponse>& response) {
    EXPECT_FALSE(response.has_value());
    return response ? ErrorKind::invalid : response.error().kind;
  }
  std::string address_of(const std::string& name) {
    const auto resolution = lab.names().resolve(name);
    return resolution ? resolution->addresses.front() : "";
  }

  ErrorKind failure_of(const std::string& name) {
    const auto resolution = lab.names().resolve(name);
    EXPECT_FALSE(resolution.has_value()) << name;
    return resolution ? ErrorKind::invalid : resolution.error().kind;
  }

  Internet& internet = lab.internet();
};

// ---- sites

TEST_F(InternetTest, a_site_answers_to_its_names) {
  for (const std::string& host : {std::string("api.example.com"), std::string("API.Example.com"),
                                  west_endpoint, std::string("api.example.com:443")}) {
    EXPECT_EQ(get(host, west_address).value().status, 200) << host;
  }
}

TEST_F(InternetTest, c4_a_name_without_a_custom_domain_is_forbidden) {
  EXPECT_EQ(get("other.example.com", west_address).value().status, 403);
  EXPECT_EQ(get(central_endpoint, west_address).value().status, 403);
  HttpRequest request;
  request.host = west_endpoint;  // a header of one's own wins, as with curl --header
  request.address = west_address;
  request.headers.set("Host", "other.example.com");
  EXPECT_EQ(internet.deliver(request, {}).value().status, 403);
}

TEST_F(InternetTest, a_site_has_four_states) {
  EXPECT_EQ(internet.state("eu-west-1"), SiteState::up);
  internet.set_state("eu-west-1", SiteState::failing);
  EXPECT_EQ(get(west_endpoint, west_address).value().status, 503);
  internet.set_state("eu-west-1", SiteState::gone);
  EXPECT_EQ(failure(get(west_endpoint, west_address)), ErrorKind::unreachable);
  EXPECT_EQ(get(central_endpoint, central_address).value().status, 200);
  internet.set_state("eu-west-1", SiteState::slow, seconds(5));
  EXPECT_GT(get(west_endpoint, west_address).value().elapsed, seconds(5));
  internet.set_state("eu-west-1", SiteState::up);
  EXPECT_LT(get(west_endpoint, west_address).value().elapsed, seconds(2));
  EXPECT_EQ(internet.state("ap-south-1"), SiteState::gone);
}

TEST_F(InternetTest, a_site_where_nothing_runs_answers_503) {
  Lab empty{World{env.clock, env.scheduler, env.random}, account};
  HttpRequest request;
  request.host = west_endpoint;
  request.address = west_address;
  EXPECT_EQ(empty.internet().deliver(request, {}).value().status, 503);
}

TEST_F(InternetTest, a_region_that_is_down_is_unreachable_and_its_names_still_resolve) {
  lab.set_region_down("eu-west-1", true);
  EXPECT_EQ(failure(get(west_endpoint, west_address)), ErrorKind::unreachable);
  EXPECT_EQ(address_of("api.example.com"), west_address);  // fact C11
  lab.set_region_down("eu-west-1", false);
  EXPECT_EQ(get(west_endpoint, west_address).value().status, 200);
}

TEST_F(InternetTest, nobody_is_anywhere_else) {
  EXPECT_EQ(failure(get(west_endpoint, "203.0.113.99")), ErrorKind::unreachable);
  EXPECT_EQ(internet.region_at("203.0.113.99"), "");
  EXPECT_EQ(internet.region_at(central_address), "eu-central-1");
}

TEST_F(InternetTest, a_late_answer_is_unknown_and_was_acted_on) {
  int handled = 0;
  internet.deploy("eu-west-1", [&](const HttpRequest&) {
    ++handled;
    HttpResponse response;
    response.status = 200;
    response.elapsed = seconds(7);
    return response;
  });
  EXPECT_EQ(failure(get(west_endpoint, west_address, seconds(5))), ErrorKind::unknown);
  EXPECT_EQ(handled, 1);
  EXPECT_GT(get(west_endpoint, west_address, seconds(30)).value().elapsed, seconds(7));
}

TEST_F(InternetTest, an_answer_takes_the_route_and_the_sites_latency) {
  std::vector<Duration> taken;
  for (int n = 0; n < 4'001; ++n) taken.push_back(get(west_endpoint, west_address)->elapsed);
  std::ranges::sort(taken);
  const auto milliseconds_at = [&](double rank) {
    return static_cast<double>(taken[static_cast<std::size_t>(rank * 4'000)].count()) / 1e3;
  };
  EXPECT_GT(milliseconds_at(0), 32.0);
  EXPECT_NEAR(milliseconds_at(0.5), 32.0 + 25.0, 2.0);
  EXPECT_NEAR(milliseconds_at(0.99), 32.0 + 75.0, 12.0);
}

// ---- names

TEST_F(InternetTest, c8_an_alias_is_kept_for_a_minute) {
  const Resolution resolution = lab.names().resolve("api.example.com").value();
  EXPECT_EQ(resolution.addresses, std::vector<std::string>{west_address});
  EXPECT_EQ(resolution.ttl, seconds(60));
}

TEST_F(InternetTest, endpoints_have_names_of_their_own) {
  EXPECT_EQ(address_of(west_endpoint), west_address);
  EXPECT_EQ(address_of("D-Central.execute-api.eu-central-1.amazonaws.com."), central_address);
}

TEST_F(InternetTest, records_have_their_values_and_ttl) {
  const Resolution resolution = lab.names().resolve("Static.Example.com.").value();
  EXPECT_EQ(resolution.addresses, std::vector<std::string>{"198.51.100.7"});
  EXPECT_EQ(resolution.ttl, seconds(120));
}

TEST_F(InternetTest, a_cname_is_followed_and_the_shortest_ttl_counts) {
  const Resolution resolution = lab.names().resolve("www.example.com").value();
  EXPECT_EQ(resolution.addresses, std::vector<std::string>{"198.51.100.7"});
  EXPECT_EQ(resolution.ttl, seconds(30));
  settle({change("UPSERT", plain("www.example.com", "CNAME", {"API.example.com."}, 300))});
  EXPECT_EQ(address_of("www.example.com"), west_address);
  EXPECT_EQ(lab.names().resolve("www.example.com").value().ttl, seconds(60));
  settle({change("UPSERT", plain("www.example.com", "CNAME", {central_endpoint}, 20))});
  EXPECT_EQ(address_of("www.example.com"), central_address);
  EXPECT_EQ(lab.names().resolve("www.example.com").value().ttl, seconds(20));
  settle({change("UPSERT", plain("www.example.com", "CNAME", {"w2.example.com"})),
          change("UPSERT", plain("w2.example.com", "CNAME", {"www.example.com"}))});
  EXPECT_EQ(failure_of("www.example.com"), ErrorKind::not_found) << "a loop";
}

TEST_F(InternetTest, names_that_nobody_has_are_not_found) {
  for (const std::string name : {"nothing.example.com", "example.com", "other.org", "", ".", "com",
                                 "xexample.com", "deep.api.example.com"}) {
    EXPECT_EQ(failure_of(name), ErrorKind::not_found) << name;
  }
}

TEST_F(InternetTest, a_wildcard_answers_for_names_that_are_not_there) {
  settle({change("CREATE", plain("*.example.com", "A", {"192.0.2.77"}))});
  EXPECT_EQ(address_of("anything.example.com"), "192.0.2.77");
  EXPECT_EQ(address_of("a.b.example.com"), "192.0.2.77");
  EXPECT_EQ(address_of("static.example.com"), "198.51.100.7");
  EXPECT_EQ(failure_of("below.static.example.com"), ErrorKind::not_found) << "RFC 4592";
}

TEST_F(InternetTest, the_closest_zone_answers) {
  account::Zone below;
  below.id = "Z0BELOW";
  below.name = "sub.example.com";
  account::Record& record = below.records.emplace_back();
  record.name = "a.sub.example.com";
  record.type = "A";
  record.ttl = seconds(60);
  record.values = {"192.0.2.50"};
  account::Account two = account;
  two.zones.push_back(below);
  Lab other{World{env.clock, env.scheduler, env.random}, two};
  EXPECT_EQ(other.names().resolve("a.sub.example.com").value().addresses.front(), "192.0.2.50");
  EXPECT_EQ(other.names().resolve("static.example.com").value().addresses.front(), "198.51.100.7");
}

TEST_F(InternetTest, several_addresses_come_in_any_order) {
  settle(
      {change("CREATE", plain("many.example.com", "A", {"192.0.2.1", "192.0.2.2", "192.0.2.3"}))});
  std::map<std::string, int> first;
  for (int n = 0; n < 3'000; ++n) ++first[address_of("many.example.com")];
  for (const auto& [address, times] : first) EXPECT_NEAR(times, 1'000, 120) << address;
  EXPECT_EQ(first.size(), 3U);
}

// Fact C5, as users feel it: within four deviations of what the shares say.
TEST_F(InternetTest, c5_answers_come_as_often_as_the_shares_say) {
  constexpr int queries = 50'000;
  for (const auto& [west_weight, central_weight] :
       {std::pair{99, 1}, {90, 10}, {50, 50}, {1, 255}, {0, 100}, {0, 0}}) {
    settle({change("UPSERT", west_at(west_weight)), change("UPSERT", central_at(central_weight))});
    int central = 0;
    for (int n = 0; n < queries; ++n) {
      if (address_of("api.example.com") == central_address) ++central;
    }
    const double share = share_of("central");
    const double deviation = std::sqrt(queries * share * (1 - share));
    EXPECT_NEAR(central, queries * share, 4 * deviation) << west_weight << " : " << central_weight;
  }
}

// ---- as Env parts

TEST_F(InternetTest, a_region_sees_the_internet_as_everybody_does) {
  const auto http = internet.http_from("eu-central-1");
  HttpRequest request;
  request.host = "api.example.com";
  request.path = "/health";
  const HttpResponse response = http->send(request).value();
  EXPECT_EQ(response.status, 200);
  EXPECT_GT(response.elapsed, round_trip_between("eu-central-1", "eu-west-1"));

  request.host = "nobody.example.com";
  EXPECT_EQ(failure(http->send(request)), ErrorKind::unreachable) << "nothing was sent";
  request.host = "api.example.com";
  request.host = west_address;  // an address is its own, and no custom domain: fact C4
  EXPECT_EQ(http->send(request).value().status, 403);
  request.host = "api.example.com";
  request.address = central_address;  // a shadow test by direct address
  EXPECT_EQ(http->send(request).value().status, 200);
  lab.set_region_down("eu-central-1", true);
  request.address = west_address;
  EXPECT_EQ(failure(http->send(request)), ErrorKind::unreachable);

  EXPECT_EQ(internet.resolver()->resolve("api.example.com").value().addresses.front(),
            west_address);
}

TEST_F(InternetTest, routes_are_symmetric_and_short_inside_a_region) {
  const std::vector<std::string> regions = {"eu-west-1",  "eu-west-2", "eu-central-1",
                                            "af-south-1", "us-east-1", "ap-south-1"};
  for (const std::string& a : regions) {
    EXPECT_LT(round_trip_between(a, a), milliseconds(1));
    for (const std::string& b : regions) {
      EXPECT_EQ(round_trip_between(a, b), round_trip_between(b, a));
      if (a != b) {
        EXPECT_GT(round_trip_between(a, b), milliseconds(10));
      }
    }
  }
  EXPECT_LT(round_trip_between("eu-west-1", "eu-central-1"),
            round_trip_between("eu-west-1", "af-south-1"));
}

}  // namespace
}  // namespace godwit::lab
