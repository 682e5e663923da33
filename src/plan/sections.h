// The sections of a plan file, each read by a file of its own. Internal to this folder.
#pragma once

#include "plan/plan.h"
#include "yaml/formats.h"
#include "yaml/reader.h"

namespace godwit::plan {

// Each reads what is under its keys of the whole file into the plan. They go by what is there
// already: regions before policy, keys before data, data before traffic.
void read_policy(yaml::Reader& file, Plan& plan);
void read_keys(yaml::Reader& file, Plan& plan);
void read_data(yaml::Reader& file, Plan& plan);
void read_traffic(yaml::Reader& file, Plan& plan);
void read_services(yaml::Reader& file, Plan& plan);
void read_values(yaml::Reader& file, Plan& plan);
void read_rewrite(yaml::Reader& file, Plan& plan);    // after values
void read_consumers(yaml::Reader& file, Plan& plan);  // after values
void read_approvals(yaml::Reader& file, Plan& plan);
void read_deadlines(yaml::Reader& file, Plan& plan);
void read_exceptions(yaml::Reader& file, Plan& plan);

// Reports a list that is longer: every entry of traffic waits for every bucket.
void limit(yaml::Reader& reader, std::string_view key, std::size_t most);
constexpr std::size_t most_keys = 100;
constexpr std::size_t most_buckets = 1000;
constexpr std::size_t most_traffic = 100;
constexpr std::size_t most_services = 1000;
constexpr std::size_t most_approvals = 100;
constexpr std::size_t most_values = 1000;
constexpr std::size_t most_consumers = 100;
constexpr std::size_t most_settings = 1000;  // of one consumer, or of one rule

// An amount of money: 15.75.
std::optional<Money> an_amount(const yaml::Node& node, yaml::Problems& problems);

// A list of names with the places where they stand.
std::vector<Reference> read_references(yaml::Reader& reader, std::string_view key);

// A text, or {value: NAME, append: TEXT}. Problems: the plan has no value of that name.
std::optional<ValueUse> a_value_use(const yaml::Node& node, yaml::Problems& problems,
                                    const Plan& plan);
// A map of them, in the file's order; empty where the key is missing.
std::vector<NamedUse> read_named_uses(yaml::Reader& reader, std::string_view key, const Plan& plan);

}  // namespace godwit::plan
