#include "check/read_scripts.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "check/console.h"
#include "check/paths.h"
#include "check/script_walk.h"

namespace godwit::check {
namespace {

// Of all scripts together, that much is parsed; others stay empty.
constexpr std::size_t most_bytes = 32'000'000;

bool is_environment_file(std::string_view path) {
  const std::string_view name = file_name(path);
  return name == ".env" || name.ends_with(".env") || name.starts_with(".env.");
}

// "/x/y.sh" and "./x/y.sh" are "x/y.sh".
std::string_view bare(std::string_view path) {
  while (path.starts_with('/') || path.starts_with("./")) {
    path.remove_prefix(path[0] == '/' ? 1 : 2);
  }
  return path;
}

bool same_file(std::string_view path, std::string_view named) {
  path = bare(path);
  named = bare(named);
  if (path == named) return true;
  const auto ends = [](std::string_view whole, std::string_view end) {
    return whole.size() > end.size() && whole.ends_with(end) &&
           whole[whole.size() - end.size() - 1] == '/';
  };
  return !named.empty() && !path.empty() && (ends(path, named) || ends(named, path));
}

std::shared_ptr<const shell::Parsed> parse(const ScriptInput& input) {
  const auto manner = input.document >= 0 ? shell::Manner::document : shell::Manner::script;
  std::string_view content = input.text.content();
  std::optional<std::string> session;
  if (input.document >= 0) session = commands_of_session(content);
  if (session) content = *session;
  return std::make_shared<const shell::Parsed>(shell::parse(content, manner));
}

// A block that only sets variables, and is to be a part of a file.
std::optional<Edits> edits_of(const Script& of) {
  if (of.document < 0 || of.writes_to.empty()) return std::nullopt;
  Edits edits;
  Variables variables;
  for (const shell::Statement& each : of.parsed->script.statements) {
    if (each.kind != shell::Statement::Kind::simple) return std::nullopt;
    if (!each.command.words.empty() && each.command.words[0].literal() != "export") {
      return std::nullopt;
    }
    for (const shell::Assignment& setting : each.command.assignments) {
      if (!setting.value) return std::nullopt;
      Edit edit{.span = span_of(of.text, setting.extent.begin, setting.extent.end)};
      edit.value.text = variables.expand_whole(setting.value->parts);
      if (edit.value.text.known) edits.insert_or_assign(setting.name, std::move(edit));
    }
  }
  if (edits.empty()) return std::nullopt;
  return edits;
}

std::map<std::size_t, Edits> edits_of(const std::vector<Script>& scripts) {
  std::map<std::size_t, Edits> all;
  for (const Script& from : scripts) {
    const std::optional<Edits> edits = edits_of(from);
    if (!edits) continue;
    for (std::size_t index = 0; index < scripts.size(); ++index) {
      const Script& to = scripts[index];
      if (to.document >= 0 || !same_file(to.file, from.writes_to)) continue;
      for (const auto& [name, edit] : *edits) all[index].insert_or_assign(name, edit);
    }
  }
  return all;
}

}  // namespace

bool is_shell(std::string_view language) {
  static constexpr std::string_view languages[] = {
      "bash",          "sh",           "shell",        "zsh",          "ksh",
      "dash",          "console",      "terminal",     "shell-script", "sh-session",
      "shell-session", "shellsession", "bash-session", "shellscript"};
  return std::ranges::find(languages, to_lower(language)) != std::end(languages);
}

ScriptReading read_scripts(std::vector<ScriptInput> inputs) {
  ScriptReading reading;
  std::size_t bytes = 0;
  for (ScriptInput& input : inputs) {
    Script& script = reading.scripts.emplace_back();
    bytes += input.text.content().size();
    script.parsed = bytes <= most_bytes ? parse(input) : std::make_shared<const shell::Parsed>();
    script.text = std::move(input.text);
    script.file = std::move(input.file);
    script.document = input.document;
    script.code = input.code;
    script.writes_to = std::move(input.writes_to);
  }
  ScriptWalk walk(reading, edits_of(reading.scripts));
  ScriptWalk::Scope of_document;
  int document = -1;
  const auto end_document = [&] {
    walk.end(of_document);
    of_document = {};
  };
  for (std::size_t index = 0; index < reading.scripts.size(); ++index) {
    const Script& script = reading.scripts[index];
    if (is_environment_file(script.document >= 0 ? script.writes_to : script.file)) continue;
    const bool typed = script.document >= 0 && script.writes_to.empty() &&
                       !script.text.content().starts_with("#!");
    if (script.document != document) {
      end_document();
      document = script.document;
    }
    of_document.variables.placeholders = document >= 0;
    if (typed) {
      walk.walk(index, of_document);
      continue;
    }
    ScriptWalk::Scope own;
    own.variables.placeholders = document >= 0;
    walk.walk(index, own);
    walk.end(own);
  }
  end_document();
  return reading;
}

}  // namespace godwit::check
