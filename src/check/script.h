// Script: a shell text of a runbook or a repository, as the commands that would run, in order.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awscli/invocation.h"
#include "base/source_text.h"
#include "check/finding.h"
#include "shell/script.h"

namespace godwit::check {

struct Word {
  awscli::Argument value;              // after expansion, by the variables known at this point
  Span span;                           // as written
  std::vector<std::string> variables;  // that it uses
  const shell::Word* source = nullptr;
  std::vector<Place> lines;  // where each line of the value begins in the file; empty: at the span
};

// A variable that is set: NAME=..., export, read, for, a here-document that is written to an .env
// file does not set any.
struct Setting {
  std::string name;
  Span span;
  std::optional<awscli::Argument> value;  // nullopt: nobody can know
  int from_command = -1;  // index of the command in $(...) that gives it, its last one; -1: none
  std::size_t command =
      0;  // it is set before the command of that index runs (index into the subject's commands)
  std::size_t script = 0;                  // index
  std::vector<awscli::Argument> elements;  // of an array
  std::optional<Span> edited_at;           // a document's block that changes the value: that is it
  bool environment_file = false;           // in a file that only sets variables (".env")
  bool exported = false;                   // programs see it: export, set -a
};

// A variable that is used.
struct Use {
  std::string name;
  Span span;
  bool defaulted = false;  // ${NAME:-x}, ${NAME:?}
  bool in_here_document = false;
  std::size_t command = 0;
  std::size_t script = 0;  // index
};

// A simple command that would run. Of a function's body: as each call runs it, up to a number;
// where nothing calls it, once. Statements that only set variables are no commands.
struct Command {
  std::size_t index = 0;   // among the subject's commands; -> order of running
  std::size_t script = 0;  // index of the script
  std::string name;  // the program: "aws", "npx", "curl"; without a path; empty: only redirections
  std::vector<Word> words;  // the program's name is the first; `sudo`, `time`, `watch -n 5`,
                            // `nohup`, `env` in front are left out
  Span span;                // the whole command
  std::optional<awscli::Invocation> aws;  // over `words`
  std::string sets;              // the variable that its output goes to: X=$(...); or empty
  std::string writes;            // the file that its output goes to, as written; or empty
  std::vector<SourceText> here;  // here-documents
  bool here_expands = false;     // what is in them is expanded: their delimiter is not quoted
  bool in_loop = false;
  bool conditional = false;      // in an if, a case, after && or ||, in a function
  bool failure_ignored = false;  // "|| true", "; true" without set -e does not count
  bool piped_away = false;       // not the last of a pipeline
  int inside = -1;  // index of the command whose word's $(...) it is in, or that runs it from a
                    // quoted text (watch, sh -c); -1: none
  int quoted = -1;  // index into its script's `quoted`, where it is read from there
  bool background = false;  // "&"
  // NAME=value in front of it.
  std::vector<std::pair<std::string, awscli::Argument>> environment;

  const Word* option(
      std::string_view name) const;  // of aws: the word of its value, nullptr: not given
  std::string option_text(std::string_view name) const;  // its value, where known; else empty
  bool is(std::string_view service, std::string_view operation) const;  // of aws
};

struct Script {
  SourceText text;
  std::string file;       // of a repository: its path there; of a document: its path
  int document = -1;      // index of the document that it is in, -1: none
  int code = -1;          // index of the block there
  std::string writes_to;  // the file that the block is to be, where the document says so
                          // ("deploy.sh:"); else empty
  std::shared_ptr<const shell::Parsed> parsed;
  // Texts in quotes that a command runs.
  struct Quoted {
    SourceText text;
    std::shared_ptr<const shell::Parsed> parsed;
  };
  std::vector<Quoted> quoted;
  std::vector<std::size_t> commands;  // indices
  // It reads variables from a file that nobody knows ("source x"): what it does not set may be
  // set there.
  bool sources_unknown = false;
  bool stops_at_failure = false;  // set -e
};

// A loop's variable and what it stands for.
struct Loop {
  std::size_t script = 0;
  std::string variable;
  Span span;  // of the variable's name
  std::vector<awscli::Argument> values;
  bool used = false;  // in its body
  // Indices: the commands and the uses of variables in its body, from begin to before end.
  std::size_t commands_begin = 0;
  std::size_t commands_end = 0;
  std::size_t uses_begin = 0;
  std::size_t uses_end = 0;
};

// The text of a word's value, where each of its lines knows its place: JSON in quotes.
SourceText text_of(const Word& word);

}  // namespace godwit::check
