#include "check/replications.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "check/batches.h"
#include "check/deeds.h"
#include "check/loose_json.h"
#include "check/passages.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

const yaml::Entry* entry(const yaml::Node* node, std::string_view key) {
  if (node == nullptr || node->kind != yaml::Kind::map) return nullptr;
  const auto found = std::ranges::find(node->entries, key, &yaml::Entry::key);
  return found == node->entries.end() ? nullptr : &*found;
}

std::string text(const yaml::Node* node) {
  return node != nullptr && node->kind == yaml::Kind::scalar ? node->text : std::string();
}

// A member's name, in its quotes where it has some.
Span span_of_key(const SourceText& source, const yaml::Entry& of) {
  const std::size_t begin = source.offset_of(of.place);
  const bool quoted = begin < source.content().size() && source.content()[begin] == '"';
  return span_of(source, begin, begin + of.key.size() + (quoted ? 2 : 0));
}

// "Status" of a member: enabled or not.
std::optional<bool> status(const yaml::Entry* of) {
  if (of == nullptr) return std::nullopt;
  const std::string value = text(member(&of->value, "Status"));
  if (value == "Enabled") return true;
  if (value == "Disabled") return false;
  return std::nullopt;
}

ReplicationRule read_rule(const SourceText& source, const yaml::Node& node) {
  ReplicationRule rule;
  const std::size_t begin = source.offset_of(node.place);
  rule.span = span_of(source, begin, begin + 1);
  rule.enabled = text(member(&node, "Status")) != "Disabled";
  rule.priority = member(&node, "Priority") != nullptr;
  rule.prefix = text(member(&node, "Prefix"));
  if (const yaml::Node* filter = member(&node, "Filter")) {
    rule.filter = true;
    const yaml::Node* both = member(filter, "And");
    if (const std::string prefix = text(member(filter, "Prefix")); !prefix.empty()) {
      rule.prefix = prefix;
    }
    if (both != nullptr && rule.prefix.empty()) rule.prefix = text(member(both, "Prefix"));
    rule.tagged = member(filter, "Tag") != nullptr || member(filter, "TagFilter") != nullptr ||
                  member(both, "Tags") != nullptr || member(both, "TagFilters") != nullptr;
  }
  if (const yaml::Entry* criteria = entry(&node, "SourceSelectionCriteria")) {
    const yaml::Entry* encrypted = entry(&criteria->value, "SseKmsEncryptedObjects");
    rule.encrypted_objects = status(encrypted);
    if (encrypted != nullptr) rule.encrypted_span = span_of_key(source, *encrypted);
    rule.replica_modifications = status(entry(&criteria->value, "ReplicaModifications"));
  }
  if (const yaml::Entry* markers = entry(&node, "DeleteMarkerReplication")) {
    rule.delete_markers = status(markers);
    rule.delete_markers_span = span_of_key(source, *markers);
  }
  const yaml::Entry* destination = entry(&node, "Destination");
  if (destination == nullptr) return rule;
  rule.destination_span = span_of_key(source, *destination);
  if (const yaml::Entry* to = entry(&destination->value, "Bucket")) {
    rule.destination = bucket_of(text(&to->value));
    rule.destination_span = span_of(source, to->value);
  }
  rule.account_named = entry(&destination->value, "Account") != nullptr;
  const yaml::Entry* encryption = entry(&destination->value, "EncryptionConfiguration");
  if (encryption != nullptr) {
    const yaml::Entry* id = entry(&encryption->value, "ReplicaKmsKeyID");
    if (id != nullptr) {
      rule.replica_key = text(&id->value);
      rule.replica_key_span = span_of(source, id->value);
      if (rule.replica_key.empty()) rule.replica_key = "${key}";  // an intrinsic of a template
    }
  }
  if (const yaml::Entry* time = entry(&destination->value, "ReplicationTime")) {
    rule.time_control = status(time);
    rule.time_control_span = span_of_key(source, *time);
    const std::string minutes = text(member(member(&time->value, "Time"), "Minutes"));
    if (const auto number = parse_integer(minutes)) {
      rule.time_control_minutes = static_cast<int>(std::clamp<std::int64_t>(*number, 0, 1'000'000));
    }
  }
  rule.metrics = status(entry(&destination->value, "Metrics")).value_or(false);
  return rule;
}

