#include "check/deployments.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "check/paths.h"
#include "template/intrinsics.h"

namespace godwit::check {
namespace {

using cloudformation::text_at;

bool makes_stacks(const Command& command) {
  return command.is("cloudformation", "deploy") || command.is("cloudformation", "create-stack") ||
         command.is("cloudformation", "update-stack") ||
         command.is("cloudformation", "create-change-set");
}

// Nobody deploys as much in one document; what is made up to have more costs no time.
constexpr std::size_t most_deployments = 300;

awscli::Argument value_of(const Command& command, std::string_view option) {
  const Word* word = command.option(option);
  if (word == nullptr) return {"", false};
  awscli::Argument value = word->value;
  const awscli::Option* given = command.aws->option(option);
  // "--region=eu-west-1"
  if (given != nullptr && value.text.starts_with("--")) value = {given->value, given->known};
  return value;
}

awscli::Argument region_of(const Command& command) {
  if (command.aws->option("region") != nullptr) return value_of(command, "region");
  for (const auto& [name, value] : command.environment) {
    if (name == "AWS_REGION" || name == "AWS_DEFAULT_REGION") return value;
  }
  return {"", false};
}

class ParameterReader {
 public:
  ParameterReader(const Subject& subject, Deployment& into) : subject_(subject), into_(into) {}

  // --parameter-overrides Name=value ...
  void overrides() { each("parameter-overrides", &ParameterReader::override_word); }
  // --parameters ParameterKey=Name,ParameterValue=value ...
  void parameters() { each("parameters", &ParameterReader::shorthand); }

 private:
  void each(std::string_view option, void (ParameterReader::*read)(const Word&)) {
    const awscli::Option* given = into_.command->aws->option(option);
    if (given == nullptr) return;
    for (const std::size_t at : given->values) {
      if (at >= into_.command->words.size()) continue;
      const Word& word = into_.command->words[at];
      if (word.value.text.starts_with("file://")) {
        file(word);
      } else {
        (this->*read)(word);
      }
    }
  }

  void add(std::string name, awscli::Argument value, const Span& span) {
    into_.parameters.insert_or_assign(std::move(name), GivenParameter{std::move(value), span});
  }

  void override_word(const Word& word) {
    const std::string& text = word.value.text;
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || !is_name(name)) {
      into_.all_given = false;
      return;
    }
    add(name, {text.substr(equals + 1), word.value.known}, word.span);
  }

  void shorthand(const Word& word) {
    const std::string& text = word.value.text;
    std::string name;
    std::optional<std::string> value;
    bool before = false;
    for (const std::string_view part : split(text, ',')) {
      const std::size_t equals = part.find('=');
      const std::string_view key = trim(part.substr(0, equals));
      const std::string_view rest =
          equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
      if (key == "ParameterKey") name = trim(rest);
      if (key == "ParameterValue") value = std::string(rest);
      if (key == "UsePreviousValue") before = rest == "true";
    }
    if (!is_name(name)) {
      into_.all_given = false;
    } else if (before || !value) {
      add(name, {"${" + name + "}", false}, word.span);
    } else {
      add(name, {*value, word.value.known}, word.span);
    }
  }

  // [{"ParameterKey": ..., "ParameterValue": ...}], ["Name=value"] or {"Parameters": {...}}.
  void file(const Word& word) {
    const ShownFile* file = word.value.known ? subject_.file(word.value.text) : nullptr;
    if (file == nullptr || file->tree == nullptr) {
      into_.all_given = false;
      return;
    }
    const auto span = [&](const yaml::Node& node) { return Span{file->text.at(node.place), 0}; };
    for (const yaml::Node& item : file->tree->items) {
      if (item.kind == yaml::Kind::scalar) {
        const std::size_t equals = item.text.find('=');
        if (equals == std::string::npos) continue;
        add(item.text.substr(0, equals), {item.text.substr(equals + 1), true}, span(item));
      } else if (const std::string name = text_at(&item, "ParameterKey"); !name.empty()) {
        add(name, {text_at(&item, "ParameterValue"), true}, span(item));
      }
    }
    if (const yaml::Node* map = cloudformation::find(file->tree.get(), "Parameters")) {
      for (const yaml::Entry& entry : map->entries) {
        add(entry.key, {entry.value.text, true}, span(entry.value));
      }
    }
  }

