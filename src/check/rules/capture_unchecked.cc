// Fact B3: a query that may find nothing, and what becomes of it is stored.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "check/queries.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

using awscli::jmespath::Expression;

bool filters(const Expression& query) {
  return query.kind == Expression::Kind::filter || std::ranges::any_of(query.parts, filters);
}

// Commands that keep a value for programs to read later: an empty one breaks all of them.
bool stores(const Command& command) {
  if (command.aws) {
    const std::string& operation = command.aws->operation;
    return operation == "put-secret-value" || operation == "create-secret" ||
           operation == "update-secret" || operation == "put-parameter" ||
           operation == "update-function-configuration";
  }
  const auto has = [&](std::string_view text) {
    return std::ranges::any_of(command.words,
                               [&](const Word& word) { return word.value.text == text; });
  };
  return has("functions:config:set") || (has("secrets") && has("set")) ||
         (has("secret") && has("set")) || (has("env") && has("add")) ||
         (has("variable") && has("set"));
}

// Is the variable looked at: ${X:?}, [ -z "$X" ], [[ $X == ... ]]?
bool is_looked_at(const Subject& subject, const Command& captures) {
  const std::string& name = captures.sets;
  for (const Use& use : subject.uses) {
    if (use.name == name && use.defaulted) return true;
  }
  for (const Script& script : subject.scripts) {
    const std::string& text = script.text.content();
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const std::size_t line = text.rfind('\n', at) + 1;
      const std::string_view before = std::string_view(text).substr(line, at - line);
      if (before.find("[ ") != std::string_view::npos ||
          before.find("test ") != std::string_view::npos ||
          before.find("case ") != std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  std::vector<const Command*> keepers;
  for (const Command& command : subject.commands) {
    if (stores(command)) keepers.push_back(&command);
  }
  std::set<std::string> told;
  for (const Command& command : subject.commands) {
    if (!command.aws || command.sets.empty() || told.contains(command.sets)) continue;
    const auto query = query_of(command);
    if (!query || !filters(*query)) continue;
    const auto keeps = std::ranges::find_if(keepers, [&](const Command* other) {
      return other->index > command.index &&
             std::ranges::any_of(other->words, [&](const Word& word) {
               return std::ranges::find(word.variables, command.sets) != word.variables.end();
             });
    });
    if (keeps == keepers.end() || is_looked_at(subject, command)) continue;
    told.insert(command.sets);
    Finding& finding = findings.add(
        command.option("query")->span,
        fmt::format("where the filter finds nothing, {} becomes empty, the CLI exits 0, and the "
                    "empty value is stored",
                    command.sets),
        fmt::format("stop before it is used: : \"${{{}:?is empty}}\"", command.sets));
    finding.related.push_back({(*keeps)->span, "it is stored here"});
  }
}

}  // namespace

extern const Rule capture_unchecked;
const Rule capture_unchecked = {
    .id = "capture-unchecked",
    .severity = Severity::warning,
    .title = "what may be empty is stored without a look",
    .look = look,
};

}  // namespace godwit::check::rule
