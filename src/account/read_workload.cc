#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

Site read_site(yaml::Reader& reader, const Account& account) {
  Site site;
  site.region = reader.required("region", a_region_among(account.regions));
  site.endpoint = reader.required("endpoint", a_host_name);
  site.address = reader.required("address", an_address);
  site.address_v6 = reader.optional("address_v6", an_address_v6, "");
  site.hostnames =
      reader.optional("hostnames", yaml::list_of(a_host_name), std::vector<std::string>());
  site.latency = reader.optional("latency", yaml::a_duration, site.latency);
  site.stores =
      reader.optional("stores", yaml::map_of(a_bucket_name), std::map<std::string, std::string>());
  reader.finish();
  return site;
}

}  // namespace

void read_workload(yaml::Reader& file, Account& account) {
  const Node* node = file.find("workload");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'workload'", file.problems());
  account.workload.name = reader.required("name", yaml::a_name);
  account.workload.hostname = reader.required("hostname", a_host_name);

  yaml::Unique regions("site's region");
  yaml::Unique endpoints("site's endpoint");
  yaml::Unique addresses("site's address");
  reader.need("sites");
  for (const Node& item : reader.items("sites")) {
    yaml::Reader site_reader(item, "a site", file.problems());
    Site site = read_site(site_reader, account);
    regions.add(site.region, site_reader.place("region"), file.problems());
    endpoints.add(site.endpoint, site_reader.place("endpoint"), file.problems());
    addresses.add(site.address, site_reader.place("address"), file.problems());
    if (!site.address_v6.empty()) {
      addresses.add(site.address_v6, site_reader.place("address_v6"), file.problems());
    }
    account.workload.sites.push_back(std::move(site));
  }
  reader.finish();
}

}  // namespace godwit::account
