// Script: a POSIX shell or bash text as a tree, with the place of each part. For reading, not for
// running: what a word expands to is the caller's to say. Every text is a script; what cannot be
// parsed is a Problem, and reading goes on after it.
// Grammar: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, and bash(1)
// for $'..', [[ ]], (( )), <( ), arrays, `function`, &>.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::shell {

// Bytes of the script's text, from begin to before end.
struct Extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Script;
struct Word;

struct Part {
  enum class Kind {
    literal,     // `text` is its value, with quotes and backslashes removed
    variable,    // $NAME, ${NAME...}: `text` is the name
    command,     // $(...), `...`, <(...): `commands`
    arithmetic,  // $((...)): `text` is what is between
  };
  Kind kind = Kind::literal;
  Extent extent;
  bool quoted =
      false;  // within '...', "..." or $'...', or after a backslash: no splitting, no globbing
  std::string text;
  std::string operation;      // of ${NAME:-word}: ":-"; "#", "%", "/", ...; "length" of ${#NAME},
                              // "indirect" of ${!NAME}; empty
  std::string subscript;      // of ${NAME[@]}: "@"
  std::vector<Part> operand;  // the word after the operation; of arithmetic: its parts
  std::shared_ptr<Script> commands;
};

struct Word {
  Extent extent;
  std::vector<Part> parts;  // none: the empty word ''

  // Its value, where nothing in it is expanded.
  std::optional<std::string> literal() const;
};

struct Assignment {
  std::string name;
  Extent extent;               // from the name to the end of the value
  std::optional<Word> value;   // none: "export NAME", and arrays
  std::vector<Word> elements;  // of an array: NAME=(a b c)
  bool array = false;
  bool append = false;    // +=
  bool exported = false;  // export, declare -x
};

struct Redirection {
  std::string operation;  // ">", ">>", "<", "<<", "<<-", "<<<", ">&", "&>", ...
  int descriptor = -1;    // -1: the operation's own
  Word target;            // of "<<": the delimiter
  // The here-document: with expansions, unless the delimiter is quoted. nullptr: it is none.
  std::shared_ptr<Word> here;
  Extent extent;
};

struct Command {  // a simple command
  Extent extent;
  std::vector<Assignment>
      assignments;  // before the words; of export, local, readonly and declare too
  std::vector<Word> words;
  std::vector<Redirection> redirections;
};

struct Statement;

// Commands in a row: "a; b & c".
struct Script {
  std::vector<Statement> statements;
};

struct Statement {
  enum class Kind {
    simple,      // `command`
    pipeline,    // `parts`: a | b
    both,        // `parts`: a && b
    either,      // `parts`: a || b
    group,       // { }, ( ): `body`
    if_else,     // `conditions` and `bodies` in pairs; one body more: else
    for_each,    // for and select: `variable`, `words`, `body`; of for ((;;)) there is no variable,
                 // and one word that holds what is between
    while_loop,  // while and until: `conditions`[0], `body`
    case_of,     // `words`[0], `bodies`; the patterns are the other words
    function,    // `variable` is its name, `body`
    other,       // [[ ]], (( )): `words` are what is between
  };
  Kind kind = Kind::simple;
  Extent extent;
  bool negated = false;     // ! a
  bool background = false;  // a &
  Command command;
  std::vector<Statement> parts;
  std::string variable;
  Extent variable_extent;
  std::vector<Word> words;
  std::vector<Script> conditions;
  std::vector<Script> bodies;
  Script body;
  std::vector<Redirection> redirections;  // of a compound
};

struct Comment {
  Extent extent;
  std::string text;  // without '#'
};

struct Problem {
  Extent extent;
  std::string message;  // "the quote that begins here never ends"
};

struct Parsed {
  Script script;
  std::vector<Comment> comments;
  std::vector<Problem> problems;
};

// How to read: a script, or a block of a document, where "<bucket name>" is what the reader has to
// put there, and no redirection.
enum class Manner { script, document };

// Time and memory are linear; nesting deeper than `deepest` is a problem, never a crash. Of a text
// with more than `most_bytes` the rest is not read, which is a problem too.
constexpr int deepest = 100;
constexpr std::size_t most_bytes = 1'000'000;
Parsed parse(std::string_view text, Manner manner = Manner::script);

}  // namespace godwit::shell
