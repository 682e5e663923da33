#include <algorithm>
#include <utility>

#include "shell/reader.h"

namespace godwit::shell {

bool Reader::take(std::string_view word) {
  if (at_end() || bare_word() != word) return false;
  at_ += word.size();
  return true;
}

void Reader::redirections_of(Statement& out) {
  while (true) {
    const std::size_t before = at_;
    while (peek() == ' ' || peek() == '\t' || (peek() == '\\' && peek(1) == '\n')) {
      at_ += peek() == '\\' ? 2 : 1;
    }
    if (!at_end() && read_redirection(out.redirections)) continue;
    at_ = before;
    return;
  }
}

bool Reader::read_compound(std::string_view word, Statement& out) {
  if (word == "if") {
    read_if(out);
  } else if (word == "while" || word == "until") {
    read_while(out);
  } else if (word == "for" || word == "select") {
    read_for(out);
  } else if (word == "case") {
    read_case(out);
  } else if (word == "function") {
    at_ += word.size();
    skip_blanks();
    std::size_t length = 0;
    while (at_ + length < end_ && !ends_word(text_[at_ + length])) ++length;
    read_function(out, length);
  } else if (word == "{") {
    read_group(out, '}');
  } else if (word == "[[") {
    read_test(out);
  } else {
    return false;
  }
  return true;
}

void Reader::read_if(Statement& out) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::if_else;
  at_ += 2;
  while (true) {
    {
      const Awaiting end(*this, fi);
      out.conditions.push_back(read_list(then));
    }
    if (!take("then")) {
      problem(begin, begin + 2, "the 'if' that begins here has no 'then'");
      out.bodies.emplace_back();
      if (take("fi")) return;
      if (at_end() || bare_word() != "elif") return;
    } else {
      out.bodies.push_back(read_list(otherwise | fi));
    }
    if (take("elif")) continue;
    if (take("else")) out.bodies.push_back(read_list(fi));
    if (!take("fi")) problem(begin, begin + 2, "the 'if' that begins here has no 'fi'");
    return;
  }
}

void Reader::read_do(Statement& out) {
  const std::size_t begin = at_;
  skip_newlines();
  if (peek() == ';' && !at_end()) {
    ++at_;
    skip_newlines();
  }
  if (take("do")) {
    out.body = read_list(done);
    if (!take("done")) problem(begin, begin + 1, "the loop that begins here has no 'done'");
  } else if (take("{")) {
    out.body = read_list(brace);
    if (!take("}")) problem(begin, begin + 1, "the loop that begins here has no '}'");
  } else {
    problem(begin, begin + 1, "the loop that begins here has no 'do'");
    at_ = begin;
  }
}

void Reader::read_while(Statement& out) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::while_loop;
  at_ += 5;
  {
    const Awaiting end(*this, done);
    out.conditions.push_back(read_list(begin_do));
  }
  if (take("do")) {
    out.body = read_list(done);
    if (!take("done")) problem(begin, begin + 5, "the loop that begins here has no 'done'");
  } else {
    problem(begin, begin + 5, "the loop that begins here has no 'do'");
    take("done");
  }
}

void Reader::read_for(Statement& out) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::for_each;
  at_ += bare_word().size();
  skip_blanks();
  if (ahead("((")) {
    const std::size_t parens = at_;
    Part part;
    part.kind = Part::Kind::arithmetic;
    at_ += 2;
    if (!read_arithmetic(part)) {
      problem(parens, parens + 2, "the (( that begins here never ends");
      return;
    }
    part.extent = extent(parens, at_);
    Word& header = out.words.emplace_back();
    header.extent = part.extent;
    header.parts.push_back(std::move(part));
    return read_do(out);
  }
  const std::size_t name = at_;
  while (!at_end() && in_name(text_[at_])) ++at_;
  out.variable = text_.substr(name, at_ - name);
  out.variable_extent = extent(name, at_);
  if (out.variable.empty()) {
    problem(begin, begin + 3, "the loop that begins here has no variable");
    return;
  }
  skip_newlines();
  if (take("in")) {
    skip_blanks();
    while (!at_end() && at_word()) {
      const std::size_t from = at_;
      out.words.push_back(read_word());
      if (at_ == from) break;
      skip_blanks();
    }
  }
  read_do(out);
}

