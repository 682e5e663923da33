#include <set>

#include "base/text.h"
#include "check/json_fault.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Files that are called .json and allow comments and commas at the end.
bool is_lenient(std::string_view path) {
  const std::string_view name = file_name(path);
  return name.starts_with("tsconfig") || name.starts_with(".eslintrc") ||
         name == "devcontainer.json" || path.contains(".vscode/") || path.ends_with(".jsonc") ||
         path.ends_with(".json5");
}

// Documents' blocks that a command of the AWS CLI reads: what is wrong with them is told of the
// command.
std::set<std::pair<int, int>> blocks_of_commands(const Subject& subject) {
  std::set<std::pair<int, int>> blocks;
  for (const Command& command : subject.commands) {
    for (const Word& word : command.words) {
      constexpr std::string_view scheme = "file://";
      const std::size_t at = word.value.text.find(scheme);
      if (at == std::string::npos) continue;
      const ShownFile* file = subject.file(word.value.text.substr(at + scheme.size()));
      if (file != nullptr) blocks.emplace(file->document, file->code);
    }
  }
  return blocks;
}

void look(const Subject& subject, Findings& findings) {
  const auto elsewhere = blocks_of_commands(subject);
  std::set<std::pair<int, int>> lenient;
  for (const ShownFile& file : subject.files) {
    if (is_lenient(file.path)) lenient.emplace(file.document, file.code);
  }
  for (std::size_t document = 0; document < subject.documents.size(); ++document) {
    const auto& blocks = subject.documents[document].content.code;
    for (std::size_t code = 0; code < blocks.size(); ++code) {
      if (blocks[code].language != "json") continue;
      const std::pair<int, int> block(document, code);
      if (elsewhere.contains(block) || lenient.contains(block)) continue;
      const SourceText& text = blocks[code].text;
      const auto fault = find_json_fault(text.content());
      if (!fault) continue;
      findings.add(span_of(text, fault->offset, fault->offset + 1),
                   "this block is not JSON: " + fault->what,
                   "correct it, or call the block something else than json");
    }
  }
}

}  // namespace

extern const Rule json_invalid;
const Rule json_invalid = {
    .id = "json-invalid",
    .severity = Severity::warning,
    .title = "a block of JSON is not JSON",
    .look = look,
};

}  // namespace godwit::check::rule
