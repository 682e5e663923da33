// Lifecycle rules: what a bucket does with its objects by itself, as they age. Pure.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/codec.h"
#include "aws/value.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

struct LifecycleRule {
  std::string id;
  bool enabled = false;
  std::string prefix;
  Tags tags;                                  // all of them, to match
  std::optional<std::uint64_t> larger_than;   // bytes
  std::optional<std::uint64_t> smaller_than;  // bytes

  std::optional<int> expiration_days;
  std::optional<Time> expiration_date;
  bool expired_delete_markers = false;  // removes markers that nothing is behind
  std::optional<int> noncurrent_days;
  int newer_noncurrent_versions = 0;  // that many are kept whatever their age
  std::optional<int> abort_uploads_days;
  struct Transition {
    std::optional<int> days;
    std::optional<Time> date;
    int newer_noncurrent_versions = 0;
    StorageClass storage_class;
  };
  std::vector<Transition> transitions;
  std::vector<Transition> noncurrent_transitions;
};

struct LifecycleConfiguration {
  aws::Value given;  // the rules as they are given back, with the ids that were missing
  bool transitions_small =
      false;  // objects under 128 KiB too, though AWS no longer does by default
  std::vector<LifecycleRule> rules;
};

// What a request says, or why S3 refuses it.
std::expected<LifecycleConfiguration, aws::ServiceError> read_lifecycle_configuration(
    const aws::Value& configuration);

// Is the version among those that the rule is about? Delete markers have neither tags nor size.
bool matches(const LifecycleRule& rule, std::string_view key, const ObjectVersion& version);

// When something that began then is `days` old: at the next midnight in UTC after that.
Time lifecycle_due(Time from, int days);

// When the current version of a key expires, and by which rule; nullptr: never.
struct Expiry {
  Time when{};
  const LifecycleRule* rule = nullptr;
};
Expiry expiry_of(const LifecycleConfiguration& configuration, std::string_view key,
                 const ObjectVersion& version);

}  // namespace godwit::lab::services
