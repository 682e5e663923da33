#include "awscli/pattern.h"

#include <algorithm>
#include <bitset>
#include <string>
#include <utility>
#include <vector>

namespace godwit::awscli {
namespace {

// A Thompson automaton: https://swtch.com/~rsc/regexp/regexp1.html
constexpr int most_states = 20'000;
constexpr std::size_t most_steps = 20'000'000;  // states times letters
constexpr int deepest = 50;

using Letters = std::bitset<256>;

struct State {
  enum class Kind { letters, split, begin, end, match } kind = Kind::match;
  Letters letters;
  int next = -1;
  int other = -1;
};

struct Fragment {
  int begin = -1;
  std::vector<std::pair<int, bool>> ends;  // state, is it `other`?
};

struct Tree {
  enum class Kind { empty, letters, begin, end, sequence, choice, repeat } kind = Kind::empty;
  Letters letters;
  std::vector<Tree> parts;
  int least = 0;
  int most = -1;  // -1: any number
};

Letters range(unsigned first, unsigned last) {
  Letters set;
  for (unsigned letter = first; letter <= last; ++letter) set.set(letter);
  return set;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Tree> parse() {
    Tree tree = choice(0);
    if (!known_ || at_ < text_.size()) return {};
    return tree;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }
  Tree give_up() {
    known_ = false;
    at_ = text_.size();
    return {};
  }

  Tree choice(int depth) {
    if (depth > deepest) return give_up();
    Tree tree{.kind = Tree::Kind::choice};
    tree.parts.push_back(sequence(depth));
    while (peek() == '|' && !at_end()) {
      ++at_;
      tree.parts.push_back(sequence(depth));
    }
    return tree.parts.size() == 1 ? std::move(tree.parts[0]) : std::move(tree);
  }

  Tree sequence(int depth) {
    Tree tree{.kind = Tree::Kind::sequence};
    while (!at_end() && peek() != '|' && peek() != ')') tree.parts.push_back(repeated(depth));
    return tree;
  }

  Tree repeated(int depth) {
    Tree one = atom(depth);
    while (!at_end()) {
      int least = 0;
      int most = -1;
      if (peek() == '+') {
        least = 1;
      } else if (peek() == '?') {
        most = 1;
      } else if (peek() == '{') {
        if (!counts(least, most)) return give_up();
        --at_;
      } else if (peek() != '*') {
        break;
      }
      ++at_;
      if (peek() == '?' || peek() == '+') ++at_;  // lazy or possessive: the same texts, nearly
      Tree tree{.kind = Tree::Kind::repeat, .least = least, .most = most};
      tree.parts.push_back(std::move(one));
      one = std::move(tree);
    }
    return one;
  }

  // {2}, {2,}, {2,5}; leaves the place after '}'.
  bool counts(int& least, int& most) {
    ++at_;
    const auto number = [&](int& into) {
      const std::size_t begin = at_;
      into = 0;
      while (peek() >= '0' && peek() <= '9' && at_ - begin < 6)
        into = into * 10 + (text_[at_++] - '0');
      return at_ > begin;
    };
    if (!number(least)) return false;
    most = least;
    if (peek() == ',') {
      ++at_;
      if (!number(most)) most = -1;
    }
    if (peek() != '}') return false;
    ++at_;
    return true;
  }

  Tree atom(int depth) {
    const char letter = text_[at_++];
    Tree tree{.kind = Tree::Kind::letters};
    switch (letter) {
      case '(': {
        if (peek() == '?') {
          if (!text_.substr(at_).starts_with("?:")) return give_up();
          at_ += 2;
        }
        tree = choice(depth + 1);
        if (peek() != ')') return give_up();
        ++at_;
        return tree;
      }
      case '[':
        tree.letters = letters_in_brackets();
        return tree;
      case '.':
        tree.letters = ~Letters();
        return tree;
      case '^':
        tree.kind = Tree::Kind::begin;
        return tree;
      case '$':
        tree.kind = Tree::Kind::end;
        return tree;
      case '*':
      case '+':
      case '?':
        return give_up();
      case '\\': {
        if (peek() == 'A' || peek() == 'z' || peek() == 'Z') {
          tree.kind = text_[at_++] == 'A' ? Tree::Kind::begin : Tree::Kind::end;
          return tree;
        }
        const auto escaped = escape();
        if (!escaped) return give_up();
        tree.letters = *escaped;
        return tree;
      }
      default:
        tree.letters.set(static_cast<unsigned char>(letter));
        return tree;
    }
  }

  // What follows a backslash.
  std::optional<Letters> escape() {
    if (at_end()) return {};
    const char letter = text_[at_++];
    Letters set;
    switch (letter) {
      case 'd':
        return range('0', '9');
      case 'D':
        return ~range('0', '9');
      case 'w':
        return word();
      case 'W':
        return ~word();
      case 's':
        return spaces();
      case 'S':
        return ~spaces();
      case 'n':
        return range('\n', '\n');
      case 'r':
        return range('\r', '\r');
      case 't':
        return range('\t', '\t');
      case 'f':
        return range('\f', '\f');
      case 'v':
        return range('\v', '\v');
      case 'u':
      case 'x':
        return code(letter == 'u' ? 4 : 2);
      default:
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
            (letter >= '0' && letter <= '9')) {
          return {};
        }
        set.set(static_cast<unsigned char>(letter));
        return set;
    }
  }

