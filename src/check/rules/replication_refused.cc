// What S3 refuses of a replication configuration, whatever its model allows (facts D2, D3, D9,
// D14). https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
#include <fmt/format.h>

#include <algorithm>

#include "check/passages.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look_at_rule(const Subject& subject, const ReplicationRule& rule, Findings& findings) {
  const auto refuse = [&](const Span& at, std::string why, std::string remedy) {
    findings.add(at, "put-bucket-replication is refused: " + why, std::move(remedy));
  };
  if (rule.filter && !rule.delete_markers) {
    refuse(rule.span, "a rule with Filter has to say DeleteMarkerReplication",
           "say \"DeleteMarkerReplication\": {\"Status\": \"Enabled\"}, or \"Disabled\"");
  }
  if (rule.filter && !rule.priority) {
    refuse(rule.span, "a rule with Filter has to have a Priority", "say \"Priority\": 1");
  }
  if (rule.tagged && rule.delete_markers.value_or(false)) {
    refuse(rule.delete_markers_span, "a rule that filters by tags cannot replicate delete markers",
           "filter by prefix, or disable DeleteMarkerReplication");
  }
  if (!rule.filter && rule.replica_modifications) {
    refuse(rule.span,
           "without Filter a rule is of the first version, which has no "
           "ReplicaModifications",
           "say \"Filter\": {}");
  }
  if (rule.time_control.value_or(false)) {
    if (!rule.metrics) {
      refuse(rule.time_control_span, "ReplicationTime needs Metrics, enabled with 15 minutes",
             "say \"Metrics\": {\"Status\": \"Enabled\", \"EventThreshold\": {\"Minutes\": 15}}");
    }
    constexpr int only = 15;
    if (rule.time_control_minutes && *rule.time_control_minutes != only) {
      refuse(rule.time_control_span,
             fmt::format("15 minutes are the only time that ReplicationTime has, not {}",
                         *rule.time_control_minutes),
             "say 15");
    }
  }
  const bool encrypted = rule.encrypted_objects.value_or(false);
  if (encrypted && rule.replica_key.empty()) {
    refuse(rule.encrypted_span,
           "SseKmsEncryptedObjects needs ReplicaKmsKeyID, the destination's key",
           "say \"EncryptionConfiguration\": {\"ReplicaKmsKeyID\": \"KEY-ARN\"} in Destination");
  }
  if (!encrypted && !rule.replica_key.empty()) {
    refuse(rule.replica_key_span, "ReplicaKmsKeyID needs SseKmsEncryptedObjects, enabled",
           "say \"SourceSelectionCriteria\": {\"SseKmsEncryptedObjects\": {\"Status\": "
           "\"Enabled\"}}");
  }
  const std::string& source = subject.migration.source.region;
  const std::vector<std::string> key_regions = regions_in(rule.replica_key);
  if (is_migration(subject) && rule.replica_key.starts_with("arn:") && key_regions.size() == 1 &&
      key_regions.front() == source && !regions_in(rule.destination).empty() &&
      regions_in(rule.destination).front() != source) {
    findings.add(rule.replica_key_span,
                 fmt::format("ReplicaKmsKeyID is a key of {}, and {} is elsewhere: keys do not "
                             "leave their region, and every encrypted object fails",
                             source, rule.destination),
                 "name the key of the destination's region");
  }
}

void look(const Subject& subject, Findings& findings) {
  for (const Replication& replication : replications_of(subject)) {
    for (const ReplicationRule& rule : replication.rules) look_at_rule(subject, rule, findings);
  }
}

}  // namespace

extern const Rule replication_refused;
const Rule replication_refused{.id = "replication-refused",
                               .severity = Severity::error,
                               .title = "S3 refuses a replication configuration",
                               .look = look};

}  // namespace godwit::check::rule
