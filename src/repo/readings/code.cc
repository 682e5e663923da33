#include "repo/readings/code.h"

#include <algorithm>
#include <utility>

#include "repo/readings/meaning.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool is_keyword(std::string_view name) {
  static constexpr std::string_view words[] = {
      "return", "const",  "let",     "var",       "case",     "new",   "await",  "yield", "throw",
      "typeof", "in",     "of",      "else",      "export",   "async", "static", "final", "default",
      "import", "from",   "extends", "and",       "not",      "if",    "for",    "while", "switch",
      "catch",  "public", "private", "protected", "readonly", "late",  "lambda", "with",  "as"};
  return std::ranges::find(words, name) != std::end(words);
}

// List.of("a", "b"), listOf("a", "b"): Java's and Kotlin's lists.
bool makes_list(std::string_view callee) {
  static constexpr std::string_view makers[] = {
      "List.of", "Set.of", "Arrays.asList", "listOf", "setOf", "ImmutableList.of", "arrayOf"};
  return std::ranges::find(makers, callee) != std::end(makers);
}

std::string_view of_bracket(char bracket) {
  static constexpr std::string_view brackets = "()[]{}";
  const std::size_t at = brackets.find(bracket);
  return at == brackets.npos ? std::string_view() : brackets.substr(at, 1);
}

// new S3Client(), boto3.client(), new AWS.S3(), AWS.config.update().
bool makes_client(std::string_view callee, std::string_view before) {
  const std::size_t dot = callee.rfind('.');
  const std::string_view last = dot == callee.npos ? callee : callee.substr(dot + 1);
  const std::string_view owner = dot == callee.npos ? "" : callee.substr(0, dot);
  if (before == "new" && last.size() > 6 && last.ends_with("Client")) return true;
  if (callee.starts_with("AWS.")) return before == "new" || callee == "AWS.config.update";
  if (last == "client" || last == "resource" || last == "Session" || last == "create_client") {
    return owner.ends_with("boto3") || owner.ends_with("session") || owner.ends_with("Session()");
  }
  return false;
}

}  // namespace

void Code::end_of_expression() {
  Frame& frame = frames_.back();
  frame.chain.clear();
  frame.before = {};
  frame.declared.clear();
  frame.target.clear();
  frame.environment.clear();
  frame.or_else = false;
  frame.alternative = false;
  frame.is_parameter = false;
  frame.angles = 0;
  frame.labels.clear();
}

std::string Code::full_name(const Frame& frame) const {
  return join_names(frame.name, frame.target);
}

void Code::on_name(std::string_view name, std::size_t begin) {
  Frame& frame = frames_.back();
  const bool continues = last_text_ == "." || last_text_ == "?." || last_text_ == "!." ||
                         last_text_ == "::" || last_text_ == "->";
  if (name == "case" && frame.around == Around::block) frame.in_case = true;
  if (language_ == Language::python && name == "or") return on_mark("||");
  // "os.environ['A'] if 'A' in os.environ else 'b'"
  if (language_ == Language::python && name == "if") return on_mark("?");
  if (language_ == Language::python && name == "else" && frame.alternative) frame.or_else = true;
  if (continues && frame.chain.size() + name.size() < longest_chain) {
    frame.chain += ".";
    frame.chain += name;
  } else {
    frame.before = last_text_;
    frame.chain = name.substr(0, std::min(name.size(), longest_chain));
  }
  if (language_ == Language::terraform && (last_ == Token::newline || last_ == Token::start ||
                                           last_ == Token::open || last_ == Token::close)) {
    frame.labels.assign(1, std::string(name.substr(0, 100)));
  }
  if (is_region_constant(name)) {
    add_value(begin, begin + name.size(), Quoting::none, frame.before);
  }
  before_last_ = last_text_;
  remember(Token::name, name);
}

