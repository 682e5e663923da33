#include "check/sessions.h"

#include <algorithm>
#include <map>

namespace godwit::check {
namespace {

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void add_names(std::string_view text, std::set<std::string_view>& names) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && in_name(text[end])) ++end;
    if (end > at) names.insert(text.substr(at, end - at));
    at = std::max(end, at + 1);
  }
}

}  // namespace

bool is_typed(const Script& script) {
  return script.document >= 0 && script.writes_to.empty() &&
         !script.text.content().starts_with("#!");
}

bool is_one_shell(const Subject& subject, int document) {
  std::map<std::string_view, std::size_t> first_set;  // by which script
  for (const Setting& setting : subject.settings) {
    const Script& script = subject.scripts[setting.script];
    if (script.document == document && is_typed(script)) {
      first_set.try_emplace(setting.name, setting.script);
    }
  }
  return std::ranges::any_of(subject.uses, [&](const Use& use) {
    const Script& script = subject.scripts[use.script];
    if (script.document != document || !is_typed(script)) return false;
    const auto found = first_set.find(use.name);
    return found != first_set.end() && found->second < use.script;
  });
}

bool is_of_environment(std::string_view variable) {
  static constexpr std::string_view names[] = {
      "BASH",          "BASHPID",      "BASHOPTS",      "BASH_SOURCE", "BASH_VERSION",
      "BASH_LINENO",   "BASH_REMATCH", "BASH_VERSINFO", "COLUMNS",     "DIRSTACK",
      "EDITOR",        "EPOCHSECONDS", "EUID",          "FUNCNAME",    "GROUPS",
      "HOME",          "HOSTNAME",     "HOSTTYPE",      "IFS",         "KUBECONFIG",
      "LANG",          "LINENO",       "LINES",         "LOGNAME",     "MACHTYPE",
      "OLDPWD",        "OPTARG",       "OPTIND",        "OSTYPE",      "PAGER",
      "PATH",          "PIPESTATUS",   "PPID",          "PS1",         "PS2",
      "PS4",           "PWD",          "RANDOM",        "REPLY",       "SECONDS",
      "SHELL",         "SHELLOPTS",    "SHLVL",         "TERM",        "TMPDIR",
      "UID",           "USER",         "USERNAME",      "VISUAL",      "DISPLAY",
      "EPOCHREALTIME", "MAPFILE",      "NODE_ENV",      "VIRTUAL_ENV", "GOPATH",
      "JAVA_HOME",     "COMP_WORDS",   "COMP_CWORD",    "CI",          "DEBUG",
      "WORKSPACE"};
  static constexpr std::string_view families[] = {
      "AWS_", "GITHUB_",    "RUNNER_", "CI_",      "LC_",  "XDG_",    "SSH_", "GIT_", "DOCKER_",
      "npm_", "CODEBUILD_", "BUILD_",  "JENKINS_", "ECS_", "LAMBDA_", "CDK_", "SAM_", "TF_"};
  return std::ranges::find(names, variable) != std::end(names) ||
         std::ranges::any_of(families,
                             [&](std::string_view each) { return variable.starts_with(each); });
}

std::set<std::string_view> spoken_names(const Document& document) {
  const markdown::Document& content = document.content;
  std::set<std::string_view> names;
  for (const markdown::Prose& each : content.prose) add_names(each.text.content(), names);
  for (const markdown::Section& each : content.sections) add_names(each.title.content(), names);
  for (const markdown::Table& table : content.tables) {
    for (const std::vector<markdown::Cell>& row : table.rows) {
      for (const markdown::Cell& cell : row) add_names(cell.text.content(), names);
    }
  }
  static constexpr std::string_view settings[] = {"env", "dotenv", "ini", "properties", "text", ""};
  for (const markdown::Code& code : content.code) {
    if (std::ranges::find(settings, code.language) != std::end(settings)) {
      add_names(code.text.content(), names);
    }
  }
  return names;
}

}  // namespace godwit::check
