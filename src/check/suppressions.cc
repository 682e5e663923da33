#include "check/suppressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

#include "base/text.h"
#include "check/rule.h"
#include "check/texts.h"
#include "yaml/problems.h"

namespace godwit::check {
namespace rule {
extern const Rule suppression_invalid;
extern const Rule suppression_unused;
}  // namespace rule

namespace {

struct Lines {
  int first = 0;
  int last = 0;
};

constexpr int end_of_document = 1 << 30;
constexpr std::size_t most_suppressions = 1000;

void complain(std::vector<Finding>& invalid, const Span& span, std::string message,
              std::string remedy) {
  Findings(rule::suppression_invalid.id, rule::suppression_invalid.severity, invalid)
      .add(span, std::move(message), std::move(remedy));
}

// For words that can be a slip of the pen.
std::string suggestion(std::string_view word, const std::vector<std::string>& words) {
  return word.size() > 64 ? std::string() : did_you_mean(word, words);
}

// A word is cut off the front of a text.
std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
  text = trim(text.substr(word.size()));
  return word;
}

// On one line, with single spaces.
std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::string_view word = take_word(text);
    if (word.empty()) break;
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line;
}

int last_line_of(const SourceText& text) {
  const std::string_view content = text.content();
  std::size_t end = content.size();
  while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) --end;
  return text.at(end).line;
}

struct Block {
  std::size_t order = 0;
  int section = 0;
  int last_line = 0;
};

// In document order.
std::vector<Block> blocks_of(const markdown::Document& document) {
  std::vector<Block> blocks;
  for (const markdown::Prose& prose : document.prose) {
    blocks.push_back({prose.order, prose.section, last_line_of(prose.text)});
  }
  for (const markdown::Table& table : document.tables) {
    const auto& last_row = table.rows.empty() ? table.header : table.rows.back();
    const int last = last_row.empty() ? 0 : last_line_of(last_row.front().text);
    blocks.push_back({table.order, table.section, last});
  }
  for (const markdown::Code& code : document.code) {
    // With the fence that closes it.
    const int fence = code.fenced && code.closed ? 1 : 0;
    blocks.push_back({code.order, code.section, last_line_of(code.text) + fence});
  }
  std::ranges::sort(blocks, {}, &Block::order);
  return blocks;
}

// From the comment to the end of the block that comes next in its section; nothing where the
// section ends before.
std::optional<Lines> next_block(const std::vector<Block>& blocks,
                                const markdown::Comment& comment) {
  const auto next = std::ranges::upper_bound(blocks, comment.order, {}, &Block::order);
  if (next == blocks.end() || next->section != comment.section) return std::nullopt;
  return Lines{comment.text.at(std::size_t{0}).line, next->last_line};
}

// The section of that index and all below it.
Lines section_lines(const markdown::Document& document, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= document.sections.size()) {
    return {1, end_of_document};
  }
  const auto at = static_cast<std::size_t>(index);
  const markdown::Section& section = document.sections[at];
  if (section.level == 0) return {1, end_of_document};
  Lines lines{section.title.at(std::size_t{0}).line, end_of_document};
  for (std::size_t next = at + 1; next < document.sections.size(); ++next) {
    if (document.sections[next].level > section.level) continue;
    lines.last = document.sections[next].title.at(std::size_t{0}).line - 1;
    break;
  }
  return lines;
}

bool is_rule(std::string_view id, const Span& span, std::vector<Finding>& invalid) {
  if (id == rule::suppression_invalid.id || id == rule::suppression_unused.id) {
    complain(invalid, span, fmt::format("'{}' cannot be allowed", id),
             "correct or remove the exception that it is about");
    return false;
  }
  if (find_rule(id) != nullptr) return true;
  std::vector<std::string> ids;
  for (const Rule* rule : rules()) ids.emplace_back(rule->id);
  complain(invalid, span,
           fmt::format("there is no rule {}{}", yaml::in_quotes(id), suggestion(id, ids)),
           "`godwit check --rules` lists the rules");
  return false;
}

