#include <algorithm>
#include <initializer_list>

#include "account/formats.h"
#include "account/sections.h"

namespace godwit::account {

namespace {

constexpr int most_resolvers = 10'000;
constexpr int most_attempts = 100;

// `read` takes the map apart that stands under the key, if there is one.
template <class F>
void read_map(yaml::Reader& reader, std::string_view key, F read) {
  const Node* node = reader.find(key);
  if (node == nullptr) return;
  yaml::Reader map(*node, fmt::format("'{}'", key), reader.problems());
  read(map);
  map.finish();
}

void read_ttl(yaml::Reader& reader, std::string_view key, double& share, std::string_view how_long,
              Duration& duration) {
  read_map(reader, key, [&](yaml::Reader& map) {
    share = map.required("share", yaml::a_share);
    duration = map.optional(how_long, yaml::a_duration, duration);
  });
}

void check_sum(yaml::Reader& reader, std::initializer_list<double> shares) {
  double sum = 0;
  for (const double share : shares) sum += share;
  if (sum <= 1 + 1e-9) return;
  reader.problems().add(reader.place(), fmt::format("the shares are {:g} % together", sum * 100),
                        "make them 100 % or less; what is left honours TTLs");
}

void read_resolvers(yaml::Reader& reader, ResolverHabits& resolvers) {
  resolvers.per_place =
      reader.optional("per_place", yaml::an_integer(1, most_resolvers), resolvers.per_place);
  read_map(reader, "public", [&](yaml::Reader& map) {
    resolvers.public_share = map.required("share", yaml::a_share);
    resolvers.public_caches =
        map.optional("caches", yaml::an_integer(1, most_resolvers), resolvers.public_caches);
    resolvers.public_most = map.optional("most", yaml::a_duration, resolvers.public_most);
  });
  read_ttl(reader, "stretched", resolvers.stretched.share, "least", resolvers.stretched.least);
  read_ttl(reader, "ignored", resolvers.ignored.share, "keep", resolvers.ignored.keep);
  read_ttl(reader, "capped", resolvers.capped.share, "most", resolvers.capped.most);
  check_sum(reader, {resolvers.stretched.share, resolvers.ignored.share, resolvers.capped.share});
}

void read_caches(yaml::Reader& reader, CacheHabits& caches) {
  read_ttl(reader, "stretched", caches.stretched.share, "least", caches.stretched.least);
  read_ttl(reader, "ignored", caches.ignored.share, "keep", caches.ignored.keep);
  read_ttl(reader, "forever", caches.forever.share, "restart", caches.forever.restart);
}

void read_connections(yaml::Reader& reader, ConnectionHabits& connections) {
  connections.idle = reader.optional("idle", yaml::a_duration, connections.idle);
  connections.age = reader.optional("age", yaml::a_duration, connections.age);
  read_ttl(reader, "long_lived", connections.long_lived_share, "lasts",
           connections.long_lived_lasts);
}

void read_retries(yaml::Reader& reader, RetryHabits& retries) {
  retries.attempts =
      reader.optional("attempts", yaml::an_integer(1, most_attempts), retries.attempts);
  retries.backoff = reader.optional("backoff", yaml::a_duration, retries.backoff);
  retries.deadline = reader.optional("deadline", yaml::a_duration, retries.deadline);
}

struct Update {
  HardWired::Updated updated = HardWired::Updated::never;
  Duration duration{};
};

// "never", "after 3d" or "over 5d".
std::optional<Update> an_update(const Node& node, Problems& problems) {
  const std::string& text = node.text;
  if (node.kind == yaml::Kind::scalar) {
    if (text == "never") return Update{};
    const auto space = text.find(' ');
    const std::string word = text.substr(0, space);
    if (space != std::string::npos && (word == "after" || word == "over")) {
      if (const auto duration = parse_duration(std::string_view(text).substr(space + 1))) {
        return Update{word == "after" ? HardWired::Updated::after : HardWired::Updated::over,
                      *duration};
      }
    }
  }
  yaml::report_mismatch(node, problems, "when they are updated",
                        "write never, after 3d or over 5d");
  return std::nullopt;
}

void read_hard_wired(yaml::Reader& reader, const Workload& workload, HardWired& hard_wired) {
  hard_wired.share = reader.required("share", yaml::a_share);
  hard_wired.endpoint = reader.optional("endpoint", a_host_name, "");
  const Update update = reader.optional("updated", an_update, Update{});
  hard_wired.updated = update.updated;
  hard_wired.duration = update.duration;
  if (!hard_wired.endpoint.empty() && std::ranges::find(workload.sites, hard_wired.endpoint,
                                                        &Site::endpoint) == workload.sites.end()) {
    reader.problem("endpoint", fmt::format("no site has the endpoint {}", hard_wired.endpoint),
                   "name the endpoint of one of the workload's sites");
  }
}

}  // namespace

Habits read_habits(yaml::Reader& users, const Account& account) {
  const bool strict =
      users.optional("habits", yaml::choice<bool>({{"usual", false}, {"strict", true}}), false);
  Habits habits = strict ? strict_habits() : Habits{};
  habits.ipv6 = users.optional("ipv6", yaml::a_share, habits.ipv6);
  read_map(users, "resolvers",
           [&](yaml::Reader& reader) { read_resolvers(reader, habits.resolvers); });
  read_map(users, "caches", [&](yaml::Reader& reader) { read_caches(reader, habits.caches); });
  if (const Node* node = users.find("ignore_ttl")) {
    yaml::Reader reader(*node, "'ignore_ttl'", users.problems());
    habits.caches.ignored.share = reader.required("share", yaml::a_share);
    habits.caches.ignored.keep = reader.required("keep", yaml::a_duration);
    reader.finish();
  }
  check_sum(users, {habits.caches.ignored.share, habits.caches.forever.share});
  read_map(users, "connections",
           [&](yaml::Reader& reader) { read_connections(reader, habits.connections); });
  read_map(users, "retries", [&](yaml::Reader& reader) { read_retries(reader, habits.retries); });
  read_map(users, "hard_wired", [&](yaml::Reader& reader) {
    read_hard_wired(reader, account.workload, habits.hard_wired);
  });
  return habits;
}

}  // namespace godwit::account
