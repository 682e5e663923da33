#include <algorithm>
#include <utility>

#include "shell/reader.h"

namespace godwit::shell {
namespace {

bool declares(std::string_view name) {
  return name == "export" || name == "local" || name == "readonly" || name == "declare" ||
         name == "typeset";
}

bool is_name(std::string_view text) {
  return !text.empty() && begins_name(text[0]) && std::ranges::all_of(text, in_name);
}

}  // namespace

// The word here, where it can be a reserved one: not quoted, and short.
std::string_view Reader::bare_word() const {
  constexpr std::size_t longest = 8;  // "function"
  std::size_t length = 0;
  while (at_ + length < end_ && !ends_word(text_[at_ + length])) {
    const char c = text_[at_ + length];
    if (length == longest || c == '"' || c == '\'' || c == '$' || c == '\\' || c == '`') return {};
    ++length;
  }
  return text_.substr(at_, length);
}

bool Reader::at_ender() const {
  if (at_end()) return true;
  const char c = text_[at_];
  if (c == ')') return (awaited_ & paren) != 0;
  if (c == ';') return (awaited_ & next_case) != 0 && (peek(1) == ';' || peek(1) == '&');
  if (awaited_ == 0) return false;
  const std::string_view word = bare_word();
  if (word == "fi") return (awaited_ & fi) != 0;
  if (word == "done") return (awaited_ & done) != 0;
  if (word == "esac") return (awaited_ & esac) != 0;
  if (word == "then") return (awaited_ & then) != 0;
  if (word == "else" || word == "elif") return (awaited_ & otherwise) != 0;
  if (word == "do") return (awaited_ & begin_do) != 0;
  if (word == "}") return (awaited_ & brace) != 0;
  return false;
}

Script Reader::read_list(unsigned enders) {
  Script script;
  const Deeper level(*this);
  if (!level.inside) return script;
  const Awaiting awaiting(*this, enders);
  skip_newlines();
  while (!at_end() && !at_ender()) {
    read_statement(script.statements);
    skip_newlines();
  }
  return script;
}

// What cannot begin a statement. Nobody awaits it: at_ender() has been asked.
bool Reader::skip_stray() {
  const std::size_t begin = at_;
  const char c = peek();
  if (c == ';' || c == '&' || c == '|' || c == ')') {
    if (c == '&' && peek(1) == '>') return false;
    while (!at_end() && text_[at_] == c) ++at_;
  } else {
    const std::string_view word = bare_word();
    static constexpr std::string_view reserved[] = {"fi",   "done", "esac", "then",
                                                    "else", "elif", "do",   "}"};
    if (word.empty() || std::ranges::find(reserved, word) == std::end(reserved)) return false;
    at_ += word.size();
  }
  problem(begin, at_,
          "'" + std::string(text_.substr(begin, at_ - begin)) + "' stands where a command begins");
  return true;
}

void Reader::read_statement(std::vector<Statement>& out) {
  if (skip_stray()) return;
  const std::size_t begin = at_;
  const std::size_t count = out.size();
  read_and_or(out);
  skip_blanks();
  if (at_end() || at_newline() || at_ender()) {
    if (at_ == begin && !at_end() && at_newline()) take_newline();
    return;
  }
  if (peek() == '&' && peek(1) != '&') {
    if (out.size() > count) out.back().background = true;
    ++at_;
    return;
  }
  if (peek() == ';' && peek(1) != ';') {
    ++at_;
    return;
  }
  const std::size_t stop = peek() == '(' ? line_end(at_) : at_ + 1;
  problem(at_, at_ + 1, "'" + std::string(1, peek()) + "' stands where no shell expects it");
  at_ = stop;
}

// "a && b || c" is "(a && b) || c". Where they alternate more often than anything may be nested,
// they become one long row.
void Reader::read_and_or(std::vector<Statement>& out) {
  const std::size_t begin = at_;
  Statement root = read_pipeline();
  bool joined = false;
  int nested = 0;
  while (true) {
    skip_blanks();
    const bool both = ahead("&&");
    if (!both && !ahead("||")) break;
    const std::size_t operation = at_;
    at_ += 2;
    skip_newlines();
    if (at_end() || at_ender()) {
      problem(operation, operation + 2,
              "no command follows '" + std::string(text_.substr(operation, 2)) + "'");
      break;
    }
    Statement next = read_pipeline();
    const auto kind = both ? Statement::Kind::both : Statement::Kind::either;
    if (!joined || (root.kind != kind && nested < deepest)) {
      Statement joint;
      joint.kind = kind;
      joint.parts.push_back(std::move(root));
      root = std::move(joint);
      joined = true;
      ++nested;
    }
    root.parts.push_back(std::move(next));
    root.extent = extent(begin, at_);
    if (at_ == operation + 2) break;
  }
  out.push_back(std::move(root));
}

Statement Reader::read_pipeline() {
  const std::size_t begin = at_;
  bool negated = false;
  while (take("!")) {
    negated = !negated;
    skip_blanks();
  }
  Statement first = read_command();
  if (peek() == '|' && peek(1) != '|') {
    Statement line;
    line.kind = Statement::Kind::pipeline;
    line.parts.push_back(std::move(first));
    while (peek() == '|' && peek(1) != '|' && !at_end()) {
      const std::size_t bar = at_;
      at_ += peek(1) == '&' ? 2 : 1;
      skip_newlines();
      if (at_end() || at_ender() || peek() == '|' || peek() == ';' || peek() == '&') {
        problem(bar, bar + 1, "no command follows '|'");
        break;
      }
      const std::size_t before = at_;
      line.parts.push_back(read_command());
      if (at_ == before) break;
    }
    first = std::move(line);
  }
  first.extent = extent(begin, std::max(at_, begin));
  first.negated = negated;
  return first;
}

// What it ends with are no blanks: its extent is all that belongs to it.
Statement Reader::read_command() {
  Statement statement;
  const std::size_t begin = at_;
  if (bare_word() == "time") {
    // A reserved word before compounds; of simple commands, a word like others.
    const std::size_t before = at_;
    at_ += 4;
    skip_blanks();
    static constexpr std::string_view compounds[] = {"if",     "while", "until", "for",
                                                     "select", "case",  "{",     "[["};
    const std::string_view word = bare_word();
    if (peek() != '(' &&
        (word.empty() || std::ranges::find(compounds, word) == std::end(compounds))) {
      at_ = before;
    }
  }
  if (peek() == '(' && !at_end()) {
    if (peek(1) == '(') {
      read_double_parens(statement);
    } else {
      read_group(statement, ')');
    }
    redirections_of(statement);
  } else if (const std::size_t name = function_name(); name > 0) {
    read_function(statement, name);
  } else if (const std::string_view word = bare_word();
             !word.empty() && read_compound(word, statement)) {
    redirections_of(statement);
  } else {
    read_simple(statement);
  }
  statement.extent = extent(begin, std::max(at_, begin));
  skip_blanks();
  return statement;
}

void Reader::read_simple(Statement& out) {
  Command& command = out.command;
  const std::size_t begin = at_;
  std::size_t last = at_;
  bool declaring = false;
  bool exported = false;
  while (true) {
    const std::size_t comments = parsed_.comments.size();
    skip_blanks();
    if (at_end() || parsed_.comments.size() != comments) break;
    const std::size_t from = at_;
    if (read_redirection(command.redirections)) {
      last = at_;
      continue;
    }
    if ((command.words.empty() || declaring) && read_assignment(command.assignments, exported)) {
      last = at_;
      continue;
    }
    if (!at_word()) break;
    Word word = read_word();
    if (at_ == from) break;
    last = at_;
    const std::optional<std::string> literal = word.literal();
    if (declaring && literal && is_name(*literal)) {
      Assignment& named = command.assignments.emplace_back();
      named.name = *literal;
      named.exported = exported;
      named.extent = word.extent;
      continue;
    }
    if (command.words.empty() && literal && declares(*literal)) {
      declaring = true;
      exported = *literal == "export";
    } else if (declaring && literal && literal->starts_with('-') &&
               literal->find('x') != std::string::npos) {
      exported = true;
    }
    command.words.push_back(std::move(word));
  }
  command.extent = extent(begin, last);
}

bool Reader::read_redirection(std::vector<Redirection>& out) {
  constexpr std::size_t longest_descriptor = 4;
  const std::size_t begin = at_;
  std::size_t length = 0;
  while (length < longest_descriptor && peek(length) >= '0' && peek(length) <= '9') ++length;
  if (length == 0 && peek() == '{' && begins_name(peek(1))) {
    std::size_t name = 1;
    while (name < 40 && in_name(peek(name))) ++name;
    if (peek(name) == '}' && (peek(name + 1) == '<' || peek(name + 1) == '>')) length = name + 1;
  }
  const char c = peek(length);
  const bool both = length == 0 && c == '&' && peek(1) == '>';
  if (c != '<' && c != '>' && !both) return false;
  if (length == 0 && c != '&' && peek(1) == '(') return false;
  if (length == 0 && placeholder() > 0) return false;

  Redirection redirection;
  if (length > 0 && text_[begin] != '{') {
    int descriptor = 0;
    for (std::size_t digit = 0; digit < length; ++digit) {
      descriptor = descriptor * 10 + (text_[begin + digit] - '0');
    }
    redirection.descriptor = descriptor;
  }
  at_ += length;
  static constexpr std::string_view operations[] = {"<<<", "<<-", "<<", "<&",  "<>", "<",
                                                    ">>",  ">&",  ">|", "&>>", "&>", ">"};
  const auto found =
      std::ranges::find_if(operations, [&](std::string_view each) { return ahead(each); });
  redirection.operation = *found;
  const std::size_t operation = at_;
  at_ += found->size();
  while (peek() == ' ' || peek() == '\t') ++at_;
  const std::size_t target = at_;
  if (at_word()) redirection.target = read_word();
  if (at_ == target) {
    problem(operation, operation + found->size(),
            "'" + redirection.operation + "' is followed by no word");
  }
  redirection.extent = extent(begin, at_);
  if (redirection.operation == "<<" || redirection.operation == "<<-") {
    const std::string_view raw = text_.substr(target, at_ - target);
    PendingHere here;
    here.body = std::make_shared<Word>();
    here.delimiter = redirection.target.literal().value_or(std::string(raw));
    here.expands = raw.find_first_of("'\"\\") == std::string_view::npos;
    here.tabs = redirection.operation == "<<-";
    here.begin = {begin, at_};
    redirection.here = here.body;
    pending_.push_back(std::move(here));
  }
  out.push_back(std::move(redirection));
  return true;
}

bool Reader::read_assignment(std::vector<Assignment>& out, bool exported) {
  constexpr std::size_t longest_subscript = 200;
  if (!begins_name(peek())) return false;
  std::size_t length = 1;
  while (in_name(peek(length))) ++length;
  const std::size_t name = length;
  if (peek(length) == '[') {
    const std::size_t most = length + longest_subscript;
    while (length < most && peek(length) != ']' && peek(length) != '\n' && peek(length) != '\0') {
      ++length;
    }
    if (peek(length) != ']') return false;
    ++length;
  }
  const bool append = peek(length) == '+';
  if (append) ++length;
  if (peek(length) != '=') return false;

  const std::size_t begin = at_;
  Assignment& assignment = out.emplace_back();
  assignment.name = text_.substr(at_, name);
  assignment.append = append;
  assignment.exported = exported;
  assignment.array = text_[begin + name] == '[';
  at_ += length + 1;
  if (peek() == '(' && !at_end()) {
    read_array(assignment);
  } else if (assignment.array) {
    assignment.elements.push_back(read_word());
    assignment.append = true;
  } else {
    assignment.value = read_word();
  }
  assignment.extent = extent(begin, at_);
  return true;
}

void Reader::read_array(Assignment& assignment) {
  const std::size_t begin = at_++;
  assignment.array = true;
  while (true) {
    skip_newlines();
    if (at_end()) {
      problem(begin, begin + 1, "the ( that begins here never ends");
      return;
    }
    if (peek() == ')') {
      ++at_;
      return;
    }
    const std::size_t from = at_;
    if (at_word()) assignment.elements.push_back(read_word());
    if (at_ == from) {
      problem(at_, at_ + 1, "'" + std::string(1, peek()) + "' stands where no shell expects it");
      ++at_;
    }
  }
}

}  // namespace godwit::shell
