// Replications: what S3 is asked to replicate: configurations in JSON, in templates and in plans.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

// One rule of a configuration; each member with the place of its name.
struct ReplicationRule {
  Span span;  // where the rule begins
  bool enabled = true;
  bool filter = false;  // it is of the second version: it has "Filter"
  bool priority = false;
  std::string prefix;
  bool tagged = false;      // the filter asks for tags
  std::string destination;  // bucket
  Span destination_span;
  std::optional<bool> encrypted_objects;  // SourceSelectionCriteria.SseKmsEncryptedObjects
  Span encrypted_span;
  std::string replica_key;  // Destination.EncryptionConfiguration.ReplicaKmsKeyID
  Span replica_key_span;
  std::optional<bool> replica_modifications;
  std::optional<bool> delete_markers;
  Span delete_markers_span;
  std::optional<bool> time_control;  // Destination.ReplicationTime
  Span time_control_span;
  std::optional<int> time_control_minutes;
  bool metrics = false;
  bool account_named = false;  // Destination.Account
};

struct Replication {
  std::string source;  // bucket; empty: nobody says
  Span span;           // the command's operation, or where the configuration begins
  std::string role;
  std::vector<ReplicationRule> rules;  // empty: not known
  int command = -1;                    // index
  bool way_back = false;
  std::string file;  // that shows it, or empty
};

// At most so many: rules compare each with all that a document says.
constexpr std::size_t most_replications = 100;
// In the order of the commands; then those that no command names, then those of templates.
std::vector<Replication> replications_of(const Subject& subject);

}  // namespace godwit::check
