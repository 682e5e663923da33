// Failover and multivalue answers. Pages are those of AWS's
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/, models those of its API reference.
#include "traffic/answers_table_test.h"

namespace godwit::traffic {
namespace {

constexpr std::string_view multivalue_page = "routing-policy-multivalue.html";

R primary() { return R("api").primary(); }
R secondary() { return R("api").secondary(); }
R many(std::string id) { return R("api").many(std::move(id)); }

TEST(AnswersTable, Failover) {
  expect({
      {"API Failover",
       "the primary while it is healthy",
       {primary().check("ok"), secondary().check("ok")},
       "primary"},
      {"API Failover",
       "whatever the health of the secondary",
       {primary().check("ok"), secondary().bad()},
       "primary"},
      {"API Failover",
       "the secondary where the primary is unhealthy",
       {primary().bad(), secondary().check("ok")},
       "secondary"},
      {"API Failover",
       "the primary again where both are",
       {primary().bad(), secondary().bad()},
       "primary"},
      {"API Failover",
       "a secondary without a check always takes over",
       {primary().bad(), secondary()},
       "secondary"},
      {"dns-failover-types.html",
       "a primary without a check never leaves",
       {primary(), secondary()},
       "primary"},
      {"API Failover",
       "the order of the records is nothing",
       {secondary(), primary().check("ok")},
       "primary"},
      {"API Failover", "a primary alone answers, healthy or not", {primary().bad()}, "primary"},
      {"API Failover", "and so does a secondary", {secondary()}, "secondary"},
      {"dns-failover-private-hosted-zones.html",
       "an alias out of the zone that watches its target",
       {primary().alias("bad-lb.eu-west-1.elb.amazonaws.com.").watching(), secondary()},
       "secondary"},
      {"API EvaluateTargetHealth",
       "one that does not watch it never leaves",
       {primary().alias("bad-lb.eu-west-1.elb.amazonaws.com."), secondary()},
       "primary"},
  });
}

TEST(AnswersTable, Multivalue) {
  const std::vector<RecordSet> ten = {many("a"), many("b"), many("c"), many("d"), many("e"),
                                      many("f"), many("g"), many("h"), many("i"), many("j")};
  std::vector<RecordSet> eight(ten.begin(), ten.begin() + 8);
  std::vector<RecordSet> bad = ten;
  for (RecordSet& record : bad) record.health_check = "bad";
  std::vector<RecordSet> two_bad = ten;
  two_bad[0].health_check = two_bad[9].health_check = "bad";
  expect({
      {multivalue_page,
       "all that are healthy",
       {many("a"), many("b").check("ok"), many("c").bad()},
       "a+b"},
      {multivalue_page, "a record without a check is healthy", {many("a"), many("b")}, "a+b"},
      {multivalue_page, "one alone", {many("a")}, "a"},
      {multivalue_page, "eight fit", eight, "a+b+c+d+e+f+g+h"},
      {multivalue_page, "eight of more, others for other resolvers", ten,
       "8 of a+b+c+d+e+f+g+h+i+j"},
      {multivalue_page, "of the healthy alone", two_bad, "b+c+d+e+f+g+h+i"},
      {multivalue_page,
       "no aliases: Route 53 refuses them",
       {many("a"), many("b").alias("www"), R("www")},
       "a"},
      {multivalue_page,
       "none healthy: up to eight of the unhealthy",
       {many("a").bad(), many("b").bad()},
       "a+b"},
      {multivalue_page, "none healthy: up to eight of the unhealthy", bad,
       "8 of a+b+c+d+e+f+g+h+i+j"},
  });
}

}  // namespace
}  // namespace godwit::traffic