  static Letters word() {
    return range('a', 'z') | range('A', 'Z') | range('0', '9') | range('_', '_');
  }
  static Letters spaces() { return range('\t', '\r') | range(' ', ' '); }

  std::optional<Letters> code(int digits) {
    unsigned value = 0;
    for (int i = 0; i < digits; ++i) {
      const char letter = peek();
      ++at_;
      if (letter >= '0' && letter <= '9') {
        value = value * 16 + static_cast<unsigned>(letter - '0');
      } else if ((letter | 32) >= 'a' && (letter | 32) <= 'f') {
        value = value * 16 + static_cast<unsigned>((letter | 32) - 'a') + 10;
      } else {
        return {};
      }
    }
    code_ = value;
    // Letters beyond ASCII are several bytes: any of them stands for all.
    if (value > 0x7F) return range(0x80, 0xFF);
    return range(value, value);
  }

  Letters letters_in_brackets() {
    Letters set;
    bool negated = false;
    bool wide = false;  // a letter beyond ASCII is among them
    if (peek() == '^') {
      negated = true;
      ++at_;
    }
    bool first = true;
    while (!at_end() && (peek() != ']' || first)) {
      first = false;
      if (peek() == '[' || text_.substr(at_).starts_with("&&")) return give_up(), set;
      unsigned from = static_cast<unsigned char>(peek());
      if (peek() == '\\') {
        ++at_;
        if (peek() == 'b') {
          ++at_;
          continue;
        }
        const char kind = peek();
        const auto escaped = escape();
        if (!escaped) return give_up(), set;
        if (kind != 'u' && kind != 'x') code_ = static_cast<unsigned char>(kind);
        if (escaped->count() != 1 && kind != 'u' && kind != 'x') {
          set |= *escaped;
          continue;
        }
        from = kind == 'u' || kind == 'x' ? code_ : single(*escaped);
      } else {
        ++at_;
      }
      unsigned to = from;
      if (peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        ++at_;
        to = static_cast<unsigned char>(peek());
        if (peek() == '\\') {
          ++at_;
          const char kind = peek();
          const auto escaped = escape();
          if (!escaped) return give_up(), set;
          if (kind != 'u' && kind != 'x' && escaped->count() != 1) {
            // [a-\w]: a dash among letters.
            set |= *escaped | range('-', '-');
            to = from;
          } else {
            to = kind == 'u' || kind == 'x' ? code_ : single(*escaped);
          }
        } else {
          ++at_;
        }
      }
      if (to > 0x7F || from > 0x7F) wide = true;
      if (from <= 0x7F && to >= from) set |= range(from, std::min(to, 0x7FU));
    }
    if (at_end()) return give_up(), set;
    ++at_;
    if (wide) set |= range(0x80, 0xFF);
    if (!negated) return set;
    // What is beyond ASCII is never excluded for certain.
    return ~set | range(0x80, 0xFF);
  }

  static unsigned single(const Letters& letters) {
    return static_cast<unsigned>(letters._Find_first());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool known_ = true;
  unsigned code_ = 0;
};

}  // namespace

class Automaton {
 public:
  // false: it would be too large.
  bool build(const Tree& tree) {
    Fragment all = fragment(tree);
    if (!small_) return false;
    const int match = add({.kind = State::Kind::match});
    join(all, match);
    start_ = all.begin < 0 ? match : all.begin;
    return true;
  }

  std::size_t size() const { return states_.size(); }

  bool search(std::string_view text) const {
    Walk walk;
    walk.marks.assign(states_.size(), 0);
    std::vector<int> now;
    std::vector<int> next;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      // A match may begin anywhere.
      follow(walk, start_, i, text.size(), now);
      if (walk.matched) return true;
      next.clear();
      if (i == text.size()) return false;
      ++walk.generation;
      for (const int each : now) {
        const State& state = states_[static_cast<std::size_t>(each)];
        if (state.letters.test(static_cast<unsigned char>(text[i]))) {
          follow(walk, state.next, i + 1, text.size(), next);
        }
      }
      if (walk.matched) return true;
      std::swap(now, next);
    }
    return false;
  }

 private:
  int add(State state) {
    if (states_.size() >= most_states) small_ = false;
    if (!small_) return 0;
    states_.push_back(std::move(state));
    return static_cast<int>(states_.size()) - 1;
  }

