#include "repo/givens.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "repo/code_folders.h"
#include "repo/part_cursor.h"
#include "repo/place_cursor.h"

namespace godwit::repo {
namespace {

constexpr std::string_view name_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         text.find_first_not_of(name_letters) == std::string_view::npos;
}

// A command with the lines that it goes on over.
struct Command {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string target;  // the template that it names, as far as its path is known
};

// What of a path is known: behind its last component with a variable in it.
std::string known_end_of_path(std::string_view path) {
  std::string known;
  for (const std::string_view part : split(path, '/')) {
    if (part.find_first_of("$`*?{") != std::string_view::npos) {
      known.clear();
      continue;
    }
    if (part.empty() || part == "." || part == "..") continue;
    if (!known.empty()) known += '/';
    known += part;
  }
  return known;
}

std::string template_of(std::string_view command) {
  for (const std::string_view option :
       {"--template-file", "--template-body", "--template-url", "--template", "-t"}) {
    for (std::size_t at = command.find(option); at != std::string_view::npos;
         at = command.find(option, at + option.size())) {
      const std::size_t after = at + option.size();
      const bool begins = at == 0 || command[at - 1] == ' ' || command[at - 1] == '\t';
      if (!begins || after >= command.size() ||
          (command[after] != ' ' && command[after] != '=' && command[after] != '\t')) {
        continue;
      }
      std::string_view value = command.substr(after + 1);
      value = value.substr(std::min(value.find_first_not_of(" \t\\\r\n'\""), value.size()));
      value = value.substr(0, std::min(value.find_first_of(" \t\\\r\n'\""), value.size()));
      if (value.starts_with("file://")) value.remove_prefix(7);
      if (std::string known = known_end_of_path(value); !known.empty()) return known;
    }
  }
  return {};
}

Command command_around(std::string_view text, std::size_t offset) {
  const auto continues = [&](std::size_t line_end) {
    while (line_end > 0 && (text[line_end - 1] == '\r' || text[line_end - 1] == ' ')) --line_end;
    return line_end > 0 && text[line_end - 1] == '\\';
  };
  Command command;
  std::size_t begin = offset;
  while (true) {
    const std::size_t end_before = begin == 0 ? text.npos : text.rfind('\n', begin - 1);
    if (end_before == text.npos) {
      begin = 0;
      break;
    }
    begin = end_before + 1;
    if (!continues(end_before)) break;
    begin = end_before;
  }
  command.begin = begin;
  std::size_t end = std::min(text.find('\n', offset), text.size());
  while (end < text.size() && continues(end)) end = std::min(text.find('\n', end + 1), text.size());
  command.end = end;
  command.target = template_of(text.substr(command.begin, command.end - command.begin));
  return command;
}

class Givens {
 public:
  Givens(const std::string& path, std::string_view text, const Reading& reading)
      : path_(path),
        text_(text),
        reading_(reading),
        places_(text),
        around_(reading),
        code_(path, text, reading) {
    const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
    of_terraform_ = file.ends_with(".tfvars");
  }

  std::vector<Given> all() {
    for (const Part& part : reading_.parts) {
      if (part.name.empty()) continue;
      const std::string_view whole = whole_value(part.name);
      if (whole.size() < part.name.size()) {
        // One is enough: {"Fn::Join": ["", ["a", "b"]]} has several.
        if (whole != last_whole_) add(part, whole);
        last_whole_ = whole;
      } else if (part.gives || (of_terraform_ && part.use == Use::setting)) {
        add(part, part.name);
      }
    }
    return std::move(givens_);
  }

 private:
  // Of a value that is a function's of the template ({"Ref": "Home"}), the name of the variable
  // that has it: "...Environment.Variables.HOME"; of all others their own.
  static std::string_view whole_value(std::string_view name) {
    constexpr std::string_view variables = ".Environment.Variables.";
    const std::size_t at = name.find(variables);
    if (at == name.npos) return name;
    return name.substr(0, std::min(name.find('.', at + variables.size()), name.size()));
  }

