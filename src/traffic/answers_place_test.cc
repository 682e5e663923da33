// Geolocation and IP-based routing: whose place it is. Pages are those of AWS's
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/, models those of its API reference.
#include "traffic/answers_table_test.h"

namespace godwit::traffic {
namespace {

constexpr std::string_view geo_page = "routing-policy-geo.html";
constexpr std::string_view geo_health = "API HealthCheckId, Geolocation Routing";
constexpr std::string_view ip_page = "routing-policy-ipbased.html";
constexpr std::string_view chooses = "health-checks-how-route-53-chooses-records.html";

R continent(std::string code) { return R("api").continent(std::move(code)); }
R country(std::string code) { return R("api").country(std::move(code)); }
R anywhere() { return country("*"); }
R networks(std::string location) { return R("api").networks(std::move(location)); }

const Asker germany{.continent = "EU", .country = "DE"};
const Asker california{.continent = "NA", .country = "US", .subdivision = "CA"};
const Asker texas{.continent = "NA", .country = "US", .subdivision = "TX"};
const Asker canada{.continent = "NA", .country = "CA"};
const Asker kenya{.continent = "AF", .country = "KE"};
const Asker unknown{};

Asker in_network(const char* text) { return {.network = parse_network(text)}; }

TEST(AnswersTable, Geolocation) {
  const std::vector<RecordSet> world = {continent("EU"), country("DE"),    continent("NA"),
                                        country("US"),   country("US-CA"), anywhere()};
  expect({
      {geo_page, "the smallest place: a country before its continent", world, "DE", germany},
      {geo_page, "a state before its country", world, "US-CA", california},
      {geo_page, "the country for its other states", world, "US", texas},
      {geo_page, "the continent for its other countries", world, "NA", canada},
      {geo_page, "the default for all others", world, "*", kenya},
      {geo_page, "the default for addresses without a place", world, "*", unknown},
      {geo_page,
       "the order of the records is nothing",
       {anywhere(), continent("EU")},
       "EU",
       germany},
      {"C2",
       "no default: no answer for countries that are not listed",
       {country("DE")},
       "no data",
       kenya},
      {"API GeoLocation",
       "no default: no answer for addresses without a place",
       {continent("EU"), continent("AF"), continent("AS"), continent("NA"), continent("SA"),
        continent("OC"), continent("AN")},
       "no data",
       unknown},
      {geo_page,
       "CA is a country and a subdivision: not mixed up",
       {country("CA"), country("US-CA")},
       "CA",
       canada},
      {geo_page,
       "a state of one country is not one of another",
       {country("US-CA"), anywhere()},
       "*",
       {.continent = "EU", .country = "UA", .subdivision = "CA"}},
      {geo_page,
       "of an asker whose country alone is known, the continent is its own",
       {continent("EU"), continent("NA")},
       "EU",
       {.country = "DE"}},
      {geo_page, "a default alone serves all", {anywhere()}, "*", germany},
      {geo_health,
       "an unhealthy state leaves its people to the country",
       {country("US-CA").bad(), country("US"), continent("NA"), anywhere()},
       "US",
       california},
      {geo_health,
       "an unhealthy country, to the continent",
       {country("US-CA").bad(), country("US").bad(), continent("NA"), anywhere()},
       "NA",
       california},
      {geo_health,
       "an unhealthy continent, to the default",
       {country("US-CA").bad(), country("US").bad(), continent("NA").bad(), anywhere()},
       "*",
       california},
      {geo_health,
       "a step that has no record is stepped over",
       {country("US-CA").bad(), anywhere()},
       "*",
       california},
      {geo_health,
       "another place's record is no way out",
       {country("DE").bad(), country("US"), continent("NA"), anywhere()},
       "*",
       germany},
      {geo_health,
       "the smaller place's health is not the larger place's people's matter",
       {country("US-CA").bad(), country("US")},
       "US",
       texas},
      {chooses,
       "none of those that are for this asker is healthy: all of them count as healthy",
       {country("DE").bad(), continent("EU").bad(), anywhere().bad()},
       "DE",
       germany},
      {"assumption (nearness.h)",
       "although another place's record is healthy, which this asker may not have",
       {country("DE").bad(), country("US")},
       "DE",
       germany},
      {geo_health,
       "an unhealthy default has nobody behind it",
       {country("DE"), anywhere().bad()},
       "*",
       kenya},
  });
}

TEST(AnswersTable, IpBased) {
  const std::vector<RecordSet> all = {networks("office"), networks("lab"), networks("cable"),
                                      networks("*")};
  expect({
      {ip_page, "the location that has the network", all, "cable", in_network("198.51.100.0/24")},
      {ip_page, "an address is in the network", all, "cable", in_network("198.51.100.7")},
      {ip_page, "the longest prefix wins", all, "lab", in_network("192.0.2.0/24")},
      {ip_page,
       "of a location with several blocks, its longest counts",
       {networks("city"), networks("county")},
       "city",
       in_network("100.64.1.0/24")},
      {ip_page,
       "whatever their order",
       {networks("city"), networks("county")},
       "county",
       in_network("100.64.2.0/24")},
      {ip_page, "and the shorter one has the rest", all, "office", in_network("192.0.3.0/24")},
      {ip_page, "a longer query matches a shorter block: /48 in /32", all, "cable",
       in_network("2001:db8:0:1234::/64")},
      {ip_page, "a shorter query does not match a longer block", all, "*",
       in_network("198.51.0.0/16")},
      {ip_page, "as with IPv6", all, "*", in_network("2001::/16")},
      {ip_page, "nothing matches: the default", all, "*", in_network("203.0.113.0/24")},
      {ip_page, "nobody knows who asks: the default", all, "*", unknown},
      {ip_page,
       "nothing matches and there is no default: no answer",
       {networks("office"), networks("cable")},
       "no data",
       in_network("203.0.113.0/24")},
      {ip_page,
       "IPv4 bits are not IPv6 bits",
       {networks("office"), networks("*")},
       "*",
       in_network("c000::/16")},
      {ip_page,
       "a location without a record leaves its networks to the next shorter one",
       {networks("office"), networks("*")},
       "office",
       in_network("192.0.2.0/24")},
      {ip_page,
       "a location that the collection does not have",
       {networks("attic"), networks("*")},
       "*",
       in_network("192.0.2.0/24")},
      {ip_page,
       "a collection that does not exist",
       {R("api").networks("office", "c9"), networks("*")},
       "*",
       in_network("192.0.2.0/24")},
      {"assumption (nearness.h)",
       "an unhealthy record leaves its people to the next shorter block",
       {networks("office"), networks("lab").bad(), networks("*")},
       "office",
       in_network("192.0.2.0/24")},
      {"assumption (nearness.h)",
       "and then to the default",
       {networks("office").bad(), networks("lab").bad(), networks("*")},
       "*",
       in_network("192.0.2.0/24")},
      {chooses,
       "none is healthy: all count as healthy",
       {networks("office").bad(), networks("lab").bad(), networks("*").bad()},
       "lab",
       in_network("192.0.2.0/24")},
  });
}

}  // namespace
}  // namespace godwit::traffic