void Reader::read_case(Statement& out) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::case_of;
  at_ += 4;
  skip_blanks();
  if (at_word()) out.words.push_back(read_word());
  skip_newlines();
  if (!take("in")) {
    problem(begin, begin + 4, "the 'case' that begins here has no 'in'");
    return;
  }
  while (true) {
    skip_newlines();
    if (take("esac")) return;
    const std::size_t from = at_;
    if (!at_end()) read_case_patterns(out);
    if (at_ == from) {
      problem(begin, begin + 4, "the 'case' that begins here has no 'esac'");
      return;
    }
    out.bodies.push_back(read_list(next_case | esac));
    if (ahead(";;&")) {
      at_ += 3;
    } else if (ahead(";;") || ahead(";&")) {
      at_ += 2;
    }
  }
}

// "(a | b)", where the first bracket may be missing.
void Reader::read_case_patterns(Statement& out) {
  const std::size_t begin = at_;
  if (peek() == '(') ++at_;
  while (!at_end()) {
    skip_blanks();
    const std::size_t from = at_;
    if (at_word()) out.words.push_back(read_word());
    skip_blanks();
    if (peek() == '|') {
      ++at_;
    } else if (peek() == ')') {
      if (at_ > begin) ++at_;
      return;
    } else {
      if (at_ > begin) problem(begin, at_, "this is no pattern of a 'case': it has no ')'");
      if (at_ == from) return;
      return;
    }
  }
}

// Letters, digits and '-', '.', ':' before "()".
std::size_t Reader::function_name() const {
  std::size_t length = 0;
  while (in_name(peek(length)) ||
         (length > 0 && std::string_view("-.:").find(peek(length)) != std::string_view::npos)) {
    ++length;
  }
  std::size_t after = length;
  while (peek(after) == ' ' || peek(after) == '\t') ++after;
  if (length == 0 || peek(after) != '(') return 0;
  ++after;
  while (peek(after) == ' ' || peek(after) == '\t') ++after;
  return peek(after) == ')' ? length : 0;
}

void Reader::read_function(Statement& out, std::size_t name_length) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::function;
  out.variable = text_.substr(at_, name_length);
  out.variable_extent = extent(at_, at_ + name_length);
  at_ += name_length;
  while (peek() == ' ' || peek() == '\t') ++at_;
  if (peek() == '(') {
    ++at_;
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (peek() == ')') ++at_;
  }
  skip_newlines();
  const Deeper level(*this);
  if (!level.inside) return;
  Statement body;
  const std::size_t from = at_;
  const std::string_view word = bare_word();
  if (peek() == '(' && !at_end()) {
    if (peek(1) == '(') {
      read_double_parens(body);
    } else {
      read_group(body, ')');
    }
  } else if (word.empty() || word == "function" || !read_compound(word, body)) {
    problem(begin, begin + name_length, "the function that begins here has no body");
    return;
  }
  redirections_of(body);
  body.extent = extent(from, at_);
  out.body.statements.push_back(std::move(body));
}

void Reader::read_group(Statement& out, char closing) {
  const std::size_t begin = at_++;
  out.kind = Statement::Kind::group;
  out.body = read_list(closing == ')' ? paren : brace);
  const bool closed = closing == ')' ? peek() == ')' && !at_end() : bare_word() == "}";
  if (closed) {
    ++at_;
  } else {
    problem(begin, begin + 1, std::string("the ") + text_[begin] + " that begins here never ends");
  }
}

void Reader::read_double_parens(Statement& out) {
  const Mark before = mark();
  Part part;
  part.kind = Part::Kind::arithmetic;
  at_ += 2;
  if (rereads_ < most_rereads && (read_arithmetic(part) || given_up_)) {
    out.kind = Statement::Kind::other;
    part.extent = extent(before.at, at_);
    Word& word = out.words.emplace_back();
    word.extent = part.extent;
    word.parts.push_back(std::move(part));
    return;
  }
  ++rereads_;
  unclosed_ = false;
  back_to(before);
  read_group(out, ')');
}

void Reader::read_test(Statement& out) {
  const std::size_t begin = at_;
  out.kind = Statement::Kind::other;
  at_ += 2;
  bool pattern = false;
  while (true) {
    skip_newlines();
    if (at_end()) {
      problem(begin, begin + 2, "the [[ that begins here never ends");
      return;
    }
    if (take("]]")) return;
    const std::size_t from = at_;
    if (pattern) {
      Word word;
      read_parts(word.parts, Quotes::none, ' ');
      word.extent = extent(from, at_);
      out.words.push_back(std::move(word));
      pattern = false;
    } else if (!ends_word(peek())) {
      out.words.push_back(read_word());
      pattern = text_.substr(from, at_ - from) == "=~";
    }
    if (at_ == from) ++at_;  // && || ( ) < >
  }
}

}  // namespace godwit::shell
