#include "repo/readings/meaning.h"

#include <algorithm>
#include <initializer_list>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::repo {
namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view name, Names names) {
  return std::ranges::any_of(
      names, [&](std::string_view each) { return equal_ignoring_case(name, each); });
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::string_view name_of_file(std::string_view path) {
  return path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
}

bool describes(std::string_view key) {
  return is_one_of(key, {"description", "comment", "comments", "documentation", "summary",
                         "constraintdescription", "$comment", "_comment", "//", "helptext", "notes",
                         "readme", "changelog"});
}

bool holds_scripts(std::string_view key) {
  return is_one_of(key, {"run", "script", "scripts", "command", "commands", "cmd", "shell", "bash",
                         "before_script", "after_script", "userdata", "user_data", "runcmd",
                         "entrypoint", "preinstall", "postinstall", "install", "hooks"});
}

bool is_environment(std::string_view key) {
  return is_one_of(key, {"environment", "env", "environmentvariables", "environment_variables",
                         "env_variables", "envvars", "env_vars"});
}

}  // namespace

DocumentKind document_kind(std::string_view path, std::string_view text) {
  const std::string_view name = name_of_file(path);
  if (path.starts_with(".github/workflows/") || path.find("/.github/workflows/") != path.npos ||
      is_one_of(name, {"action.yml", "action.yaml"})) {
    return DocumentKind::workflow;
  }
  if (name.starts_with("serverless.") || name.starts_with("serverless-")) {
    return DocumentKind::serverless;
  }
  if (name.starts_with("docker-compose") || name.starts_with("compose.")) {
    return DocumentKind::compose;
  }
  if (name.starts_with(".gitlab-ci") || name.starts_with("buildspec") ||
      name.starts_with("bitbucket-pipelines") || name.starts_with("azure-pipelines") ||
      name.starts_with("appspec") || name.starts_with("amplify.y") ||
      path.find(".circleci/") != path.npos) {
    return DocumentKind::pipeline;
  }
  for (const std::string_view mark :
       {"AWSTemplateFormatVersion", "AWS::Serverless",
        "Type: AWS::", "Type: 'AWS::", "Type: \"AWS::", "\"Type\": \"AWS::", "\"Type\":\"AWS::"}) {
    if (text.find(mark) != text.npos) return DocumentKind::cloudformation;
  }
  const std::string_view beginning = text.substr(0, 2000);
  if (beginning.find("openapi") != beginning.npos || beginning.find("swagger") != beginning.npos) {
    return DocumentKind::openapi;
  }
  return DocumentKind::other;
}

Language language_of_code(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return Language::none;
  text.remove_prefix(first);
  if (text.starts_with("#!")) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size()));
    if (line.find("python") != line.npos) return Language::python;
    if (line.find("node") != line.npos || line.find("deno") != line.npos) {
      return Language::javascript;
    }
    return Language::shell;
  }
  if (text.front() == '{' || text.front() == '[') return Language::json;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view line = text.substr(at, std::min(text.find('\n', at), text.size()) - at);
    at += line.size() + 1;
    line = trim(line);
    const bool colon = line.ends_with(":");
    if ((line.starts_with("def ") || line.starts_with("async def ") ||
         line.starts_with("class ")) &&
        colon) {
      return Language::python;
    }
    if ((line.starts_with("import ") || line.starts_with("from ")) &&
        line.find_first_of("'\"{;") == line.npos) {
      return Language::python;
    }
    for (const std::string_view word :
         {"const ", "let ", "var ", "exports.", "function ", "import ", "module.", "async ",
          "export ", "'use strict'", "\"use strict\""}) {
      if (line.starts_with(word)) return Language::javascript;
    }
  }
  return Language::none;
}

Meaning meaning_of(DocumentKind kind, std::span<const std::string> path) {
  Meaning meaning;
  if (path.empty()) return meaning;
  const std::string_view last = path.back();
  // Of a list's entry, the list.
  std::size_t depth = path.size();
  while (depth > 1 && is_number(path[depth - 1])) --depth;
  const std::string_view key = path[depth - 1];
  const std::string_view above = depth >= 2 ? std::string_view(path[depth - 2]) : "";
  const std::string_view further = depth >= 3 ? std::string_view(path[depth - 3]) : "";
  const bool is_cloudformation = kind == DocumentKind::cloudformation;

  // What somebody wants to be given, and what is taken without it.
  const bool is_parameter = is_one_of(further, {"parameters", "inputs", "params"});
  if (is_parameter && equal_ignoring_case(key, "default")) {
    meaning.use = Use::default_value;
    meaning.overridden_by = above;
    return meaning;
  }
  if (describes(key) && !is_environment(above) && !equal_ignoring_case(above, "variables")) {
    meaning.use = Use::documentation;
    return meaning;
  }
  if (is_one_of(key, {"allowedvalues", "enum", "choices", "options", "matrix"}) ||
      equal_ignoring_case(above, "matrix")) {
    meaning.ordered = false;
    return meaning;
  }
  if (equal_ignoring_case(key, "default") && kind == DocumentKind::openapi) {
    meaning.use = Use::default_value;
    return meaning;
  }

  // An environment.
  if (equal_ignoring_case(above, "variables") &&
      (is_environment(further) || kind == DocumentKind::pipeline)) {
    meaning.gives = true;
    return meaning;
  }
  if (is_environment(key) && depth < path.size() && depth + 1 == path.size()) {
    meaning.gives = true;
    meaning.pairs = true;
    return meaning;
  }
  if (is_environment(above) && depth == path.size() && !equal_ignoring_case(key, "variables") &&
      !is_one_of(further, {"parameters", "inputs", "mappings"})) {
    meaning.gives = true;
    return meaning;
  }

  // What a stack, a step or a module is given.
  if (is_cloudformation && equal_ignoring_case(above, "parameters") &&
      equal_ignoring_case(further, "properties")) {
    meaning.use = Use::parameter;
    meaning.gives = true;
    return meaning;
  }
  if (kind == DocumentKind::workflow && above == "with") {
    meaning.use = Use::parameter;
    return meaning;
  }
  if (kind == DocumentKind::compose &&
      ((above == "args" && further == "build") || (key == "args" && above == "build"))) {
    meaning.use = Use::parameter;  // of a Dockerfile's ARG
    meaning.gives = true;
    meaning.pairs = key == "args";
    return meaning;
  }
  if (is_one_of(key, {"parameteroverrides", "parameter_overrides"})) {
    meaning.use = Use::parameter;
    meaning.overrides = true;
    return meaning;
  }
  if (is_one_of(above, {"parameteroverrides", "parameter_overrides"})) {
    meaning.use = Use::parameter;
    meaning.gives = true;
    return meaning;
  }

  // Code.
  if (is_one_of(key, {"zipfile", "inlinecode", "functioncode", "inline_code"})) {
    meaning.use = Use::code;
    meaning.is_code = true;
    return meaning;
  }
  if (holds_scripts(key) || holds_scripts(above) ||
      (equal_ignoring_case(key, "fn::base64") && equal_ignoring_case(above, "userdata")) ||
      (holds_scripts(further) && is_one_of(key, {"command", "run"}))) {
    meaning.use = Use::code;
    meaning.language = Language::shell;
    return meaning;
  }
  if (last.find('.') != last.npos && !last.starts_with('.')) meaning.file = last;
  return meaning;
}

}  // namespace godwit::repo
