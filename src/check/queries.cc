#include "check/queries.h"

#include <algorithm>

#include "check/command_complaints.h"

namespace godwit::check {
namespace {

using awscli::jmespath::Expression;
using Kind = Expression::Kind;

// The name that an expression ends with: "Outputs" of Stacks[0].Outputs.
std::string last_name(const Expression& expression) {
  if (expression.kind == Kind::field) return expression.text;
  const bool path = expression.kind == Kind::chain || expression.kind == Kind::pipe ||
                    expression.kind == Kind::projection || expression.kind == Kind::flatten;
  return path ? last_name(expression.parts[1]) : "";
}

void collect_names(const Expression& condition, std::vector<const Expression*>& names) {
  if (condition.kind == Kind::compare && condition.text == "==") {
    for (int side = 0; side < 2; ++side) {
      const Expression& name = condition.parts[static_cast<std::size_t>(side)];
      const Expression& literal = condition.parts[static_cast<std::size_t>(1 - side)];
      if (last_name(name) == "OutputKey" && literal.kind == Kind::literal && literal.is_text) {
        names.push_back(&literal);
      }
    }
    return;
  }
  for (const Expression& part : condition.parts) collect_names(part, names);
}

void collect(const Expression& expression, std::vector<const Expression*>& names) {
  if (expression.kind == Kind::filter) collect_names(expression.parts[2], names);
  for (const Expression& part : expression.parts) collect(part, names);
}

// What is done one after the other; a projection stands before what it does with each element.
void collect_steps(const Expression& query, std::vector<const Expression*>& steps) {
  switch (query.kind) {
    case Kind::current:
      return;
    case Kind::chain:
    case Kind::pipe:
      collect_steps(query.parts[0], steps);
      collect_steps(query.parts[1], steps);
      return;
    case Kind::projection:
    case Kind::flatten:
      collect_steps(query.parts[0], steps);
      steps.push_back(&query);
      collect_steps(query.parts[1], steps);
      return;
    default:
      steps.push_back(&query);
  }
}

}  // namespace

std::optional<Expression> query_of(const Command& command) {
  const Word* word = command.option("query");
  if (word == nullptr) return {};
  const awscli::Option* option = command.aws->option("query");
  if (option->values.size() != 1) return {};
  auto query = awscli::jmespath::parse(option->value);
  if (!query) return {};
  return std::move(*query);
}

std::vector<AskedOutput> asked_outputs(const Command& command) {
  if (!command.is("cloudformation", "describe-stacks")) return {};
  const auto query = query_of(command);
  if (!query) return {};
  const Word& word = *command.option("query");
  const SourceText text = text_of(word);
  // "--query=...": the query begins later.
  const std::size_t begins = word.value.text.size() - command.aws->option("query")->value.size();
  std::vector<const Expression*> names;
  collect(*query, names);
  std::vector<AskedOutput> asked;
  for (const Expression* name : names) {
    if (name->text.empty() || name->text.find('$') != std::string::npos) continue;
    AskedOutput& output = asked.emplace_back(AskedOutput{name->text, word.span});
    // Within its quotes.
    if (is_as_written(word)) {
      output.span = {text.at(begins + name->begin + 1), static_cast<int>(name->text.size())};
    }
  }
  return asked;
}

std::string list_picked_from(const Expression& query) {
  if (query.kind == Kind::list || query.kind == Kind::object) {
    for (const Expression& part : query.parts) {
      const std::string name = list_picked_from(part);
      if (!name.empty()) return name;
    }
    return "";
  }
  std::vector<const Expression*> steps;
  collect_steps(query, steps);
  std::string list;
  bool through = false;  // a list has been gone through, and its elements' parts follow
  for (const Expression* step : steps) {
    switch (step->kind) {
      case Kind::field:
        if (!through) list = step->text;
        break;
      case Kind::projection:
      case Kind::flatten:
        through = true;
        break;
      case Kind::index:
        return list;
      default:
        return "";
    }
  }
  return "";
}

}  // namespace godwit::check
