#include "catalog/refreshed.h"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace godwit::catalog {

namespace {

using boost::json::serialize;

std::string text(std::string_view of) { return serialize(boost::json::value(of)); }

Error unreadable(const std::string& file, std::string cause) {
  return {ErrorKind::invalid,
          "read refreshed catalog",
          file,
          std::move(cause),
          "write it again with `godwit catalog refresh`",
          {},
          std::nullopt};
}

}  // namespace

std::string write_refreshed(const Refreshed& refreshed) {
  std::string out = fmt::format(
      "{{\n \"schema\": \"godwit.catalog/1\",\n \"as_of\": {},\n \"source\": {},\n \"region\": "
      "{},\n"
      " \"services\": {{",
      text(refreshed.as_of), text(refreshed.source), text(refreshed.region));
  std::string_view separator = "\n";
  for (const auto& [prefix, regions] : refreshed.services) {
    boost::json::array list(regions.begin(), regions.end());
    out += fmt::format("{}  {}: {}", separator, text(prefix), serialize(list));
    separator = ",\n";
  }
  out += "\n },\n \"quotas\": [";
  separator = "\n";
  for (const RefreshedQuota& quota : refreshed.quotas) {
    out += fmt::format("{}  {}", separator,
                       serialize(boost::json::object{{"service", quota.service},
                                                     {"code", quota.code},
                                                     {"name", quota.name},
                                                     {"value", quota.value}}));
    separator = ",\n";
  }
  return out + "\n ]\n}\n";
}

Result<Refreshed> read_refreshed(std::string_view json, const std::string& file) {
  boost::system::error_code bad;
  const boost::json::value root = boost::json::parse(json, bad);
  if (bad) return std::unexpected(unreadable(file, "it is no JSON: " + bad.message()));
  try {
    if (root.at("schema").as_string() != "godwit.catalog/1") {
      return std::unexpected(unreadable(file, "it has another schema"));
    }
    Refreshed refreshed;
    refreshed.as_of = root.at("as_of").as_string();
    refreshed.source = root.at("source").as_string();
    refreshed.region = root.at("region").as_string();
    for (const auto& [prefix, regions] : root.at("services").as_object()) {
      std::set<std::string>& names = refreshed.services[std::string(prefix)];
      for (const auto& region : regions.as_array()) names.emplace(region.as_string());
    }
    for (const auto& quota : root.at("quotas").as_array()) {
      refreshed.quotas.push_back(
          {std::string(quota.at("service").as_string()), std::string(quota.at("code").as_string()),
           std::string(quota.at("name").as_string()), quota.at("value").to_number<double>()});
    }
    return refreshed;
  } catch (const std::exception&) {
    return std::unexpected(
        unreadable(file, "something in it is missing, or not what it should be"));
  }
}

std::optional<bool> is_offered(const Refreshed* refreshed, std::string_view prefix,
                               std::string_view region) {
  if (refreshed != nullptr && is_region(region)) {
    const auto found = refreshed->services.find(std::string(prefix));
    if (found != refreshed->services.end()) return found->second.contains(std::string(region));
  }
  return is_offered(prefix, region);
}

}  // namespace godwit::catalog
