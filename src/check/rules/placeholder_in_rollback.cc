// Fact E5: a way back whose values are not written down cannot be gone when it has to be.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

struct Gap {
  std::size_t begin = 0;  // in the script's text
  std::size_t end = 0;
};

// "[OLD_ENDPOINT]": words in capitals between brackets, or "<old endpoint>".
std::vector<Gap> gaps_in(std::string_view text, std::size_t from, std::size_t to) {
  std::vector<Gap> gaps;
  for (std::size_t at = from; at < to; ++at) {
    const char open = text[at];
    if (open != '[' && open != '<') continue;
    const char close = open == '[' ? ']' : '>';
    std::size_t end = at + 1;
    bool fits = end < to && is_letter(text[end]);
    while (fits && end < to && text[end] != close) {
      const char byte = text[end];
      const bool word = is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '_' ||
                        byte == '-' || byte == ' ';
      const bool lower = byte >= 'a' && byte <= 'z';
      fits = word && (open == '<' || !lower);
      ++end;
    }
    constexpr std::size_t shortest = 3;
    if (fits && end < to && end - at - 1 >= shortest) gaps.push_back({at, end + 1});
  }
  return gaps;
}

// What stands in all documents before the first line of a command, so that its reader has seen it.
bool is_known_before(const Subject& subject, const Script& script, std::size_t begin,
                     std::string_view words) {
  const Location here = script.text.at(begin);
  for (const Document& document : subject.documents) {
    const SourceText& source = document.content.source;
    const std::string_view content = source.content();
    const std::size_t at = content.find(words);
    if (at == std::string_view::npos) continue;
    const Location there = source.at(at);
    if (there.file != here.file || there.line < here.line) return true;
  }
  return false;
}

// `questions` is how often all documents may be searched yet.
void look_at(const Subject& subject, const Command& command, int& questions, Findings& findings) {
  const Script& script = subject.scripts[command.script];
  const std::string& text = script.text.content();
  for (const Word& word : command.words) {
    if (word.source == nullptr) continue;
    const std::size_t begin = std::min(word.source->extent.begin, text.size());
    const std::size_t end = std::clamp(word.source->extent.end, begin, text.size());
    for (const Gap& gap : gaps_in(text, begin, end)) {
      const std::string words = text.substr(gap.begin, gap.end - gap.begin);
      if (--questions < 0) return;
      if (is_known_before(subject, script, gap.begin, words)) continue;
      findings.add(
          span_of(script.text, gap.begin, gap.end),
          fmt::format("the way back needs {}, and no step before writes down what that is", words),
          "save the value before it is changed, and have the way back read it from there");
    }
    // "..." where a document leaves out what it expects everybody to know.
    const std::string_view here = std::string_view(text).substr(begin, end - begin);
    if (const std::size_t at = here.find("...");
        at != std::string_view::npos && here.contains('{')) {
      const std::size_t dots = begin + at;
      findings.add(span_of(script.text, dots, dots + 3),
                   "the way back is not written out: this is refused as it stands, and has to be "
                   "completed in the very minutes that count",
                   "write it down whole, keep it as a file, and try it before the cutover");
    }
  }
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  int questions = 200;
  for (const Command& command : subject.commands) {
    const Script& script = subject.scripts[command.script];
    if (questions < 0) return;
    if (script.document < 0 || command.words.empty() || command.name == "echo") continue;
    if (goes_back(subject, command)) look_at(subject, command, questions, findings);
  }
}

}  // namespace

extern const Rule placeholder_in_rollback;
const Rule placeholder_in_rollback{.id = "placeholder-in-rollback",
                                   .severity = Severity::error,
                                   .title = "a way back leaves out a value that it needs",
                                   .look = look};

}  // namespace godwit::check::rule
