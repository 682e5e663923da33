#include "check/script_walk.h"

#include <algorithm>

namespace godwit::check {
namespace {

using shell::Part;
using shell::Statement;

// Of everything that is read together. More than any repository has, and little enough to keep.
constexpr std::size_t most_bytes = 100'000'000;  // walked, bodies of functions for each call
constexpr std::size_t most_commands = 150'000;
constexpr std::size_t most_words = 600'000;
constexpr std::size_t most_uses = 500'000;

std::string_view first_word(const Statement& of) {
  if (of.kind != Statement::Kind::simple || of.command.words.empty()) return {};
  const std::vector<Part>& parts = of.command.words[0].parts;
  if (parts.size() != 1 || parts[0].kind != Part::Kind::literal) return {};
  return parts[0].text;
}

bool is_test(const Statement& of) {
  const std::string_view name = first_word(of);
  return of.kind == Statement::Kind::other || name == "[" || name == "test";
}

// Variables that a condition asks for.
void asked_by(const Statement& of, std::set<std::string>& names) {
  std::vector<Named> named;
  for (const shell::Word& word : of.command.words) names_in(word.parts, named);
  for (const shell::Word& word : of.words) names_in(word.parts, named);
  for (const Named& each : named) names.insert(each.name);
  for (const Statement& part : of.parts) asked_by(part, names);
}
std::set<std::string> asked_by(const shell::Script& condition) {
  std::set<std::string> names;
  for (const Statement& each : condition.statements) {
    if (is_test(each) || !each.parts.empty()) asked_by(each, names);
  }
  return names;
}

bool does_nothing(const Statement& of) {
  const std::string_view name = first_word(of);
  return name == "true" || name == ":" || name == "echo" || name == "printf";
}

}  // namespace

const SourceText& ScriptWalk::text(const Context& context) const {
  const Script& of = reading_.scripts[context.script];
  return context.quoted < 0 ? of.text : of.quoted[static_cast<std::size_t>(context.quoted)].text;
}

Span ScriptWalk::span(shell::Extent extent, const Context& context) const {
  return span_of(text(context), extent.begin, extent.end);
}

bool ScriptWalk::spent(const Statement& of) {
  bytes_ += 1 + (of.kind == Statement::Kind::simple ? of.extent.end - of.extent.begin : 0);
  for (const shell::Redirection& each : of.command.redirections) {
    if (each.here) bytes_ += each.here->extent.end - each.here->extent.begin;
  }
  return bytes_ > most_bytes || words_ > most_words || reading_.commands.size() > most_commands;
}

void ScriptWalk::walk(std::size_t index, Scope& scope) {
  scope_ = &scope;
  const std::shared_ptr<const shell::Parsed> parsed = reading_.scripts[index].parsed;
  script(parsed->script, Context{.script = index});
}

void ScriptWalk::end(Scope& scope) {
  scope_ = &scope;
  std::vector<Function*> never_called;
  for (auto& [name, function] : scope.functions) never_called.push_back(&function);
  // Later ones call earlier ones.
  std::ranges::sort(never_called, std::greater<>(), &Function::order);
  scope.variables.positional_known = false;
  for (Function* function : never_called) {
    if (function->called) continue;
    function->called = true;
    calls_.push_back(function);
    const std::size_t mark = scope.variables.mark();
    script(*function->body,
           Context{.script = function->script, .quoted = function->quoted, .conditional = true});
    scope.variables.put_back(mark);
    calls_.pop_back();
  }
}

void ScriptWalk::script(const shell::Script& of, const Context& context) {
  for (const Statement& each : of.statements) statement(each, context);
}

void ScriptWalk::statement(const Statement& of, Context context) {
  if (spent(of)) return;
  context.background |= of.background;
  for (const shell::Redirection& each : of.redirections) {
    substitutions(each.target.parts, context);
    uses(each.target.parts, context);
    if (each.here) {
      substitutions(each.here->parts, context);
      uses(each.here->parts, context, true);
    }
  }
  switch (of.kind) {
    case Statement::Kind::simple:
      return simple(of.command, context);
    case Statement::Kind::pipeline: {
      for (std::size_t index = 0; index < of.parts.size(); ++index) {
        Context part = context;
        part.piped_away |= index + 1 < of.parts.size();
        const std::size_t mark = scope_->variables.mark();
        statement(of.parts[index], part);
        scope_->variables.put_back(mark);
      }
      return;
    }
    case Statement::Kind::both:
    case Statement::Kind::either:
      return in_a_row(of, context);
    case Statement::Kind::group:
      return group(of, context);
    case Statement::Kind::if_else:
      return if_else(of, context);
    case Statement::Kind::for_each:
    case Statement::Kind::while_loop:
      return loop(of, context);
    case Statement::Kind::case_of:
      return case_of(of, context);
    case Statement::Kind::function: {
      const std::size_t order = scope_->functions.size();
      Function& function = scope_->functions[of.variable];
      // One that is being called now goes on to be what it is.
      if (std::ranges::find(calls_, &function) != calls_.end()) return;
      // Those of a file that is sourced are told with it.
      function = {&of.body, context.script, context.quoted, context.silent, order};
      return;
    }
    case Statement::Kind::other:
      return condition(of, context);
  }
}

void ScriptWalk::group(const Statement& of, const Context& context) {
  const std::string& content = text(context).content();
  const bool subshell = of.extent.begin < content.size() && content[of.extent.begin] == '(';
  const std::size_t mark = scope_->variables.mark();
  script(of.body, context);
  if (subshell) scope_->variables.put_back(mark);
}

// What a way sets is known after it where all ways agree, or where nothing was set before and the
// condition asks for that variable: "if [ -z "$X" ]; then X=default; fi".
void ScriptWalk::merge(std::vector<Variables::Changes> ways, bool one_is_gone,
                       const std::set<std::string>& asked) {
  std::set<std::string> names;
  for (const Variables::Changes& way : ways) {
    for (const auto& [name, value] : way) names.insert(name);
  }
  Variables& variables = scope_->variables;
  for (const std::string& name : names) {
    const Variable* before = variables.find(name);
    std::vector<const Variable*> outcomes;
    bool unset = false;
    bool kept = !one_is_gone;
    for (const Variables::Changes& way : ways) {
      const auto found = way.find(name);
      if (found == way.end()) {
        kept = true;
      } else if (found->second) {
        outcomes.push_back(&*found->second);
      } else {
        unset = true;
      }
    }
    if (outcomes.empty()) continue;
    const bool agree =
        std::ranges::all_of(outcomes, [&](const Variable* each) { return *each == *outcomes[0]; });
    const bool default_value = before == nullptr && asked.contains(name);
    const bool same = !kept || default_value || (before != nullptr && *before == *outcomes[0]);
    if (agree && same && !unset) {
      variables.set(name, *outcomes[0]);
    } else {
      variables.set(name, {.text = unknown(name)});
    }
  }
}

void ScriptWalk::if_else(const Statement& of, const Context& context) {
  Variables& variables = scope_->variables;
  std::vector<Variables::Changes> ways;
  std::set<std::string> asked;
  for (std::size_t index = 0; index < of.bodies.size(); ++index) {
    Context inner = context;
    if (index < of.conditions.size()) {
      Context condition_context = context;
      condition_context.conditional |= index > 0;
      script(of.conditions[index], condition_context);
      asked.merge(asked_by(of.conditions[index]));
    }
    inner.conditional = true;
    const std::size_t mark = variables.mark();
    script(of.bodies[index], inner);
    ways.push_back(variables.put_back(mark));
  }
  merge(std::move(ways), of.bodies.size() > of.conditions.size(), asked);
}

void ScriptWalk::in_a_row(const Statement& of, Context context) {
  Variables& variables = scope_->variables;
  const bool either = of.kind == Statement::Kind::either;
  Context first = context;
  first.failure_ignored |= either && does_nothing(of.parts.back());
  statement(of.parts.front(), first);
  context.conditional = true;
  std::set<std::string> asked;
  asked_by(of.parts.front(), asked);
  for (std::size_t index = 1; index < of.parts.size(); ++index) {
    // After "cd x &&" it is taken to have worked; after a test it may be either way.
    if (!either && !is_test(of.parts[index - 1])) {
      statement(of.parts[index], context);
      continue;
    }
    const std::size_t mark = variables.mark();
    statement(of.parts[index], context);
    std::vector<Variables::Changes> ways;
    ways.push_back(variables.put_back(mark));
    merge(std::move(ways), false, asked);
  }
}

void ScriptWalk::loop(const Statement& of, Context context) {
  Variables& variables = scope_->variables;
  const bool has_variable = !of.variable.empty();
  std::vector<awscli::Argument> values;
  for (const shell::Word& word : of.words) {
    substitutions(word.parts, context);
    uses(word.parts, context);
    for (awscli::Argument& value : variables.expand(word)) values.push_back(std::move(value));
  }
  const std::size_t index = reading_.loops.size();
  const std::size_t first_use = reading_.uses.size();
  if (has_variable) {
    const Span where = span(of.variable_extent, context);
    const bool one = values.size() == 1 && values[0].known;
    set(of.variable, where, {.text = one ? values[0] : unknown(of.variable)}, context, one);
    if (!context.silent) {
      reading_.loops.push_back({.script = context.script,
                                .variable = of.variable,
                                .span = where,
                                .values = std::move(values)});
    }
  } else if (of.kind == Statement::Kind::for_each && !of.words.empty()) {
    condition(of, context);
  }
  context.in_loop = true;
  const std::size_t first_command = reading_.commands.size();
  const std::size_t mark = variables.mark();
  for (const shell::Script& each : of.conditions) script(each, context);
  script(of.body, context);
  std::vector<Variables::Changes> ways;
  ways.push_back(variables.put_back(mark));
  merge(std::move(ways), false, {});
  if (!has_variable || context.silent) return;
  Loop& loop = reading_.loops[index];
  loop.commands_begin = first_command;
  loop.commands_end = reading_.commands.size();
  loop.uses_begin = first_use;
  loop.uses_end = reading_.uses.size();
  for (std::size_t use = first_use; use < reading_.uses.size() && !loop.used; ++use) {
    loop.used = reading_.uses[use].name == of.variable;
  }
  if (!loop.used) {
    // In a text that somebody else expands: awk's, a remote shell's.
    const std::string_view content =
        std::string_view(text(context).content())
            .substr(of.variable_extent.end, of.extent.end - of.variable_extent.end);
    loop.used = content.contains("$" + of.variable) || content.contains("${" + of.variable);
  }
}

void ScriptWalk::case_of(const Statement& of, Context context) {
  Variables& variables = scope_->variables;
  std::set<std::string> asked;
  bool all = false;
  for (std::size_t index = 0; index < of.words.size(); ++index) {
    substitutions(of.words[index].parts, context);
    uses(of.words[index].parts, context);
    all |= index > 0 && of.words[index].literal() == "*";
  }
  context.conditional = true;
  std::vector<Variables::Changes> ways;
  for (const shell::Script& body : of.bodies) {
    const std::size_t mark = variables.mark();
    script(body, context);
    ways.push_back(variables.put_back(mark));
  }
  merge(std::move(ways), all, asked);
}

// [[ ]], (( )), for (( )): what arithmetic sets is not known.
void ScriptWalk::condition(const Statement& of, const Context& context) {
  for (const shell::Word& word : of.words) {
    substitutions(word.parts, context);
    uses(word.parts, context);
    if (word.parts.size() != 1 || word.parts[0].kind != Part::Kind::arithmetic) continue;
    const std::string& expression = word.parts[0].text;
    std::vector<Named> names;
    names_in(word.parts, names);
    for (const Named& each : names) {
      std::size_t at = expression.find(each.name);
      at = at == std::string::npos ? at : expression.find_first_not_of(' ', at + each.name.size());
      if (at == std::string::npos) continue;
      const std::string_view rest = std::string_view(expression).substr(at);
      const bool sets =
          (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with("++") ||
          rest.starts_with("--") ||
          (rest.size() > 1 && rest[1] == '=' && std::string_view("+-*/%|&^").contains(rest[0]));
      if (sets) set_unknown(each.name, span(each.extent, context), context);
    }
  }
}

void ScriptWalk::substitutions(const std::vector<Part>& parts, const Context& context,
                               const std::string* sets) {
  for (const Part& part : parts) {
    substitutions(part.operand, context);
    if (!part.commands) continue;
    Context inner = context;
    inner.sets = sets;
    inner.inside = -1;
    inner.piped_away = false;
    inner.failure_ignored = false;
    const std::size_t mark = scope_->variables.mark();
    script(*part.commands, inner);
    scope_->variables.put_back(mark);
  }
}

void ScriptWalk::uses(const std::vector<Part>& parts, const Context& context, bool here) {
  if (context.silent || reading_.uses.size() > most_uses) return;
  std::vector<Named> names;
  names_in(parts, names);
  for (Named& each : names) {
    reading_.uses.push_back({.name = std::move(each.name),
                             .span = span(each.extent, context),
                             .defaulted = each.defaulted,
                             .in_here_document = here,
                             .command = reading_.commands.size(),
                             .script = context.script});
  }
}

}  // namespace godwit::check
