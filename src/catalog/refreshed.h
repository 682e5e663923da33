// Refreshed: what AWS itself has said of regions and quotas since this program was made, as
// `godwit catalog refresh` keeps it in a file (docs/catalog.md). It goes before the tables that are
// compiled in.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"

namespace godwit::catalog {

struct RefreshedQuota {
  std::string service;
  std::string code;
  std::string name;
  double value = 0;
};

struct Refreshed {
  std::string as_of;   // "2026-11-23"
  std::string source;  // "SSM public parameters and Service Quotas, asked in eu-central-1"
  std::string region;  // of the quotas
  std::map<std::string, std::set<std::string>> services;  // prefix -> regions
  std::vector<RefreshedQuota> quotas;                     // by service and code
};

// The file: JSON, one line for each service and each quota, so that differences can be read.
std::string write_refreshed(const Refreshed& refreshed);
Result<Refreshed> read_refreshed(std::string_view json, const std::string& file);

// is_offered(), asking `refreshed` first; it may be nullptr.
std::optional<bool> is_offered(const Refreshed* refreshed, std::string_view prefix,
                               std::string_view region);

}  // namespace godwit::catalog
