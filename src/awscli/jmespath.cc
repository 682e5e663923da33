#include "awscli/jmespath.h"

#include <algorithm>
#include <array>
#include <utility>

#include "awscli/jmespath_tokens.h"
#include "base/text.h"

namespace godwit::awscli::jmespath {
namespace {

using Kind = Expression::Kind;

constexpr int deepest = 100;
// Trees lean to the left, one level a word.
constexpr std::size_t most_tokens = 2000;

// How strongly a word binds what stands before it; the order is the grammar's.
struct Power {
  std::string_view symbol;
  int power = 0;
};
constexpr std::array<Power, 15> powers = {{{"|", 1},
                                           {"||", 2},
                                           {"&&", 3},
                                           {"==", 5},
                                           {"!=", 5},
                                           {"<", 5},
                                           {"<=", 5},
                                           {">", 5},
                                           {">=", 5},
                                           {"[]", 9},
                                           {"*", 20},
                                           {"[?", 21},
                                           {".", 40},
                                           {"[", 55},
                                           {"(", 60}}};
constexpr int projection_ends = 10;  // what binds less than this ends a projection
constexpr int of_not = 45;

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::expected<Expression, SyntaxError> parse() {
    if (peek().kind == Token::Kind::end) {
      return std::unexpected(SyntaxError{0, "the query is empty"});
    }
    Expression all = expression(0);
    if (!failed_ && peek().kind != Token::Kind::end) unexpected();
    if (failed_) return std::unexpected(std::move(error_));
    return all;
  }

 private:
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
  }
  Token take() {
    Token token = peek();
    if (next_ + 1 < tokens_.size()) ++next_;
    return token;
  }
  bool is(std::string_view symbol, std::size_t ahead = 0) const {
    return peek(ahead).kind == Token::Kind::symbol && peek(ahead).text == symbol;
  }
  bool accept(std::string_view symbol) {
    if (!is(symbol)) return false;
    take();
    return true;
  }
  void expect(std::string_view symbol) {
    if (!accept(symbol)) fail(peek().begin, "'" + std::string(symbol) + "' is expected here");
  }
  Expression fail(std::size_t at, std::string message) {
    if (!failed_) error_ = {at, std::move(message)};
    failed_ = true;
    next_ = tokens_.size() - 1;
    return {};
  }
  Expression unexpected() {
    const Token& token = peek();
    if (token.kind == Token::Kind::end) return fail(token.begin, "the query is cut short");
    return fail(token.begin, "'" + token.text + "' cannot stand here");
  }

  int power() const {
    if (peek().kind != Token::Kind::symbol) return 0;
    const auto found = std::ranges::find(powers, peek().text, &Power::symbol);
    return found == powers.end() ? 0 : found->power;
  }

  static Expression make(Kind kind, std::size_t begin, std::size_t end,
                         std::vector<Expression> parts) {
    Expression made;
    made.kind = kind;
    made.begin = begin;
    made.end = end;
    made.parts = std::move(parts);
    return made;
  }
  static Expression make(Kind kind, Expression left, Expression right) {
    const std::size_t begin = left.begin;
    const std::size_t end = std::max(left.end, right.end);
    std::vector<Expression> parts;
    parts.reserve(2);
    parts.push_back(std::move(left));
    parts.push_back(std::move(right));
    return make(kind, begin, end, std::move(parts));
  }
  Expression current() const { return make(Kind::current, peek().begin, peek().begin, {}); }

  Expression expression(int strength) {
    if (++depth_ > deepest) return fail(peek().begin, "it is nested too deeply");
    Expression left = first();
    while (!failed_ && strength < power()) left = then(std::move(left));
    --depth_;
    return left;
  }

