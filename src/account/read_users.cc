#include <fmt/format.h>

#include "account/formats.h"
#include "account/sections.h"

namespace godwit::account {

namespace {

constexpr double most_requests_per_day = 1'000'000;

}  // namespace

void read_users(yaml::Reader& file, Account& account) {
  const Node* node = file.find("users");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'users'", file.problems());
  Users& users = account.users;
  users.requests_per_day =
      reader.required("requests_per_day", yaml::a_number(0, most_requests_per_day));
  users.writes = reader.optional("writes", yaml::a_share, users.writes);
  users.overwrites = reader.optional("overwrites", yaml::a_share, users.overwrites);
  users.deletes = reader.optional("deletes", yaml::a_share, users.deletes);
  if (users.overwrites + users.deletes > 1) {
    reader.problem("overwrites", "'overwrites' and 'deletes' are more than 100 % of the writes",
                   "what is left of 100 % writes new items");
  }
  users.old_items = reader.optional("old_items", yaml::a_share, users.old_items);
  users.habits = read_habits(reader, account);
  users.places = read_places(reader, account);
  reader.finish();
  if (account.workload.sites.empty() && file.find("workload") == nullptr) {
    file.problem("users", "there are users, and no workload that they use",
                 "add 'workload: ...', or remove 'users'");
  }
}

}  // namespace godwit::account
