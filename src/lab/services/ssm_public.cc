// What AWS says of its own regions and services, as public parameters, from the catalog.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
//
// Services are named by their endpoint prefix, which is AWS's name in this tree for most of them.
#include "catalog/catalog.h"
#include "lab/services/ssm.h"

namespace godwit::lab::services {

const std::map<std::string, std::string, std::less<>>& public_parameters() {
  static const auto tree = [] {
    std::map<std::string, std::string, std::less<>> all;
    const std::string root = "/aws/service/global-infrastructure";
    for (const catalog::Region& region : catalog::regions()) {
      const std::string name(region.name);
      all[root + "/regions/" + name] = name;
      all[root + "/regions/" + name + "/longName"] = region.description;
      all[root + "/regions/" + name + "/domain"] = "amazonaws.com";
      all[root + "/regions/" + name + "/partition"] = "aws";
    }
    for (const std::string_view prefix : catalog::service_prefixes()) {
      const std::string service(prefix);
      all[root + "/services/" + service] = service;
      for (const catalog::Region& region : catalog::regions()) {
        if (!catalog::has_endpoint(prefix, region.name)) continue;
        const std::string name(region.name);
        all[root + "/services/" + service + "/regions/" + name] = name;
        all[root + "/regions/" + name + "/services/" + service] = service;
        all[root + "/regions/" + name + "/services/" + service + "/endpoint"] =
            service + "." + name + ".amazonaws.com";
      }
    }
    return all;
  }();
  return tree;
}

}  // namespace godwit::lab::services
