// The tables behind the look-ups of catalog.h, for this folder alone.
#pragma once

#include <span>
#include <string_view>

#include "catalog/catalog.h"

namespace godwit::catalog {

struct ServiceRow {
  std::string_view prefix;
  std::string_view regions;  // apart by spaces; "*": everywhere; "": one endpoint, in no region
};
std::span<const ServiceRow> service_rows();  // by prefix
std::string_view services_as_of();

struct LanguageRow {
  std::string_view service;    // endpoint prefix, or a feature's name
  std::string_view languages;  // codes, apart by spaces
};
std::span<const LanguageRow> language_rows();  // by service

}  // namespace godwit::catalog
