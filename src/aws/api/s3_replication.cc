// Replication rules, in the second version of their schema, which has filters.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
#include "aws/api/s3_call.h"

namespace godwit::aws::s3 {

namespace {

constexpr int time_control_minutes = 15;  // the one value that S3 takes

Value status(bool on) {
  Value value;
  value.set("Status", enabled(on));
  return value;
}

bool is_on(const Value& setting) { return setting["Status"].text() == "Enabled"; }

Value minutes_of_control() {
  Value value;
  value.set("Minutes", time_control_minutes);
  return value;
}

Value destination_of(const ReplicationRule& rule) {
  Value destination;
  destination.set("Bucket", rule.destination_bucket_arn);
  if (!rule.replica_key_arn.empty()) {
    Value encryption;
    encryption.set("ReplicaKmsKeyID", rule.replica_key_arn);
    destination.set("EncryptionConfiguration", std::move(encryption));
  }
  if (rule.time_control) {
    Value time = status(true);
    time.set("Time", minutes_of_control());
    Value metrics = status(true);
    metrics.set("EventThreshold", minutes_of_control());
    destination.set("ReplicationTime", std::move(time)).set("Metrics", std::move(metrics));
  }
  return destination;
}

Value value_of(const ReplicationRule& rule) {
  Value filter;
  filter.set("Prefix", rule.prefix);  // there even if empty: it is what makes this a filter
  Value value;
  if (!rule.id.empty()) value.set("ID", rule.id);
  value.set("Priority", rule.priority)
      .set("Filter", std::move(filter))
      .set("Status", enabled(rule.enabled));
  if (rule.encrypted_objects || rule.replica_modifications) {
    Value selection;
    if (rule.encrypted_objects) selection.set("SseKmsEncryptedObjects", status(true));
    if (rule.replica_modifications) selection.set("ReplicaModifications", status(true));
    value.set("SourceSelectionCriteria", std::move(selection));
  }
  // A rule with a filter must say what becomes of delete markers.
  value.set("Destination", destination_of(rule))
      .set("DeleteMarkerReplication", status(rule.delete_markers));
  return value;
}

// The filter's prefix in each of the three places where a rule may have it.
const std::string& prefix_of(const Value& rule) {
  const Value& filter = rule["Filter"];
  if (filter["And"].has("Prefix")) return filter["And"]["Prefix"].text();
  if (filter.has("Prefix")) return filter["Prefix"].text();
  return rule["Prefix"].text();
}

ReplicationRule rule_of(const Value& value) {
  const Value& destination = value["Destination"];
  const Value& selection = value["SourceSelectionCriteria"];
  return {.id = value["ID"].text(),
          .priority = static_cast<int>(value["Priority"].integer()),
          .enabled = is_on(value),
          .prefix = prefix_of(value),
          .destination_bucket_arn = destination["Bucket"].text(),
          .replica_key_arn = destination["EncryptionConfiguration"]["ReplicaKmsKeyID"].text(),
          .encrypted_objects = is_on(selection["SseKmsEncryptedObjects"]),
          .replica_modifications = is_on(selection["ReplicaModifications"]),
          .delete_markers = is_on(value["DeleteMarkerReplication"]),
          .time_control = is_on(destination["ReplicationTime"])};
}

}  // namespace

Result<std::optional<ReplicationConfiguration>> get_bucket_replication(Cloud& cloud,
                                                                       const BucketName& bucket) {
  const Value output =
      TRY(or_absent(call_bucket(cloud, "GetBucketReplication", bucket, about(bucket)),
                    "ReplicationConfigurationNotFoundError"));
  const Value& value = output["ReplicationConfiguration"];
  if (!value.present()) return std::nullopt;
  ReplicationConfiguration configuration{.role = value["Role"].text(), .rules = {}};
  for (const Value& rule : value["Rules"].list()) configuration.rules.push_back(rule_of(rule));
  return configuration;
}

Result<void> put_bucket_replication(Cloud& cloud, const BucketName& bucket,
                                    const ReplicationConfiguration& configuration) {
  Value rules(List{});
  for (const ReplicationRule& rule : configuration.rules) rules.push(value_of(rule));
  Value value;
  value.set("Role", configuration.role).set("Rules", std::move(rules));
  Value input = about(bucket);
  input.set("ReplicationConfiguration", std::move(value));
  return without_output(call_bucket(cloud, "PutBucketReplication", bucket, input));
}

Result<void> delete_bucket_replication(Cloud& cloud, const BucketName& bucket) {
  return without_output(call_bucket(cloud, "DeleteBucketReplication", bucket, about(bucket)));
}

}  // namespace godwit::aws::s3
