// Reader: one pass over a text, by recursive descent. The characters that have been read are not
// read again, but for three cases that `rereads_` counts, so that time stays linear: a quote that
// never ends, "$((" that turns out to be a command, and here-documents within here-documents (which
// nest at most `deepest` times).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shell/script.h"

namespace godwit::shell {

// A here-document whose operator has been read, and whose text begins after the line.
struct PendingHere {
  std::shared_ptr<Word> body;
  std::string delimiter;
  bool expands = true;
  bool tabs = false;  // <<-
  Extent begin;       // of the operator
};

constexpr int most_rereads = 16;
constexpr std::size_t most_problems = 1000;

class Reader {
 public:
  Reader(std::string_view text, Manner manner) : text_(text), manner_(manner), end_(text.size()) {}

  Parsed read();

 private:
  // What ends a list of commands; a set of these says what is awaited.
  enum Ender : unsigned {
    paren = 1,
    brace = 2,
    fi = 4,
    done = 8,
    esac = 16,
    then = 32,
    otherwise = 64,  // else, elif
    begin_do = 128,
    next_case = 256,  // ;;
  };
  // How what is in a word is quoted.
  enum class Quotes { none, doubled, here };

  // Characters ------------------------------------------------------------------- reader.cc
  bool at_end() const { return at_ >= end_; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < end_ ? text_[at_ + ahead] : '\0'; }
  bool ahead(std::string_view what) const {
    return text_.substr(at_, end_ - at_).starts_with(what);
  }
  std::size_t line_end(std::size_t from) const;  // of the line, or what may be read
  bool at_newline() const { return at_ < end_ && text_[at_] == '\n'; }
  void skip_blanks();    // and comments, and backslashes before a line's end
  void skip_newlines();  // and blanks
  void take_newline();   // and here-documents that begin after it
  Extent extent(std::size_t begin, std::size_t end) const;
  void problem(std::size_t begin, std::size_t end, std::string message);
  // One level deeper; false where that is too deep: then nothing more of the statement is read.
  bool deeper();
  void give_up();
  // Where the text ends is where no quote or bracket that is open can end.
  void never_ends(std::size_t begin, std::string_view what);
  struct Mark {
    std::size_t at, comments, problems, pending;
  };
  Mark mark() const;
  void back_to(const Mark& mark);

  void read_here_documents();
  void read_here_document(const PendingHere& here);

  // Words ------------------------------------------------------------------------ words.cc
  bool at_word() const;
  Word read_word();
  // Up to a character that ends a word; `until` ends it too, if it is not 0.
  void read_parts(std::vector<Part>& parts, Quotes quotes, char until);
  void read_single_quotes(std::vector<Part>& parts);
  void read_double_quotes(std::vector<Part>& parts);
  void read_escaped_quotes(std::vector<Part>& parts);  // $'...'
  void read_backslash(std::vector<Part>& parts, Quotes quotes);
  void add(std::vector<Part>& parts, std::string_view text, bool quoted, std::size_t begin);
  std::size_t placeholder() const;  // the length of "<name>" here; 0: it is none

  // What begins with '$' or '`' -------------------------------------------------- expansions.cc
  void read_dollar(std::vector<Part>& parts, Quotes quotes);
  void read_braces(std::vector<Part>& parts, Quotes quotes);
  bool read_arithmetic(Part& part);                               // what follows "((", and "))"
  void read_substitution(std::vector<Part>& parts, bool quoted);  // $( and <(
  void read_backticks(std::vector<Part>& parts, Quotes quotes);
  void read_unescaped(Part& part, std::size_t end, Quotes quotes);

  // Commands --------------------------------------------------------------------- statements.cc
  Script read_list(unsigned enders);
  void read_statement(std::vector<Statement>& out);
  bool at_ender() const;
  bool skip_stray();
  void read_and_or(std::vector<Statement>& out);
  Statement read_pipeline();
  Statement read_command();
  void read_simple(Statement& out);
  bool read_redirection(std::vector<Redirection>& out);
  bool read_assignment(std::vector<Assignment>& out, bool exported);
  void read_array(Assignment& assignment);
  std::string_view bare_word() const;  // where it may be a reserved one

  // Compounds -------------------------------------------------------------------- compounds.cc
  bool read_compound(std::string_view word, Statement& out);
  void read_if(Statement& out);
  void read_while(Statement& out);
  void read_for(Statement& out);
  void read_case(Statement& out);
  void read_case_patterns(Statement& out);
  void read_function(Statement& out, std::size_t name_length);
  void read_function_body(Statement& out);
  void read_group(Statement& out, char closing);
  void read_double_parens(Statement& out);
  void read_test(Statement& out);  // [[ ]]
  void read_do(Statement& out);
  std::size_t function_name() const;  // its length, where "name()" is ahead
  bool take(std::string_view word);   // a reserved one
  void redirections_of(Statement& out);

  std::string_view text_;
  Manner manner_;
  std::size_t at_ = 0;
  std::size_t end_;
  const std::vector<std::size_t>* places_ = nullptr;  // of a text without its backslashes
  int depth_ = 0;
  int rereads_ = 0;
  std::size_t searched_ = 0;  // bytes, for the ends of here-documents
  unsigned awaited_ = 0;
  bool given_up_ = false;
  std::size_t resume_ = 0;  // where reading goes on then
  // The outermost quote that never ends.
  bool unclosed_ = false;
  std::size_t unclosed_at_ = 0;
  std::vector<PendingHere> pending_;
  Parsed parsed_;

  friend struct Deeper;
  friend struct Range;
  friend struct Awaiting;
};

// What may be read ends earlier, for a while.
struct Range {
  Range(Reader& of, std::size_t end) : reader(of), before(of.end_) {
    if (!reader.given_up_) reader.end_ = end;
  }
  ~Range() { reader.end_ = reader.given_up_ ? reader.at_ : before; }
  Range(const Range&) = delete;
  Range& operator=(const Range&) = delete;
  Reader& reader;
  std::size_t before;
};

// What is awaited, for a while; a substitution knows nothing of what is around it.
struct Awaiting {
  Awaiting(Reader& of, unsigned enders, bool fresh = false) : reader(of), before(of.awaited_) {
    reader.awaited_ = fresh ? enders : before | enders;
  }
  ~Awaiting() { reader.awaited_ = before; }
  Awaiting(const Awaiting&) = delete;
  Awaiting& operator=(const Awaiting&) = delete;
  Reader& reader;
  unsigned before;
};

// One level deeper, where `inside` says so.
struct Deeper {
  explicit Deeper(Reader& of) : reader(of), inside(of.deeper()) {}
  ~Deeper() { --reader.depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  Reader& reader;
  bool inside;
};

// Ends a word where it is not quoted. '\0' is no such character: a text may hold one.
constexpr bool ends_word(char c) {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case ';':
    case '&':
    case '|':
    case '(':
    case ')':
    case '<':
    case '>':
      return true;
    default:
      return false;
  }
}
constexpr bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool in_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

}  // namespace godwit::shell
