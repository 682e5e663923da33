#include "aws/paginate.h"

#include <gtest/gtest.h>

#include "aws/testing/scripted_cloud.h"

namespace godwit::aws {
namespace {

using testing::ScriptedCloud;

// Hands out `pages` one by one, whatever is asked.
ScriptedCloud pages_of(List pages) {
  return ScriptedCloud(
      [pages = std::move(pages), at = std::size_t{0}](const auto&, const auto&) mutable {
        return ScriptedCloud::Answer(pages.at(at++));
      });
}

std::vector<Value> all_pages(Cloud& cloud, std::string_view service, std::string_view operation,
                             Value input) {
  std::vector<Value> pages;
  const auto done = paginate(cloud, service, operation, "eu-west-1", std::move(input),
                             [&](const Value& page) -> Result<bool> {
                               pages.push_back(page);
                               return true;
                             });
  EXPECT_TRUE(done) << to_string(done.error());
  return pages;
}

TEST(Paginate, GoesOnWhileThereIsAToken) {
  ScriptedCloud cloud = pages_of(
      {Value(Members{{"NextToken", "1"}}), Value(Members{{"NextToken", "2"}}), Value::structure()});
  EXPECT_EQ(
      all_pages(cloud, "ssm", "DescribeParameters", Value(Members{{"MaxResults", 10}})).size(), 3U);
  ASSERT_EQ(cloud.inputs.size(), 3U);
  EXPECT_FALSE(cloud.inputs[0].has("NextToken"));
  EXPECT_EQ(cloud.inputs[2]["NextToken"].text(), "2");
  EXPECT_EQ(cloud.inputs[2]["MaxResults"].integer(), 10);
}

TEST(Paginate, TakesTheTokensThatThereAre) {
  ScriptedCloud cloud = pages_of(
      {Value(Members{{"IsTruncated", true},
                     {"NextRecordName", "a."},
                     {"NextRecordType", "A"},
                     {"NextRecordIdentifier", "blue"}}),
       Value(Members{{"IsTruncated", true}, {"NextRecordName", "b."}, {"NextRecordType", "A"}}),
       Value(Members{{"IsTruncated", false}, {"NextRecordName", "c."}})});
  Value input(Members{{"HostedZoneId", "Z1"}});
  EXPECT_EQ(all_pages(cloud, "route53", "ListResourceRecordSets", input).size(), 3U);
  EXPECT_EQ(cloud.inputs[1]["StartRecordIdentifier"].text(), "blue");
  EXPECT_EQ(cloud.inputs[2]["StartRecordName"].text(), "b.");
  EXPECT_FALSE(cloud.inputs[2].has("StartRecordIdentifier"));
}

TEST(Paginate, FindsATokenInTheLastOfAList) {
  const Value first(
      Members{{"IsTruncated", true},
              {"Contents", List{Value(Members{{"Key", "a"}}), Value(Members{{"Key", "b"}})}}});
  ScriptedCloud cloud = pages_of({first, Value(Members{{"IsTruncated", false}})});
  all_pages(cloud, "s3", "ListObjects", Value(Members{{"Bucket", "b"}}));
  EXPECT_EQ(cloud.inputs[1]["Marker"].text(), "b");
}

TEST(Paginate, EndsWhereItIsToldTo) {
  ScriptedCloud cloud = pages_of({Value(Members{{"NextToken", "1"}})});
  int seen = 0;
  ASSERT_TRUE(paginate(cloud, "ssm", "DescribeParameters", "eu-west-1", Value(),
                       [&](const Value&) -> Result<bool> {
                         ++seen;
                         return false;
                       }));
  EXPECT_EQ(seen, 1);
}

TEST(Paginate, RefusesToGoRoundInCircles) {
  for (const Value& stuck : {Value(Members{{"NextToken", "same"}})}) {
    ScriptedCloud cloud([&](const auto&, const auto&) { return ScriptedCloud::Answer(stuck); });
    const auto done = paginate(cloud, "ssm", "DescribeParameters", "eu-west-1", Value(),
                               [](const Value&) -> Result<bool> { return true; });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::unreachable);
  }
  // More, but not where: neither at once nor after a page that said it.
  ScriptedCloud cloud =
      pages_of({Value(Members{{"IsTruncated", true}, {"NextContinuationToken", "t"}}),
                Value(Members{{"IsTruncated", true}})});
  const auto done =
      paginate(cloud, "s3", "ListObjectsV2", "eu-west-1", Value(Members{{"Bucket", "b"}}),
               [](const Value&) -> Result<bool> { return true; });
  EXPECT_FALSE(done);
}

TEST(Paginate, AsksOnceWhereThereAreNoPages) {
  ScriptedCloud cloud = pages_of({Value(Members{{"Account", "1"}})});
  EXPECT_EQ(all_pages(cloud, "sts", "GetCallerIdentity", Value()).size(), 1U);
}

}  // namespace
}  // namespace godwit::aws
