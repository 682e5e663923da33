// Trees of aliases. Pages are those of AWS's
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/, models those of its API reference.
#include "traffic/answers_table_test.h"

namespace godwit::traffic {
namespace {

constexpr std::string_view complex = "dns-failover-complex-configs.html";
constexpr std::string_view with_check = "dns-failover-complex-configs-hc-alias.html";
constexpr std::string_view omitted = "dns-failover-complex-configs-hc-omitting.html";
constexpr std::string_view choosing = "resource-record-sets-choosing-alias-non-alias.html";

R w(const std::string& name, std::string id, int weight = 1) {
  return R(name).weight(std::move(id), weight);
}
R in(std::string region) { return R("api").latency(std::move(region)); }

const Asker near_virginia{
    .latency = {{"us-east-1", milliseconds(10)}, {"ap-southeast-2", milliseconds(200)}}};

// The page's example: latency aliases, which watch, over two weighted records in each region.
std::vector<RecordSet> two_regions(bool virginia_1, bool virginia_2, bool sydney_1 = true,
                                   bool sydney_2 = true, bool watching = true) {
  const auto server = [](const std::string& region, std::string id, bool healthy) {
    return w(region, std::move(id)).check(healthy ? "ok" : "bad");
  };
  R virginia = in("us-east-1").alias("virginia");
  R sydney = in("ap-southeast-2").alias("sydney");
  if (watching) {
    virginia.watching();
    sydney.watching();
  }
  return {virginia,
          sydney,
          server("virginia", "v1", virginia_1),
          server("virginia", "v2", virginia_2),
          server("sydney", "s1", sydney_1),
          server("sydney", "s2", sydney_2)};
}

TEST(AnswersTable, AliasTrees) {
  expect({
      {complex, "latency chooses the region, weights the server", two_regions(true, true),
       "v1 0.5, v2 0.5", near_virginia},
      {complex, "the other server of the region, where one is unhealthy", two_regions(false, true),
       "v2", near_virginia},
      {complex, "backs out of a region whose servers are all unhealthy", two_regions(false, false),
       "s1 0.5, s2 0.5", near_virginia},
      {complex, "and finds the healthy one of the other region",
       two_regions(false, false, false, true), "s2", near_virginia},
      {complex, "all unhealthy: as if all were healthy", two_regions(false, false, false, false),
       "v1 0.5, v2 0.5", near_virginia},
      {"API EvaluateTargetHealth", "an alias that does not watch stays, and its target answers",
       two_regions(false, false, true, true, false), "v1 0.5, v2 0.5", near_virginia},
      {"API EvaluateTargetHealth", "below it, health counts all the same",
       two_regions(false, true, true, true, false), "v2", near_virginia},
      {"C2",
       "a tree multiplies the shares of its branches",
       {w("api", "west", 3).alias("west"), w("api", "east", 1).alias("east"), w("west", "w1", 1),
        w("west", "w2", 2), w("east", "e1", 7)},
       "e1 0.25, w1 0.25, w2 0.5"},
      {omitted,
       "a record without a check below an alias that watches: the branch never leaves",
       {w("api", "west").alias("west").watching(), w("api", "east", 0), w("west", "w1").bad(),
        w("west", "w2")},
       "w2"},
      {omitted,
       "a simple record without a check is healthy as a target",
       {R("api").primary().alias("west").watching(), R("api").secondary(), R("west")},
       "west.example.com"},
      {"API EvaluateTargetHealth",
       "a simple record with a check makes its alias unhealthy",
       {R("api").primary().alias("west").watching(), R("api").secondary(), R("west").bad()},
       "secondary"},
      {with_check,
       "an alias with a check that fails is unhealthy, whatever its target",
       {w("api", "west").alias("west").check("bad"), w("api", "east"), R("west")},
       "east"},
      {with_check,
       "with both, both have to be healthy",
       {w("api", "west").alias("west").watching().check("ok"), w("api", "east"), R("west").bad()},
       "east"},
      {with_check,
       "a check on the alias alone: the target is not looked at",
       {w("api", "west").alias("west").check("ok"), w("api", "east", 0), R("west").bad()},
       "west.example.com"},
      {complex,
       "watching goes down as far as the aliases watch",
       {w("api", "a").alias("b").watching(), w("api", "z", 0), w("b", "b1").alias("c").watching(),
        w("c", "c1").bad()},
       "z"},
      {complex,
       "and no farther",
       {w("api", "a").alias("b").watching(), w("api", "z", 0), w("b", "b1").alias("c"),
        w("c", "c1").bad()},
       "c1"},
      {complex,
       "a record of weight 0 keeps a branch healthy that it answers for",
       {w("api", "a").alias("b").watching(), w("api", "z", 0), w("b", "b1", 5).bad(),
        w("b", "b2", 0)},
       "b2"},
      {complex,
       "failover above weights",
       {R("api").primary().alias("west").watching(), R("api").secondary().alias("east"),
        w("west", "w1").bad(), w("west", "w2").bad(), w("east", "e1", 1), w("east", "e2", 3)},
       "e1 0.25, e2 0.75"},
      {complex,
       "weights above failover",
       {w("api", "a", 1).alias("a").watching(), w("api", "b", 1).alias("b").watching(),
        R("a").primary().id("a1").bad(), R("a").secondary().id("a2"), R("b").primary().id("b1"),
        R("b").secondary().id("b2")},
       "b1 0.5, a2 0.5"},
      {"C2",
       "weights below geolocation, for whom the place is",
       {R("api").country("DE").alias("de"), R("api").country("*").alias("rest"), w("de", "old", 1),
        w("de", "new", 3), w("rest", "r")},
       "old 0.25, new 0.75",
       {.country = "DE"}},
      {"C2",
       "and for the others",
       {R("api").country("DE").alias("de"), R("api").country("*").alias("rest"), w("de", "old", 1),
        w("de", "new", 3), w("rest", "r")},
       "r",
       {.country = "FR"}},
      {complex,
       "a branch is healthy by what may answer this asker: here nothing may",
       {R("api").primary().alias("geo").watching(), R("api").secondary(),
        R("geo").country("DE").bad(), R("geo").country("US")},
       "secondary",
       {.country = "DE"}},
      {complex,
       "and for another asker it is",
       {R("api").primary().alias("geo").watching(), R("api").secondary(),
        R("geo").country("DE").bad(), R("geo").country("US")},
       "US",
       {.country = "US"}},
      {complex,
       "a multivalue answer below an alias",
       {R("api").primary().alias("m").watching(), R("api").secondary(), R("m").many("m1"),
        R("m").many("m2").bad(), R("m").many("m3")},
       "m1+m3"},
      {complex,
       "two ways to one record add up",
       {w("api", "a", 1).alias("same"), w("api", "b", 3).alias("other"), R("same"),
        R("other").alias("same")},
       "same.example.com"},
  });
}

TEST(AnswersTable, AliasesOutOfTheZone) {
  const R gateway = w("api", "a").alias("d-1.execute-api.eu-west-1.amazonaws.com.").watching();
  const R dead = w("api", "b").alias("bad-lb.eu-west-1.elb.amazonaws.com.");
  expect({
      {choosing, "a target outside of the zone is the end", {gateway}, "a"},
      {choosing,
       "also one whose name only ends alike",
       {w("api", "a").alias("notexample.com.")},
       "a"},
      {choosing,
       "also for the apex",
       {R("").alias("d1.cloudfront.net.")},
       "example.com",
       {},
       "example.com"},
      {"API EvaluateTargetHealth",
       "not watched, it counts as healthy",
       {gateway, dead},
       "a 0.5, b 0.5"},
      {"API EvaluateTargetHealth",
       "watched, it does as it does",
       {gateway, R(dead).watching()},
       "a"},
      {"API EvaluateTargetHealth",
       "through a tree",
       {w("api", "x").alias("west").watching(), w("api", "z", 0),
        R("west").alias("bad.elb.").watching()},
       "z"},
  });
}

TEST(AnswersTable, AliasesWithinTheZone) {
  expect({
      {choosing,
       "the apex may be an alias of another record",
       {R("").alias("www"), R("www")},
       "www.example.com",
       {},
       "example.com"},
      {choosing,
       "an alias has its target's type",
       {R("api").alias("www"), R("www", "AAAA"), R("www").named("four")},
       "four"},
      {choosing,
       "no record of the type there: no data",
       {R("api").alias("www"), R("www", "AAAA")},
       "no data"},
      {choosing, "no such name there: no data", {R("api").alias("www")}, "no data"},
      {choosing,
       "an alias names a record set: a wildcard is no stand-in",
       {R("api").alias("www"), R("*")},
       "no data"},
      {choosing, "but may be named itself", {R("api").alias("*"), R("*")}, "*.example.com"},
      {choosing,
       "any letters, with the final dot or without",
       {R("api").alias("WWW"), R("www")},
       "www.example.com"},
      {"assumption (tree_health.h)",
       "an alias that leads to nothing is not healthy, if it watches",
       {w("api", "a").alias("gone").watching(), w("api", "b", 0)},
       "b"},
      {"assumption (zone_index.h)",
       "an alias of itself has no end",
       {R("api").alias("api")},
       "endless"},
      {"assumption (zone_index.h)",
       "nor have two of each other",
       {R("api").alias("b"), R("b").alias("api")},
       "endless"},
      {"assumption (zone_index.h)",
       "what is not in the circle answers",
       {w("api", "a").alias("b"), w("api", "c"), w("b", "d").alias("api"), w("b", "e")},
       "endless 0.5, c 0.5"},
      {"assumption (zone_index.h)",
       "types have circles of their own",
       {R("api").alias("b"), R("b"), R("b", "AAAA").alias("api"), R("api", "AAAA")},
       "b.example.com"},
      {"assumption (tree_health.h)",
       "a circle is not healthy, if it is watched",
       {w("api", "a").alias("b").watching(), w("api", "z", 0), R("b").alias("api").watching()},
       "z"},
  });
}

}  // namespace
}  // namespace godwit::traffic
