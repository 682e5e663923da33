#include "aws/bucket_address.h"

#include <algorithm>

#include "base/ascii.h"

namespace godwit::aws {

namespace {

bool is_lower_or_digit(char letter) { return is_lower(letter) || is_digit(letter); }

}  // namespace

bool is_bucket_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && std::ranges::all_of(name, [](char letter) {
    return is_lower_or_digit(letter) || (letter >= 'A' && letter <= 'Z') || letter == '.' ||
           letter == '-' || letter == '_';
  });
}

bool fits_host(std::string_view bucket) {
  return bucket.size() >= 3 && bucket.size() <= 63 && is_lower_or_digit(bucket.front()) &&
         is_lower_or_digit(bucket.back()) && std::ranges::all_of(bucket, [](char letter) {
           return is_lower_or_digit(letter) || letter == '-';
         });
}

std::string_view bucket_in_host(std::string_view host) {
  // From the right: a bucket's name may itself contain ".s3.".
  const std::size_t dot = host.rfind(".s3.");
  return dot == std::string_view::npos ? std::string_view() : host.substr(0, dot);
}

}  // namespace godwit::aws
