// Fact E3: an encrypted snapshot can only be copied to another region with a key of that region.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Where the subject says that its database is encrypted.
std::optional<Span> encrypted(const Subject& subject) {
  for (const Command& command : subject.commands) {
    const bool makes =
        command.is("rds", "create-db-instance") || command.is("rds", "create-db-cluster");
    if (makes && command.aws->option("storage-encrypted") != nullptr)
      return operation_span(command);
  }
  for (const TemplateFile& file : subject.templates) {
    for (const cloudformation::Resource& resource : file.content.resources) {
      if (resource.type != "AWS::RDS::DBInstance" && resource.type != "AWS::RDS::DBCluster")
        continue;
      if (resource.properties == nullptr) continue;
      for (const yaml::Entry& entry : resource.properties->entries) {
        if (entry.key != "StorageEncrypted" || entry.value.text != "true") continue;
        const std::size_t begin = file.content.source.offset_of(entry.place);
        return span_of(file.content.source, begin, begin + entry.key.size());
      }
    }
  }
  constexpr std::array<std::string_view, 6> stores = {"RDS",    "database", "snapshot",
                                                      "Aurora", "postgres", "postgresql"};
  for (const Passage& passage : passages_of(subject)) {
    if (has_word(passage.plain, "encrypted") && has_any_word(passage.plain, stores)) {
      return span_in(passage, "encrypted");
    }
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    const bool of_instance = command.is("rds", "copy-db-snapshot");
    if (!of_instance && !command.is("rds", "copy-db-cluster-snapshot")) continue;
    if (command.aws->option("kms-key-id") != nullptr) continue;
    const std::string from = given(command, of_instance ? "source-db-snapshot-identifier"
                                                        : "source-db-cluster-snapshot-identifier");
    const std::string to = given(command, "region");
    std::string source = given(command, "source-region");
    if (source.empty() && from.starts_with("arn:") && !regions_in(from).empty()) {
      source = regions_in(from).front();
    }
    if (source.empty() || to.empty() || source == to || has_unknown(source + to)) continue;
    const auto said = encrypted(subject);
    if (!said) continue;
    findings
        .add(operation_span(command),
             fmt::format("an encrypted snapshot is refused in {} without a key of {}: the one that "
                         "encrypts it stays in {}",
                         to, to, source),
             fmt::format("add --kms-key-id with a key of {}", to))
        .related.push_back({*said, "said to be encrypted"});
  }
}

}  // namespace

extern const Rule snapshot_copy_without_key;
const Rule snapshot_copy_without_key{
    .id = "snapshot-copy-without-key",
    .severity = Severity::error,
    .title = "an encrypted snapshot is copied to a region without a key",
    .look = look};

}  // namespace godwit::check::rule
