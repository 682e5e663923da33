#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/fences.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// What a writer thinks of as the document going on: a heading or another fence.
bool goes_on(std::string_view line) {
  return line.starts_with("## ") || line.starts_with("### ") || line.starts_with("```") ||
         line.starts_with("~~~");
}

// The last line that has a fence; 0: none.
std::size_t last_fence(const SourceText& source) {
  for (std::size_t line = source.lines(); line > 0; --line) {
    const std::string_view words = source.line(line);
    if (words.contains("```") || words.contains("~~~")) return line;
  }
  return 0;
}

// A fence that is the document's last line ends what its writer took for a block; that one was
// closed before, by the fence of a block within it.
void look_at_last(const SourceText& source, Findings& findings) {
  const std::size_t line = last_fence(source);
  if (line == 0) return;
  const std::string_view words = source.line(line);
  const std::size_t begin = source.offset_of({static_cast<int>(line), 1});
  findings.add(span_of(source, begin + words.find_first_of("`~"), begin + words.size()),
               "the fence here begins a block that has nothing in it: the fences before it do not "
               "pair, and code and text are mixed up from the first one that does not",
               "give a block that has fences in it more marks than those have");
}

// The first one tells enough: after it, every other fence is taken for its opposite.
bool look_within(const Document& document, Findings& findings) {
  for (const markdown::Code& code : document.content.code) {
    const std::size_t number = inner_fence(document.content.source, code);
    if (number == 0) continue;
    const Place begin{static_cast<int>(number), 1};
    const std::size_t from = code.text.offset_of(begin);
    findings.add(
        span_of(code.text, from, from + code.text.line(number).size()),
        fmt::format("the block that begins at line {} is still open here: this fence is text of "
                    "it, and the next one without a language closes it",
                    code.text.at(std::size_t{0}).line - 1),
        "close the block before this line, or give it more marks than the fences in it have");
    return true;
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  for (const Document& document : subject.documents) {
    if (look_within(document, findings)) continue;
    for (const markdown::Code& code : document.content.code) {
      if (!code.fenced || code.closed) continue;
      if (code.text.content().empty()) {
        look_at_last(document.content.source, findings);
        continue;
      }
      const int line = std::max(code.text.at(std::size_t{0}).line - 1, 1);
      const SourceText& source = document.content.source;
      const std::size_t begin = source.offset_of({line, 1});
      const std::string_view words = source.line(static_cast<std::size_t>(line));
      const std::size_t fence = std::min(words.find_first_of("`~"), words.size());
      std::string message = "the fence that begins here is never closed: all that follows is code";
      // The next heading or fence within it is where somebody forgot.
      for (std::size_t number = 1; number <= code.text.lines(); ++number) {
        if (!goes_on(code.text.line(number))) continue;
        message +=
            fmt::format(", also line {}", code.text.at(Place{static_cast<int>(number), 1}).line);
        break;
      }
      findings.add(span_of(source, begin + fence, begin + words.size()), message,
                   "close it with a line of the same marks");
    }
  }
}

}  // namespace

extern const Rule unclosed_fence;
const Rule unclosed_fence = {
    .id = "unclosed-fence",
    .severity = Severity::warning,
    .title = "a fence is never closed, so the rest of the document is code",
    .look = look,
};

}  // namespace godwit::check::rule
