// A document runs a script that it does not show, and that its repository does not have.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "check/paths.h"
#include "check/rule.h"
#include "check/running.h"
#include "check/sessions.h"

namespace godwit::check::rule {
namespace {

// Brings files that nobody knows.
bool brings_files(const Command& command) {
  static constexpr std::string_view programs[] = {"wget",  "unzip", "tar",   "scp", "rsync", "make",
                                                  "cargo", "go",    "cmake", "gh",  "mvn"};
  if (std::ranges::find(programs, command.name) != std::end(programs)) return true;
  const auto has = [&](std::string_view option) {
    return std::ranges::any_of(command.words,
                               [&](const Word& word) { return word.value.text == option; });
  };
  if (command.name == "git") return has("clone") || has("submodule");
  if (command.name == "curl") return has("-o") || has("-O") || has("-LO") || has("-sLO");
  if (command.name == "npx" || command.name == "npm") return has("init") || has("create");
  return command.aws && command.aws->service == "s3" &&
         (command.aws->operation == "cp" || command.aws->operation == "sync");
}

// The script that a command runs: "./x.sh", "bash scripts/x.sh"; empty: none.
const Word* script_of(const Command& command) {
  if (command.words.empty()) return nullptr;
  const std::string& program = command.words[0].value.text;
  if (program.starts_with("./") || program.starts_with("../")) return &command.words[0];
  const bool interpreter = command.name == "bash" || command.name == "sh" ||
                           command.name == "source" || command.name == ".";
  if (!interpreter || command.words.size() < 2) return nullptr;
  const std::string& path = command.words[1].value.text;
  return path.ends_with(".sh") && !path.starts_with('/') && !path.starts_with('~')
             ? &command.words[1]
             : nullptr;
}

void look(const Subject& subject, Findings& findings) {
  if (!subject.has_repository) return;
  std::set<std::string_view> there;
  for (const ShownFile& file : subject.files) there.insert(file_name(file.path));
  std::vector<std::string> names(there.begin(), there.end());
  std::set<int> open;  // documents that bring files
  for (const Command& command : subject.commands) {
    const Script& script = subject.scripts[command.script];
    if (script.document < 0) continue;
    if (brings_files(command)) open.insert(script.document);
    if (!command.writes.empty()) there.insert(file_name(command.writes));
    const Word* path = script_of(command);
    if (path == nullptr || !path->value.known || open.contains(script.document)) continue;
    const std::string_view name = file_name(path->value.text);
    if (name.empty() || there.contains(name)) continue;
    const bool is_script = name.ends_with(".sh") || name.ends_with(".py") || !name.contains('.');
    if (!is_script) continue;
    findings.add(path->span,
                 fmt::format("{} is run, and neither this document shows it nor does the "
                             "repository have it{}",
                             path->value.text, did_you_mean(name, names)),
                 "add the script to the repository, or write down the commands that it stands for");
  }
}

}  // namespace

extern const Rule script_missing;
const Rule script_missing{.id = "script-missing",
                          .severity = Severity::warning,
                          .title = "a script is run that is not there",
                          .look = look};

}  // namespace godwit::check::rule