  static bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char letter) {
      return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
             (letter >= '0' && letter <= '9');
    });
  }

  const Subject& subject_;
  Deployment& into_;
};

Deployment read_deployment(const Subject& subject, const Command& command) {
  Deployment deployment{.command = &command};
  deployment.keeps = command.is("cloudformation", "deploy");
  deployment.stack = value_of(command, "stack-name");
  deployment.region = region_of(command);
  for (const std::string_view option : {"template-file", "template-body", "template-url"}) {
    const awscli::Argument path = value_of(command, option);
    if (path.text.empty()) continue;
    const Script& script = subject.scripts[command.script];
    deployment.content = whole_template(subject, path.text, script.file);
  }
  ParameterReader reader(subject, deployment);
  reader.overrides();
  reader.parameters();
  return deployment;
}

bool is_of_repository(const Subject& subject, const Command& command) {
  return subject.scripts[command.script].document < 0;
}

// A script that a document shows as a whole is no more what the repository has.
bool is_replaced(const Subject& subject, const Script& script) {
  return std::ranges::any_of(subject.files, [&](const ShownFile& file) {
    return file.document >= 0 && file.form == ShownFile::Form::whole &&
           same_path(file.path, script.file);
  });
}

using Key = std::tuple<std::string, int, int, int>;

// The n-th command at a place: a function's is there once for each call.
std::vector<std::pair<Key, const Command*>> keyed(const Subject& subject) {
  std::vector<std::pair<Key, const Command*>> commands;
  std::map<std::tuple<std::string, int, int>, int> seen;
  for (const Command& command : subject.commands) {
    if (!makes_stacks(command) || !is_of_repository(subject, command)) continue;
    const Location& at = command.span.at;
    const int number = seen[{at.file, at.line, at.column}]++;
    commands.emplace_back(Key(at.file, at.line, at.column, number), &command);
  }
  return commands;
}

// The repository's scripts that documents change, read without them.
Subject without_documents(const Subject& subject) {
  std::set<std::size_t> edited;
  for (const Setting& setting : subject.settings) {
    if (setting.edited_at) edited.insert(setting.script);
  }
  std::vector<Input> inputs;
  for (const std::size_t index : edited) {
    const Script& script = subject.scripts[index];
    if (script.document < 0) {
      inputs.push_back({script.file, script.text.content(), Input::Kind::repository});
    }
  }
  return read_subject(std::move(inputs), nullptr, nullptr, {});
}

// Of the folder of a file, how many letters a path begins with.
std::size_t nearness(std::string_view path, std::string_view beside) {
  const std::size_t folder = beside.size() - file_name(beside).size();
  std::size_t same = 0;
  while (same < std::min(folder, path.size()) && path[same] == beside[same]) ++same;
  return same;
}

// "two-words" at least: "main" and "template" name nothing.
bool is_telling(std::string_view stem) {
  return stem.find_first_of("-_") != std::string_view::npos;
}

bool has_words(std::string_view name, std::string_view words) {
  const auto ends = [](char letter) { return letter == '-' || letter == '_'; };
  for (std::size_t at = name.find(words); at != std::string_view::npos;
       at = name.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || ends(name[at - 1])) && (end == name.size() || ends(name[end]))) return true;
  }
  return false;
}

}  // namespace

const TemplateFile* whole_template(const Subject& subject, std::string_view path,
                                   std::string_view beside) {
  if (path.starts_with("file://")) path.remove_prefix(7);
  // Of a path that begins with a variable, what follows it; of an address, the file's name.
  if (const std::size_t unknown = path.rfind('}'); unknown != std::string_view::npos) {
    path.remove_prefix(unknown + 1);
  }
  if (path.contains("://")) path = file_name(path);
  // A path that names more folders than a file of the repository has is another file's.
  const auto parts = [](std::string_view of) { return std::ranges::count(of, '/'); };
  const bool relative = !path.starts_with('/') && !path.starts_with('.');
  const TemplateFile* found = nullptr;
  std::pair<bool, std::size_t> best(false, 0);
  bool several = false;
  for (const TemplateFile& file : subject.templates) {
    if (file.content.fragment || file.form != ShownFile::Form::whole ||
        !same_path(file.path, path) ||
        (relative && file.document < 0 && parts(path) > parts(file.path))) {
      continue;
    }
    const std::pair<bool, std::size_t> fit(file.document < 0, nearness(file.path, beside));
    several = found != nullptr && (fit == best || (several && fit < best));
    if (found != nullptr && fit <= best) continue;
    best = fit;
    found = &file;
  }
  return several ? nullptr : found;
}

