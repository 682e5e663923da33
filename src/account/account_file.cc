#include "account/account_file.h"

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/parse.h"
#include "yaml/reader.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

using yaml::a_duration;
using yaml::a_time;
using yaml::a_word;
using yaml::Reader;

void read_regions(Reader& file, Account& account) {
  yaml::Unique unique("region");
  file.need("regions");
  for (const Node& item : file.items("regions")) {
    const auto region = a_region(item, file.problems());
    if (!region) continue;
    unique.add(*region, item.place, file.problems());
    account.regions.push_back(*region);
  }
}

void read_credentials(Reader& file, Account& account) {
  const Node* node = file.need("credentials");
  if (node == nullptr) return;
  Reader reader(*node, "'credentials'", file.problems());
  account.credentials.access_key_id = reader.required("access_key_id", a_word);
  account.credentials.secret_access_key = reader.required("secret_access_key", a_word);
  account.credentials.supabase_access_token =
      reader.optional("supabase_access_token", a_word, account.credentials.supabase_access_token);
  account.credentials.google_access_token =
      reader.optional("google_access_token", a_word, account.credentials.google_access_token);
  reader.finish();
}

void read_replication(Reader& file, Account& account) {
  const Node* node = file.find("replication");
  if (node == nullptr) return;
  Reader reader(*node, "'replication'", file.problems());
  Replication& replication = account.replication;
  replication.median = reader.optional("median", a_duration, replication.median);
  replication.p99 = reader.optional("p99", a_duration, replication.p99);
  if (replication.median <= Duration::zero()) {
    reader.problem("median", "replication takes some time", "write 1s or more");
  } else if (replication.p99 < replication.median) {
    reader.problem("p99", "'p99' is less than 'median'", "99 % are slower than half of them");
  }
  reader.finish();
}

}  // namespace

Checked<Account> read_account(std::string_view yaml, const std::string& file) {
  Problems problems("read account", file);
  Account account;
  if (const auto root = yaml::parse(yaml, problems)) {
    Reader reader(*root, "the account file", problems);
    account.id = reader.required("account", an_account_id);
    account.starts = reader.required("starts", a_time);
    read_regions(reader, account);
    read_credentials(reader, account);
    read_keys(reader, account);
    read_buckets(reader, account);
    read_replication(reader, account);
    read_cidr_collections(reader, account);
    read_health_checks(reader, account);
    read_zones(reader, account);
    read_stacks(reader, account);
    read_supabase(reader, account);
    read_secret_manager(reader, account);
    read_workload(reader, account);
    read_users(reader, account);
    reader.finish();
  }
  if (!problems.none()) return std::unexpected(problems.take());
  return account;
}

}  // namespace godwit::account
