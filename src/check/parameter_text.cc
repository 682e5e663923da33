// Where the text of a command's parameter is: between its quotes, in a file, in a here-document.
#include <algorithm>

#include "base/text.h"
#include "check/batches.h"
#include "check/paths.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

constexpr std::string_view file_prefix = "file://";

// What is between a word's quotes, at its place.
SourceText inline_text(const Subject& subject, const Command& command, const Word& word,
                       const std::string& value) {
  const SourceText& script = subject.scripts[command.script].text;
  if (word.source != nullptr && command.inside < 0) {
    const std::size_t begin = word.source->extent.begin;
    for (const std::size_t quote : {std::size_t{1}, std::size_t{0}}) {
      if (script.content().compare(begin + quote, value.size(), value) == 0) {
        return script.part(begin + quote, begin + quote + value.size());
      }
    }
    return script.standing_at(begin + 1, value);
  }
  return {word.span.at.file, value, {Place{word.span.at.line, word.span.at.column}}};
}

// The block that shows a file, of several of that name: the last one before the command that no
// earlier command of its document has used, or else the next one after it.
const ShownFile* file_for(const Subject& subject, const Command& command, std::string_view path) {
  const Script& script = subject.scripts[command.script];
  std::vector<const ShownFile*> shown;
  for (const ShownFile& file : subject.files) {
    if (file.document >= 0 && file.document == script.document &&
        file_name(file.path) == file_name(path)) {
      shown.push_back(&file);
    }
  }
  if (shown.empty()) return subject.file(path);
  if (shown.size() == 1) return shown.front();
  // Each command that names the file takes one, in order.
  std::vector<const ShownFile*> taken;
  for (const Command& each : subject.commands) {
    const Script& where = subject.scripts[each.script];
    if (where.document != script.document) continue;
    const bool names_it = std::ranges::any_of(each.words, [&](const Word& word) {
      return word.value.text.starts_with(file_prefix) &&
             file_name(word.value.text) == file_name(path);
    });
    if (!names_it) continue;
    const ShownFile* before = nullptr;
    const ShownFile* free_before = nullptr;
    const ShownFile* after = nullptr;
    for (const ShownFile* file : shown) {
      if (file->code <= where.code) {
        before = file;
        if (std::ranges::find(taken, file) == taken.end()) free_before = file;
      } else if (after == nullptr) {
        after = file;
      }
    }
    const ShownFile* chosen =
        free_before != nullptr ? free_before : (after != nullptr ? after : before);
    taken.push_back(chosen);
    if (each.index == command.index) return chosen;
  }
  return shown.front();
}

}  // namespace

std::optional<SourceText> text_of_parameter(const Subject& subject, const Command& command,
                                            std::string_view name) {
  const Word* word = command.option(name);
  if (word == nullptr) return std::nullopt;
  // What is long and has nothing to expand is known all the same.
  const auto literal = word->source != nullptr ? word->source->literal() : std::nullopt;
  const std::string& value = literal ? *literal : word->value.text;
  if (value.starts_with(file_prefix)) {
    const std::string_view path = std::string_view(value).substr(file_prefix.size());
    if (path == "/dev/stdin" && !command.here.empty()) return command.here.front();
    const ShownFile* file = file_for(subject, command, path);
    return file != nullptr ? std::optional(file->text) : std::nullopt;
  }
  // "$(cat <<EOF ...)", "$(cat FILE)"
  if (trim(value).starts_with("$(") || trim(value).starts_with('`')) {
    for (const Command& each : subject.commands) {
      if (each.inside != static_cast<int>(command.index) || each.name != "cat") continue;
      if (!each.here.empty()) return each.here.front();
      if (each.words.size() == 2) {
        const ShownFile* file = file_for(subject, command, each.words.back().value.text);
        if (file != nullptr) return file->text;
      }
    }
    return std::nullopt;
  }
  return inline_text(subject, command, *word, value);
}

}  // namespace godwit::check