void Code::on_mark(std::string_view mark) {
  Frame& frame = frames_.back();
  const bool object = frame.around == Around::object;
  if (mark != "." && mark != "?.") ++frame.marks;
  if (mark == "<" && !frame.declared.empty()) ++frame.angles;
  if (mark == ">" && frame.angles > 0) --frame.angles;
  if (mark == "," && frame.angles > 0) {
    // Within a type: "Record<string, string>".
  } else if (mark == "," || mark == ";") {
    ++frame.argument;
    end_of_expression();
    if (mark == ";") frame.missing.clear();
  } else if (mark == "=" || mark == ":=" || mark == "+=") {
    frame.target = frame.declared.empty() ? frame.chain : frame.declared;
    frame.is_parameter =
        language_ != Language::terraform &&
        (language_ == Language::python
             ? frame.around == Around::call && frame.declares
             : frame.around == Around::call || frame.around == Around::group || object);
    frame.environment.clear();
    frame.or_else = false;
    frame.angles = 0;
    if (mark == "=" && !frame.missing.empty()) {
      if (frame.missing == frame.target) {
        frame.or_else = true;
        frame.environment = taken_first(frame.target);
      }
      frame.missing.clear();
    }
  } else if (mark == "||=" || mark == "?\?=") {
    frame.target = frame.chain;
    frame.environment = taken_first(frame.chain);
    frame.or_else = true;
  } else if (mark == ":") {
    if (on_case_end(frame)) return;
    if (frame.chain == "$env" && last_ == Token::name) return on_mark(".");  // PowerShell's
    on_colon(frame);
  } else if (mark == "?") {
    std::string taken = taken_first(frame.chain);
    if (taken != frame.chain) {
      frame.environment = std::move(taken);
      frame.alternative = true;
    }
  } else if (mark == "=>" && language_ == Language::program) {
    frame.target = frame.chain;
  } else if (mark == "||" || mark == "??" || mark == "?:") {
    if (frame.environment.empty()) frame.environment = taken_first(frame.chain);
    frame.or_else = true;
  } else if (mark == "=>" && frame.around == Around::block) {
    frame.declared.clear();
  }
  before_last_ = last_text_;
  remember(Token::mark, mark);
}

// "case x:" and "default:" of a switch end as a statement does; what follows is none of an object.
bool Code::on_case_end(Frame& frame) {
  const bool of_default =
      frame.chain == "default" && frame.target.empty() &&
      (frame.before.empty() || frame.before == "{" || frame.before == ";" || frame.before == "}");
  if (frame.around != Around::block || !(frame.in_case || of_default)) return false;
  frame.in_case = false;
  end_of_expression();
  remember(Token::mark, ";");
  return true;
}

void Code::on_colon(Frame& frame) {
  const bool object = frame.around == Around::object;
  const bool named_argument = language_ == Language::dart && frame.around == Around::call;
  const bool is_key = (object || named_argument) && frame.target.empty();
  if (is_key) {
    frame.target = frame.chain;
  } else if (language_ == Language::program && frame.target.empty() && !is_label(frame)) {
    frame.target = frame.chain;  // Go's "Region: x"; of "r: String = x" the name
    frame.declared = frame.chain;
  } else if (frame.alternative) {
    frame.or_else = true;  // of "process.env.X ? process.env.X : 'y'"
  } else if (!frame.chain.empty() && frame.target.empty() && !is_label(frame)) {
    frame.declared = frame.chain;
  }
  if (language_ == Language::python && frame.around == Around::block && frame.before == "not") {
    frame.missing = frame.chain;  // "if not region:"
  }
}

// "default:", "case x:", "else:", "if x:": no name with a type behind it.
bool Code::is_label(const Frame& frame) {
  static constexpr std::string_view labels[] = {"default", "else", "try", "finally"};
  static constexpr std::string_view before[] = {"case", "if", "elif", "while", "in", "not", "and",
                                                "or",   "==", "!=",   ">",     "<",  "is"};
  return std::ranges::find(labels, frame.chain) != std::end(labels) ||
         std::ranges::find(before, frame.before) != std::end(before);
}

