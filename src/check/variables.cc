#include "check/variables.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "check/placeholders.h"

namespace godwit::check {
namespace {

using awscli::Argument;
using shell::Part;

// Longer texts are not known: what is set to itself twice over and over would grow without end.
constexpr std::size_t longest_text = 8'000;
constexpr std::size_t most_words = 100;

bool begins_name(char c) { return is_letter(c) || c == '_'; }
bool is_name(std::string_view text) {
  return !text.empty() && begins_name(text[0]) &&
         std::ranges::all_of(text, [](char c) { return begins_name(c) || is_digit(c); });
}

// Patterns with no more than a '*' at one end.
bool plain(std::string_view pattern) {
  return pattern.find_first_of("?[*\\") == std::string_view::npos;
}

// ${text#pattern}, ${text##pattern}
std::optional<std::string> without_front(const std::string& text, std::string_view pattern,
                                         bool longest) {
  if (plain(pattern)) {
    return text.starts_with(pattern) ? text.substr(pattern.size()) : text;
  }
  if (pattern.starts_with('*') && plain(pattern.substr(1)) && pattern.size() > 1) {
    pattern.remove_prefix(1);
    const std::size_t at = longest ? text.rfind(pattern) : text.find(pattern);
    return at == std::string::npos ? text : text.substr(at + pattern.size());
  }
  return std::nullopt;
}

// ${text%pattern}, ${text%%pattern}
std::optional<std::string> without_back(const std::string& text, std::string_view pattern,
                                        bool longest) {
  if (plain(pattern)) {
    return text.ends_with(pattern) ? text.substr(0, text.size() - pattern.size()) : text;
  }
  if (pattern.ends_with('*') && plain(pattern.substr(0, pattern.size() - 1)) &&
      pattern.size() > 1) {
    pattern.remove_suffix(1);
    const std::size_t at = longest ? text.find(pattern) : text.rfind(pattern);
    return at == std::string::npos ? text : text.substr(0, at);
  }
  return std::nullopt;
}

// ${text/from/to}, ${text//from/to}; `rest` is "from/to".
std::optional<std::string> replaced(const std::string& text, std::string_view rest, bool all) {
  const std::size_t slash = rest.find('/');
  const std::string_view from = rest.substr(0, slash);
  const std::string_view to = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  if (from.empty() || !plain(from)) return std::nullopt;
  std::string result;
  std::size_t at = 0;
  while (true) {
    const std::size_t found = text.find(from, at);
    if (found == std::string::npos || result.size() > longest_text) break;
    result += text.substr(at, found - at);
    result += to;
    at = found + from.size();
    if (!all) break;
  }
  return result + text.substr(at);
}

std::optional<std::string> slice(const std::string& text, std::string_view range) {
  const std::size_t colon = range.find(':');
  const auto offset = parse_integer(trim(range.substr(0, colon)));
  if (!offset) return std::nullopt;
  const auto size = static_cast<std::int64_t>(text.size());
  const std::int64_t begin = *offset < 0 ? size + *offset : *offset;
  if (begin < 0 || begin > size) return std::string();
  if (colon == std::string_view::npos) return text.substr(static_cast<std::size_t>(begin));
  const auto length = parse_integer(trim(range.substr(colon + 1)));
  if (!length) return std::nullopt;
  const std::int64_t end = *length < 0 ? size + *length : std::min(size, begin + *length);
  if (end < begin) return std::nullopt;
  return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string in_capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

void append(Argument& whole, const Argument& piece, std::string_view name) {
  whole.known &= piece.known;
  if (whole.text.size() + piece.text.size() > longest_text) {
    whole.text = "${" + std::string(name) + "}";
    whole.known = false;
    return;
  }
  whole.text += piece.text;
}

// {a,b}, {1..3}: of one pair of braces in a word that is not quoted.
std::vector<std::string> braces(const std::string& word) {
  const std::size_t open = word.find('{');
  const std::size_t close = word.find('}', open);
  if (open == std::string::npos || close == std::string::npos || word.find('{', open + 1) < close ||
      (open > 0 && word[open - 1] == '$')) {
    return {word};
  }
  const std::string before = word.substr(0, open);
  const std::string after = word.substr(close + 1);
  const std::string_view inner = std::string_view(word).substr(open + 1, close - open - 1);
  std::vector<std::string> words;
  if (const std::size_t dots = inner.find(".."); dots != std::string_view::npos) {
    const auto first = parse_integer(inner.substr(0, dots));
    const auto last = parse_integer(inner.substr(dots + 2));
    if (!first || !last || *first > *last ||
        *last - *first >= static_cast<std::int64_t>(most_words)) {
      return {word};
    }
    for (std::int64_t number = *first; number <= *last; ++number) {
      words.push_back(before + std::to_string(number) + after);
    }
    return words;
  }
  if (!inner.contains(',')) return {word};
  for (const std::string_view each : split(inner, ',')) {
    words.push_back(before + std::string(each) + after);
    if (words.size() > most_words) return {word};
  }
  return words;
}

}  // namespace

bool Variable::operator==(const Variable& other) const {
  const auto same = [](const Argument& a, const Argument& b) {
    return a.text == b.text && a.known == b.known;
  };
  return array == other.array && same(text, other.text) &&
         std::ranges::equal(elements, other.elements, same);
}

Argument unknown(std::string_view name) { return {"${" + std::string(name) + "}", false}; }

const Variable* Variables::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

void Variables::set(const std::string& name, Variable value) {
  const auto [slot, is_new] = values_.try_emplace(name);
  journal_.emplace_back(name,
                        is_new ? std::nullopt : std::optional<Variable>(std::move(slot->second)));
  slot->second = std::move(value);
}

void Variables::unset(const std::string& name) {
  const auto found = values_.find(name);
  if (found == values_.end()) return;
  journal_.emplace_back(name, std::move(found->second));
  values_.erase(found);
}

Variables::Changes Variables::put_back(std::size_t mark) {
  Changes changes;
  while (journal_.size() > mark) {
    auto [name, before] = std::move(journal_.back());
    journal_.pop_back();
    const auto now = values_.find(name);
    changes.try_emplace(name,
                        now == values_.end() ? std::nullopt : std::optional<Variable>(now->second));
    if (before) {
      values_[name] = std::move(*before);
    } else if (now != values_.end()) {
      values_.erase(now);
    }
  }
  return changes;
}

Argument Variables::expand_whole(const std::vector<Part>& parts) const {
  Argument whole;
  for (const Part& part : parts) append(whole, expand_part(part), part.text);
  if (placeholders && whole.known && holds_placeholder(whole.text)) whole.known = false;
  return whole;
}

Argument Variables::expand_part(const Part& part) const {
  switch (part.kind) {
    case Part::Kind::literal:
      return {part.text, true};
    case Part::Kind::variable:
      return expand_variable(part);
    case Part::Kind::command:
      return {"$(...)", false};
    case Part::Kind::arithmetic:
      return {"$((...))", false};
  }
  return {};
}

const Variable* Variables::look_up(const Part& part, Variable& own) const {
  if (is_name(part.text)) return find(part.text);
  if (!positional_known) return nullptr;
  if (part.text == "@" || part.text == "*") {
    own.array = true;
    own.elements = positional;
    return &own;
  }
  if (part.text == "#") {
    own.text = {std::to_string(positional.size()), true};
    return &own;
  }
  const auto number = parse_integer(part.text);
  if (!number || *number < 1) return nullptr;
  if (static_cast<std::size_t>(*number) <= positional.size()) {
    own.text = positional[static_cast<std::size_t>(*number) - 1];
  }
  return &own;
}

Argument Variables::expand_variable(const Part& part) const {
  const std::string& operation = part.operation;
  Variable own;
  const Variable* variable = look_up(part, own);
  const char last = operation.empty() ? '\0' : operation.back();
  if (operation == ":-" || operation == "-" || operation == ":=" || operation == "=") {
    if (variable == nullptr) return expand_whole(part.operand);
    if (variable->text.known && variable->text.text.empty() && operation[0] == ':' &&
        !variable->array) {
      return expand_whole(part.operand);
    }
  } else if (last == '+' || operation == "indirect" || operation == "@") {
    return unknown(part.text);
  }
  if (variable == nullptr) return unknown(part.text);

  Argument value = variable->text;
  if (variable->array) {
    const auto index = parse_integer(part.subscript.empty() ? "0" : part.subscript);
    if (!index && part.subscript != "@" && part.subscript != "*" && part.text != "@") {
      return unknown(part.text);
    }
    if (index && part.text != "@" && part.text != "*") {
      if (*index < 0 || static_cast<std::size_t>(*index) >= variable->elements.size()) {
        return unknown(part.text);
      }
      value = variable->elements[static_cast<std::size_t>(*index)];
    } else {
      value = {};
      for (const Argument& element : variable->elements) {
        if (&element != variable->elements.data()) value.text += ' ';
        append(value, element, part.text);
      }
    }
  }
  if (operation.empty() || operation == ":-" || operation == "-" || operation == ":=" ||
      operation == "=" || operation == ":?" || operation == "?") {
    return value;
  }
  const Argument operand = expand_whole(part.operand);
  if (!value.known || !operand.known) return unknown(part.text);
  std::optional<std::string> result;
  if (operation == "#" || operation == "##") {
    result = without_front(value.text, operand.text, operation == "##");
  } else if (operation == "%" || operation == "%%") {
    result = without_back(value.text, operand.text, operation == "%%");
  } else if (operation == "/" || operation == "//") {
    result = replaced(value.text, operand.text, operation == "//");
  } else if (operation == ":") {
    result = slice(value.text, operand.text);
  } else if (operation == "^^" && operand.text.empty()) {
    result = in_capitals(value.text);
  } else if (operation == ",," && operand.text.empty()) {
    result = to_lower(value.text);
  } else if (operation == "length") {
    result = std::to_string(variable->array && !part.subscript.empty() ? variable->elements.size()
                                                                       : value.text.size());
  }
  return result ? Argument{*result, true} : unknown(part.text);
}

std::vector<Argument> Variables::expand(const shell::Word& word) const {
  if (word.parts.size() == 1) {
    const Part& part = word.parts[0];
    if (part.kind == Part::Kind::variable && part.operation.empty()) {
      Variable own;
      const Variable* variable = look_up(part, own);
      const bool all = part.subscript == "@" || part.text == "@" ||
                       (!part.quoted && (part.subscript == "*" || part.text == "*"));
      if (variable != nullptr && variable->array && all &&
          variable->elements.size() <= most_words) {
        return variable->elements;
      }
      if (variable != nullptr && !variable->array && !part.quoted && variable->text.known) {
        std::vector<Argument> words;
        for (std::string_view rest = trim(variable->text.text); !rest.empty();) {
          const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
          words.push_back({std::string(rest.substr(0, end)), true});
          rest = trim(rest.substr(end));
          if (words.size() > most_words) return {variable->text};
        }
        return words;
      }
    }
    if (part.kind == Part::Kind::literal && !part.quoted && part.text.contains('{')) {
      std::vector<Argument> words;
      for (std::string& each : braces(part.text)) {
        const bool known = !placeholders || !holds_placeholder(each);
        words.push_back({std::move(each), known});
      }
      return words;
    }
  }
  return {expand_whole(word.parts)};
}

void names_in(const std::vector<Part>& parts, std::vector<Named>& names) {
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::variable) {
      const std::string& operation = part.operation;
      const bool defaulted = !operation.empty() && (operation[0] == ':' || operation.size() == 1) &&
                             std::string_view("-=?+").contains(operation.back());
      if (is_name(part.text)) names.push_back({part.text, part.extent, defaulted});
      names_in(part.operand, names);
    } else if (part.kind == Part::Kind::arithmetic) {
      for (const Part& inner : part.operand) {
        if (inner.kind != Part::Kind::literal) {
          names_in({inner}, names);
          continue;
        }
        const std::string& text = inner.text;
        for (std::size_t at = 0; at < text.size();) {
          std::size_t end = at;
          while (end < text.size() && (begins_name(text[end]) || is_digit(text[end]))) ++end;
          if (end > at && begins_name(text[at])) {
            names.push_back({text.substr(at, end - at),
                             {inner.extent.begin + at, inner.extent.begin + end},
                             true});
          }
          at = std::max(end, at + 1);
        }
      }
    }
  }
}

}  // namespace godwit::check
