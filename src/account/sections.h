// The sections of an account file, each read by a file of its own. Internal to this folder.
#pragma once

#include "account/account.h"
#include "yaml/reader.h"

namespace godwit::account {

// Each reads what is under its keys of the whole file into the account. They go by what is there
// already: regions and the starting time first, keys before buckets, health
// checks and networks before zones, sites before users.
void read_keys(yaml::Reader& file, Account& account);
void read_buckets(yaml::Reader& file, Account& account);
void read_cidr_collections(yaml::Reader& file, Account& account);
void read_health_checks(yaml::Reader& file, Account& account);
void read_zones(yaml::Reader& file, Account& account);
void read_stacks(yaml::Reader& file, Account& account);
void read_supabase(yaml::Reader& file, Account& account);
void read_secret_manager(yaml::Reader& file, Account& account);
void read_workload(yaml::Reader& file, Account& account);
void read_users(yaml::Reader& file, Account& account);

// What is under `users` about how their software behaves.
Habits read_habits(yaml::Reader& users, const Account& account);

// What is under `users` about where they are.
std::vector<Place> read_places(yaml::Reader& users, const Account& account);

// How a record of a zone is routed, and by which health check; and the key that says so ("weight"),
// or an empty text.
std::string read_routing(yaml::Reader& reader, const Account& account, Record& record);

// The objects of one bucket, and what its versioning allows of them.
void read_objects(yaml::Reader& reader, const Account& account, Bucket& bucket);

}  // namespace godwit::account