  Expression first() {
    const Token token = take();
    Expression made = make(Kind::field, token.begin, token.end, {});
    made.text = token.text;
    switch (token.kind) {
      case Token::Kind::name:
        return made;
      case Token::Kind::quoted:
        if (is("(")) return fail(token.begin, "a function's name stands without quotes");
        return made;
      case Token::Kind::raw:
        made.kind = Kind::literal;
        made.is_text = true;
        return made;
      case Token::Kind::literal:
        made.kind = Kind::literal;
        read_literal(made);
        return made;
      case Token::Kind::symbol:
        return first_symbol(token);
      default:
        --next_;
        if (token.kind == Token::Kind::end) next_ = tokens_.size() - 1;
        return unexpected();
    }
  }

  // `1`, `"text"`, `text`: the last is a text too, as it is no JSON.
  static void read_literal(Expression& literal) {
    const std::string text(trim(literal.text));
    literal.text = text;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
      literal.text = text.substr(1, text.size() - 2);
      literal.is_text = true;
    } else if (!text.empty()) {
      literal.is_text = text != "true" && text != "false" && text != "null" &&
                        text.find_first_of("[{0123456789-") != 0;
    }
  }

  Expression first_symbol(const Token& token) {
    const std::string& symbol = token.text;
    if (symbol == "@") return make(Kind::current, token.begin, token.end, {});
    if (symbol == "*") {
      Expression left = make(Kind::current, token.begin, token.begin, {});
      if (is("]")) return make(Kind::values, token.begin, token.end, {left, current()});
      return project(Kind::values, token, std::move(left), 20);
    }
    if (symbol == "[?") return filter(make(Kind::current, token.begin, token.begin, {}), token);
    if (symbol == "[]") {
      return project(Kind::flatten, token, make(Kind::current, token.begin, token.begin, {}), 9);
    }
    if (symbol == "{") return object(token);
    if (symbol == "(") {
      Expression inner = expression(0);
      expect(")");
      return inner;
    }
    if (symbol == "!") {
      std::vector<Expression> parts;
      parts.push_back(expression(of_not));
      return make(Kind::negation, token.begin, parts[0].end, parts);
    }
    if (symbol == "&") {
      std::vector<Expression> parts;
      parts.push_back(expression(0));
      return make(Kind::reference, token.begin, parts[0].end, parts);
    }
    if (symbol == "[") {
      if (peek().kind == Token::Kind::number || is(":")) {
        return index(make(Kind::current, token.begin, token.begin, {}), token);
      }
      if (is("*") && is("]", 1)) {
        take();
        take();
        return project(Kind::projection, token, make(Kind::current, token.begin, token.begin, {}),
                       20);
      }
      return list(token);
    }
    --next_;
    return unexpected();
  }

  Expression then(Expression left) {
    const Token token = take();
    const std::string& symbol = token.text;
    if (symbol == ".") {
      if (accept("*")) return project(Kind::values, token, std::move(left), 20);
      return make(Kind::chain, std::move(left), after_dot(40));
    }
    if (symbol == "|") return make(Kind::pipe, std::move(left), expression(1));
    if (symbol == "||") return make(Kind::either, std::move(left), expression(2));
    if (symbol == "&&") return make(Kind::both, std::move(left), expression(3));
    if (symbol == "(") {
      if (left.kind != Kind::field) return fail(token.begin, "only a function has arguments");
      return function(std::move(left));
    }
    if (symbol == "[?") return filter(std::move(left), token);
    if (symbol == "[]") return project(Kind::flatten, token, std::move(left), 9);
    if (symbol == "[") {
      if (peek().kind == Token::Kind::number || is(":")) return index(std::move(left), token);
      if (!accept("*")) {
        return fail(peek().begin, "a number, ':' , '*' or '?' is expected in these brackets");
      }
      expect("]");
      return project(Kind::projection, token, std::move(left), 20);
    }
    if (symbol == "*") return fail(token.begin, "'*' cannot stand here");
    Expression made = make(Kind::compare, std::move(left), expression(5));
    made.text = symbol;
    return made;
  }

  Expression after_dot(int strength) {
    if (peek().kind == Token::Kind::name || peek().kind == Token::Kind::quoted || is("*")) {
      return expression(strength);
    }
    if (is("[")) {
      const Token token = take();
      return list(token);
    }
    if (is("{")) {
      const Token token = take();
      return object(token);
    }
    return fail(peek().begin, "a name, '[', '{' or '*' is expected after the dot");
  }

  // What a projection does with each element.
  Expression right_side(int strength) {
    if (peek().kind == Token::Kind::end || power() < projection_ends) {
      const bool ends = peek().kind == Token::Kind::end || power() > 0 || is("]") || is(")") ||
                        is("}") || is(",") || is(":");
      if (!ends) return unexpected();
      return current();
    }
    if (is("[") || is("[?")) return expression(strength);
    if (accept(".")) return after_dot(strength);
    return unexpected();
  }

  Expression project(Kind kind, const Token& token, Expression left, int strength) {
    const std::size_t begin = std::min(left.begin, token.begin);
    std::vector<Expression> parts;
    parts.push_back(std::move(left));
    parts.push_back(right_side(strength));
    const std::size_t end = std::max(token.end, parts[1].end);
    return make(kind, begin, end, std::move(parts));
  }

  Expression filter(Expression left, const Token& token) {
    Expression condition = expression(0);
    expect("]");
    Expression right = is("[]") ? current() : right_side(21);
    const std::size_t begin = std::min(left.begin, token.begin);
    const std::size_t end = std::max(right.end, condition.end);
    std::vector<Expression> parts;
    parts.push_back(std::move(left));
    parts.push_back(std::move(right));
    parts.push_back(std::move(condition));
    return make(Kind::filter, begin, end, std::move(parts));
  }

  // After '[': a number, or up to three of them with colons between.
  Expression index(Expression left, const Token& token) {
    int colons = 0;
    std::int64_t number = 0;
    bool number_allowed = true;
    while (!is("]") && !failed_) {
      if (peek().kind == Token::Kind::number && number_allowed) {
        number = parse_integer(take().text).value_or(0);
        number_allowed = false;
      } else if (is(":") && colons < 2) {
        take();
        ++colons;
        number_allowed = true;
      } else {
        return unexpected();
      }
    }
    if (failed_) return {};
    const std::size_t end = take().end;
    if (colons > 0) return project(Kind::slice, token, std::move(left), 20);
    Expression one = make(Kind::index, token.begin, end, {});
    one.number = number;
    return make(Kind::chain, std::move(left), std::move(one));
  }

  Expression list(const Token& token) {
    std::vector<Expression> parts;
    do {
      parts.push_back(expression(0));
    } while (!failed_ && accept(","));
    const std::size_t end = peek().end;
    expect("]");
    return make(Kind::list, token.begin, end, std::move(parts));
  }

  Expression object(const Token& token) {
    std::vector<Expression> parts;
    std::vector<std::string> names;
    do {
      if (peek().kind != Token::Kind::name && peek().kind != Token::Kind::quoted) {
        return fail(peek().begin, "a name is expected here");
      }
      names.push_back(take().text);
      expect(":");
      parts.push_back(expression(0));
    } while (!failed_ && accept(","));
    const std::size_t end = peek().end;
    expect("}");
    Expression made = make(Kind::object, token.begin, end, std::move(parts));
    made.names = std::move(names);
    return made;
  }

  Expression function(Expression name) {
    std::vector<Expression> parts;
    while (!is(")") && !failed_) {
      parts.push_back(expression(0));
      if (!is(")") && !accept(",")) return unexpected();
    }
    if (failed_) return {};
    const std::size_t end = take().end;
    Expression made = make(Kind::function, name.begin, end, std::move(parts));
    made.text = std::move(name.text);
    return made;
  }

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  SyntaxError error_;
};

}  // namespace

std::expected<Expression, SyntaxError> parse(std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  if (tokens->size() > most_tokens) {
    return std::unexpected(SyntaxError{(*tokens)[most_tokens].begin, "the query is too long"});
  }
  return Parser(std::move(*tokens)).parse();
}

}  // namespace godwit::awscli::jmespath
