#include <fmt/format.h>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

constexpr double most_requests_per_day = 1'000'000;
constexpr int most_users_of_a_place = 10'000'000;

std::map<std::string, Duration> read_latency(yaml::Reader& place, const Account& account) {
  std::map<std::string, Duration> latency;
  const auto a_listed_region = a_region_among(account.regions);
  place.need("latency");
  for (const yaml::Entry& entry : place.entries("latency")) {
    const Node name{.kind = yaml::Kind::scalar, .place = entry.place, .text = entry.key};
    const auto region = a_listed_region(name, place.problems());
    const auto duration = yaml::a_duration(entry.value, place.problems());
    if (region && duration) latency.emplace(*region, *duration);
  }
  return latency;
}

// Any user may be sent to any site, hence needs a way there.
void check_latency(yaml::Reader& reader, const Account& account) {
  for (const Site& site : account.workload.sites) {
    const auto& entries = reader.entries("latency");
    if (site.region.empty() || entries.empty() ||
        std::ranges::find(entries, site.region, &yaml::Entry::key) != entries.end()) {
      continue;
    }
    reader.problem("latency",
                   fmt::format("the latency to {}, which has a site, is missing", site.region),
                   fmt::format("add '{}: ...', the round trip from there", site.region));
  }
}

Place read_place(yaml::Reader& reader, const Account& account) {
  Place place;
  place.name = reader.required("name", yaml::a_line);
  place.count = reader.required("count", yaml::an_integer(0, most_users_of_a_place));
  place.residency = reader.optional("residency", yaml::a_word, "");
  place.latency = read_latency(reader, account);
  reader.finish();
  check_latency(reader, account);
  return place;
}

}  // namespace

void read_users(yaml::Reader& file, Account& account) {
  const Node* node = file.find("users");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'users'", file.problems());
  Users& users = account.users;
  users.requests_per_day =
      reader.required("requests_per_day", yaml::a_number(0, most_requests_per_day));
  users.writes = reader.optional("writes", yaml::a_share, users.writes);
  users.old_items = reader.optional("old_items", yaml::a_share, users.old_items);
  users.habits = read_habits(reader, account);
  yaml::Unique names("place");
  reader.need("places");
  for (const Node& item : reader.items("places")) {
    yaml::Reader place_reader(item, "a place", file.problems());
    users.places.push_back(read_place(place_reader, account));
    names.add(users.places.back().name, place_reader.place("name"), file.problems());
  }
  reader.finish();
  if (account.workload.sites.empty() && file.find("workload") == nullptr) {
    file.problem("users", "there are users, and no workload that they use",
                 "add 'workload: ...', or remove 'users'");
  }
}

}  // namespace godwit::account
