#include "rehearse/auditor.h"

#include "aws/api/route53.h"

namespace godwit::rehearse {

using namespace aws::s3;

Auditor::Auditor(lab::Lab& lab)
    : lab_(lab),
      cloud_(lab.cloud(), lab.introduce("auditor"), lab.world().clock),
      trail_({"workload"}) {
  lab.front_door().set_audit_trail(&trail_);
}

Auditor::~Auditor() { lab_.front_door().set_audit_trail(nullptr); }

std::vector<MarkedResource> Auditor::marked(const std::string& run) {
  return marked_resources(cloud_, lab_.account().id, lab_.account().regions, run);
}

Contents Auditor::contents(const BucketName& bucket, bool deep) {
  Contents contents;
  auto versions = list_all_versions(cloud_, bucket);
  if (!versions) return contents;
  for (const Version& version : *versions) {
    VersionRecord record;
    record.version_id = version.version_id;
    record.delete_marker = version.delete_marker;
    record.archived = version.storage_class == "GLACIER" || version.storage_class == "DEEP_ARCHIVE";
    record.size = version.size;
    record.written = version.last_modified;
    if (deep && !version.delete_marker) {
      if (auto info = head_object(cloud_, bucket, version.key, version.version_id)) {
        record.checksum = info->checksum;
        record.metadata = info->metadata;
      }
      if (auto tags = get_object_tagging(cloud_, bucket, version.key, version.version_id)) {
        record.tags = *tags;
      }
    }
    contents[version.key].push_back(std::move(record));
  }
  return contents;
}

Comparison Auditor::compare(const Contents& expected, const BucketName& bucket, Time limit) {
  Comparison comparison;
  auto blame = [&](const std::string& key, const VersionRecord& version, const char* what) {
    if (comparison.first.empty()) {
      comparison.first = fmt::format("{}/{} ({}) {}", bucket.name, key, version.version_id, what);
    }
  };
  Contents found = contents(bucket, false);
  for (const auto& [key, versions] : expected) {
    auto there = found.find(key);
    for (const VersionRecord& version : versions) {
      if (version.written > limit) continue;
      ++comparison.versions;
      const VersionRecord* match = nullptr;
      if (there != found.end()) {
        for (const VersionRecord& candidate : there->second) {
          if (candidate.version_id == version.version_id) match = &candidate;
        }
      }
      if (match == nullptr) {
        ++comparison.missing;
        blame(key, version, "is missing");
        continue;
      }
      if (version.delete_marker || version.checksum.empty()) continue;
      auto info = head_object(cloud_, bucket, key, version.version_id);
      auto tags = get_object_tagging(cloud_, bucket, key, version.version_id);
      if (!info || !tags || info->checksum != version.checksum || info->size != version.size ||
          info->metadata != version.metadata || *tags != version.tags) {
        ++comparison.different;
        blame(key, version, "is not what it was");
      }
    }
  }
  return comparison;
}

boost::json::value Auditor::configuration(const std::string& zone,
                                          const std::vector<BucketName>& buckets) {
  boost::json::array records;
  if (auto sets = aws::route53::list_record_sets(cloud_, zone)) {
    for (const auto& set : *sets) {
      boost::json::object record{{"name", set.name},
                                 {"type", set.type},
                                 {"set", set.set_identifier},
                                 {"health_check", set.health_check_id},
                                 {"values", boost::json::value_from(set.values)}};
      if (set.weight) record["weight"] = *set.weight;
      if (set.ttl) record["ttl"] = *set.ttl;
      if (set.alias) record["alias"] = set.alias->hosted_zone_id + " " + set.alias->dns_name;
      records.push_back(std::move(record));
    }
  }
  boost::json::array checks;
  if (auto list = aws::route53::list_health_checks(cloud_)) {
    for (const auto& check : *list) {
      checks.push_back({{"fqdn", check.fqdn},
                        {"path", check.path},
                        {"inverted", check.inverted},
                        {"disabled", check.disabled}});
    }
  }
  boost::json::object settings;
  for (const BucketName& bucket : buckets) {
    boost::json::object object;
    if (auto replication = get_bucket_replication(cloud_, bucket); replication && *replication) {
      boost::json::array rules;
      for (const auto& rule : (*replication)->rules) rules.emplace_back(rule.id);
      object["replication"] = std::move(rules);
    }
    if (auto encryption = get_bucket_encryption(cloud_, bucket)) {
      object["encryption"] = encryption->key_arn;
    }
    if (auto tags = get_bucket_tagging(cloud_, bucket)) {
      object["tags"] = boost::json::value_from(*tags);
    }
    settings[bucket.name] = std::move(object);
  }
  return {{"records", std::move(records)},
          {"health_checks", std::move(checks)},
          {"buckets", std::move(settings)}};
}

std::string Auditor::region_of(const std::string& bucket, const std::vector<std::string>& regions) {
  for (const std::string& region : regions) {
    if (head_bucket(cloud_, {region, bucket})) return region;
  }
  return {};
}

}  // namespace godwit::rehearse
