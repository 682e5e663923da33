// Availability zones, and regions that are opted into.
// as_of: 2026-11. sources:
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html and
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html. Which letters
// an account has is the account's; these are what most have.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Row {
  std::string_view region;
  Zones zones;
};

constexpr std::array<Row, 34> rows = {{
    {"af-south-1", {"afs1", "abc"}},       {"ap-east-1", {"ape1", "abc"}},
    {"ap-east-2", {"ape2", "abc"}},        {"ap-northeast-1", {"apne1", "acd"}},
    {"ap-northeast-2", {"apne2", "abcd"}}, {"ap-northeast-3", {"apne3", "abc"}},
    {"ap-south-1", {"aps1", "abc"}},       {"ap-south-2", {"aps2", "abc"}},
    {"ap-southeast-1", {"apse1", "abc"}},  {"ap-southeast-2", {"apse2", "abc"}},
    {"ap-southeast-3", {"apse3", "abc"}},  {"ap-southeast-4", {"apse4", "abc"}},
    {"ap-southeast-5", {"apse5", "abc"}},  {"ap-southeast-6", {"apse6", "abc"}},
    {"ap-southeast-7", {"apse7", "abc"}},  {"ca-central-1", {"cac1", "abd"}},
    {"ca-west-1", {"caw1", "abc"}},        {"eu-central-1", {"euc1", "abc"}},
    {"eu-central-2", {"euc2", "abc"}},     {"eu-north-1", {"eun1", "abc"}},
    {"eu-south-1", {"eus1", "abc"}},       {"eu-south-2", {"eus2", "abc"}},
    {"eu-west-1", {"euw1", "abc"}},        {"eu-west-2", {"euw2", "abc"}},
    {"eu-west-3", {"euw3", "abc"}},        {"il-central-1", {"ilc1", "abc"}},
    {"me-central-1", {"mec1", "abc"}},     {"me-south-1", {"mes1", "abc"}},
    {"mx-central-1", {"mxc1", "abc"}},     {"sa-east-1", {"sae1", "abc"}},
    {"us-east-1", {"use1", "abcdef"}},     {"us-east-2", {"use2", "abc"}},
    {"us-west-1", {"usw1", "ac"}},         {"us-west-2", {"usw2", "abcd"}},
}};
static_assert(std::ranges::is_sorted(rows, {}, &Row::region));

// Those of before March 2019: every account has them.
constexpr std::array<std::string_view, 17> always_there = {
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1",
    "ap-southeast-2", "ca-central-1",   "eu-central-1",   "eu-north-1", "eu-west-1",
    "eu-west-2",      "eu-west-3",      "sa-east-1",      "us-east-1",  "us-east-2",
    "us-west-1",      "us-west-2"};

}  // namespace

Zones zones_of(std::string_view region) {
  const auto found = std::ranges::find(rows, region, &Row::region);
  return found == rows.end() ? Zones{} : found->zones;
}

bool needs_opt_in(std::string_view region) {
  return is_region(region) && !std::ranges::binary_search(always_there, region);
}

}  // namespace godwit::catalog