// Nothing where it is no such configuration.
std::optional<Replication> read_configuration(const SourceText& source, const yaml::Node& tree) {
  const yaml::Node* rules = member(&tree, "Rules");
  if (rules == nullptr || rules->kind != yaml::Kind::list) return std::nullopt;
  Replication replication;
  replication.role = text(member(&tree, "Role"));
  for (const yaml::Node& node : rules->items) {
    if (member(&node, "Destination") != nullptr)
      replication.rules.push_back(read_rule(source, node));
  }
  if (replication.rules.empty()) return std::nullopt;
  const std::size_t begin = source.offset_of(tree.place);
  replication.span = span_of(source, begin, begin + 1);
  replication.file = source.file();
  return replication;
}

std::optional<Replication> of_command(const Subject& subject, const Command& command,
                                      std::vector<const ShownFile*>& named) {
  const std::string value = given(command, "replication-configuration");
  if (value.starts_with("file://")) {
    const ShownFile* file = subject.file(std::string_view(value).substr(7));
    if (file != nullptr) named.push_back(file);
  }
  const auto source = text_of_parameter(subject, command, "replication-configuration");
  if (!source) return std::nullopt;
  const auto json = read_loose_json(source->content());
  if (!json) return std::nullopt;
  return read_configuration(*source, json->tree);
}

void add_of_commands(const Subject& subject, std::vector<const ShownFile*>& named,
                     std::vector<Replication>& all) {
  for (const Command& command : subject.commands) {
    if (all.size() >= most_replications) return;
    if (!command.is("s3api", "put-bucket-replication")) continue;
    for (const std::string& source : texts_of(subject, command, given(command, "bucket"))) {
      Replication replication = of_command(subject, command, named).value_or(Replication{});
      replication.span = operation_span(command);
      replication.source = source;
      replication.command = static_cast<int>(command.index);
      replication.way_back = goes_back(subject, command);
      for (ReplicationRule& rule : replication.rules) {
        // One variable in both: "${bucket}" and "${bucket}-new".
        const std::vector<std::string> names = texts_of(subject, command, rule.destination);
        if (names.size() == 1) rule.destination = names.front();
      }
      all.push_back(std::move(replication));
    }
  }
}

void add_of_files(const Subject& subject, const std::vector<const ShownFile*>& named,
                  std::vector<Replication>& all) {
  for (const ShownFile& file : subject.files) {
    if (all.size() >= most_replications) return;
    if (std::ranges::find(named, &file) != named.end()) continue;
    const std::string& content = file.text.content();
    if (content.find("\"Destination\"") == std::string::npos ||
        content.find("\"Rules\"") == std::string::npos) {
      continue;
    }
    const auto json = read_loose_json(content);
    if (!json) continue;
    const yaml::Node* inner = member(&json->tree, "ReplicationConfiguration");
    auto replication = read_configuration(file.text, inner != nullptr ? *inner : json->tree);
    if (!replication) continue;
    if (file.document >= 0 && file.code >= 0) {
      const markdown::Document& document =
          subject.documents[static_cast<std::size_t>(file.document)].content;
      replication->way_back =
          is_way_back(document, document.code[static_cast<std::size_t>(file.code)].section);
    }
    all.push_back(std::move(*replication));
  }
}

void add_of_templates(const Subject& subject, std::vector<Replication>& all) {
  for (const TemplateFile& file : subject.templates) {
    for (const cloudformation::Resource& resource : file.content.resources) {
      if (resource.type != "AWS::S3::Bucket") continue;
      const yaml::Node* node = member(resource.properties, "ReplicationConfiguration");
      if (node == nullptr) continue;
      auto replication = read_configuration(file.content.source, *node);
      if (!replication) continue;
      replication->source =
          cloudformation::text_of(file.content, member(resource.properties, "BucketName"), {})
              .value_or("${" + resource.name + "}");
      all.push_back(std::move(*replication));
    }
  }
}

}  // namespace

std::vector<Replication> replications_of(const Subject& subject) {
  std::vector<const ShownFile*> named;
  std::vector<Replication> all;
  add_of_commands(subject, named, all);
  add_of_files(subject, named, all);
  add_of_templates(subject, all);
  return all;
}

}  // namespace godwit::check
