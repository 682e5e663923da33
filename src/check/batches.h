// Batches: the changes to DNS records and to health checks that the commands of a subject make, in
// order, each field with its place. From `aws route53 change-resource-record-sets` and
// `create-health-check`, `update-health-check`, with their JSON inline, in a here-document, in a
// file that is shown, or abbreviated.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/subject.h"
#include "traffic/batch.h"
#include "traffic/effect.h"

namespace godwit::check {

struct Field {
  std::string text;
  bool known = true;  // false: a placeholder or a variable stands there
  Span span;
};

struct RecordChange {
  std::map<std::string, Field, std::less<>> fields;  // by path: "Name", "AliasTarget.HostedZoneId"
  Span span;                                         // of its name, or of what there is
  bool abbreviated = false;                          // there is more of it than is shown

  const Field* field(std::string_view path) const;  // nullptr: not given
  bool has(std::string_view path) const { return field(path) != nullptr; }
  bool knows(std::string_view path) const;  // given and known
  Span at(std::string_view path) const;     // of the field, or of the change
};

struct RecordBatch {
  std::size_t command = 0;
  int flow = 0;                       // see flow_of()
  bool goes_back = false;             // it is part of a way back
  bool abbreviated = false;           // there may be more changes
  bool zone_known = true;             // the zone's id is
  traffic::Batch batch;               // what is not known is as it is written
  std::vector<RecordChange> changes;  // as many as the batch has
  Span span;                          // of the operation's name in the command
};
// No more are read than anybody would write into a procedure: so many batches, with so many changes
// in all, in texts of so many bytes in all.
constexpr std::size_t most_batches = 100;
constexpr std::size_t most_changes = 500;
constexpr std::size_t most_batch_bytes = 250'000;
std::vector<RecordBatch> record_batches(const Subject& subject);

// What a command sets of a health check; what it says nothing of is empty.
struct CheckChange {
  std::size_t command = 0;
  std::string id;  // of two that are one: placeholder_name()
  bool created = false;
  std::optional<bool> disabled;
  std::optional<bool> inverted;
  std::optional<Duration> interval;
  std::optional<int> threshold;
  Span disabled_at;  // where it is said
  Span span;         // of the operation's name
};
std::vector<CheckChange> check_changes(const Subject& subject);

// The text that a parameter of a command has: inline, or that of the file that it names, wherever
// that is shown. nullopt: not known.
std::optional<SourceText> text_of_parameter(const Subject& subject, const Command& command,
                                            std::string_view name);

}  // namespace godwit::check
