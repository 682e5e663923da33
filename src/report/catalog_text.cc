#include "report/catalog_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/table.h"

namespace godwit::report {

namespace {

using catalog::Refreshed;
using catalog::Topic;

Table facts() { return Table({{""}, {"", Align::left, Fit::wrap}}); }

void add(Table& table, std::string label, std::string text) {
  if (!text.empty()) table.add({{std::move(label), Style::faint}, {std::move(text)}});
}

void add_basis(Table& table, Topic topic) {
  const catalog::Provenance& basis = catalog::provenance(topic);
  add(table, "as of", std::string(basis.as_of));
  add(table, "source", std::string(basis.source));
}

std::string titled(std::string_view title, const Table& table, const Terminal& terminal) {
  return fmt::format("{}\n{}", terminal.styled(Style::heading, title), table.text(terminal, 2));
}

std::string service_entry(std::string_view prefix, const Refreshed* newer,
                          const Terminal& terminal) {
  Table table = facts();
  add(table, "endpoint", catalog::is_feature(prefix) ? "" : std::string(prefix));
  const bool global = !catalog::is_feature(prefix) && catalog::has_endpoint(prefix, "");
  std::vector<std::string> there;
  std::vector<std::string> missing;
  for (const catalog::Region& region : catalog::regions()) {
    (catalog::is_offered(newer, prefix, region.name) == true ? there : missing)
        .emplace_back(region.name);
  }
  add(table, "regions", global ? "one endpoint for all regions" : join(there, ", "));
  add(table, "not in", global ? "" : join(missing, ", "));
  add(table, "languages", std::string(catalog::languages_of(prefix)));
  for (const catalog::Quota& quota : catalog::quotas()) {
    if (quota.service != prefix) continue;
    add(table, "quota",
        fmt::format("{}: {:g} ({}{})", quota.name, quota.value, quota.code,
                    quota.adjustable ? ", adjustable" : ""));
  }
  if (newer != nullptr && newer->services.contains(std::string(prefix))) {
    add(table, "as of", newer->as_of);
    add(table, "source", newer->source);
  } else {
    add_basis(table, catalog::topic_of(prefix));
  }
  return titled(catalog::service_name(prefix), table, terminal);
}

std::string region_entry(const catalog::Region& region, const Refreshed* newer,
                         const Terminal& terminal) {
  Table table = facts();
  add(table, "name", std::string(region.description));
  add(table, "opt-in", catalog::needs_opt_in(region.name) ? "needed" : "not needed");
  std::vector<std::string> missing;
  for (const std::string_view prefix : catalog::service_prefixes()) {
    if (catalog::is_offered(newer, prefix, region.name) == false) missing.emplace_back(prefix);
  }
  if (catalog::is_offered("transcribemedical", region.name) == false) {
    missing.emplace_back("transcribemedical");
  }
  add(table, "without", join(missing, ", "));
  add_basis(table, Topic::services);
  return titled(region.name, table, terminal);
}

std::string model_entry(const catalog::ModelLife& life, const Terminal& terminal) {
  Table table = facts();
  add(table, "name", std::string(life.name));
  add(table, "legacy since", std::string(life.legacy_since));
  add(table, "end of life",
      life.end_of_life.empty() ? "none that is known" : std::string(life.end_of_life));
  if (const catalog::BedrockModel* model = catalog::find_bedrock_model(life.id)) {
    add(table, "on demand", model->on_demand ? "yes" : "no: through inference profiles alone");
    add(table, "profiles", std::string(model->profile_prefixes));
    add(table, "regions", std::string(model->regions));
  }
  add_basis(table, Topic::bedrock_models);
  return titled(life.id, table, terminal);
}

std::string runtime_entry(const catalog::Runtime& runtime, const Terminal& terminal) {
  Table table = facts();
  add(table, "deprecated", std::string(runtime.deprecated));
  add(table, "no new functions from", std::string(runtime.create_blocked));
  add(table, "no updates from", std::string(runtime.update_blocked));
  add(table, "successor", std::string(runtime.successor));
  add_basis(table, Topic::runtimes);
  return titled(runtime.id, table, terminal);
}

}  // namespace

std::string catalog_overview(const Refreshed* newer, const Terminal& terminal) {
  Table table({{"what"}, {"entries", Align::right}, {"as of"}, {"source", Align::left, Fit::wrap}});
  const auto row = [&](Topic topic, std::size_t count) {
    const catalog::Provenance& basis = catalog::provenance(topic);
    table.add({{std::string(basis.fact)},
               {std::to_string(count)},
               {std::string(basis.as_of)},
               {std::string(basis.source), Style::faint}});
  };
  row(Topic::services, catalog::service_prefixes().size());
  row(Topic::regions, catalog::regions().size());
  row(Topic::features, 1);
  row(Topic::bedrock_models, catalog::model_lives().size());
  row(Topic::runtimes, catalog::runtimes().size());
  row(Topic::languages, 5);
  row(Topic::quotas, catalog::quotas().size());
  row(Topic::hosted_zones, 3);
  if (newer != nullptr) {
    table.add({{"refreshed"},
               {std::to_string(newer->services.size() + newer->quotas.size())},
               {newer->as_of},
               {newer->source, Style::faint}});
  }
  return table.text(terminal);
}

std::string catalog_entry(std::string_view name, const Refreshed* newer, const Terminal& terminal) {
  for (const catalog::Region& region : catalog::regions()) {
    if (region.name == name) return region_entry(region, newer, terminal);
  }
  if (const catalog::Runtime* runtime = catalog::find_runtime(name)) {
    return runtime_entry(*runtime, terminal);
  }
  // With or without the geography of a profile.
  const std::size_t dot = name.find('.');
  const bool profile = dot != std::string_view::npos && catalog::is_geography(name.substr(0, dot));
  if (const auto* life = catalog::find_model_life(profile ? name.substr(dot + 1) : name)) {
    return model_entry(*life, terminal);
  }
  const std::string_view prefix = catalog::is_feature(name) ? name : catalog::find_service(name);
  return prefix.empty() ? std::string() : service_entry(prefix, newer, terminal);
}

std::string catalog_news(const Refreshed& newer) {
  std::string out;
  for (const auto& [prefix, regions] : newer.services) {
    for (const catalog::Region& region : catalog::regions()) {
      const bool now = regions.contains(std::string(region.name));
      const bool before = catalog::is_offered(prefix, region.name) == true;
      if (now != before) {
        out += fmt::format("  {} is {} {}\n", catalog::service_name(prefix),
                           now ? "now in" : "no longer in", region.name);
      }
    }
  }
  for (const catalog::RefreshedQuota& quota : newer.quotas) {
    const catalog::Quota* known = catalog::find_quota(quota.service, quota.code);
    if (known != nullptr && known->value != quota.value) {
      out += fmt::format("  {}, {}: {:g} instead of {:g}\n", quota.service, quota.name, quota.value,
                         known->value);
    }
  }
  return out;
}

}  // namespace godwit::report
