// Fact D13: Chime SDK's media pipelines write as a service of their own.
// https://docs.aws.amazon.com/chime-sdk/latest/dg/create-s3-bucket.html
#include <algorithm>
#include <array>

#include "check/loose_json.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view meetings = "chime.amazonaws.com";
constexpr std::string_view pipelines = "mediapipelines.chime.amazonaws.com";
constexpr int deepest = 40;

void each_text(const yaml::Node* node, const auto& visit) {
  if (node == nullptr) return;
  if (node->kind == yaml::Kind::scalar) visit(*node);
  for (const yaml::Node& item : node->items) {
    if (item.kind == yaml::Kind::scalar) visit(item);
  }
}

bool writes(const yaml::Node& statement) {
  constexpr std::array<std::string_view, 6> actions = {
      "s3:PutObject",        "s3:PutObject*",        "s3:*",
      "kms:GenerateDataKey", "kms:GenerateDataKey*", "kms:*"};
  bool found = false;
  each_text(member(&statement, "Action"), [&](const yaml::Node& action) {
    found = found || std::ranges::find(actions, std::string_view(action.text)) != actions.end();
  });
  return found;
}

// The principal at fault in a policy's statements; nullptr: there is none.
const yaml::Node* at_fault(const yaml::Node& statements) {
  const yaml::Node* found = nullptr;
  bool right = false;
  for (const yaml::Node& statement : statements.items) {
    each_text(member(member(&statement, "Principal"), "Service"), [&](const yaml::Node& service) {
      right = right || service.text == pipelines;
      if (service.text == meetings && writes(statement) && found == nullptr) found = &service;
    });
  }
  return right ? nullptr : found;
}

void walk(const SourceText& source, const yaml::Node& node, int depth, Findings& findings) {
  if (depth > deepest) return;
  for (const yaml::Entry& entry : node.entries) {
    if (entry.key == "Statement" && entry.value.kind == yaml::Kind::list) {
      if (const yaml::Node* service = at_fault(entry.value)) {
        findings.add(
            span_of(source, *service),
            "media capture writes as mediapipelines.chime.amazonaws.com, which this policy "
            "does not name: recordings cannot be written",
            "name mediapipelines.chime.amazonaws.com, with aws:SourceAccount as a "
            "condition, in the key's policy and in the bucket's");
      }
    }
    walk(source, entry.value, depth + 1, findings);
  }
  for (const yaml::Node& item : node.items) walk(source, item, depth + 1, findings);
}

bool captures(const Subject& subject) {
  constexpr std::array<std::string_view, 5> words = {"recording", "media capture", "mediacapture",
                                                     "media pipeline", "media-pipeline"};
  const auto in_passages = std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    return has_any_beginning(passage.plain, words);
  });
  return in_passages || std::ranges::any_of(subject.commands, [](const Command& command) {
           return command.aws && command.aws->service == "chime-sdk-media-pipelines";
         });
}

void look(const Subject& subject, Findings& findings) {
  bool asked = false;
  const auto relevant = [&](const std::string& content) {
    if (content.find(meetings) == std::string::npos) return false;
    if (!asked && !captures(subject)) return false;
    asked = true;
    return true;
  };
  for (const TemplateFile& file : subject.templates) {
    if (!file.content.tree || !relevant(file.content.source.content())) continue;
    walk(file.content.source, *file.content.tree, 0, findings);
  }
  for (const ShownFile& file : subject.files) {
    const bool is_template = std::ranges::any_of(subject.templates, [&](const TemplateFile& each) {
      return each.path == file.path && each.document == file.document;
    });
    if (is_template || !file.tree || !relevant(file.text.content())) continue;
    walk(file.text, *file.tree, 0, findings);
  }
}

}  // namespace

extern const Rule capture_principal;
const Rule capture_principal{.id = "capture-principal",
                             .severity = Severity::error,
                             .title = "a policy names the wrong service for media capture",
                             .look = look};

}  // namespace godwit::check::rule
