#include "check/loose_json.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "base/ascii.h"
#include "base/text.h"
#include "yaml/parse.h"

namespace godwit::check {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

// The text as YAML reads it, with every character at its place: YAML's flow style is JSON, apart
// from tabs, comments and what a document leaves out.
class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : text_(text), result_(text) {}

  std::string take() {
    for (at_ = 0; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\t' || text_[at_] == '\r') result_[at_] = ' ';
      if (quoted_) {
        within_quotes();
      } else if (text_[at_] == '"') {
        quoted_ = true;
      } else {
        outside();
      }
    }
    return std::move(result_);
  }
  bool abbreviated() const { return abbreviated_; }

 private:
  void within_quotes() {
    if (text_[at_] == '\\') {
      ++at_;
    } else if (text_[at_] == '"') {
      quoted_ = false;
    }
  }

  void outside() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("...") || rest.starts_with(ellipsis)) {
      result_.replace(at_, left_out.size(), instead_of_dots());
      abbreviated_ = true;
      at_ += left_out.size() - 1;
    } else if (rest.starts_with("//") || (rest.starts_with('#') && at_line_start_or_space())) {
      blank_line();
    } else if (rest.starts_with("${")) {
      constexpr std::size_t longest = 200;
      const std::size_t end = rest.substr(0, longest).find('}');
      if (end == std::string_view::npos || rest.substr(0, end).contains('\n')) return;
      result_[at_ + 1] = '(';
      result_[at_ + end] = ')';
      at_ += end;
    }
  }

  // A value, or an entry of its own without one, of as many bytes.
  std::string_view instead_of_dots() const {
    const std::size_t last = std::string_view(result_).substr(0, at_).find_last_not_of(" \n");
    const char before = last == std::string::npos ? '[' : result_[last];
    if (before == ':') return left_out;
    return before == ',' || before == '{' || before == '[' ? "_: " : ",_:";
  }

  bool at_line_start_or_space() const {
    return at_ == 0 || std::isspace(static_cast<unsigned char>(text_[at_ - 1])) != 0;
  }

  void blank_line() {
    while (at_ < text_.size() && text_[at_] != '\n') result_[at_++] = ' ';
  }

  std::string_view text_;
  std::string result_;
  std::size_t at_ = 0;
  bool quoted_ = false;
  bool abbreviated_ = false;
};

}  // namespace

std::optional<LooseJson> read_loose_json(std::string_view text) {
  const std::string_view words = trim(text);
  if (!words.starts_with('{') && !words.starts_with('[')) return std::nullopt;
  Rewriter rewriter(text);
  const std::string yaml = rewriter.take();
  yaml::Problems problems("read JSON", "");
  auto tree = yaml::parse(yaml, problems);
  if (!tree || (tree->kind != yaml::Kind::map && tree->kind != yaml::Kind::list)) {
    return std::nullopt;
  }
  return LooseJson{*std::move(tree), rewriter.abbreviated()};
}

const yaml::Node* member(const yaml::Node* node, std::string_view key) {
  if (node == nullptr || node->kind != yaml::Kind::map) return nullptr;
  const auto found = std::ranges::find(node->entries, key, &yaml::Entry::key);
  return found != node->entries.end() ? &found->value : nullptr;
}

Span span_of(const SourceText& text, const yaml::Node& node) {
  const auto letters = std::ranges::count_if(node.text, [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;  // of UTF-8: no continuation
  });
  constexpr int quotes = 2;
  return {text.at(node.place), std::max(1, static_cast<int>(letters) + (node.plain ? 0 : quotes))};
}

namespace {

bool is_name_character(char letter) { return is_letter_or_digit(letter) || letter == '_'; }

}  // namespace

bool is_left_out(std::string_view text) { return text == left_out || text == "_"; }

bool is_placeholder(std::string_view text) {
  if (text.contains("${") || text.contains("$(") || text.contains("{{") || text.contains("...") ||
      text.contains(left_out) || text.contains(ellipsis)) {
    return true;
  }
  for (const auto& [open, close] : {std::pair('[', ']'), std::pair('<', '>')}) {
    const std::size_t begin = text.find(open);
    if (begin != std::string_view::npos && text.find(close, begin + 2) != std::string_view::npos) {
      return true;
    }
  }
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    if (at + 1 < text.size() && is_name_character(text[at + 1])) return true;
  }
  const std::string lower = to_lower(text);
  for (const char* word : {"your-", "your_", "replace", "xxxx", "example-id", "placeholder"}) {
    if (lower.contains(word)) return true;
  }
  return false;
}

std::string placeholder_name(std::string_view text) {
  const std::string_view words = trim(text);
  if (words.size() < 2 || !std::string_view("$[<{").contains(words.front())) {
    return std::string(words);
  }
  std::string name;
  for (const char letter : words) {
    if (is_name_character(letter)) {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    } else if (letter == '-' || letter == ' ') {
      name += '_';
    }
  }
  return name;
}

}  // namespace godwit::check
