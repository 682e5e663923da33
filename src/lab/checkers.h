// Route 53's health checkers: where they are, and the addresses they come from.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-ip-addresses.html
#pragma once

#include <span>
#include <string_view>

namespace godwit::lab {

// One of the sixteen. AWS does not number them; two networks in each of eight regions are what its
// list of addresses shows.
struct Checker {
  std::string_view region;
  std::string_view network;  // "54.228.16.0/26"
  std::string_view address;  // of it, that this one uses
};
std::span<const Checker> checkers();  // by region

// A region that a health check may choose.
bool is_checker_region(std::string_view region);

}  // namespace godwit::lab
