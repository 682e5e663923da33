#include "cli/ask_catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "aws/paginate.h"

namespace godwit::cli {
namespace {

constexpr std::string_view root = "/aws/service/global-infrastructure/services";

// The last parts of the names right below a path.
Result<std::set<std::string>> names_below(aws::Cloud& cloud, const std::string& region,
                                          const std::string& path) {
  std::set<std::string> names;
  const auto asked =
      aws::paginate(cloud, "ssm", "GetParametersByPath", region, aws::Value().set("Path", path),
                    [&](const aws::Value& page) -> Result<bool> {
                      for (const aws::Value& parameter : page["Parameters"].list()) {
                        const std::string& name = parameter["Name"].text();
                        names.insert(name.substr(name.rfind('/') + 1));
                      }
                      return true;
                    });
  if (!asked) return std::unexpected(asked.error());
  return names;
}

Result<void> ask_quotas(aws::Cloud& cloud, const std::string& region,
                        catalog::Refreshed& refreshed) {
  for (const std::string_view service : catalog::quota_services()) {
    const auto asked = aws::paginate(
        cloud, "service-quotas", "ListServiceQuotas", region,
        aws::Value().set("ServiceCode", service), [&](const aws::Value& page) -> Result<bool> {
          for (const aws::Value& quota : page["Quotas"].list()) {
            refreshed.quotas.push_back({std::string(service), quota["QuotaCode"].text(),
                                        quota["QuotaName"].text(), quota["Value"].number()});
          }
          return true;
        });
    // A service without quotas is none that Service Quotas knows.
    if (!asked && asked.error().kind != ErrorKind::not_found) return std::unexpected(asked.error());
  }
  std::ranges::stable_sort(refreshed.quotas, {}, [](const catalog::RefreshedQuota& quota) {
    return std::pair(quota.service, quota.code);
  });
  return {};
}

}  // namespace

Result<catalog::Refreshed> ask_catalog(aws::Cloud& cloud, const std::string& region, Time now,
                                       std::vector<std::string>& left_out) {
  catalog::Refreshed refreshed;
  refreshed.as_of = format_time(now).substr(0, 10);
  refreshed.region = region;
  refreshed.source = fmt::format("SSM's public parameters and Service Quotas, asked in {}", region);
  const auto known = names_below(cloud, region, std::string(root));
  if (!known) return std::unexpected(known.error());
  for (const std::string_view prefix : catalog::service_prefixes()) {
    const std::string name(prefix);
    if (catalog::has_endpoint(prefix, "")) continue;  // global: in no region
    if (!known->contains(name)) {
      left_out.push_back(name);
      continue;
    }
    auto regions = names_below(cloud, region, fmt::format("{}/{}/regions", root, name));
    if (!regions) return std::unexpected(regions.error());
    refreshed.services[name] = *std::move(regions);
  }
  const auto quotas = ask_quotas(cloud, region, refreshed);
  if (!quotas) return std::unexpected(quotas.error());
  return refreshed;
}

}  // namespace godwit::cli
