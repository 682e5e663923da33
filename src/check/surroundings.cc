#include "check/surroundings.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "check/passages.h"

namespace godwit::check {
namespace {

int last_line(const Command& command) {
  int line = command.span.at.line;
  for (const Word& word : command.words) line = std::max(line, word.span.at.line);
  return line;
}

void read_comments(const Script& script, const Command& command, Surroundings& result) {
  if (!script.parsed) return;
  int expected = command.span.at.line - 1;
  const auto& comments = script.parsed->comments;
  const auto line_of = [&](const shell::Comment& comment) {
    return script.text.at(comment.extent.begin).line;
  };
  const auto after = std::ranges::partition_point(
      comments, [&](const shell::Comment& comment) { return line_of(comment) <= expected; });
  for (auto each = after; each != comments.begin() && line_of(*std::prev(each)) == expected;) {
    --each;
    --expected;
    result.comment_before = to_lower(trim(each->text)) + " " + result.comment_before;
  }
  const int last = last_line(command);
  const auto next = std::ranges::find_if(after, comments.end(), [&](const shell::Comment& comment) {
    return line_of(comment) > last;
  });
  if (next != comments.end()) result.comment_after = to_lower(trim(next->text));
}

}  // namespace

Surroundings surroundings_of(const Subject& subject, const Command& command) {
  Surroundings result;
  if (command.script >= subject.scripts.size()) return result;
  const Script& script = subject.scripts[command.script];
  read_comments(script, command, result);
  if (script.document < 0 || script.code < 0) return result;
  const markdown::Document& document =
      subject.documents[static_cast<std::size_t>(script.document)].content;
  const markdown::Code& code = document.code[static_cast<std::size_t>(script.code)];
  if (code.introduced_by >= 0) {
    const auto& prose = document.prose[static_cast<std::size_t>(code.introduced_by)];
    result.introduction = to_lower(markdown::plain(prose.text.content()));
  }
  for (int at = code.section; at >= 0 && at < static_cast<int>(document.sections.size());) {
    const markdown::Section& section = document.sections[static_cast<std::size_t>(at)];
    if (section.level > 1) {
      result.titles.push_back(to_lower(markdown::plain(section.title.content())));
    }
    if (section.parent >= at) break;
    at = section.parent;
  }
  return result;
}

bool mentions(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
      if (at == 0 || !is_letter_or_digit(text[at - 1])) return true;
    }
  }
  return false;
}

bool goes_back(const Subject& subject, const Command& command) {
  const auto says_so = [](std::string_view text) {
    return mentions(text, {"rollback", "roll back", "rolling back", "way back", "back out",
                           "backout", "revert", "fail back", "failback", "failing back", "go back",
                           "goes back", "going back", "undo", "traffic back", "switch back"});
  };
  const Surroundings around = surroundings_of(subject, command);
  return is_way_back(subject, command) || says_so(around.introduction) ||
         says_so(around.comment_before);
}

int flow_of(const Subject& subject, const Command& command) {
  const Script& script = subject.scripts[command.script];
  return script.document >= 0 ? script.document : -1 - static_cast<int>(command.script);
}

}  // namespace godwit::check