  void add(const Part& part, std::string_view name) {
    Given given;
    given.name = last_of_name(name);
    if (!is_name(given.name)) return;
    const std::string_view resource = resource_of_name(name);
    if (part.use == Use::parameter && !resource.empty()) return;  // of a template that a URL names
    if (!resource.empty()) {
      given.to = resource;
      const auto code = code_.all().find(resource);
      if (code != code_.all().end()) given.code = code->second;
    } else if (name.starts_with("Globals.")) {
      add_to_all(part, std::move(given));
      return;
    } else if (part.use == Use::parameter) {
      if (part.begin >= command_.end || part.begin < command_.begin) {
        command_ = command_around(text_, part.begin);
      }
      given.to = command_.target;
      if (given.to.empty()) return;  // nobody can tell whose parameter it is
    }
    if (given.to.empty()) given.to = file_written(part);
    finish(part, given);
    givens_.push_back(std::move(given));
  }

  // What all functions of a template are given; a function of its own with that name says the same
  // of its variable: that it is set.
  void add_to_all(const Part& part, Given given) {
    constexpr std::size_t most = 100;  // functions; a template has at most 500 resources
    finish(part, given);
    std::size_t count = 0;
    for (const auto& [resource, folder] : code_.all()) {
      if (++count > most) break;
      given.to = resource;
      given.code = folder;
      givens_.push_back(given);
    }
  }

  void finish(const Part& part, Given& given) {
    given.at = {path_, 0, 0};
    const Place place = places_.at(part.begin);
    given.at.line = place.line;
    given.at.column = place.column;
    given.use = part.use;
    given.language = reading_.language;
    given.from = variable_in(text_, part);
    const std::string_view value = text_.substr(part.begin, part.end - part.begin);
    if (part.name.ends_with(".Ref") && is_name(value)) given.from = value;
  }

  // The file that a here-document is written into: "cat > .env <<EOF". A block of another file is
  // no environment of this one.
  std::string file_written(const Part& part) {
    if (reading_.language != Language::shell) return {};
    for (const Part* outer : around_.around(part.begin, part.end)) {
      if (outer->quoting != Quoting::block || outer == &part || outer->begin == 0) continue;
      // A line that is longer says nothing that anybody could read.
      constexpr std::size_t longest = 500;
      const std::size_t least = outer->begin > longest ? outer->begin - longest : 0;
      std::string_view command = text_.substr(least, outer->begin - 1 - least);
      command = command.substr(command.rfind('\n') + 1);
      const std::size_t arrow = command.find('>');
      if (arrow == command.npos) return "-";
      std::string_view file = trim(command.substr(arrow + 1));
      if (file.starts_with('>')) file = trim(file.substr(1));
      return known_end_of_path(file.substr(0, std::min(file.find_first_of(" \t<"), file.size())));
    }
    return {};
  }

  const std::string& path_;
  std::string_view text_;
  const Reading& reading_;
  PlaceCursor places_;
  PartCursor around_;
  CodeFolders code_;
  std::string_view last_whole_;
  bool of_terraform_ = false;
  Command command_;
  std::vector<Given> givens_;
};

}  // namespace

std::string_view variable_in(std::string_view text, const Part& part) {
  std::string_view value = trim(text.substr(part.begin, part.end - part.begin));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  if (value.starts_with("${") && value.ends_with('}')) {
    value = value.substr(2, value.size() - 3);
    return is_name(value) ? value : std::string_view();
  }
  for (const std::string_view sign : {"$", "var.", "!Ref "}) {
    if (!value.starts_with(sign)) continue;
    value = trim(value.substr(sign.size()));
    return is_name(value) ? value : std::string_view();
  }
  const std::string_view before = text.substr(0, part.begin);
  const std::size_t last = before.find_last_not_of(" \t'\"");
  if (last != std::string_view::npos && before.substr(0, last + 1).ends_with("!Ref") &&
      is_name(value)) {
    return value;
  }
  return {};
}

std::string_view last_of_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::string_view resource_of_name(std::string_view name) {
  constexpr std::string_view resources = "Resources.";
  if (!name.starts_with(resources)) return {};
  name.remove_prefix(resources.size());
  return name.substr(0, std::min(name.find('.'), name.size()));
}

std::vector<Given> givens_of(const std::string& path, std::string_view text,
                             const Reading& reading) {
  return Givens(path, text, reading).all();
}

}  // namespace godwit::repo
