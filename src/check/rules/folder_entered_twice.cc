// A document's blocks are typed into one shell, and each begins with "cd" into the same folder.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/cd.html
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "check/rule.h"
#include "check/sessions.h"

namespace godwit::check::rule {
namespace {

// Where a document's shell is, beneath where it began.
struct Place {
  std::vector<std::string> folders;
  std::optional<Span> entered;  // the first of them
  bool known = true;
};

bool exists(const Subject& subject, const std::vector<std::string>& folders) {
  const std::string path = join(folders, "/") + "/";
  return std::ranges::any_of(subject.files, [&](const ShownFile& file) {
    return file.document < 0 && (file.path.starts_with(path) || file.path.contains("/" + path));
  });
}

void enter(const Subject& subject, const Command& command, Place& place, Findings& findings) {
  if (command.words.size() != 2 || !command.words[1].value.known) {
    place = {.known = false};
    return;
  }
  const std::string& target = command.words[1].value.text;
  std::vector<std::string> parts;
  for (const std::string_view part : split(target, '/')) {
    if (!part.empty() && part != ".") parts.emplace_back(part);
  }
  const bool relative = !target.starts_with('/') && !target.starts_with('~') && target != "-";
  if (!relative || parts.empty()) {
    place = {.known = false};
    return;
  }
  if (parts[0] == "..") {
    for (const std::string& part : parts) {
      if (part != "..") {
        place.folders.push_back(part);
      } else if (!place.folders.empty()) {
        place.folders.pop_back();
      } else {
        place.known = false;
      }
    }
    return;
  }
  if (place.known && !place.folders.empty() && place.folders[0] == parts[0]) {
    std::vector<std::string> twice = place.folders;
    twice.insert(twice.end(), parts.begin(), parts.end());
    if (!exists(subject, twice)) {
      Finding& finding = findings.add(
          command.words[1].span,
          fmt::format("the shell is in {} already when its reader follows the document in one "
                      "shell: this looks for {}, and the commands after it run in the wrong folder",
                      join(place.folders, "/"), join(twice, "/")),
          fmt::format("begin each block at the same place: cd \"$(git rev-parse --show-toplevel)"
                      "/{}\", or put the block in brackets, which leaves the shell where it was",
                      join(parts, "/")));
      if (place.entered) finding.related.push_back({*place.entered, "it is entered here"});
    }
    place.folders = parts;
    return;
  }
  if (place.folders.empty()) {
    place.entered = command.words[1].span;
    place.known = true;
  }
  place.folders.insert(place.folders.end(), parts.begin(), parts.end());
}

void look(const Subject& subject, Findings& findings) {
  std::map<int, Place> places;
  std::map<int, bool> one_shell;
  for (const Command& command : subject.commands) {
    const Script& script = subject.scripts[command.script];
    if (!is_typed(script)) continue;
    Place& place = places[script.document];
    if (command.name == "pushd" || command.name == "popd" ||
        (command.name == "git" && command.words.size() > 1 &&
         command.words[1].value.text == "clone")) {
      place = {.known = false};
    }
    if (command.name != "cd" || command.inside >= 0 || !command.sets.empty()) continue;
    if (command.conditional || command.in_loop) {
      place = {.known = false};
      continue;
    }
    std::vector<Finding> found;
    Findings own("folder-entered-twice", Severity::warning, found);
    enter(subject, command, place, own);
    if (found.empty()) continue;
    const auto [one, is_new] = one_shell.try_emplace(script.document, false);
    if (is_new) one->second = is_one_shell(subject, script.document);
    if (!one->second) continue;
    for (Finding& each : found) {
      Finding& finding = findings.add(each.span, std::move(each.message), std::move(each.remedy));
      finding.related = std::move(each.related);
    }
  }
}

}  // namespace

extern const Rule folder_entered_twice;
const Rule folder_entered_twice{.id = "folder-entered-twice",
                                .severity = Severity::warning,
                                .title = "a folder is entered from within itself",
                                .look = look};

}  // namespace godwit::check::rule
