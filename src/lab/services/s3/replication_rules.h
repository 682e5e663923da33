// Replication rules: what a bucket replicates, where to, and how. Pure.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/codec.h"
#include "aws/value.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

struct ReplicationRule {
  std::string id;
  int priority = 0;
  bool enabled = false;
  std::string prefix;
  Tags tags;                           // all of them, to match
  std::string destination;             // a bucket's name
  std::string storage_class;           // of the replicas; empty: as at the source
  std::string replica_key;             // as given; empty: none
  bool encrypted_objects = false;      // SSE-KMS objects too (fact D3)
  bool replica_modifications = false;  // changes of tags on replicas go back (fact D7)
  bool delete_markers = false;         // (fact D8)
  bool time_control = false;           // within 15 minutes (fact D9)
  bool metrics = false;                // counted for CloudWatch
  std::string replica_owner;           // an account that owns the replicas; empty: as at the source
};

struct ReplicationConfiguration {
  aws::Value given;  // as it is given back, with the ids that were missing
  std::string role;
  std::vector<std::shared_ptr<const ReplicationRule>> rules;
};

// What a request says, or why S3 refuses it. Whether buckets exist is not looked at here.
std::expected<ReplicationConfiguration, aws::ServiceError> read_replication_configuration(
    const aws::Value& configuration);

// The rules that apply to a version: for each destination the matching one of highest priority.
// Delete markers have no tags, and rules that filter by tag never apply to them.
using Rules = std::vector<std::shared_ptr<const ReplicationRule>>;
Rules rules_for(const ReplicationConfiguration& configuration, const std::string& key,
                const ObjectVersion& version);

// Would the rule replicate this version, given that its filter matches? Not a delete marker unless
// asked to, and not an SSE-KMS object (facts D3, D8).
bool selects(const ReplicationRule& rule, const ObjectVersion& version);

// "arn:aws:s3:::name" -> "name"; empty where it is none of a bucket's.
std::string bucket_of_arn(std::string_view arn);

}  // namespace godwit::lab::services
