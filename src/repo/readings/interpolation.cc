// What is filled into a text, and what is taken where it is missing.
// Compose: https://docs.docker.com/reference/compose-file/interpolation/; Serverless Framework:
// https://www.serverless.com/framework/docs/guides/variables; GitHub's expressions:
// https://docs.github.com/en/actions/reference/evaluate-expressions-in-workflows-and-actions;
// Helm's and Jinja's `default`.
#include <algorithm>

#include "base/text.h"
#include "repo/readings/maker.h"

namespace godwit::repo {
namespace {

constexpr std::size_t longest = 500;  // bytes, of one that is filled in

// The last part of "vars.AWS_REGION", ".Values.region".
std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == path.npos ? path : path.substr(dot + 1);
}

std::string_view first_word(std::string_view text, std::size_t from) {
  while (from < text.size() && !is_of_name(text[from])) ++from;
  std::size_t end = from;
  while (end < text.size() && is_of_name(text[end])) ++end;
  return text.substr(from, end - from);
}

// Where the Serverless Framework gets a variable from; Spring's names are none of them.
bool is_source(std::string_view name) {
  static constexpr std::string_view sources[] = {
      "env", "opt", "self", "ssm",       "cf",     "file",      "param", "sls",   "aws",
      "s3",  "git", "str",  "strToBool", "output", "terraform", "vault", "custom"};
  return std::ranges::find(sources, name) != std::end(sources) || name.starts_with("cf.") ||
         name.starts_with("ssm.");
}

struct Quoted {
  std::size_t begin = 0;
  std::size_t end = 0;
  Quoting quoting = Quoting::none;
};

// The text between the first quotes from a place on.
bool find_quoted(std::string_view text, std::size_t from, Quoted& found) {
  const std::size_t quote = text.find_first_of("'\"", from);
  if (quote == text.npos) return false;
  const std::size_t close = text.find(text[quote], quote + 1);
  if (close == text.npos) return false;
  found = {quote + 1, close, text[quote] == '"' ? Quoting::double_ : Quoting::single};
  return true;
}

}  // namespace

void Maker::add_interpolations(std::size_t begin, std::size_t end, const std::string& name) const {
  const std::string_view value = text_.substr(begin, end - begin);
  const auto add_default = [&](std::size_t from, std::size_t to, Quoting quoting,
                               std::string_view overridden_by) {
    while (from < to && value[from] == ' ') ++from;
    while (to > from && value[to - 1] == ' ') --to;
    if (from == to) return;
    Part part{.begin = begin + from,
              .end = begin + to,
              .use = Use::default_value,
              .quoting = quoting,
              .name = name};
    part.overridden_by = overridden_by;
    add(std::move(part));
  };
  for (std::size_t at = 0; at + 4 < value.size(); ++at) {
    at = value.find_first_of("${", at);
    if (at == value.npos || at + 4 >= value.size()) return;
    const bool template_braces = value.substr(at).starts_with("{{");
    const bool expression = value.substr(at).starts_with("${{");
    if (template_braces || expression) {
      const std::size_t inside = at + (expression ? 3 : 2);
      const std::string_view limited = value.substr(0, std::min(value.size(), inside + longest));
      const std::size_t close = limited.find("}}", inside);
      if (close == limited.npos) continue;
      const std::string_view text = limited.substr(0, close);
      const std::size_t or_else = text.find("||", inside);
      const std::size_t word = text.find("default", inside);
      Quoted quoted;
      if (or_else != text.npos && find_quoted(text, or_else, quoted)) {
        add_default(quoted.begin, quoted.end, quoted.quoting, last_name(first_word(text, inside)));
      } else if (word != text.npos && find_quoted(text, word, quoted)) {
        std::string_view taken = first_word(text, inside);
        if (taken == "default") taken = first_word(text, quoted.end + 1);
        Quoted looked_up;
        if (taken == "lookup" && find_quoted(text, inside, looked_up) &&
            find_quoted(text, looked_up.end + 1, looked_up)) {
          taken = text.substr(looked_up.begin, looked_up.end - looked_up.begin);
        }
        add_default(quoted.begin, quoted.end, quoted.quoting, last_name(taken));
      }
      at = close;
      continue;
    }
    if (!value.substr(at).starts_with("${")) continue;
    const std::size_t inside = at + 2;
    std::size_t name_end = inside;
    while (name_end < value.size() && is_of_name(value[name_end]) && value[name_end] != '-') {
      ++name_end;
    }
    if (name_end == inside || name_end >= value.size()) continue;
    const std::string_view variable = value.substr(inside, name_end - inside);
    const std::string_view limited = value.substr(0, std::min(value.size(), name_end + longest));
    const std::string_view rest = value.substr(name_end);
    if (rest.starts_with(":-") || rest.starts_with("-") || rest.starts_with(":=")) {
      const std::size_t from = name_end + (rest.front() == ':' ? 2 : 1);
      // One within it is looked at next.
      const std::size_t close = limited.find('}', from);
      if (close == limited.npos) continue;
      if (limited.substr(0, close).find("${", from) == limited.npos) {
        add_default(from, close, Quoting::none, variable);
      }
      at = from - 1;
    } else if (rest.starts_with(":")) {
      // "env:NAME, 'y'", "opt:region, self:custom.x, 'y'"
      const std::size_t close = limited.find('}', name_end);
      if (close == limited.npos) continue;
      const std::string_view text = limited.substr(0, close);
      const std::size_t comma = text.rfind(',');
      if (comma == text.npos || comma < name_end) {
        // Spring's "${aws.region:y}"
        if (!is_source(variable)) add_default(name_end + 1, close, Quoting::none, variable);
        continue;
      }
      const std::string_view taken = first_word(text, name_end + 1);
      Quoted quoted;
      if (find_quoted(text, comma, quoted)) {
        add_default(quoted.begin, quoted.end, quoted.quoting, last_name(taken));
      } else if (text.find(':', comma) == text.npos) {
        add_default(comma + 1, close, Quoting::none, last_name(taken));
      }
    }
  }
}

}  // namespace godwit::repo