void Code::open(char bracket) {
  if (frames_.size() >= deepest) {
    ++too_deep_;
    return remember(Token::open, of_bracket(bracket));
  }
  Frame& outer = frames_.back();
  Frame frame;
  frame.begin = at_;
  const bool after_value =
      last_ == Token::close || last_ == Token::text ||
      (last_ == Token::name && (!is_keyword(last_text_) || outer.chain.find('.') != text_.npos));
  const std::string name = full_name(outer);
  if (bracket == '{') frame.missing = std::move(outer.missing);
  outer.missing.clear();
  if (bracket == '(') {
    frame.around = !after_value              ? Around::group
                   : makes_list(outer.chain) ? Around::list
                                             : Around::call;
    frame.name = name;
    if (after_value) {
      frame.callee = outer.chain;
      frame.makes_client = makes_client(outer.chain, outer.before);
      frame.declares = before_last_ == "def" || before_last_ == "function";
    } else {
      frame.target = outer.target;
      frame.name = outer.name;
      frame.environment = outer.environment;
      frame.or_else = outer.or_else;
      frame.is_condition = last_text_ == "if";
    }
  } else if (bracket == '[') {
    frame.around = after_value ? Around::index : Around::list;
    frame.name = name;
    if (outer.around == Around::list) outer.all_regions = false;
  } else {
    const bool assigned =
        last_ == Token::open || (last_ == Token::mark && last_text_ != "=>" && last_text_ != ";") ||
        (last_ == Token::name &&
         (last_text_ == "return" || last_text_ == "default" || last_text_ == "const" ||
          last_text_ == "let" || last_text_ == "var" || last_text_ == "yield"));
    const bool in_statements = outer.around == Around::block && last_ == Token::open;
    frame.around = assigned && !in_statements ? Around::object : Around::block;
    frame.name = frame.around == Around::object ? name : std::string();
    if (outer.around == Around::list) {
      outer.all_regions = false;
      frame.name = join_names(outer.name, std::to_string(outer.argument));
    }
    if (language_ == Language::python) frame.around = Around::object;
    // Go's "[]string{"
    if (language_ == Language::program && last_ == Token::name && outer.before == "]") {
      frame.around = Around::list;
      frame.name = name;
    }
    if (language_ == Language::terraform) {
      frame.around = Around::object;
      if (outer.target.empty()) {
        std::string labels;
        for (const std::string& label : outer.labels) labels = join_names(labels, label);
        frame.name = join_names(outer.name, labels);
      } else {
        frame.name = name;
      }
    }
  }
  if (frame.around != Around::block && outer.makes_client) frame.makes_client = true;
  frames_.push_back(std::move(frame));
  before_last_ = last_text_;
  remember(Token::open, of_bracket(bracket));
}

void Code::close(char bracket) {
  if (too_deep_ > 0) {
    --too_deep_;
    return remember(Token::close, of_bracket(bracket));
  }
  if (frames_.size() > 1) {
    const Around around = frames_.back().around;
    if (around == Around::list) finish_list();
    if (around == Around::call) {
      finish_call();
    } else if (around == Around::index) {
      const std::string within = frames_.back().first_text;
      frames_.pop_back();
      Frame& outer = frames_.back();
      if (outer.chain.size() + within.size() < longest_chain) outer.chain += "." + within;
    } else {
      // What a group takes first is what is around it takes first.
      const Frame& inner = frames_.back();
      std::string missing = inner.is_condition && inner.marks == 1 && inner.before == "!"
                                ? inner.chain
                                : std::string();
      std::string chain = around == Around::group ? frames_.back().chain : std::string();
      std::string environment =
          around == Around::group ? frames_.back().environment : std::string();
      frames_.pop_back();
      frames_.back().missing = std::move(missing);
      if (around == Around::group) {
        frames_.back().chain = std::move(chain);
        if (frames_.back().environment.empty()) {
          frames_.back().environment = std::move(environment);
        }
      }
      // A block that has ended, ends a statement.
      if (around == Around::block && frames_.back().around == Around::block) end_of_expression();
    }
  }
  before_last_ = last_text_;
  remember(Token::close, of_bracket(bracket));
}

void read_code(const Maker& maker, Language language, std::string_view path) {
  Code(maker, language, path).read();
}

}  // namespace godwit::repo
