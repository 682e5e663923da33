#include <fmt/format.h>

#include <algorithm>

#include "awscli/check_value.h"
#include "awscli/jmespath.h"
#include "awscli/query_type.h"
#include "awscli/shorthand.h"
#include "awscli/suggest.h"
#include "awscli/validator.h"
#include "base/ascii.h"
#include "base/text.h"

namespace godwit::awscli {

namespace {

char first_letter(std::string_view text) {
  text = trim(text);
  return text.empty() ? '\0' : text[0];
}

// MY_BUCKET: nobody's bucket.
bool is_capitals(std::string_view text) {
  const bool capitals = text.size() > 2 && std::ranges::all_of(text, [](char letter) {
                          return (letter >= 'A' && letter <= 'Z') || letter == '_' ||
                                 letter == '-' || (letter >= '0' && letter <= '9');
                        });
  return capitals && (text.find('_') != std::string_view::npos || text == "NAME" || text == "ID") &&
         (text.find("NAME") != std::string_view::npos ||
          text.find("ID") != std::string_view::npos || text.find("ARN") != std::string_view::npos ||
          text.find("MY_") != std::string_view::npos ||
          text.find("REGION") != std::string_view::npos ||
          text.find("ACCOUNT") != std::string_view::npos);
}

}  // namespace

// A parameter's text, or its file's; nothing where that is not known, or is no text of a value.
std::optional<Source> Validator::resolve(const Source& source) const {
  if (source.text.starts_with("fileb://")) return {};
  if (!source.text.starts_with("file://")) return source;
  const SourceText* file = source.known && file_of_ ? file_of_(source.text) : nullptr;
  if (file == nullptr && source.known && file_of_) file = file_of_(source.text.substr(7));
  if (file == nullptr) return {};
  return Source{.text = file->content(), .argument = source.argument, .in_file = true};
}

std::optional<Value> Validator::read(const Source& source, bool json, std::string_view name) {
  auto value = json ? read_json(source.text) : read_shorthand(source.text);
  if (value) return std::move(*value);
  // What is unknown may be more than it looks, and what is for people is no JSON.
  if (!source.known) return {};
  const SyntaxError& error = value.error();
  const bool cut = error.message.find("cut short") != std::string::npos;
  if (!cut && !source.in_file && is_placeholder(source.text)) return {};
  add(json ? Kind::bad_json : Kind::wrong_type, source, error.at, error.at + 1,
      cut ? fmt::format("the JSON of {} is cut short by '...': the command cannot run as it stands",
                        name)
      : json ? fmt::format("{} is no JSON: {}", name, error.message)
             : fmt::format("{} is not in the shorthand syntax: {}", name, error.message),
      cut    ? "write it out"
      : json ? "repair the JSON; jq . shows the same"
             : "write KEY=VALUE,KEY=VALUE, or JSON");
  return {};
}

void Validator::check(const Value& value, const Shape& shape, const Source& source,
                      std::string_view name) {
  for (ValueProblem& problem : check_value(value, shape, name, *model_)) {
    if (problem.kind == Kind::not_base64 && invocation_.option("cli-binary-format")) continue;
    add(problem.kind, source, problem.begin, problem.end, std::move(problem.message),
        std::move(problem.remedy));
  }
}

void Validator::look_at_values(const Shape& shape, const Option& option) {
  const std::string name = "--" + option.name;
  const bool list = shape.kind == ShapeKind::list;
  if (list && option.values.size() == 1) {
    const auto source = resolve(source_of(option, option.values[0]));
    if (!source) return;
    if (first_letter(source->text) == '[') {
      if (const auto value = read(*source, true, name)) check(*value, shape, *source, name);
      return;
    }
    look_at_value(*shape.element, *source, name, true);
    return;
  }
  if (list) {
    for (const std::size_t at : option.values) {
      if (const auto source = resolve(source_of(option, at))) {
        look_at_value(*shape.element, *source, name, true);
      }
    }
    return;
  }
  if (const auto source = resolve(source_of(option, option.values[0]))) {
    look_at_value(shape, *source, name, false);
  }
}

void Validator::look_at_value(const Shape& shape, const Source& source, std::string_view name,
                              bool element) {
  if (shape.is_complex()) return look_at_structure(shape, source, name, element);
  if (shape.kind == ShapeKind::document) {
    if (const auto value = read(source, true, name)) check(*value, shape, source, name);
    return;
  }
  if (!source.known || source.in_file || is_capitals(source.text)) return;
  // A scalar on the command line is what the shorthand syntax has, too: a text.
  const Value value{.kind = Value::Kind::text,
                    .end = source.text.size(),
                    .text = std::string(source.text),
                    .shorthand = true};
  check(value, shape, source, name);
}

void Validator::look_at_structure(const Shape& shape, const Source& source, std::string_view name,
                                  bool element) {
  const char first = first_letter(source.text);
  if (first == '{' || first == '[') {
    if (const auto value = read(source, true, name)) check(*value, shape, source, name);
    return;
  }
  if (source.in_file && first == '\0') return;
  // A structure of one member may be given by that alone, here and there.
  const bool plain = source.text.find('=') == std::string_view::npos;
  if (plain && shape.is_structure() && shape.members.size() == 1) return;
  if (!source.known && plain) return;
  if (is_placeholder(source.text) && plain) return;
  if (plain && !element && source.text.find(':') != std::string_view::npos && source.in_file)
    return;
  if (const auto value = read(source, false, name)) check(*value, shape, source, name);
}

// --cli-input-json: everything at once; options may add to it.
void Validator::look_at_input(const Shape& input, const Option& option) {
  if (option.values.empty()) return;
  const auto source = resolve(source_of(option, option.values[0]));
  if (!source) return;
  const auto value = read(*source, true, "--cli-input-json");
  if (!value) return;
  for (ValueProblem& problem : check_value(*value, input, "--cli-input-json", *model_)) {
    if (problem.kind == Kind::missing_member && problem.begin == value->begin) continue;
    add(problem.kind, *source, problem.begin, problem.end, std::move(problem.message),
        std::move(problem.remedy));
  }
}

void Validator::look_at_query() {
  const Option* option = invocation_.option("query");
  if (option == nullptr || option->values.empty()) return;
  const Source source = source_of(*option, option->values[0]);
  auto query = jmespath::parse(source.text);
  if (!query) {
    if (!source.known || is_placeholder(source.text)) return;
    add(Kind::query_invalid, source, query.error().at, query.error().at + 1,
        fmt::format("the query is no JMESPath: {}", query.error().message),
        "see https://jmespath.org/specification.html");
    return;
  }
  if (invocation_.option("generate-cli-skeleton") != nullptr) return;
  const bool typed = operation_ != nullptr && invocation_.operation != "wait";
  for (QueryProblem& problem :
       typed ? look_at(*query, operation_->output, *model_, *operation_) : look_at(*query)) {
    if (!source.known && problem.invalid) continue;
    add(problem.invalid ? Kind::query_invalid : Kind::query_no_member, source, problem.begin,
        problem.end, std::move(problem.message), std::move(problem.remedy));
  }
}

}  // namespace godwit::awscli
