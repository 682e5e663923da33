// Fact B4: a variable that nobody sets is empty, and the shell says nothing.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "check/paths.h"
#include "check/rule.h"
#include "check/sessions.h"
#include "shell/script.h"

namespace godwit::check::rule {
namespace {

// With more variables than these, nobody guesses which one was meant.
constexpr std::size_t most_names = 500;

// Settings of one document's shell, or of one script, by name; and what its reader decides.
struct Known {
  std::map<std::string_view, const Setting*> settings;
  std::set<std::string_view> defaulted;  // "${X:-...}", "[ -z "$X" ]": it may be unset
  bool open = false;                     // it reads files that nobody knows
};

std::set<std::string_view> words_of(std::string_view name) {
  const std::vector<std::string_view> words = split(name, '_');
  return {words.begin(), words.end()};
}

// "PRIMARY_CHECK_ID" is another thing than "CHECK_ID", and no slip: such a word tells two things of
// a kind apart.
bool tells_apart(std::string_view word) {
  constexpr auto words = std::to_array<std::string_view>(
      {"primary",     "secondary", "source",  "target",   "src",     "dst",      "dest",
       "destination", "old",       "new",     "blue",     "green",   "prod",     "staging",
       "stage",       "dev",       "test",    "dr",       "standby", "backup",   "recovery",
       "replica",     "local",     "remote",  "public",   "private", "internal", "external",
       "first",       "second",    "east",    "west",     "eu",      "us",       "ap",
       "previous",    "current",   "last",    "from",     "to",      "my",       "other",
       "peer",        "active",    "passive", "failover", "restored"});
  return std::ranges::find(words, to_lower(word)) != words.end();
}

// Words that only the first has.
bool has_more_that_tells_apart(const std::set<std::string_view>& words,
                               const std::set<std::string_view>& others) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return !others.contains(word) && tells_apart(word); });
}

// The variable that was meant: one letter is wrong, or a word too many or too few.
const Setting* meant(std::string_view name, const Known& known) {
  std::vector<std::string> candidates;
  const std::set<std::string_view> words = words_of(name);
  const Setting* found = nullptr;
  if (known.settings.size() > most_names) return nullptr;
  for (const auto& [candidate, setting] : known.settings) {
    candidates.emplace_back(candidate);
    const std::set<std::string_view> others = words_of(candidate);
    if (words.size() < 2 || others.size() < 2) continue;
    const bool within =
        std::ranges::includes(words, others) || std::ranges::includes(others, words);
    const std::size_t apart =
        words.size() > others.size() ? words.size() - others.size() : others.size() - words.size();
    if (within && apart == 1 && found == nullptr && !has_more_that_tells_apart(words, others)) {
      found = setting;
    }
  }
  if (const auto near = nearest(name, candidates); near && near->size() > 3) {
    return known.settings.find(*near)->second;
  }
  return found;
}

// NAME=value in here-documents that make a settings file.
struct Written {
  Span span;
  std::string path;
};
std::map<std::string, Written> written_settings(const Subject& subject, int document) {
  std::map<std::string, Written> written;
  for (const Command& command : subject.commands) {
    if (subject.scripts[command.script].document != document || command.here.empty()) continue;
    const std::string_view path = command.writes;
    if (!path.ends_with(".env") && !path.contains(".env.")) continue;
    const SourceText& body = command.here.back();
    for (const shell::Statement& each : shell::parse(body.content()).script.statements) {
      for (const shell::Assignment& setting : each.command.assignments) {
        written.try_emplace(
            setting.name,
            Written{span_of(body, setting.extent.begin, setting.extent.begin + setting.name.size()),
                    std::string(path)});
      }
    }
  }
  return written;
}

