#include <fmt/format.h>

#include "account/formats.h"
#include "catalog/catalog.h"
#include "plan/sections.h"

namespace godwit::plan {

namespace {

std::string read_service(yaml::Reader& reader) {
  const std::string said = reader.required("service", yaml::a_line);
  const std::string_view prefix = catalog::find_service(said);
  if (said.empty() || !prefix.empty()) return std::string(prefix);
  std::vector<std::string> names;
  for (const catalog::ServiceName& name : catalog::service_names()) names.emplace_back(name.words);
  reader.problem("service",
                 fmt::format("the catalog does not know the service {}{}", yaml::in_quotes(said),
                             reader.problems().suggest(said, names)),
                 "write its name or its endpoint prefix; `godwit catalog show` lists them");
  return {};
}

Reference read_optional(yaml::Reader& reader, std::string_view key) {
  return {reader.optional(key, yaml::a_word, ""), reader.where(key)};
}

}  // namespace

void read_services(yaml::Reader& file, Plan& plan) {
  limit(file, "services", most_services);
  for (const yaml::Node& node : file.items("services")) {
    yaml::Reader reader(node, "a service", file.problems());
    ServiceUse use;
    use.where = reader.where();
    use.service = read_service(reader);
    use.region = {reader.optional("region", account::a_region, plan.target),
                  reader.where("region")};
    for (const yaml::Node& item : reader.items("fallback")) {
      if (auto region = account::a_region(item, reader.problems())) {
        use.fallback.push_back({*std::move(region), reader.problems().at(item.place)});
      }
    }
    use.data = reader.optional("data", yaml::a_word, "");
    use.model = read_optional(reader, "model");
    use.runtime = read_optional(reader, "runtime");
    use.languages = read_references(reader, "languages");
    reader.finish();
    if (!use.data.empty() && !plan.policy.residency.contains(use.data)) {
      reader.problem("data",
                     fmt::format("the policy has no residency of {}", yaml::in_quotes(use.data)),
                     "name a label under 'policy: residency:'");
    }
    if (use.service.empty()) continue;
    plan.services.push_back(std::move(use));
  }
}

}  // namespace godwit::plan
