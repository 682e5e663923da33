#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// What a writer thinks of as the document going on: a heading or another fence.
bool goes_on(std::string_view line) {
  return line.starts_with("## ") || line.starts_with("### ") || line.starts_with("```") ||
         line.starts_with("~~~");
}

void look(const Subject& subject, Findings& findings) {
  for (const Document& document : subject.documents) {
    for (const markdown::Code& code : document.content.code) {
      if (!code.fenced || code.closed) continue;
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
