#include "lab/names.h"

#include "account/as_traffic.h"
#include "base/split_mix.h"
#include "lab/lab.h"
#include "lab/services/route53/route53.h"
#include "traffic/record_set.h"

namespace godwit::lab {
namespace {

using services::Client;
using services::Said;

constexpr int max_cname_chain = 8;

std::unexpected<Error> not_resolved(const std::string& name) {
  return fail({ErrorKind::not_found,
               "resolve",
               name,
               "no such name, or it has no address",
               "check the name and the zone's records",
               {},
               {}});
}

// As Random::real makes it of its bits.
double real_of(std::uint64_t draw) { return static_cast<double>(draw >> 11) * 0x1p-53; }

}  // namespace

Names::Names(Lab& lab) : lab_(lab), chance_(lab.world().random.fork("dns")) {
  for (const account::Site& site : lab.account().workload.sites) {
    Endpoint& endpoint = endpoints_[traffic::canonical_name(site.endpoint)];
    endpoint.v4.push_back(site.address);
    if (!site.address_v6.empty()) endpoint.v6.push_back(site.address_v6);
  }
  const auto& places = lab.account().users.places;
  for (std::size_t place = 0; place < places.size(); ++place) {
    askers_.push_back(account::asker_of(places[place]));
    for (const IpNetwork& network : places[place].networks) networks_.push_back({network, place});
  }
  askers_.emplace_back();
  std::ranges::stable_sort(networks_, std::greater(),
                           [](const Located& located) { return located.network.prefix; });
}

// ---- who is where

const std::vector<std::string>* Names::endpoint(std::string_view name, IpFamily family) const {
  const auto found = endpoints_.find(name);
  if (found == endpoints_.end()) return nullptr;
  return family == IpFamily::v4 ? &found->second.v4 : &found->second.v6;
}

Names::Found Names::look_up(std::string_view name, Random& chance, std::size_t place,
                            IpFamily family) {
  if (const auto* addresses = endpoint(name, family)) {
    return {addresses->empty() ? nullptr : addresses, endpoint_ttl};
  }
  return look_up(name, chance.next(), place, family);
}

Names::Found Names::look_up(std::string_view name, std::uint64_t draw, std::size_t place,
                            IpFamily family) {
  services::NameServers& servers = lab_.route53().name_servers();
  const std::string_view type = family == IpFamily::v4 ? "A" : "AAAA";
  Found found{nullptr, Duration::max()};
  for (int links = 0; links <= max_cname_chain; ++links) {
    if (const auto* addresses = endpoint(name, family)) {
      if (!addresses->empty()) found.addresses = addresses;
      found.ttl = std::min(found.ttl, endpoint_ttl);
      return found;
    }
    const Said& said = servers.answer(name, type, Client{.place = place});
    const Said::Branch* branch =
        said.kind == traffic::Answers::Kind::answered ? said.choose(real_of(draw)) : nullptr;
    if (branch == nullptr || branch->records.empty() || branch->endless) break;
    found.ttl = std::min(found.ttl, branch->ttl);
    draw = split_mix(draw);
    if (branch->records.size() > 1) {
      // Multivalue: some of them, in any order.
      std::vector<const traffic::RecordSet*> records;
      for (const traffic::RecordSet& record : branch->records) records.push_back(&record);
      sample_.clear();
      for (std::size_t n = 0; n < std::min(branch->most, records.size()); ++n) {
        std::swap(records[n], records[n + split_mix_at(draw, n) % (records.size() - n)]);
        const auto& values = records[n]->values;
        sample_.insert(sample_.end(), values.begin(), values.end());
      }
      found.addresses = sample_.empty() ? nullptr : &sample_;
      return found;
    }
    const traffic::RecordSet& record = branch->records.front();
    if (record.alias) {
      name = record.alias->name;
    } else if (record.type == "CNAME" && !record.values.empty()) {
      name = record.values.front();
    } else {
      found.addresses = record.values.empty() ? nullptr : &record.values;
      return found;
    }
  }
  return {};
}

Result<Resolution> Names::resolve(const std::string& name, std::size_t place) {
  const std::string canonical = traffic::canonical_name(name);
  const bool is_endpoint = endpoints_.contains(canonical);
  const std::uint64_t draw = is_endpoint ? 0 : chance_->next();
  Found found = look_up(canonical, draw, place, IpFamily::v4);
  if (found.addresses == nullptr) found = look_up(canonical, draw, place, IpFamily::v6);
  if (found.addresses == nullptr) return not_resolved(name);
  Resolution resolution{*found.addresses, found.ttl};
  // Several addresses come in a random order, and most clients take the first.
  auto& addresses = resolution.addresses;
  if (addresses.size() > 1) {
    const auto first = static_cast<std::ptrdiff_t>(split_mix_at(draw, 0) % addresses.size());
    std::rotate(addresses.begin(), addresses.begin() + first, addresses.end());
  }
  return resolution;
}

// ---- who asks

const traffic::Asker& Names::asker_of(std::size_t place) const {
  return askers_[std::min(place, askers_.size() - 1)];
}

traffic::Asker Names::asker_of(const Client& client) const {
  traffic::Asker asker = asker_of(client.place);
  if (client.network) asker.network = client.network;
  return asker;
}

const Names::Located* Names::located(const IpAddress& address) const {
  for (const Located& located : networks_) {
    if (located.network.contains(address)) return &located;
  }
  return nullptr;
}

std::size_t Names::place_of(const IpAddress& address) const {
  const Located* found = located(address);
  return found == nullptr ? nowhere : found->place;
}

int Names::scope_of(const IpAddress& address) const {
  const Located* found = located(address);
  int scope = found == nullptr ? 0 : found->network.prefix;
  // Long enough that no smaller network is within.
  for (const Located& other : networks_) {
    if (&other == found) break;
    while (network_of(address, scope).contains(other.network)) ++scope;
  }
  return scope;
}

}  // namespace godwit::lab
