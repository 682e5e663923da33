#include "lab/names.h"

#include "lab/lab.h"
#include "lab/services/route53/route53.h"
#include "traffic/record_set.h"

namespace godwit::lab {
namespace {

constexpr int max_cname_chain = 8;
constexpr Duration endpoint_ttl = seconds(60);  // what AWS's own names of endpoints carry

std::unexpected<Error> not_resolved(const std::string& name) {
  return fail({ErrorKind::not_found,
               "resolve",
               name,
               "no such name, or it has no address",
               "check the name and the zone's records",
               {},
               {}});
}

}  // namespace

Names::Names(Lab& lab) : lab_(lab), chance_(lab.world().random.fork("dns")) {
  for (const account::Site& site : lab.account().workload.sites) {
    addresses_of_endpoint_[traffic::canonical_name(site.endpoint)].push_back(site.address);
  }
}

Names::Found Names::look_up(std::string_view name, Random& chance, std::size_t) {
  Found found{nullptr, Duration::max()};
  for (int links = 0; links <= max_cname_chain; ++links) {
    if (const auto endpoint = addresses_of_endpoint_.find(name);
        endpoint != addresses_of_endpoint_.end()) {
      return {&endpoint->second, std::min(found.ttl, endpoint_ttl)};
    }
    const traffic::RecordSet* record = lab_.route53().answer(name, chance);
    if (record == nullptr) break;
    found.ttl = std::min(found.ttl, traffic::ttl_of(*record));
    if (record->alias) {
      name = record->alias->name;
    } else if (record->type == "CNAME" && !record->values.empty()) {
      name = record->values.front();  // canonical, in what the name servers serve
    } else {
      found.addresses = record->values.empty() ? nullptr : &record->values;
      return found;
    }
  }
  return {};
}

Result<Resolution> Names::resolve(const std::string& name, std::size_t place) {
  const bool is_canonical = !name.ends_with('.') && std::ranges::none_of(name, [](char letter) {
    return letter >= 'A' && letter <= 'Z';
  });
  const Found found = is_canonical ? look_up(name, *chance_, place)
                                   : look_up(traffic::canonical_name(name), *chance_, place);
  if (found.addresses == nullptr) return not_resolved(name);
  Resolution resolution{*found.addresses, found.ttl};
  // Several addresses come in a random order, and most clients take the first.
  auto& addresses = resolution.addresses;
  if (addresses.size() > 1) {
    const auto first = static_cast<std::ptrdiff_t>(chance_->below(addresses.size()));
    std::rotate(addresses.begin(), addresses.begin() + first, addresses.end());
  }
  return resolution;
}

}  // namespace godwit::lab
