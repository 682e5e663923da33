// "export X=$(cmd)" succeeds whatever cmd does: the status is export's.
// https://www.gnu.org/software/bash/manual/html_node/Simple-Command-Expansion.html
#include <fmt/format.h>

#include <algorithm>

#include "check/rule.h"
#include "check/running.h"
#include "shell/script.h"

namespace godwit::check::rule {
namespace {

// Programs that fail when something far away is not as expected.
bool may_fail(std::string_view program) {
  static constexpr std::string_view programs[] = {"aws",     "curl", "kubectl", "terraform",
                                                  "docker",  "gh",   "psql",    "mysql",
                                                  "openssl", "npx",  "helm",    "eksctl"};
  return std::ranges::find(programs, program) != std::end(programs);
}

// The program that decides how a substitution ends; empty: not a simple one.
std::string program_of(const shell::Script& script) {
  if (script.statements.size() != 1) return "";
  const shell::Statement* statement = &script.statements[0];
  if (statement->kind == shell::Statement::Kind::pipeline) statement = &statement->parts.front();
  if (statement->kind != shell::Statement::Kind::simple || statement->command.words.empty()) {
    return "";
  }
  return std::string(program_name(statement->command.words[0].literal().value_or(std::string())));
}

void look_at(const Script& of, const shell::Script& script, Findings& findings);

void look_at(const Script& of, const shell::Statement& statement, Findings& findings) {
  const shell::Command& command = statement.command;
  const std::string declares =
      command.words.empty() ? "" : command.words[0].literal().value_or(std::string());
  for (const shell::Assignment& each : command.assignments) {
    if (declares.empty() || !each.value || declares == "env") continue;
    for (const shell::Part& part : each.value->parts) {
      if (!part.commands || each.extent.begin < command.words[0].extent.begin) continue;
      const std::string program = program_of(*part.commands);
      if (!may_fail(program)) continue;
      findings.add(span_of(of.text, each.extent.begin, each.extent.begin + each.name.size()),
                   fmt::format("'{0}' succeeds even if {1} fails, so 'set -e' does not stop here: "
                               "the script goes on with an empty {2}",
                               declares, program, each.name),
                   fmt::format("two lines: {0}=$(...), and then {1} {0}", each.name, declares));
    }
  }
  for (const shell::Statement& part : statement.parts) look_at(of, part, findings);
  for (const shell::Script& each : statement.conditions) look_at(of, each, findings);
  for (const shell::Script& each : statement.bodies) look_at(of, each, findings);
  look_at(of, statement.body, findings);
}

void look_at(const Script& of, const shell::Script& script, Findings& findings) {
  for (const shell::Statement& each : script.statements) look_at(of, each, findings);
}

void look(const Subject& subject, Findings& findings) {
  for (const Script& script : subject.scripts) {
    if (script.stops_at_failure) look_at(script, script.parsed->script, findings);
  }
}

}  // namespace

extern const Rule capture_failure_masked;
const Rule capture_failure_masked{.id = "capture-failure-masked",
                                  .severity = Severity::warning,
                                  .title = "a capture fails, and 'set -e' does not see it",
                                  .look = look};

}  // namespace godwit::check::rule
