#include "env/ignored.h"

#include <vector>

#include "base/text.h"

namespace godwit {
namespace {

// One step of a pattern: a set of letters, or any number of letters.
struct Token {
  enum class Kind { letter, any, set, star, stars } kind = Kind::letter;
  char letter = 0;
  std::string_view set;  // between the brackets
};

bool in_set(std::string_view set, char letter) {
  const bool negated = !set.empty() && (set[0] == '!' || set[0] == '^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (set[i] <= letter && letter <= set[i + 2]);
      i += 2;
    } else {
      found = found || set[i] == letter;
    }
  }
  return found != negated;
}

std::vector<Token> tokens_of(std::string_view pattern) {
  using enum Token::Kind;
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char letter = pattern[i];
    if (pattern.substr(i).starts_with("**/")) {
      tokens.push_back({stars, '/', {}});  // any number of whole folders, none too
      i += 2;
    } else if (pattern.substr(i).starts_with("**")) {
      tokens.push_back({stars, 0, {}});
      i += 1;
    } else if (letter == '*') {
      tokens.push_back({star, 0, {}});
    } else if (letter == '?') {
      tokens.push_back({any, 0, {}});
    } else if (letter == '[' && pattern.find(']', i + 2) != std::string_view::npos) {
      const std::size_t end = pattern.find(']', i + 2);
      tokens.push_back({set, 0, pattern.substr(i + 1, end - i - 1)});
      i = end;
    } else {
      if (letter == '\\' && i + 1 < pattern.size()) ++i;
      tokens.push_back({Token::Kind::letter, pattern[i], {}});
    }
  }
  return tokens;
}

bool takes(const Token& token, char letter) {
  switch (token.kind) {
    case Token::Kind::letter:
      return token.letter == letter;
    case Token::Kind::any:
    case Token::Kind::star:
      return letter != '/';
    case Token::Kind::set:
      return letter != '/' && in_set(token.set, letter);
    case Token::Kind::stars:
      return true;
  }
  return false;
}

bool repeats(const Token& token) {
  return token.kind == Token::Kind::star || token.kind == Token::Kind::stars;
}

}  // namespace

bool fits(std::string_view pattern, std::string_view path) {
  // Most patterns are a name, or "*.ending".
  constexpr std::string_view special = "*?[\\";
  const std::size_t first = pattern.find_first_of(special);
  if (first == std::string_view::npos) return pattern == path;
  if (first == 0 && pattern[0] == '*' &&
      pattern.find_first_of(special, 1) == std::string_view::npos) {
    return path.ends_with(pattern.substr(1)) && !path.contains('/');
  }
  const std::vector<Token> tokens = tokens_of(pattern);
  // reached[i]: the tokens before i can take what has been read of the path.
  std::vector<bool> reached(tokens.size() + 1);
  const auto pass_over = [&](std::vector<bool>& states, bool at_name) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      // "**/" may stand for nothing, but only where a name begins.
      const bool whole = tokens[i].kind == Token::Kind::stars && tokens[i].letter == '/';
      if (states[i] && repeats(tokens[i]) && (!whole || at_name)) states[i + 1] = true;
    }
  };
  reached[0] = true;
  pass_over(reached, true);
  for (const char letter : path) {
    std::vector<bool> next(tokens.size() + 1);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!reached[i] || !takes(tokens[i], letter)) continue;
      next[repeats(tokens[i]) ? i : i + 1] = true;
    }
    pass_over(next, letter == '/');
    reached = std::move(next);
  }
  return reached[tokens.size()];
}

void Ignored::add(std::string_view folder, std::string_view lines) {
  for (std::string_view line : split(lines, '\n')) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    Pattern pattern{.folder = std::string(folder)};
    if (line.front() == '!') {
      pattern.back = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      pattern.folders_only = true;
      line.remove_suffix(1);
    }
    pattern.anywhere = !line.contains('/');
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    pattern.glob = line;
    patterns_.push_back(std::move(pattern));
  }
}

bool Ignored::covers(std::string_view path, bool is_folder) const {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  // The last pattern that fits decides.
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->folders_only && !is_folder) continue;
    if (!path.starts_with(pattern->folder)) continue;
    const std::string_view within = pattern->anywhere ? name : path.substr(pattern->folder.size());
    if (fits(pattern->glob, within)) return !pattern->back;
  }
  return false;
}

}  // namespace godwit
