#include <fmt/format.h>

#include <algorithm>

#include "plan/bake.h"
#include "plan/plan_file.h"
#include "yaml/problems.h"

namespace godwit::plan {

namespace {

using account::Account;
using yaml::in_quotes;

class Check {
 public:
  Check(const Plan& plan, const Account& account)
      : plan_(plan), account_(account), problems_("check plan against account", plan.file) {}

  Errors run() {
    check_account();
    for (const Bucket& bucket : plan_.buckets) check_bucket(bucket);
    for (const Traffic& traffic : plan_.traffic) check_traffic(traffic);
    return problems_.take();
  }

 private:
  void problem(const Location& where, std::string cause, std::string remedy) {
    problems_.add({where.line, where.column}, std::move(cause), std::move(remedy));
  }

  void check_account() {
    if (plan_.account != account_.id) {
      problem({}, fmt::format("the plan is for account {}, this is {}", plan_.account, account_.id),
              "use the account's own plan");
    }
    for (const std::string& region : {plan_.source, plan_.target}) {
      if (std::ranges::find(account_.regions, region) != account_.regions.end()) continue;
      problem({}, fmt::format("the account does not use the region {}", region),
              "enable it there, and list it under the account file's 'regions'");
    }
  }

  void check_bucket(const Bucket& bucket) {
    const account::Bucket* source = account::find_bucket(account_, bucket.source.name);
    if (source == nullptr) {
      std::vector<std::string> names;
      for (const account::Bucket& each : account_.buckets) names.push_back(each.name);
      problem(bucket.source.where,
              fmt::format("the account has no bucket {}{}", in_quotes(bucket.source.name),
                          problems_.suggest(bucket.source.name, names)),
              "name a bucket that exists");
    } else if (source->region != plan_.source) {
      problem(bucket.source.where,
              fmt::format("the bucket {} is in {}, not in the source region {}", source->name,
                          source->region, plan_.source),
              "move it by a plan of its own");
    }
    const account::Bucket* target = account::find_bucket(account_, bucket.target);
    if (target != nullptr && target->region != plan_.target) {
      problem(
          bucket.where,
          fmt::format("the target bucket {} exists already, in {}", target->name, target->region),
          "bucket names are global: choose another");
    }
    check_store(bucket, plan_.source, bucket.source.name, bucket.source.where);
    check_store(bucket, plan_.target, bucket.target, bucket.where);
  }

  // A site that keeps the store elsewhere would never see what the plan moves.
  void check_store(const Bucket& bucket, const std::string& region, const std::string& name,
                   const Location& where) {
    const account::Site* site = account::find_site(account_, region);
    if (site == nullptr) return;
    const auto store = site->stores.find(bucket.name);
    if (store == site->stores.end() || store->second == name) return;
    problem(where,
            fmt::format("the workload in {} keeps its store '{}' in {}, the plan names {}", region,
                        bucket.name, store->second, name),
            "let both name the same bucket");
  }

  void check_traffic(const Traffic& traffic) {
    check_side(traffic.source, plan_.source);
    check_side(traffic.target, plan_.target);
    const account::Zone* zone = account::find_zone(account_, traffic.zone.name);
    if (zone == nullptr) {
      std::vector<std::string> ids;
      for (const account::Zone& each : account_.zones) ids.push_back(each.id);
      problem(traffic.zone.where,
              fmt::format("the account has no zone {}{}", in_quotes(traffic.zone.name),
                          problems_.suggest(traffic.zone.name, ids)),
              "name the zone that the record is in");
    } else {
      check_record_sets(traffic, *zone);
      check_ttl(traffic, *zone);
    }
  }

  void check_side(const Side& side, const std::string& region) {
    const account::Site* site = account::find_site(account_, region);
    if (site == nullptr) {
      problem(side.where, fmt::format("the account's workload has no site in {}", region),
              "add it under the account file's 'workload'");
    } else if (site->endpoint != side.endpoint) {
      problem(side.where,
              fmt::format("the endpoint in {} is {}, the plan names {}", region, site->endpoint,
                          side.endpoint),
              "name the workload's own endpoint");
    }
  }

  // What is in caches when the first rung begins may live longer than an alias does.
  void check_ttl(const Traffic& traffic, const account::Zone& zone) {
    Duration longest{};
    for (const account::Record& record : zone.records) {
      if (record.name != traffic.record || record.type != traffic.type) continue;
      longest = std::max(longest, record.ttl.value_or(Duration::zero()));
    }
    if (longest > traffic::alias_ttl) {
      check_bake(traffic, settling_of(traffic, longest), problems_);
    }
  }

  void check_record_sets(const Traffic& traffic, const account::Zone& zone) {
    std::vector<std::string> names;
    std::vector<std::string> identifiers;
    const account::Record* source = nullptr;
    for (const account::Record& record : zone.records) {
      names.push_back(record.name);
      if (record.name != traffic.record || record.type != traffic.type) continue;
      identifiers.push_back(record.set_identifier);
      if (record.set_identifier == traffic.source.set_identifier) source = &record;
    }
    if (identifiers.empty()) {
      const bool other_type = std::ranges::find(names, traffic.record) != names.end();
      problem(traffic.where,
              fmt::format("the zone {} has no record {} of type {}{}", zone.name, traffic.record,
                          traffic.type, other_type ? "" : problems_.suggest(traffic.record, names)),
              "name a record that clients resolve today");
    } else if (identifiers.front().empty()) {
      problem(traffic.source.where,
              fmt::format("the record {} is simple: weighted ones cannot join it", traffic.record),
              "make it weighted first, with this set identifier");
    } else if (source == nullptr) {
      problem(traffic.source.where,
              fmt::format("{} has no record set {}{}", traffic.record,
                          in_quotes(traffic.source.set_identifier),
                          problems_.suggest(traffic.source.set_identifier, identifiers)),
              "write " + yaml::alternatives(identifiers));
    } else if (source->alias && source->alias->name != traffic.source.endpoint) {
      problem(traffic.source.where,
              fmt::format("the record set {} leads to {}, not to {}",
                          in_quotes(traffic.source.set_identifier), source->alias->name,
                          traffic.source.endpoint),
              "name the endpoint that answers today");
    }
  }

  const Plan& plan_;
  const Account& account_;
  yaml::Problems problems_;
};

}  // namespace

Errors check_against(const Plan& plan, const Account& account) {
  return Check(plan, account).run();
}

}  // namespace godwit::plan