  void join(const Fragment& fragment, int to) {
    for (const auto& [state, other] : fragment.ends) {
      (other ? states_[static_cast<std::size_t>(state)].other
             : states_[static_cast<std::size_t>(state)].next) = to;
    }
  }

  Fragment single(State state) {
    const int at = add(std::move(state));
    return {at, {{at, false}}};
  }

  // Something that is nothing: a split that has one way.
  Fragment nothing() { return single({.kind = State::Kind::split}); }

  Fragment fragment(const Tree& tree) {
    if (!small_) return {0, {}};
    switch (tree.kind) {
      case Tree::Kind::empty:
        return nothing();
      case Tree::Kind::letters:
        return single({.kind = State::Kind::letters, .letters = tree.letters});
      case Tree::Kind::begin:
        return single({.kind = State::Kind::begin});
      case Tree::Kind::end:
        return single({.kind = State::Kind::end});
      case Tree::Kind::sequence: {
        Fragment all = nothing();
        for (const Tree& part : tree.parts) append(all, fragment(part));
        return all;
      }
      case Tree::Kind::choice: {
        Fragment all = fragment(tree.parts.back());
        for (std::size_t i = tree.parts.size() - 1; i-- > 0 && small_;) {
          const Fragment one = fragment(tree.parts[i]);
          const int split =
              add({.kind = State::Kind::split, .next = one.begin, .other = all.begin});
          all.ends.insert(all.ends.end(), one.ends.begin(), one.ends.end());
          all.begin = split;
        }
        return all;
      }
      case Tree::Kind::repeat:
        return repeat(tree);
    }
    return nothing();
  }

  void append(Fragment& all, Fragment next) {
    if (!small_) return;
    join(all, next.begin);
    all.ends = std::move(next.ends);
  }

  Fragment repeat(const Tree& tree) {
    Fragment all = nothing();
    for (int i = 0; i < tree.least && small_; ++i) append(all, fragment(tree.parts[0]));
    if (tree.most < 0) {
      const Fragment one = fragment(tree.parts[0]);
      const int split = add({.kind = State::Kind::split, .next = one.begin});
      if (!small_) return all;
      join(one, split);
      append(all, {split, {{split, true}}});
      return all;
    }
    std::vector<std::pair<int, bool>> ways_out;
    for (int i = tree.least; i < tree.most && small_; ++i) {
      Fragment one = fragment(tree.parts[0]);
      const int split = add({.kind = State::Kind::split, .next = one.begin});
      if (!small_) return all;
      ways_out.emplace_back(split, true);
      append(all, {split, std::move(one.ends)});
    }
    all.ends.insert(all.ends.end(), ways_out.begin(), ways_out.end());
    return all;
  }

  struct Walk {
    std::vector<std::size_t>
        marks;  // of each state: the letter at which it was last reached, from 1
    std::vector<int> pending;
    std::size_t generation = 1;
    bool matched = false;
  };

  // Adds the states that read a letter and can be reached without one.
  void follow(Walk& walk, int from, std::size_t at, std::size_t end, std::vector<int>& into) const {
    walk.pending.push_back(from);
    while (!walk.pending.empty()) {
      const int each = walk.pending.back();
      walk.pending.pop_back();
      if (each < 0) continue;
      std::size_t& mark = walk.marks[static_cast<std::size_t>(each)];
      if (mark == walk.generation) continue;
      mark = walk.generation;
      const State& state = states_[static_cast<std::size_t>(each)];
      switch (state.kind) {
        case State::Kind::letters:
          into.push_back(each);
          break;
        case State::Kind::split:
          walk.pending.push_back(state.other);
          walk.pending.push_back(state.next);
          break;
        case State::Kind::begin:
          if (at == 0) walk.pending.push_back(state.next);
          break;
        case State::Kind::end:
          if (at == end) walk.pending.push_back(state.next);
          break;
        case State::Kind::match:
          walk.matched = true;
          break;
      }
    }
  }

  std::vector<State> states_;
  int start_ = 0;
  bool small_ = true;
};

Pattern::Pattern(std::string_view pattern) {
  for (const char letter : pattern) {
    // Beyond ASCII, and what tools/compile_command_models.py put in the place of tabs.
    if (static_cast<unsigned char>(letter) >= 0x80 || static_cast<unsigned char>(letter) < 4)
      return;
  }
  // Some models have their backslashes twice, and do not mean it.
  if (pattern.find("\\\\") != std::string_view::npos) return;
  const std::optional<Tree> tree = Parser(pattern).parse();
  if (!tree) return;
  auto automaton = std::make_shared<Automaton>();
  if (automaton->build(*tree)) automaton_ = std::move(automaton);
}

std::optional<bool> Pattern::matches(std::string_view text) const {
  if (automaton_ == nullptr || automaton_->size() * text.size() > most_steps) return {};
  return automaton_->search(text);
}

}  // namespace godwit::awscli