std::vector<const TemplateFile*> changes_of(const Subject& subject, const TemplateFile& of) {
  std::vector<const TemplateFile*> changes;
  if (of.path.empty()) return changes;  // nobody can say that it is changed
  for (const TemplateFile& file : subject.templates) {
    const bool changes_it =
        file.form == ShownFile::Form::after || file.form == ShownFile::Form::part;
    if (file.document >= 0 && changes_it && &file != &of && same_path(file.path, of.path)) {
      changes.push_back(&file);
    }
  }
  return changes;
}

Deployments deployments_of(const Subject& subject) {
  Deployments result;
  for (const Command& command : subject.commands) {
    if (!makes_stacks(command) || result.planned.size() == most_deployments) continue;
    const Script& script = subject.scripts[command.script];
    if (script.document < 0 && is_replaced(subject, script)) continue;
    result.planned.push_back(read_deployment(subject, command));
  }
  const Subject before = without_documents(subject);
  std::map<Key, const Command*> unchanged;
  std::set<std::string> edited;
  for (const Script& script : before.scripts) edited.insert(script.file);
  for (const auto& [key, command] : keyed(before)) unchanged.emplace(key, command);
  for (const auto& [key, command] : keyed(subject)) {
    if (result.today.size() == most_deployments) break;
    const Command* read = command;
    if (edited.contains(std::get<0>(key))) {
      const auto found = unchanged.find(key);
      if (found == unchanged.end()) continue;
      read = found->second;
    }
    Deployment deployment = read_deployment(subject, *read);
    deployment.command = command;
    result.today.push_back(std::move(deployment));
  }
  return result;
}

const TemplateFile* template_of_stack(const Subject& subject, const Deployments& deployments,
                                      std::string_view stack) {
  for (const auto* all : {&deployments.planned, &deployments.today}) {
    for (const Deployment& each : *all) {
      if (each.content != nullptr && each.stack.known && each.stack.text == stack) {
        return each.content;
      }
    }
  }
  const TemplateFile* found = nullptr;
  std::string_view longest;
  for (const TemplateFile& file : subject.templates) {
    if (file.path.empty() || file.form == ShownFile::Form::before) continue;
    std::string_view stem = file_name(file.path);
    stem = stem.substr(0, stem.find('.'));
    if (!is_telling(stem) || !has_words(stack, stem) || stem.size() < longest.size()) continue;
    const bool better = found == nullptr || stem.size() > longest.size() ||
                        (found->content.fragment && !file.content.fragment);
    if (!better) continue;
    found = &file;
    longest = stem;
  }
  return found;
}

const Setting* edit_behind(const Subject& subject, const Command& command,
                           std::string_view option) {
  const Word* word = command.option(option);
  if (word == nullptr) return nullptr;
  for (const std::string& name : word->variables) {
    for (const Setting& setting : subject.settings) {
      if (setting.edited_at && setting.script == command.script && setting.name == name) {
        return &setting;
      }
    }
  }
  return nullptr;
}

Span cause_of(const Subject& subject, const Deployment& deployment) {
  const Script& script = subject.scripts[deployment.command->script];
  if (script.document >= 0) return deployment.command->span;
  const std::string_view name = file_name(script.file);
  for (const Command& command : subject.commands) {
    if (subject.scripts[command.script].document < 0 || command.words.empty()) continue;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, command.words.size()); ++i) {
      if (file_name(command.words[i].value.text) == name) return command.span;
    }
  }
  const Setting* edit = edit_behind(subject, *deployment.command, "region");
  return edit == nullptr ? deployment.command->span : *edit->edited_at;
}

cloudformation::Circumstances circumstances_of(const Deployment& deployment,
                                               const std::string& account,
                                               const std::string& unknown) {
  cloudformation::Circumstances in;
  if (deployment.region.known) in.region = deployment.region.text;
  in.account = account;
  in.stack = deployment.stack.known ? deployment.stack.text : unknown + "/stack";
  for (const auto& [name, given] : deployment.parameters) {
    in.parameters[name] = given.value.known ? given.value.text : unknown + "/" + name;
  }
  return in;
}

}  // namespace godwit::check
