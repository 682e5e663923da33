#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "plan/sections.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

Bucket read_bucket(yaml::Reader& reader) {
  Bucket bucket;
  bucket.where = reader.where();
  bucket.name = reader.required("name", yaml::a_name);
  bucket.source = {reader.required("source", account::a_bucket_name), reader.where("source")};
  bucket.target = reader.required("target", account::a_bucket_name);
  bucket.key = {reader.optional("key", yaml::a_word, ""), reader.where("key")};
  bucket.replicate = reader.optional(
      "replicate",
      yaml::choice<Replicate>(
          {{"both", Replicate::both}, {"forward", Replicate::forward}, {"none", Replicate::none}}),
      Replicate::both);
  bucket.encrypted_objects = reader.optional("encrypted_objects", yaml::a_flag, true);
  bucket.delete_markers = reader.optional("delete_markers", yaml::a_flag, true);
  bucket.time_control = reader.optional("time_control", yaml::a_flag, true);
  bucket.restore_archived = reader.optional("restore_archived", yaml::a_flag, true);
  bucket.backfill = reader.optional("backfill", yaml::a_flag, true);
  bucket.verify = reader.optional("verify", yaml::a_flag, true);
  bucket.after = read_references(reader, "after");
  reader.finish();
  return bucket;
}

void check_bucket(yaml::Reader& reader, const Bucket& bucket, const Plan& plan) {
  const std::string& key = bucket.key.name;
  if (!key.empty() && std::ranges::find(plan.keys, key, &Key::name) == plan.keys.end()) {
    std::vector<std::string> names;
    for (const Key& each : plan.keys) names.push_back(each.name);
    reader.problem("key",
                   fmt::format("there is no key {}{}", yaml::in_quotes(key),
                               reader.problems().suggest(key, names)),
                   "write the name of one under 'keys', or add it there");
  }
  // Batch Replication goes by the bucket's replication rules (fact D1).
  if (bucket.backfill && bucket.replicate == Replicate::none) {
    reader.problem(reader.find("backfill") != nullptr ? "backfill" : "replicate",
                   "'backfill' copies by the rules that 'replicate: none' leaves out",
                   "write 'backfill: false', or 'replicate: both'");
  }
}

}  // namespace

void read_keys(yaml::Reader& file, Plan& plan) {
  yaml::Unique names("key name");
  yaml::Unique aliases("key alias");
  limit(file, "keys", most_keys);
  for (const yaml::Node& item : file.items("keys")) {
    yaml::Reader reader(item, "a key", file.problems());
    Key key;
    key.where = reader.where();
    key.name = reader.required("name", yaml::a_name);
    key.alias = reader.required("alias", account::a_key_alias);
    key.description = reader.optional("description", yaml::a_line, "");
    key.rotation = reader.optional("rotation", yaml::a_flag, true);
    key.tags = reader.optional("tags", account::some_tags, Tags());
    reader.finish();

    names.add(key.name, reader.place("name"), file.problems());
    aliases.add(key.alias, reader.place("alias"), file.problems());
    plan.keys.push_back(std::move(key));
  }
}

void read_data(yaml::Reader& file, Plan& plan) {
  const yaml::Node* node = file.find("data");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'data'", file.problems());
  plan.replication_role = reader.optional("replication_role", yaml::a_word, "");

  yaml::Unique names("bucket name");
  yaml::Unique buckets("S3 bucket");  // as a source or as a target of one only
  bool replicates = false;
  limit(reader, "buckets", most_buckets);
  for (const yaml::Node& item : reader.items("buckets")) {
    yaml::Reader bucket_reader(item, "a bucket", file.problems());
    Bucket bucket = read_bucket(bucket_reader);
    check_bucket(bucket_reader, bucket, plan);
    names.add(bucket.name, bucket_reader.place("name"), file.problems());
    buckets.add(bucket.source.name, bucket_reader.place("source"), file.problems());
    buckets.add(bucket.target, bucket_reader.place("target"), file.problems());
    replicates = replicates || bucket.replicate != Replicate::none;
    plan.buckets.push_back(std::move(bucket));
  }
  if (replicates && reader.find("replication_role") == nullptr) {
    file.problems().add(reader.place(), "'data' needs 'replication_role', which is missing",
                        "S3 replicates in the name of an IAM role: write its ARN");
  }
  reader.finish();
}

}  // namespace godwit::plan
