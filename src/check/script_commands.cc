// The part of ScriptWalk that knows simple commands: what they are, what they set, what they run.
#include <algorithm>

#include "base/text.h"
#include "check/paths.h"
#include "check/running.h"
#include "check/script_walk.h"

namespace godwit::check {
namespace {

using awscli::Argument;
using shell::Part;

constexpr std::size_t most_inlined = 20'000;  // calls of functions
constexpr std::size_t most_words = 50'000;    // of a command
constexpr std::size_t deepest_calls = 8;
constexpr int deepest_quotes = 4;
constexpr int deepest_sources = 8;

bool declares(std::string_view name) {
  return name == "export" || name == "local" || name == "readonly" || name == "declare" ||
         name == "typeset";
}

bool is_name(std::string_view text) {
  return !text.empty() && (text[0] < '0' || text[0] > '9') && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool writes_output(const shell::Redirection& each) {
  const std::string& operation = each.operation;
  const bool out = operation == ">" || operation == ">>" || operation == ">|" ||
                   operation == "&>" || operation == "&>>";
  return out && each.descriptor <= 1;
}

// Where each line of a word's value begins.
std::vector<Place> lines_of(const shell::Word& word, const SourceText& text) {
  std::vector<Place> lines;
  if (word.parts.empty()) return lines;
  const auto add = [&](std::size_t offset) {
    const Location at = text.at(offset);
    lines.push_back({at.line, at.column});
  };
  add(word.parts[0].extent.begin);
  for (const Part& part : word.parts) {
    if (part.kind != Part::Kind::literal) continue;
    const bool exact = part.text.size() == part.extent.end - part.extent.begin;
    std::size_t source = part.extent.begin;
    for (std::size_t at = part.text.find('\n'); at != std::string::npos;
         at = part.text.find('\n', at + 1)) {
      source = exact ? part.extent.begin + at : text.content().find('\n', source);
      if (source == std::string::npos) return lines;
      add(++source);
    }
  }
  const bool plain = word.parts.size() == 1 && word.parts[0].extent.begin == word.extent.begin;
  if (lines.size() == 1 && plain) lines.clear();
  return lines;
}

}  // namespace

void ScriptWalk::simple(const shell::Command& of, const Context& context) {
  std::string_view name;
  if (!of.words.empty() && of.words[0].parts.size() == 1 &&
      of.words[0].parts[0].kind == Part::Kind::literal) {
    name = of.words[0].parts[0].text;
  }
  const bool declaring = declares(name);
  const std::size_t first_inner = reading_.commands.size();
  for (const shell::Word& word : of.words) substitutions(word.parts, context);
  for (const shell::Redirection& each : of.redirections) {
    substitutions(each.target.parts, context);
    if (each.here) substitutions(each.here->parts, context);
  }
  const std::size_t last_inner = reading_.commands.size();
  if (of.words.empty() || declaring) {
    const bool local = name == "local" || (declaring && name != "export" && !calls_.empty());
    for (const shell::Assignment& each : of.assignments) assign(each, context, local);
    const bool only_options = std::ranges::all_of(of.words, [&](const shell::Word& word) {
      const std::optional<std::string> literal = word.literal();
      return &word == of.words.data() || (literal && literal->starts_with('-'));
    });
    if (only_options && of.redirections.empty()) return;
  } else {
    for (const shell::Assignment& each : of.assignments) {
      if (!each.value) continue;
      substitutions(each.value->parts, context);
      uses(each.value->parts, context);
    }
  }
  for (const shell::Word& word : of.words) uses(word.parts, context);
  for (const shell::Redirection& each : of.redirections) {
    uses(each.target.parts, context);
    if (each.here) uses(each.here->parts, context, true);
  }
  const std::size_t index = emit(of, context).index;
  for (std::size_t inner = first_inner; inner < last_inner; ++inner) {
    int& inside = reading_.commands[inner].inside;
    if (inside < 0) inside = static_cast<int>(index);
  }
  builtin(index, of, context);
}

Command& ScriptWalk::emit(const shell::Command& of, const Context& context) {
  Command command;
  command.index = reading_.commands.size();
  command.script = context.script;
  command.quoted = context.quoted;
  command.inside = context.inside;
  command.span = span(of.extent, context);
  command.in_loop = context.in_loop;
  command.conditional = context.conditional;
  command.failure_ignored = context.failure_ignored;
  command.piped_away = context.piped_away;
  command.background = context.background;
  if (context.sets != nullptr && !context.piped_away) command.sets = *context.sets;
  const bool declaring =
      !of.words.empty() && declares(of.words[0].literal().value_or(std::string()));
  for (const shell::Assignment& each : of.assignments) {
    if (declaring || !each.value) continue;
    command.environment.emplace_back(each.name, scope_->variables.expand_whole(each.value->parts));
  }
  for (const shell::Word& word : of.words) {
    if (command.words.size() > most_words) break;
    for (Word& each : words_of(word, context)) command.words.push_back(std::move(each));
  }
  redirect(of, context, command);
  if (!command.writes.empty()) command.sets.clear();
  words_ += command.words.size();
  if (!context.silent) reading_.scripts[context.script].commands.push_back(command.index);
  return reading_.commands.emplace_back(std::move(command));
}

std::vector<Word> ScriptWalk::words_of(const shell::Word& word, const Context& context) const {
  std::vector<Word> words;
  std::vector<Named> names;
  names_in(word.parts, names);
  for (Argument& value : scope_->variables.expand(word)) {
    Word& each = words.emplace_back();
    each.value = std::move(value);
    each.span = span(word.extent, context);
    each.source = &word;
    each.lines = lines_of(word, text(context));
    for (const Named& named : names) each.variables.push_back(named.name);
  }
  return words;
}

void ScriptWalk::redirect(const shell::Command& of, const Context& context,
                          Command& command) const {
  for (const shell::Redirection& each : of.redirections) {
    if (each.here) {
      command.here.push_back(text(context).part(each.here->extent.begin, each.here->extent.end));
      command.here_expands |= std::ranges::none_of(each.target.parts, &Part::quoted);
    }
    if (!writes_output(each)) continue;
    const std::string target = scope_->variables.expand_whole(each.target.parts).text;
    if (target != "/dev/null") command.writes = target;
  }
}

void ScriptWalk::set(const std::string& name, Span where, Variable value, const Context& context,
                     bool known, int from_command) {
  Setting setting{.name = name,
                  .span = std::move(where),
                  .from_command = from_command,
                  .command = reading_.commands.size(),
                  .script = context.script};
  if (const auto edits = edits_.find(context.script); edits != edits_.end()) {
    if (const auto edit = edits->second.find(name); edit != edits->second.end()) {
      value = edit->second.value;
      setting.edited_at = edit->second.span;
      known = true;
    }
  }
  if (known) setting.value = value.text;
  setting.exported = scope_->exports_all;
  setting.elements = value.elements;
  reading_.settings.push_back(std::move(setting));
  scope_->variables.set(name, std::move(value));
}

void ScriptWalk::set_unknown(const std::string& name, Span where, const Context& context) {
  set(name, std::move(where), {.text = unknown(name)}, context, false);
}

void ScriptWalk::assign(const shell::Assignment& of, const Context& context, bool local) {
  Variables& variables = scope_->variables;
  const Span where = span(of.extent, context);
  if (local && !locals_.empty()) {
    const Variable* before = variables.find(of.name);
    locals_.back().try_emplace(of.name,
                               before == nullptr ? std::nullopt : std::optional<Variable>(*before));
  }
  if (of.array) {
    const Variable* before = variables.find(of.name);
    Variable value{.array = true};
    if (of.append && before != nullptr) value.elements = before->elements;
    for (const shell::Word& element : of.elements) {
      substitutions(element.parts, context, &of.name);
      uses(element.parts, context);
      for (Argument& each : variables.expand(element)) value.elements.push_back(std::move(each));
    }
    value.text = unknown(of.name);
    return set(of.name, where, std::move(value), context, false);
  }
  if (!of.value) {
    // "export NAME" leaves the value as it is; "local NAME" makes an empty one.
    if (local) set(of.name, where, {}, context, true);
    constexpr std::size_t farthest = 1000;
    std::vector<Setting>& settings = reading_.settings;
    for (std::size_t back = 1; of.exported && back <= std::min(farthest, settings.size()); ++back) {
      Setting& earlier = settings[settings.size() - back];
      if (earlier.name == of.name) earlier.exported = true;
    }
    return;
  }
  const std::size_t before = reading_.commands.size();
  substitutions(of.value->parts, context, &of.name);
  uses(of.value->parts, context);
  const int from =
      reading_.commands.size() > before ? static_cast<int>(reading_.commands.size()) - 1 : -1;
  Argument value = variables.expand_whole(of.value->parts);
  bool known = value.known || of.value->parts.size() > 1;
  if (of.append) {
    const Variable* old = variables.find(of.name);
    known &= old != nullptr && !old->array;
    if (known) {
      value.known &= old->text.known;
      value.text.insert(0, old->text.text);
    }
  }
  constexpr std::size_t longest = 8'000;
  if (!known || value.text.size() > longest) value = unknown(of.name);
  const bool tells = known && value.text.size() <= longest;
  set(of.name, where, {.text = std::move(value)}, context, tells, from);
  reading_.settings.back().exported |= of.exported;
}

// `command` may be moved by what it runs: it is an index.
void ScriptWalk::builtin(std::size_t index, const shell::Command& of, const Context& context) {
  std::vector<Argument> arguments;
  {
    Command& command = reading_.commands[index];
    for (const Word& word : command.words) arguments.push_back(word.value);
    const Running what = running(arguments);
    for (const std::size_t each : what.environment) {
      const std::string& setting = arguments[each].text;
      const std::size_t equals = setting.find('=');
      command.environment.emplace_back(setting.substr(0, equals),
                                       Argument{setting.substr(equals + 1), arguments[each].known});
    }
    std::optional<Word> quoted;
    if (what.quoted) quoted = command.words[*what.quoted];
    std::vector<Word> inner(command.words.begin() + static_cast<std::ptrdiff_t>(what.inner_begin),
                            command.words.begin() + static_cast<std::ptrdiff_t>(what.inner_end));
    if (what.first < command.words.size()) {
      command.words.erase(command.words.begin(),
                          command.words.begin() + static_cast<std::ptrdiff_t>(what.first));
      arguments.erase(arguments.begin(),
                      arguments.begin() + static_cast<std::ptrdiff_t>(what.first));
    }
    if (!arguments.empty()) command.name = program_name(arguments[0].text);
    if (command.name == "aws") {
      arguments[0] = {"aws", true};
      command.aws = awscli::read(arguments);
    }
    if (command.name == "tee" && command.writes.empty()) {
      for (std::size_t at = 1; at < arguments.size(); ++at) {
        if (!arguments[at].text.starts_with('-')) command.writes = arguments[at].text;
      }
    }
    if (quoted) {
      const bool here = command.name == "eval";
      return run_quoted(index, *quoted, here, context);
    }
    if (what.fed && !inner.empty()) {
      for (Word& word : inner) {
        if (!what.stands_for.empty() && word.value.text.contains(what.stands_for)) {
          word.value.known = false;
        }
      }
      if (what.stands_for.empty()) {
        Word& fed = inner.emplace_back();
        fed.value = {"$(...)", false};
        fed.span = inner.front().span;
      }
      return run_inner(index, std::move(inner), context);
    }
  }
  if (arguments.empty()) return;
  const std::string name = reading_.commands[index].name;
  if (!reading_.commands[index].here.empty() && !reading_.commands[index].writes.empty()) {
    written(reading_.commands[index], of);
  }
  if (name == "set" || name == "shopt") {
    for (std::size_t at = 1; at < arguments.size(); ++at) {
      const std::string& word = arguments[at].text;
      const bool letters = word.size() > 1 && word[0] == '-' && word[1] != '-';
      if ((letters && word.contains('e')) || word == "errexit") {
        reading_.scripts[context.script].stops_at_failure = true;
      }
      if ((letters && word.contains('a')) || word == "allexport") scope_->exports_all = true;
      if (word == "+a") scope_->exports_all = false;
    }
  } else if ((name == "source" || name == ".") && arguments.size() > 1) {
    source(arguments[1], context);
  } else if (name == "eval") {
    reading_.scripts[context.script].sources_unknown = true;
  } else if (declares(name) && std::ranges::any_of(of.words, [](const shell::Word& word) {
               return !word.literal();
             })) {
    // "export $(grep -v '^#' .env | xargs)"
    const std::vector<std::size_t>& commands = reading_.scripts[context.script].commands;
    bool known = false;
    for (std::size_t at = commands.size(); at-- > 0;) {
      const Command& inner = reading_.commands[commands[at]];
      if (inner.index == index) continue;
      if (inner.inside != static_cast<int>(index)) break;
      for (std::size_t word = 1; word < inner.words.size(); ++word) {
        const Argument path = inner.words[word].value;
        if (!file_name(path.text).starts_with(".env") && !path.text.ends_with(".env")) continue;
        known = true;
        source(path, context);
        break;
      }
      if (known) break;
    }
    if (!known) reading_.scripts[context.script].sources_unknown = true;
  } else if (name == "unset") {
    for (std::size_t at = 1; at < arguments.size(); ++at) {
      scope_->variables.unset(arguments[at].text);
    }
  } else if (name == "shift") {
    std::vector<Argument>& positional = scope_->variables.positional;
    const auto count = arguments.size() > 1 ? parse_integer(arguments[1].text) : 1;
    const auto most = static_cast<std::int64_t>(positional.size());
    positional.erase(positional.begin(),
                     positional.begin() + std::clamp<std::int64_t>(count.value_or(1), 0, most));
  } else if (name == "read" || name == "mapfile" || name == "readarray" || name == "printf" ||
             name == "getopts") {
    read_names(index, context);
  } else if (const auto found = scope_->functions.find(name); found != scope_->functions.end()) {
    call(found->second, index, context);
  }
}

void ScriptWalk::read_names(std::size_t index, const Context& context) {
  const std::vector<Word> words = reading_.commands[index].words;
  const std::string& name = reading_.commands[index].name;
  const bool prints = name == "printf";
  const bool options = name == "getopts";
  bool any = false;
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string& word = words[at].value.text;
    if (prints) {
      if (word == "-v" && at + 1 < words.size()) {
        set_unknown(words[at + 1].value.text, words[at + 1].span, context);
      }
      return;
    }
    if (options) {
      if (at == 2) {
        set_unknown(word, words[at].span, context);
        set_unknown("OPTARG", words[at].span, context);
        set_unknown("OPTIND", words[at].span, context);
      }
      continue;
    }
    if (word.starts_with('-')) {
      // Options of `read` and `mapfile` with a value: a prompt, a delimiter, a number.
      const bool array = word.size() == 2 && word[1] == 'a';
      if (word.size() > 1 && std::string_view("pdnNtuiCcOs").contains(word.back()) && !array &&
          word.back() != 's') {
        ++at;
      }
      continue;
    }
    if (is_name(word)) {
      set_unknown(word, words[at].span, context);
      any = true;
    }
  }
  if (!any && !prints && !options) {
    set_unknown(name == "read" ? "REPLY" : "MAPFILE", words[0].span, context);
  }
}

void ScriptWalk::call(Function& function, std::size_t index, const Context& context) {
  function.called = true;
  if (calls_.size() >= deepest_calls || ++inlined_ > most_inlined ||
      std::ranges::find(calls_, &function) != calls_.end()) {
    return;
  }
  Variables& variables = scope_->variables;
  std::vector<Argument> positional;
  bool known = true;
  const std::vector<Word>& words = reading_.commands[index].words;
  for (std::size_t at = 1; at < words.size(); ++at) {
    positional.push_back(words[at].value);
    known &=
        words[at].value.known || (words[at].value.text != "${@}" && words[at].value.text != "${*}");
  }
  positional.swap(variables.positional);
  std::swap(known, variables.positional_known);
  calls_.push_back(&function);
  locals_.emplace_back();
  Context inner = context;
  inner.script = function.script;
  inner.quoted = function.quoted;
  const shell::Script* body = function.body;
  script(*body, inner);
  for (auto& [name, before] : locals_.back()) {
    if (before) {
      variables.set(name, std::move(*before));
    } else {
      variables.unset(name);
    }
  }
  locals_.pop_back();
  calls_.pop_back();
  positional.swap(variables.positional);
  std::swap(known, variables.positional_known);
}

// A text in quotes that a shell reads: what is unknown in it stands there as "${NAME}" again.
void ScriptWalk::run_quoted(std::size_t index, const Word& word, bool in_this_shell,
                            const Context& context) {
  if (quoted_ >= deepest_quotes || word.value.text.contains("$(...)")) {
    if (in_this_shell) reading_.scripts[context.script].sources_unknown = true;
    return;
  }
  Script& of = reading_.scripts[context.script];
  Script::Quoted& quoted = of.quoted.emplace_back();
  quoted.text = text_of(word);
  const auto manner = of.document >= 0 ? shell::Manner::document : shell::Manner::script;
  const auto parsed =
      std::make_shared<const shell::Parsed>(shell::parse(quoted.text.content(), manner));
  quoted.parsed = parsed;
  Context inner = context;
  inner.quoted = static_cast<int>(of.quoted.size()) - 1;
  inner.inside = static_cast<int>(index);
  inner.sets = nullptr;
  ++quoted_;
  const std::size_t mark = scope_->variables.mark();
  script(parsed->script, inner);
  if (!in_this_shell) scope_->variables.put_back(mark);
  --quoted_;
}

void ScriptWalk::run_inner(std::size_t index, std::vector<Word> words, const Context& context) {
  Command command = reading_.commands[index];
  command.index = reading_.commands.size();
  command.inside = static_cast<int>(index);
  command.words = std::move(words);
  command.here.clear();
  command.sets.clear();
  command.aws.reset();
  command.in_loop = true;
  if (!context.silent) reading_.scripts[context.script].commands.push_back(command.index);
  reading_.commands.push_back(std::move(command));
  builtin(reading_.commands.size() - 1, shell::Command(), context);
}

// Files that are known: written by an earlier here-document, or given.
void ScriptWalk::source(const Argument& path, const Context& context) {
  const std::string_view name = file_name(path.text);
  const bool named = !name.empty() && name.find_first_of("$)*") == std::string_view::npos;
  for (auto file = written_.rbegin(); named && file != written_.rend(); ++file) {
    if (file_name(file->path) != name) continue;
    for (const auto& [variable, setting] : file->settings) {
      set(variable, setting.span, setting.value, context, setting.value.text.known);
      reading_.settings.back().environment_file = true;
    }
    return;
  }
  const std::vector<Script>& scripts = reading_.scripts;
  std::optional<std::size_t> found;
  int fitting = 0;
  for (std::size_t index = 0; named && index < scripts.size(); ++index) {
    const std::string& file =
        scripts[index].document >= 0 ? scripts[index].writes_to : scripts[index].file;
    if (file.empty() || file_name(file) != name || index == context.script) continue;
    found = index;
    ++fitting;
  }
  if (!found || fitting > 1 || sourced_ >= deepest_sources) {
    reading_.scripts[context.script].sources_unknown = true;
    return;
  }
  Context inner{.script = *found};
  inner.silent = true;
  const std::size_t commands = reading_.commands.size();
  const std::size_t first = reading_.settings.size();
  ++sourced_;
  const std::shared_ptr<const shell::Parsed> parsed = scripts[*found].parsed;
  script(parsed->script, inner);
  --sourced_;
  // What it runs is told where it stands; here it only sets variables.
  reading_.commands.resize(commands);
  for (std::size_t index = first; index < reading_.settings.size(); ++index) {
    Setting& setting = reading_.settings[index];
    setting.from_command = -1;
    setting.command = commands;
  }
  if (scripts[*found].sources_unknown) {
    reading_.scripts[context.script].sources_unknown = true;
  }
}

// "cat > .env <<EOF": the values are those at this point.
void ScriptWalk::written(const Command& command, const shell::Command& of) {
  const shell::Redirection* here = nullptr;
  for (const shell::Redirection& each : of.redirections) {
    if (each.here) here = &each;
  }
  if (here == nullptr || command.here.empty()) return;
  const SourceText& body = command.here.back();
  const shell::Parsed parsed = shell::parse(body.content());
  WrittenFile file{.path = command.writes};
  const bool expands = std::ranges::none_of(here->target.parts, &Part::quoted);
  Variables nothing;
  const Variables& variables = expands ? scope_->variables : nothing;
  for (const shell::Statement& each : parsed.script.statements) {
    if (each.kind != shell::Statement::Kind::simple) return;
    const bool exports =
        each.command.words.size() == 1 && each.command.words[0].literal() == "export";
    if (!each.command.words.empty() && !exports) return;
    for (const shell::Assignment& setting : each.command.assignments) {
      if (!setting.value) continue;
      Edit edit{.span = span_of(body, setting.extent.begin, setting.extent.end)};
      edit.value.text = variables.expand_whole(setting.value->parts);
      if (!edit.value.text.known && setting.value->parts.size() == 1) {
        edit.value.text = unknown(setting.name);
      }
      file.settings.emplace_back(setting.name, std::move(edit));
    }
  }
  // What a document writes is there when all is done; scripts of the repository may not have run.
  file.of_document = reading_.scripts[command.script].document >= 0;
  const auto before = file.of_document
                          ? written_.end()
                          : std::ranges::find(written_, true, &WrittenFile::of_document);
  if (!file.settings.empty()) written_.insert(before, std::move(file));
}

}  // namespace godwit::check
