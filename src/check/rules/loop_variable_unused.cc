// Fact F7: a loop whose commands are the same each time.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_number(const std::string& text) {
  return text.find_first_not_of("0123456789.-") == std::string::npos;
}

bool is_name(const std::string& program) {
  static constexpr std::string_view prints[] = {"echo", "printf", "sleep", "date", ":",     "true",
                                                "log",  "info",   "say",   "tput", "logger"};
  return std::ranges::find(prints, program) != std::end(prints);
}

// Does a command only tell people something, or wait?
bool only_tells(const Command& command) {
  return is_name(command.name) && command.writes.empty() && !command.piped_away &&
         command.sets.empty() && command.inside < 0;
}

bool uses(const Command& command, const std::string& variable) {
  const auto in_word = [&](const Word& word) {
    return std::ranges::find(word.variables, variable) != word.variables.end() ||
           // Somebody else expands it: awk, a remote shell.
           word.value.text.contains("$" + variable);
  };
  return std::ranges::any_of(command.words, in_word) ||
         std::ranges::any_of(command.here,
                             [&](const SourceText& here) {
                               return here.content().contains("$" + variable) ||
                                      here.content().contains("${" + variable);
                             }) ||
         command.writes.contains(variable);
}

void look(const Subject& subject, Findings& findings) {
  for (const Loop& loop : subject.loops) {
    // "for attempt in 1 2 3" and the like repeat, and are meant to.
    const bool named = loop.values.size() > 1 &&
                       std::ranges::all_of(loop.values, [](const awscli::Argument& value) {
                         return value.known && !is_number(value.text);
                       });
    if (!named) continue;
    const Command* acts = nullptr;
    bool used = false;
    for (std::size_t index = loop.uses_begin; index < loop.uses_end; ++index) {
      const Use& use = subject.uses[index];
      if (use.name != loop.variable) continue;
      used |= use.command >= subject.commands.size() || !only_tells(subject.commands[use.command]);
    }
    for (std::size_t index = loop.commands_begin; index < loop.commands_end; ++index) {
      const Command& command = subject.commands[index];
      if (only_tells(command)) continue;
      used |= uses(command, loop.variable);
      if (acts == nullptr) acts = &command;
    }
    if (used || acts == nullptr) continue;
    std::vector<std::string> values;
    for (const awscli::Argument& value : loop.values) values.push_back(value.text);
    Finding& finding = findings.add(
        loop.span,
        fmt::format("'{}' is {}: the loop runs the same {} times, for {}", loop.variable,
                    loop.used ? "printed and used in no command" : "used in no command",
                    values.size(), join(values, ", ")),
        fmt::format("use \"${}\" in what the loop does, or do it once", loop.variable));
    finding.related.push_back({acts->span, "this is the same each time"});
  }
}

}  // namespace

extern const Rule loop_variable_unused;
const Rule loop_variable_unused{.id = "loop-variable-unused",
                                .severity = Severity::warning,
                                .title = "a loop does the same for each of its values",
                                .look = look};

}  // namespace godwit::check::rule
