// ScriptWalk: goes through parsed scripts as a shell would run them, and writes down what runs,
// what is set and what is used. Both ways of a branch are gone, loops and functions' bodies once (a
// function's for each call, up to a number); what differs between ways is not known after them.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/read_scripts.h"
#include "check/variables.h"

namespace godwit::check {

// Values that a document's block gives variables of a repository's script.
struct Edit {
  Variable value;
  Span span;
};
using Edits = std::map<std::string, Edit>;

// A file that a here-document writes and that only sets variables.
struct WrittenFile {
  std::string path;
  bool of_document = false;  // such files come last, and are looked for first
  std::vector<std::pair<std::string, Edit>> settings;
};

class ScriptWalk {
 public:
  // `reading.scripts` are all there, and parsed. `edits`: by the index of a script.
  ScriptWalk(ScriptReading& reading, std::map<std::size_t, Edits> edits)
      : reading_(reading), edits_(std::move(edits)) {}

  // What a shell knows while it runs one script after the other.
  struct Function {
    const shell::Script* body = nullptr;
    std::size_t script = 0;
    int quoted = -1;
    bool called = false;
    std::size_t order = 0;
  };
  struct Scope {
    Variables variables;
    std::map<std::string, Function, std::less<>> functions;
    bool exports_all = false;  // set -a
  };
  void walk(std::size_t script, Scope& scope);
  // Functions that nothing has called.
  void end(Scope& scope);

 private:
  // Where a command stands.
  struct Context {
    std::size_t script = 0;
    int quoted = -1;
    int inside = -1;
    const std::string* sets = nullptr;
    bool in_loop = false;
    bool conditional = false;
    bool failure_ignored = false;
    bool piped_away = false;
    bool background = false;
    bool silent = false;  // a file that is sourced: only what it sets matters
  };

  const SourceText& text(const Context& context) const;
  Span span(shell::Extent extent, const Context& context) const;

  void script(const shell::Script& of, const Context& context);
  void statement(const shell::Statement& of, Context context);
  void if_else(const shell::Statement& of, const Context& context);
  void loop(const shell::Statement& of, Context context);
  void case_of(const shell::Statement& of, Context context);
  void in_a_row(const shell::Statement& of, Context context);  // && ||
  void condition(const shell::Statement& of, const Context& context);
  void group(const shell::Statement& of, const Context& context);

  void simple(const shell::Command& of, const Context& context);
  Command& emit(const shell::Command& of, const Context& context);
  std::vector<Word> words_of(const shell::Word& word, const Context& context) const;
  void redirect(const shell::Command& of, const Context& context, Command& command) const;
  void assign(const shell::Assignment& of, const Context& context, bool local);
  void set(const std::string& name, Span where, Variable value, const Context& context, bool known,
           int from_command = -1);
  void set_unknown(const std::string& name, Span where, const Context& context);
  void builtin(std::size_t command, const shell::Command& of, const Context& context);
  void read_names(std::size_t command, const Context& context);
  void call(Function& function, std::size_t command, const Context& context);
  void run_quoted(std::size_t command, const Word& word, bool in_this_shell,
                  const Context& context);
  void run_inner(std::size_t command, std::vector<Word> words, const Context& context);
  void source(const awscli::Argument& path, const Context& context);
  void written(const Command& command, const shell::Command& of);

  void substitutions(const std::vector<shell::Part>& parts, const Context& context,
                     const std::string* sets = nullptr);
  void uses(const std::vector<shell::Part>& parts, const Context& context, bool here = false);

  void merge(std::vector<Variables::Changes> ways, bool one_is_gone,
             const std::set<std::string>& asked);
  bool spent(const shell::Statement& of);

  ScriptReading& reading_;
  std::map<std::size_t, Edits> edits_;
  std::vector<WrittenFile> written_;
  Scope* scope_ = nullptr;
  std::vector<const Function*> calls_;
  std::vector<std::map<std::string, std::optional<Variable>>> locals_;
  int sourced_ = 0;  // deep
  int quoted_ = 0;   // deep
  std::size_t bytes_ = 0;
  std::size_t words_ = 0;
  std::size_t inlined_ = 0;
};

}  // namespace godwit::check
