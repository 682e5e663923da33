#include "shell/reader.h"

#include <algorithm>
#include <utility>

namespace godwit::shell {
namespace {

// How often each byte may be looked at for the ends of here-documents: nested ones look again.
constexpr std::size_t most_searches = 2 * deepest;

}  // namespace

std::size_t Reader::line_end(std::size_t from) const {
  return std::min(text_.find('\n', from), end_);
}

void Reader::skip_blanks() {
  while (!at_end()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else if (c == '\\' && peek(1) == '\r' && peek(2) == '\n') {
      at_ += 3;
    } else if (c == '#') {
      const std::size_t begin = at_;
      at_ = line_end(at_);
      parsed_.comments.push_back(
          {extent(begin, at_), std::string(text_.substr(begin + 1, at_ - begin - 1))});
    } else {
      return;
    }
  }
}

void Reader::take_newline() {
  ++at_;
  if (!pending_.empty()) read_here_documents();
}

void Reader::skip_newlines() {
  skip_blanks();
  while (at_newline()) {
    take_newline();
    skip_blanks();
  }
}

Extent Reader::extent(std::size_t begin, std::size_t end) const {
  if (places_ == nullptr) return {begin, end};
  return {(*places_)[begin], (*places_)[end]};
}

void Reader::problem(std::size_t begin, std::size_t end, std::string message) {
  if (given_up_ || parsed_.problems.size() >= most_problems) return;
  parsed_.problems.push_back({extent(begin, std::min(end, text_.size())), std::move(message)});
}

bool Reader::deeper() {
  ++depth_;
  if (depth_ <= deepest) return true;
  if (!given_up_) {
    problem(at_, at_ + 1, "this is nested too deeply to be read");
    give_up();
  }
  return false;
}

void Reader::give_up() {
  given_up_ = true;
  resume_ = std::min(text_.find('\n', at_), text_.size());
  end_ = at_;
}

void Reader::never_ends(std::size_t begin, std::string_view what) {
  if (given_up_) return;
  problem(begin, begin + what.size(), "the " + std::string(what) + " that begins here never ends");
  if (end_ == text_.size()) {
    unclosed_ = true;
    unclosed_at_ = begin;
  }
}

Reader::Mark Reader::mark() const {
  return {at_, parsed_.comments.size(), parsed_.problems.size(), pending_.size()};
}

void Reader::back_to(const Mark& mark) {
  at_ = mark.at;
  parsed_.comments.resize(std::min(mark.comments, parsed_.comments.size()));
  parsed_.problems.resize(std::min(mark.problems, parsed_.problems.size()));
  pending_.resize(std::min(mark.pending, pending_.size()));
}

// A quote that never ends would swallow all that follows it. So the statement is read again, as if
// the text ended with the quote's line, and reading goes on after it.
Parsed Reader::read() {
  if (text_.size() > most_bytes) {
    end_ = text_.rfind('\n', most_bytes);
    if (end_ == std::string_view::npos) end_ = most_bytes;
    problem(end_, end_ + 1, "the text is too long: from here on it is not read");
    text_ = text_.substr(0, end_);
  }
  std::vector<Statement>& statements = parsed_.script.statements;
  skip_newlines();
  while (!at_end()) {
    const Mark before = mark();
    const std::size_t count = statements.size();
    unclosed_ = false;
    read_statement(statements);
    if (given_up_) {
      given_up_ = false;
      end_ = text_.size();
      at_ = resume_;
    } else if (unclosed_ && rereads_ < most_rereads) {
      const std::size_t limit = line_end(unclosed_at_);
      if (limit < end_) {
        ++rereads_;
        statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(count), statements.end());
        back_to(before);
        const Range range(*this, limit);
        while (!at_end()) {
          read_statement(statements);
          skip_newlines();
        }
      }
      if (given_up_) {
        given_up_ = false;
        end_ = text_.size();
        at_ = resume_;
      }
    }
    skip_newlines();
  }
  if (!pending_.empty()) read_here_documents();
  return std::move(parsed_);
}

void Reader::read_here_documents() {
  std::vector<PendingHere> pending;
  pending.swap(pending_);
  for (const PendingHere& here : pending) read_here_document(here);
}

// Ends at a line that is the delimiter and nothing else. People indent that line, too, and their
// here-document goes on to the end of the script: it is told, and read as it was meant.
void Reader::read_here_document(const PendingHere& here) {
  const std::size_t begin = at_;
  std::size_t body_end = end_;
  std::size_t after = end_;
  std::size_t meant = std::string_view::npos;
  bool found = false;
  for (std::size_t line = begin; line < end_ && !found;) {
    const std::size_t next = line_end(line);
    std::string_view content = text_.substr(line, next - line);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (here.tabs) content.remove_prefix(std::min(content.find_first_not_of('\t'), content.size()));
    if (content == here.delimiter) {
      found = true;
      body_end = line;
      after = std::min(next + 1, end_);
    } else if (meant == std::string_view::npos && content.size() < here.delimiter.size() + 80) {
      const std::size_t first = content.find_first_not_of(" \t");
      if (first != std::string_view::npos && first > 0 &&
          content.substr(first, content.find_last_not_of(" \t") + 1 - first) == here.delimiter) {
        meant = line;
      }
    }
    searched_ += next + 1 - line;
    line = next + 1;
  }
  if (searched_ > most_searches * text_.size()) {
    problem(here.begin.begin, here.begin.end, "this is nested too deeply to be read");
    give_up();
    resume_ = text_.size();
    return;
  }
  if (!found) {
    problem(here.begin.begin, here.begin.end,
            "the here-document that begins here never ends: no line is '" + here.delimiter +
                "' and nothing else");
    if (meant != std::string_view::npos) {
      body_end = meant;
      after = std::min(line_end(meant) + 1, end_);
    }
  }
  here.body->extent = extent(begin, body_end);
  if (here.expands) {
    const Range range(*this, body_end);
    while (!at_end()) read_parts(here.body->parts, Quotes::here, '\0');
  } else {
    add(here.body->parts, text_.substr(begin, body_end - begin), true, begin);
  }
  if (!given_up_) at_ = after;
}

}  // namespace godwit::shell