void read_comment(const markdown::Document& document, const std::vector<Block>& blocks,
                  const markdown::Comment& comment, std::vector<Suppression>& suppressions,
                  std::vector<Finding>& invalid) {
  std::string_view text = trim(comment.text.content());
  constexpr std::string_view mark = "godwit:";
  if (!text.starts_with(mark)) return;
  text.remove_prefix(mark.size());
  const std::string_view content = comment.text.content();
  const Span span = span_of(comment.text, content.find(mark), content.size());
  const std::string_view verb = take_word(text);
  if (verb != "allow" && verb != "allow-in-section") {
    complain(invalid, span,
             fmt::format("{} is nothing that Godwit can be told{}", yaml::in_quotes(verb),
                         suggestion(verb, {"allow", "allow-in-section"})),
             "write `godwit: allow RULE because REASON`, or `allow-in-section`");
    return;
  }
  std::vector<std::string> ids;
  while (!text.empty()) {
    const std::string_view word = take_word(text);
    if (word == "because") break;
    for (const std::string_view id : split(word, ',')) {
      if (!id.empty()) ids.emplace_back(id);
    }
  }
  const std::string because = one_line(text);
  if (ids.empty() || because.empty()) {
    complain(
        invalid, span,
        ids.empty() ? "it names no rule" : "it gives no reason, so nobody can tell when to end it",
        "write `godwit: allow RULE because REASON`");
    return;
  }
  std::optional<Lines> lines = next_block(blocks, comment);
  if (verb == "allow-in-section") lines = section_lines(document, comment.section);
  if (!lines) {
    complain(invalid, span, "no block comes after it in its section",
             "put it right before the block that it is about");
    return;
  }
  for (const std::string& id : ids) {
    if (!is_rule(id, span, invalid)) continue;
    suppressions.push_back({id, because, span, lines->first, lines->last, {}});
  }
}

bool contains_ignoring_case(std::string_view text, std::string_view words) {
  return to_lower(text).contains(to_lower(words));
}

bool covers(const Suppression& suppression, const Finding& finding, const Texts& texts) {
  if (suppression.rule != finding.rule) return false;
  if (suppression.first_line == 0) {
    return contains_ignoring_case(finding.message, suppression.subject) ||
           contains_ignoring_case(texts.line(finding.span.at), suppression.subject);
  }
  const Location& at = finding.span.at;
  return at.file == suppression.span.at.file && at.line >= suppression.first_line &&
         at.line <= suppression.last_line;
}

}  // namespace

std::vector<Suppression> read_suppressions(const Subject& subject, std::vector<Finding>& invalid) {
  std::vector<Suppression> suppressions;
  for (const Document& document : subject.documents) {
    if (document.content.comments.empty()) continue;
    const std::vector<Block> blocks = blocks_of(document.content);
    for (const markdown::Comment& comment : document.content.comments) {
      if (suppressions.size() + invalid.size() >= most_suppressions) {
        complain(
            invalid, span_of(comment.text, 0, comment.text.content().size()),
            fmt::format("there are more than {} exceptions: nobody knows any more what is meant",
                        most_suppressions),
            "allow a rule for a section, or check fewer documents at once");
        break;
      }
      read_comment(document.content, blocks, comment, suppressions, invalid);
    }
  }
  if (subject.plan == nullptr) return suppressions;
  for (const plan::Exception& exception : subject.plan->exceptions) {
    const Span span{exception.where, static_cast<int>(exception.rule.size())};
    if (!is_rule(exception.rule, span, invalid)) continue;
    suppressions.push_back({exception.rule, exception.because, span, 0, 0, exception.subject});
  }
  return suppressions;
}

Outcome without_allowed(const Subject& subject, std::vector<Finding> findings) {
  Outcome outcome;
  const std::vector<Suppression> suppressions = read_suppressions(subject, outcome.findings);
  const Texts texts(subject);
  std::vector<bool> used(suppressions.size());
  for (Finding& finding : findings) {
    const Suppression* by = nullptr;
    for (std::size_t i = 0; i < suppressions.size(); ++i) {
      if (!covers(suppressions[i], finding, texts)) continue;
      used[i] = true;
      if (by == nullptr) by = &suppressions[i];
    }
    if (by == nullptr) {
      outcome.findings.push_back(std::move(finding));
    } else {
      outcome.allowed.push_back({std::move(finding), by->because, by->span});
    }
  }
  Findings unused(rule::suppression_unused.id, rule::suppression_unused.severity, outcome.findings);
  for (std::size_t i = 0; i < suppressions.size(); ++i) {
    if (used[i]) continue;
    unused.add(suppressions[i].span,
               fmt::format("it allows '{}', of which nothing is found {}", suppressions[i].rule,
                           suppressions[i].first_line == 0 ? "with these words" : "here"),
               "remove it: what it was for is gone, or stands elsewhere");
  }
  std::ranges::stable_sort(outcome.findings, {}, [](const Finding& finding) {
    const Location& at = finding.span.at;
    return std::tie(at.file, at.line, at.column);
  });
  return outcome;
}

Outcome check(const Subject& subject) { return without_allowed(subject, look(subject)); }

}  // namespace godwit::check
