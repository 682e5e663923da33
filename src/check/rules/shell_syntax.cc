// A block that no shell can read.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/console.h"
#include "check/fences.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Do a block's lines look like commands at all? Documents fence output, trees of folders and prose
// as shell, too.
bool is_commands(const Script& script) {
  const std::string_view content = script.text.content();
  if (content.contains("\u2500") || content.contains("\u251C") || content.contains("->")) {
    return false;  // a drawing
  }
  std::size_t known = 0;
  static constexpr std::string_view programs[] = {
      "aws",  "cd",    "echo",  "export", "curl", "npm",   "npx",     "git",  "docker",   "kubectl",
      "if",   "for",   "while", "sudo",   "cat",  "mkdir", "python3", "pip",  "psql",     "jq",
      "make", "chmod", "set",   "source", "grep", "sed",   "awk",     "yarn", "terraform"};
  for (std::size_t number = 1; number <= script.text.lines(); ++number) {
    const std::string_view line = trim(script.text.line(number));
    const std::string_view first = line.substr(0, line.find_first_of(" =("));
    if (std::ranges::find(programs, first) != std::end(programs)) ++known;
  }
  return known > 0;
}

// Something is left out, or to be filled in: nobody means it to be run as it stands.
bool is_abbreviated(const Script& script, const shell::Problem& problem) {
  const std::string_view content = script.text.content();
  const std::size_t begin = content.rfind('\n', problem.extent.begin);
  const std::size_t from = begin == std::string_view::npos ? 0 : begin;
  const std::string_view near = content.substr(from, problem.extent.end - from + 200);
  return near.contains("...") || near.contains("\u2026") || near.contains('<') ||
         near.contains("{{");
}

// What a command prints stands behind it in many documents: "{" or "[" on a line alone, and a line
// of JSON after it. Its first bracket may be read as a group of commands, its last one as none.
bool is_output(const Script& script, const shell::Problem& problem) {
  std::string_view before;  // the last lines that are not empty
  std::string_view last;
  std::size_t begin = 0;
  const std::string_view content = script.text.content();
  while (begin < content.size()) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    const std::string_view line = trim(content.substr(begin, end - begin));
    if (!line.empty()) {
      const bool opens = (last == "{" || last == "[") && !before.ends_with('\\');
      if (opens && std::string_view("\"{[]}").contains(line[0])) return true;
      before = last;
      last = line;
    }
    // Only what begins at the problem, or before it.
    if (begin > problem.extent.begin) break;
    begin = end + 1;
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  for (const Script& script : subject.scripts) {
    if (script.parsed->problems.empty()) continue;
    if (script.document < 0) {
      const std::string_view content = script.text.content();
      const std::string_view first = content.substr(0, content.find('\n'));
      const bool other = first.starts_with("#!") && !first.contains("bash") &&
                         !first.ends_with("/sh") && !first.contains("/sh ") &&
                         !first.ends_with(" sh");
      if (other) continue;
    } else if (!is_commands(script)) {
      continue;
    } else if (script.code >= 0) {
      // Not the shell's mistake: `unclosed-fence` tells.
      const markdown::Document& content =
          subject.documents[static_cast<std::size_t>(script.document)].content;
      if (inner_fence(content.source, content.code[static_cast<std::size_t>(script.code)]) > 0) {
        continue;
      }
    }
    // What follows the first comes from it more often than not.
    const shell::Problem& problem = script.parsed->problems.front();
    if (script.document >= 0 && (is_abbreviated(script, problem) || is_output(script, problem))) {
      continue;
    }
    findings.add(span_of(script.text, problem.extent.begin, problem.extent.end),
                 fmt::format("no shell can read this: {}", problem.message),
                 "run 'bash -n' on it, which reads and runs nothing, until it says nothing");
  }
}

}  // namespace

extern const Rule shell_syntax;
const Rule shell_syntax{.id = "shell-syntax",
                        .severity = Severity::error,
                        .title = "a script that no shell can read",
                        .look = look};

}  // namespace godwit::check::rule
