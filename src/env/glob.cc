#include "env/glob.h"

#include <algorithm>

namespace godwit {
namespace {

// One step of a pattern: a set of letters, or any number of letters.
struct Token {
  enum class Kind { letter, any, set, star, stars, folders } kind = Kind::letter;
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
  // Where the next ']' is, so that many '[' without one take no quadratic time.
  std::size_t closing = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char first = pattern[i];
    if (closing < i + 2) closing = pattern.find(']', i + 2);
    const auto last = tokens.empty() ? letter : tokens.back().kind;
    if (pattern.substr(i).starts_with("**/")) {
      if (last != folders) tokens.push_back({folders});
      i += 2;
    } else if (pattern.substr(i).starts_with("**")) {
      if (last != stars) tokens.push_back({stars});
      i += 1;
    } else if (first == '*') {
      if (last != stars) tokens.push_back({star});
    } else if (first == '?') {
      tokens.push_back({any});
    } else if (first == '[' && closing != std::string_view::npos) {
      tokens.push_back({set, 0, pattern.substr(i + 1, closing - i - 1)});
      i = closing;
    } else {
      if (first == '\\' && i + 1 < pattern.size()) ++i;
      tokens.push_back({letter, pattern[i]});
    }
  }
  return tokens;
}

bool is_letter(const Token& token) { return token.kind == Token::Kind::letter; }

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
    case Token::Kind::folders:
      return true;
  }
  return false;
}

void set_bit(std::vector<std::uint64_t>& bits, std::size_t offset, std::size_t bit) {
  bits[offset + bit / 64] |= std::uint64_t{1} << (bit % 64);
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  std::vector<Token> tokens = tokens_of(pattern);
  const auto first = std::ranges::find_if_not(tokens, is_letter);
  for (auto token = tokens.begin(); token != first; ++token) begin_ += token->letter;
  tokens.erase(tokens.begin(), first);
  while (!tokens.empty() && is_letter(tokens.back())) {
    end_ += tokens.back().letter;
    tokens.pop_back();
  }
  std::ranges::reverse(end_);
  if (tokens.empty()) return;
  if (tokens.size() == 1 && tokens[0].kind == Token::Kind::star) {
    middle_ = Middle::one_star;
    return;
  }
  middle_ = Middle::tokens;
  last_ = tokens.size();
  words_ = last_ / 64 + 1;
  takes_.resize(256 * words_);
  stays_.resize(words_);
  whole_.resize(words_);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    using enum Token::Kind;
    for (std::size_t letter = 0; letter < 256; ++letter) {
      if (takes(tokens[i], static_cast<char>(letter))) set_bit(takes_, letter * words_, i);
    }
    const auto kind = tokens[i].kind;
    if (kind == star || kind == stars || kind == folders) set_bit(stays_, 0, i);
    if (kind == folders) set_bit(whole_, 0, i);
  }
}

bool Glob::fits(std::string_view path) const {
  if (middle_ == Middle::nothing) return path == begin_;
  if (path.size() < begin_.size() + end_.size()) return false;
  if (!path.starts_with(begin_) || !path.ends_with(end_)) return false;
  path.remove_prefix(begin_.size());
  path.remove_suffix(end_.size());
  if (middle_ == Middle::one_star) return !path.contains('/');
  return fits_tokens(path, begin_.empty() || begin_.ends_with('/'));
}

bool Glob::fits_tokens(std::string_view middle, bool at_name) const {
  constexpr std::size_t most_in_place = 4;
  std::uint64_t in_place[most_in_place] = {};
  std::vector<std::uint64_t> elsewhere(words_ > most_in_place ? words_ : 0);
  std::uint64_t* const states = elsewhere.empty() ? in_place : elsewhere.data();
  // What takes any number of letters takes none, too.
  const auto pass_over = [&](bool here) {
    std::uint64_t carry = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      const std::uint64_t passable = here ? stays_[word] : stays_[word] & ~whole_[word];
      std::uint64_t reached = states[word] | carry;
      for (std::uint64_t more = reached;;) {
        more = ((more & passable) << 1) & ~reached;
        if (more == 0) break;
        reached |= more;
      }
      carry = (reached & passable) >> 63;
      states[word] = reached;
    }
  };
  states[0] = 1;
  pass_over(at_name);
  for (const char letter : middle) {
    const std::uint64_t* const taken_by = &takes_[static_cast<unsigned char>(letter) * words_];
    std::uint64_t carry = 0;
    std::uint64_t any = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      const std::uint64_t taken = states[word] & taken_by[word];
      const std::uint64_t moved = taken & ~stays_[word];
      states[word] = (taken & stays_[word]) | (moved << 1) | carry;
      carry = moved >> 63;
      any |= states[word];
    }
    if (any == 0) return false;
    pass_over(letter == '/');
  }
  return (states[last_ / 64] >> (last_ % 64) & 1) != 0;
}

}  // namespace godwit
