// as_of: 2026-11-22. source: https://ip-ranges.amazonaws.com/ip-ranges.json, service
// ROUTE53_HEALTHCHECKS, as public tools keep it. Which address of a network a checker has is made
// up.
#include "lab/checkers.h"

#include <algorithm>
#include <array>

namespace godwit::lab {
namespace {

constexpr std::array<Checker, 16> all = {{
    {"ap-northeast-1", "54.248.220.0/26", "54.248.220.5"},
    {"ap-northeast-1", "54.250.253.192/26", "54.250.253.197"},
    {"ap-southeast-1", "54.251.31.128/26", "54.251.31.133"},
    {"ap-southeast-1", "54.255.254.192/26", "54.255.254.197"},
    {"ap-southeast-2", "54.252.79.128/26", "54.252.79.133"},
    {"ap-southeast-2", "54.252.254.192/26", "54.252.254.197"},
    {"eu-west-1", "54.228.16.0/26", "54.228.16.5"},
    {"eu-west-1", "176.34.159.192/26", "176.34.159.197"},
    {"sa-east-1", "54.232.40.64/26", "54.232.40.69"},
    {"sa-east-1", "177.71.207.128/26", "177.71.207.133"},
    {"us-east-1", "54.243.31.192/26", "54.243.31.197"},
    {"us-east-1", "107.23.255.0/26", "107.23.255.5"},
    {"us-west-1", "54.183.255.128/26", "54.183.255.133"},
    {"us-west-1", "54.241.32.64/26", "54.241.32.69"},
    {"us-west-2", "54.244.52.192/26", "54.244.52.197"},
    {"us-west-2", "54.245.168.0/26", "54.245.168.5"},
}};

}  // namespace

std::span<const Checker> checkers() { return all; }

bool is_checker_region(std::string_view region) {
  return std::ranges::find(all, region, &Checker::region) != all.end();
}

}  // namespace godwit::lab
