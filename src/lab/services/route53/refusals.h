// Refusals in the words that Route 53's API has for input that is not as its schema says.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "lab/service.h"

namespace godwit::lab::services {

inline std::unexpected<aws::ServiceError> invalid_input(std::string message) {
  return refuse(400, "InvalidInput", std::move(message));
}

// A number beyond its least or greatest value; `type` is the schema's.
inline std::expected<void, aws::ServiceError> check_range(std::int64_t value, std::int64_t least,
                                                          std::int64_t greatest,
                                                          std::string_view type) {
  if (value >= least && value <= greatest) return {};
  const bool low = value < least;
  return invalid_input(
      fmt::format("Invalid XML ; cvc-{0}-valid: Value '{1}' is not facet-valid with "
                  "respect to {0} '{2}' for type '{3}'.",
                  low ? "minInclusive" : "maxInclusive", value, low ? least : greatest, type));
}

// A text that is too short or too long.
inline std::expected<void, aws::ServiceError> check_length(std::string_view value,
                                                           std::size_t least, std::size_t greatest,
                                                           std::string_view type) {
  if (value.size() >= least && value.size() <= greatest) return {};
  const bool low = value.size() < least;
  const std::string_view facet = least == greatest ? "length" : low ? "minLength" : "maxLength";
  return invalid_input(
      fmt::format("Invalid XML ; cvc-{0}-valid: Value '{1}' with length = '{2}' is not "
                  "facet-valid with respect to {0} '{3}' for type '{4}'.",
                  facet, value, value.size(), low ? least : greatest, type));
}

// A text that is none of an enumeration's.
inline std::unexpected<aws::ServiceError> not_in_enumeration(std::string_view value,
                                                             std::string_view values) {
  return invalid_input(
      fmt::format("Invalid XML ; cvc-enumeration-valid: Value '{}' is not facet-valid with "
                  "respect to enumeration '[{}]'. It must be a value from the enumeration.",
                  value, values));
}

}  // namespace godwit::lab::services