void look_at(const Subject& subject, const Known& known, const std::vector<const Use*>& uses,
             int document, Findings& findings) {
  const auto written =
      document >= 0 ? written_settings(subject, document) : std::map<std::string, Written>();
  const auto spoken = document >= 0
                          ? spoken_names(subject.documents[static_cast<std::size_t>(document)])
                          : std::set<std::string_view>();
  std::map<std::string_view, const Setting*> meant_by;
  std::set<std::pair<int, int>> told;
  for (const Use* use : uses) {
    if (use->defaulted || known.settings.contains(use->name) ||
        known.defaulted.contains(use->name) || is_of_environment(use->name)) {
      continue;
    }
    if (spoken.contains(use->name)) continue;
    if (!told.emplace(use->span.at.line, use->span.at.column).second) continue;
    const auto [other_of, is_new] = meant_by.try_emplace(use->name, nullptr);
    if (is_new && meant_by.size() < most_names) other_of->second = meant(use->name, known);
    if (const Setting* other = other_of->second) {
      Finding& finding = findings.add(
          use->span,
          fmt::format("{} is set nowhere{}: the shell puts nothing in its place, and the command "
                      "runs all the same (did you mean {}?)",
                      use->name, document >= 0 ? " in this document" : "", other->name),
          fmt::format("use the name that is set, and begin with 'set -u', which stops at variables "
                      "that are not"));
      finding.related.push_back({other->span, other->name + " is set here"});
    } else if (const auto file = written.find(use->name); file != written.end()) {
      Finding& finding = findings.add(
          use->span,
          fmt::format("{} is written to {}, which no command reads into the shell: it is empty "
                      "here",
                      use->name, file->second.path),
          fmt::format("run 'set -a; . {}; set +a' first, and begin with 'set -u'",
                      file->second.path));
      finding.severity = Severity::warning;
      finding.related.push_back({file->second.span, "it is written here"});
    }
  }
}

void look(const Subject& subject, Findings& findings) {
  // Whose variables they are: a document's shell (its index), or a script's (behind those).
  const auto owner = [&](std::size_t script) {
    const Script& of = subject.scripts[script];
    return is_typed(of) ? static_cast<std::size_t>(of.document) : subject.documents.size() + script;
  };
  std::map<std::size_t, Known> known;
  std::map<std::size_t, std::vector<const Use*>> uses;
  std::set<std::string_view> sourced;
  for (std::size_t index = 0; index < subject.scripts.size(); ++index) {
    known[owner(index)].open |= subject.scripts[index].sources_unknown;
  }
  for (const Setting& setting : subject.settings) {
    known[owner(setting.script)].settings.try_emplace(setting.name, &setting);
  }
  for (const Use& use : subject.uses) {
    Known& of = known[owner(use.script)];
    if (use.defaulted) of.defaulted.insert(use.name);
    uses[owner(use.script)].push_back(&use);
  }
  for (const Command& command : subject.commands) {
    const std::size_t of = owner(command.script);
    for (const Word& word : command.words) {
      if (command.name == "[" || command.name == "test" || command.name == "envsubst") {
        for (const std::string& name : word.variables) known[of].defaulted.insert(name);
      }
    }
    if ((command.name == "source" || command.name == ".") && command.words.size() > 1) {
      const std::string_view path = command.words[1].value.text;
      sourced.insert(file_name(path));
    }
  }
  // Documents are read as one procedure: what one of them sets, another may use.
  std::set<std::string_view> of_documents;
  for (std::size_t document = 0; document < subject.documents.size(); ++document) {
    for (const auto& [name, setting] : known[document].settings) of_documents.insert(name);
  }
  for (auto& [of, found] : uses) {
    if (known[of].open) continue;
    if (of < subject.documents.size()) {
      std::erase_if(found, [&](const Use* use) { return of_documents.contains(use->name); });
    }
    const bool typed = of < subject.documents.size();
    if (!typed) {
      // What is sourced uses its caller's variables; a document's script, those of its reader.
      const Script& script = subject.scripts[of - subject.documents.size()];
      const std::string_view path = script.document >= 0 ? script.writes_to : script.file;
      if (script.document >= 0 || sourced.contains(file_name(path))) continue;
      // Names in capitals are the environment's, by custom.
      std::erase_if(found, [](const Use* use) {
        return std::ranges::none_of(use->name, [](char c) { return c >= 'a' && c <= 'z'; });
      });
    }
    look_at(subject, known[of], found, typed ? static_cast<int>(of) : -1, findings);
  }
}

}  // namespace

extern const Rule variable_never_set;
const Rule variable_never_set{.id = "variable-never-set",
                              .severity = Severity::error,
                              .title = "a variable is used that nobody sets",
                              .look = look};

}  // namespace godwit::check::rule
