// Read scripts: shell texts as the commands that would run, with their variables expanded as far as
// anybody can tell. Pure and total: every text is a script.
//
// Variables carry over from block to block of one document, as they do for a reader who types them
// in one after the other. What begins with "#!", or is to be a file of its own (`writes_to`),
// begins with nothing, as a file of a repository does; `source` and `.` bring what a file sets that
// is known: one that is given here, or a here-document that an earlier command writes.
//
// Where a document's block is to be a part of a repository's script (its `writes_to` is that file,
// and it only sets variables), the script is read with those values: as it will be after the
// change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "check/script.h"

namespace godwit::check {

struct ScriptInput {
  SourceText text;
  std::string language;  // "bash", "sh", "shell", "zsh", "console", ...; empty: a file
  std::string file;      // as in Script
  int document = -1;
  int code = -1;
  std::string writes_to;
};

struct ScriptReading {
  std::vector<Script> scripts;  // as many as inputs, in their order
  std::vector<Command> commands;
  std::vector<Setting> settings;
  std::vector<Use> uses;
  std::vector<Loop> loops;
};

// Documents first, in their order. Files whose name is `.env`, or ends in ".env" or begins with
// ".env.", only set variables for those who ask for them.
ScriptReading read_scripts(std::vector<ScriptInput> inputs);

// Is a block of that language read as a script?
bool is_shell(std::string_view language);

}  // namespace godwit::check
