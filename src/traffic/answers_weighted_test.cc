// Simple and weighted records. Pages are those of AWS's
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/, models those of its API reference.
#include "traffic/answers_table_test.h"

namespace godwit::traffic {
namespace {

constexpr std::string_view chooses = "health-checks-how-route-53-chooses-records.html";

R w(std::string id, int weight) { return R("api").weight(std::move(id), weight); }

TEST(AnswersTable, Simple) {
  expect({
      {"routing-policy-simple.html", "one record for all", {R("api")}, "api.example.com"},
      {"routing-policy-simple.html",
       "health is not looked at: there is nothing else to answer",
       {R("api").bad()},
       "api.example.com"},
      {"routing-policy-simple.html", "of the type alone", {R("api", "AAAA")}, "NODATA"},
      {"routing-policy-simple.html",
       "types have their own records",
       {R("api", "AAAA").named("six"), R("api").named("four")},
       "four"},
  });
}

TEST(AnswersTable, Weighted) {
  expect({
      {"C5", "weight / sum of weights", {w("a", 99), w("b", 1)}, "a 0.99, b 0.01"},
      {"routing-policy-weighted.html",
       "weights are no percentages",
       {w("a", 255), w("b", 85)},
       "a 0.75, b 0.25"},
      {"routing-policy-weighted.html", "one alone is certain", {w("a", 7)}, "a"},
      {"API Weight", "weight 0 never answers beside another", {w("a", 100), w("b", 0)}, "a"},
      {"API Weight",
       "all zero: equal shares",
       {w("a", 0), w("b", 0), w("c", 0), w("d", 0)},
       "a 0.25, b 0.25, c 0.25, d 0.25"},
      {chooses,
       "of the healthy alone",
       {w("a", 100).bad(), w("b", 50).check("ok"), w("c", 150)},
       "b 0.25, c 0.75"},
      {chooses, "a record without a check is healthy", {w("a", 1).bad(), w("b", 1)}, "b"},
      {chooses,
       "weight 0 is considered when every other is unhealthy",
       {w("a", 100).bad(), w("b", 0)},
       "b"},
      {chooses,
       "weight 0 stays silent while one other is healthy",
       {w("a", 100).bad(), w("b", 1), w("c", 0)},
       "b"},
      {chooses,
       "several of weight 0 share equally, the unhealthy left out",
       {w("a", 9).bad(), w("b", 0), w("c", 0), w("d", 0).bad()},
       "b 0.5, c 0.5"},
      {chooses,
       "all unhealthy: all count as healthy, and the non-zero weights answer again",
       {w("a", 30).bad(), w("b", 10).bad(), w("c", 0).bad()},
       "a 0.75, b 0.25"},
      {chooses,
       "all zero and all unhealthy: equal shares",
       {w("a", 0).bad(), w("b", 0).bad()},
       "a 0.5, b 0.5"},
      {"C7",
       "a further set identifier at 100 leaves half where it was",
       {w("source", 100), w("rollback", 100), w("target", 0)},
       "source 0.5, rollback 0.5"},
      {"C2",
       "records of another policy, which Route 53 refuses, do not answer",
       {w("a", 1), R("api").continent("EU")},
       "a",
       {.continent = "EU"}},
  });
}

}  // namespace
}  // namespace godwit::traffic
