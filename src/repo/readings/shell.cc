// Shell scripts: assignments, defaults, options, what is handed on, and here-documents, which are
// read as what they are written into.
#include <algorithm>
#include <utility>

#include "repo/readings/meaning.h"
#include "repo/readings/readers.h"
#include "shell/script.h"

namespace godwit::repo {
namespace {

using shell::Command;
using shell::Extent;
using shell::Script;
using shell::Statement;
using shell::Word;

std::string_view last_of_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

// Options that are there or not: what follows is no value of theirs.
bool takes_no_value(std::string_view option) {
  static constexpr std::string_view flags[] = {"--recursive", "--quiet",
                                               "--dryrun",    "--dry-run",
                                               "--delete",    "--debug",
                                               "--force",     "--verbose",
                                               "--yes",       "--wait",
                                               "--follow",    "--json",
                                               "--silent",    "--fail",
                                               "--location",  "-y",
                                               "-q",          "-s",
                                               "-sS",         "-fsS",
                                               "-fsSL",       "-L",
                                               "-sL",         "--human-readable",
                                               "--summarize", "--only-show-errors"};
  return option.starts_with("--no-") || std::ranges::find(flags, option) != std::end(flags);
}

class ShellReader {
 public:
  explicit ShellReader(const Maker& maker) : maker_(maker), text_(maker.text()) {}

  void read() {
    const shell::Parsed parsed = shell::parse(text_);
    for (const auto& comment : parsed.comments) {
      maker_.add({.begin = comment.extent.begin, .end = comment.extent.end, .use = Use::comment});
    }
    read(parsed.script, 0);
  }

 private:
  void read(const Script& script, int depth) {
    if (depth > deepest) return;
    for (const Statement& statement : script.statements) read(statement, depth + 1);
  }

  void read(const Statement& statement, int depth) {
    if (depth > deepest) return;
    if (statement.kind == Statement::Kind::simple) read(statement.command, depth);
    read_parts_of(statement, depth);
    if (statement.kind == Statement::Kind::for_each && !statement.variable.empty()) {
      read_list(statement.words, statement.variable, false, depth);
    } else {
      for (const Word& word : statement.words) read(word, {}, depth);
    }
    for (const Script& script : statement.conditions) read(script, depth + 1);
    for (std::size_t index = 0; index < statement.bodies.size(); ++index) {
      const std::string before = missing_;
      if (statement.kind == Statement::Kind::if_else && index < statement.conditions.size() &&
          !statement.conditions[index].statements.empty()) {
        missing_ = tested_for_nothing(statement.conditions[index].statements.front());
      }
      read(statement.bodies[index], depth + 1);
      missing_ = before;
    }
    read(statement.body, depth + 1);
    read_redirections(statement.redirections, {}, depth);
  }

  void read_parts_of(const Statement& statement, int depth) {
    const std::string before = missing_;
    for (const Statement& part : statement.parts) {
      read(part, depth + 1);
      if (statement.kind == Statement::Kind::both) missing_ = tested_for_nothing(part);
    }
    missing_ = before;
  }

  // Of "[ -z "$A" ]", "test -z $A", "[[ -z $A ]]": A. Otherwise nothing.
  std::string tested_for_nothing(const Statement& statement) const {
    const std::vector<Word>& words =
        statement.kind == Statement::Kind::simple ? statement.command.words : statement.words;
    for (std::size_t index = 0; index + 1 < words.size() && index < 3; ++index) {
      if (raw(words[index].extent) != "-z") continue;
      const auto& parts = words[index + 1].parts;
      const bool variable = parts.size() == 1 && parts[0].kind == shell::Part::Kind::variable;
      return variable ? parts[0].text : std::string();
    }
    return {};
  }

  void read(const Command& command, int depth) {
    for (const auto& assignment : command.assignments) {
      Part part{.use = Use::setting, .name = assignment.name};
      if (!missing_.empty() && assignment.name == missing_) {
        part.use = Use::default_value;
        part.overridden_by = missing_;
      }
      part.gives = assignment.exported || !command.words.empty();
      if (assignment.array) {
        read_list(assignment.elements, assignment.name, true, depth);
      } else if (assignment.value) {
        read(*assignment.value, std::move(part), depth);
      }
    }
    read_words(command.words, depth);
    std::string_view program;
    if (!command.words.empty()) program = raw(command.words.front().extent);
    read_redirections(command.redirections, program, depth);
  }

  // The words of a command: options with what follows them, and NAME=value.
  void read_words(const std::vector<Word>& words, int depth) {
    std::string option;  // that waits for its value
    for (std::size_t index = 0; index < words.size(); ++index) {
      const Word& word = words[index];
      const std::string_view text = raw(word.extent);
      if (index > 0 && text.size() > 1 && text[0] == '-') {
        const std::size_t equals = text.find('=');
        const std::size_t name_end = std::min(equals, text.size());
        const bool named =
            std::all_of(text.begin(), text.begin() + static_cast<long>(name_end), is_of_name);
        option = named ? std::string(text.substr(0, name_end)) : std::string();
        if (named && equals != text.npos) {
          read_option(word, equals, std::move(option), depth);
          option.clear();
        } else {
          read_parts(word.parts, {}, depth);
          if (takes_no_value(text)) option.clear();
        }
        continue;
      }
      if (index > 0 && read_pair(word, depth)) continue;  // an option may have many of them
      Part part{.use = Use::code};
      if (!option.empty()) {
        part.use = Use::parameter;
        part.name = option;
      }
      option.clear();
      read(word, std::move(part), depth);
    }
  }

  // "--option=value", "--define=A=b", "-Da.b=c".
  void read_option(const Word& word, std::size_t equals, std::string option, int depth) {
    const std::string_view text = raw(word.extent);
    Part part{.use = Use::parameter};
    part.name = std::move(option);
    if (part.name.starts_with("-D") && part.name.size() > 2) {
      part.name.erase(0, 2);
      part.gives = true;
    }
    std::size_t end = equals + 1;
    while (end < text.size() && is_of_name(text[end])) ++end;
    if (end > equals + 1 && end < text.size() && text[end] == '=') {
      part.name = text.substr(equals + 1, end - equals - 1);
      part.gives = true;
      equals = end;
    }
    read_from(word, equals + 1, std::move(part), depth);
  }

  // "A=b", also quoted as a whole, and "ParameterKey=A,ParameterValue=b".
  bool read_pair(const Word& word, int depth) {
    const std::string_view text = raw(word.extent);
    constexpr std::string_view key = "ParameterKey=";
    constexpr std::string_view value = ",ParameterValue=";
    const std::size_t quote = !text.empty() && (text[0] == '"' || text[0] == '\'') ? 1 : 0;
    const std::string_view inside = text.substr(quote);
    if (inside.starts_with(key)) {
      const std::size_t at = inside.find(value);
      if (at == inside.npos || at < key.size()) return false;
      Part part{.use = Use::parameter};
      part.name = inside.substr(key.size(), at - key.size());
      part.gives = true;
      read_from(word, quote + at + value.size(), std::move(part), depth);
      return true;
    }
    std::size_t end = 0;
    while (end < inside.size() && is_of_name(inside[end])) ++end;
    if (end == 0 || end > 200 || end >= inside.size() || inside[end] != '=') return false;
    Part part{.use = Use::parameter};
    part.name = inside.substr(0, end);
    part.gives = true;
    read_from(word, quote + end + 1, std::move(part), depth);
    return true;
  }

  void read_list(const std::vector<Word>& words, const std::string& name, bool tried_in_order,
                 int depth) {
    bool all_regions = words.size() >= 2;
    for (const Word& word : words) all_regions = all_regions && looks_like_region(inside(word));
    const bool fallback = all_regions && tried_in_order && is_tried_in_order(name, words.size());
    const Use use = fallback ? Use::fallback : Use::setting;
    if (words.size() >= 2) {
      Part list{.begin = words.front().extent.begin,
                .end = words.back().extent.end,
                .use = use,
                .name = name};
      maker_.add(std::move(list), true);
    }
    for (std::size_t index = 0; index < words.size(); ++index) {
      read(words[index], {.use = use, .name = name + "." + std::to_string(index)}, depth);
    }
  }

  // `part` has everything but its place.
  void read(const Word& word, Part part, int depth) { read_from(word, 0, std::move(part), depth); }

  void read_from(const Word& word, std::size_t offset, Part part, int depth) {
    part.begin = word.extent.begin + offset;
    part.end = word.extent.end;
    take_off_quotes(part, offset > 0 ? text_[word.extent.begin] : '\0');
    const std::string name = part.name;
    if (part.begin < part.end) {
      read_embedded(part);
      maker_.add(std::move(part));
    }
    read_parts(word.parts, name, depth);
  }

  void read_parts(const std::vector<shell::Part>& parts, const std::string& name, int depth) {
    if (depth > deepest) return;
    for (const shell::Part& each : parts) {
      if (each.commands) read(*each.commands, depth + 1);
      const bool defaults = each.operation == ":-" || each.operation == "-" ||
                            each.operation == ":=" || each.operation == "=";
      if (defaults && !each.operand.empty()) {
        Part part{.begin = each.operand.front().extent.begin,
                  .end = each.operand.back().extent.end,
                  .use = Use::default_value,
                  .name = name.empty() ? each.text : name};
        part.overridden_by = each.text;
        // A quote that the operand has of its own.
        if (part.begin > 0 && part.end < text_.size() && text_[part.begin - 1] == text_[part.end] &&
            (text_[part.end] == '"' || text_[part.end] == '\'') && each.operand.front().quoted) {
          part.quoting = text_[part.end] == '"' ? Quoting::double_ : Quoting::single;
        } else if (each.quoted) {
          part.quoting = Quoting::double_;
        }
        maker_.add(std::move(part));
      }
      read_parts(each.operand, name, depth + 1);
    }
  }

  // `around`: of a part of a word, the quote that the whole word may have.
  void take_off_quotes(Part& part, char around) const {
    if (part.end <= part.begin) return;
    const char first = text_[part.begin];
    const char last = text_[part.end - 1];
    const auto quoting_of = [](char c) { return c == '"' ? Quoting::double_ : Quoting::single; };
    if ((around == '"' || around == '\'') && last == around && first != around) {
      --part.end;
      part.quoting = quoting_of(around);
      return;
    }
    if (part.end - part.begin < 2 || first != last || (first != '"' && first != '\'')) return;
    // Two texts beside each other are not one: 'a''b'.
    std::size_t at = part.begin + 1;
    for (; at + 1 < part.end; ++at) {
      if (first == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == first && !within_substitution(part.begin + 1, at)) {
        return;
      }
    }
    if (at + 1 != part.end) return;
    ++part.begin;
    --part.end;
    part.quoting = quoting_of(first);
  }

  // "$(a "b")" is one text.
  bool within_substitution(std::size_t begin, std::size_t at) const {
    const std::string_view before = text_.substr(begin, std::min<std::size_t>(at - begin, 4000));
    return before.find("$(") != before.npos || before.find("${") != before.npos;
  }

  // JSON between two quotes.
  void read_embedded(const Part& part) {
    if (part.quoting == Quoting::none || part.end - part.begin < 8 || !maker_.may_go_deeper()) {
      return;
    }
    const std::string_view value = text_.substr(part.begin, part.end - part.begin);
    const std::size_t first = value.find_first_not_of(" \t\r\n");
    if (first == value.npos || (value[first] != '{' && value[first] != '[')) return;
    const bool escaped = part.quoting == Quoting::double_ && value.find('\\') != value.npos;
    const Inner inner = escaped ? Inner::unescaped(text_, part.begin, part.end)
                                : Inner::slice(text_, part.begin, part.end);
    if (inner.text.find('"') == std::string::npos) return;
    read_inner(Language::json, maker_, inner, {});
  }

  void read_redirections(const std::vector<shell::Redirection>& redirections,
                         std::string_view program, int depth) {
    std::string file;
    for (const auto& redirection : redirections) {
      if (redirection.operation.starts_with(">")) file = inside(redirection.target);
    }
    for (const auto& redirection : redirections) read_here(redirection, file, program, depth);
  }

  void read_here(const shell::Redirection& redirection, const std::string& file,
                 std::string_view program, int depth) {
    read_parts(redirection.target.parts, {}, depth + 1);
    if (redirection.operation == "<<<") read(redirection.target, {.use = Use::code}, depth);
    if (!redirection.here) return;
    const Extent extent = redirection.here->extent;
    const std::string_view text = raw(extent);
    Language language = file.empty() ? Language::none : language_of(file, text);
    program = last_of_path(program);
    if (file.empty()) {
      if (program == "bash" || program == "sh" || program == "ssh") language = Language::shell;
      if (program.starts_with("python")) language = Language::python;
      if (program == "node") language = Language::javascript;
      if (language == Language::none) {
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first != text.npos && text[first] == '{') language = Language::json;
      }
    }
    maker_.add(
        {.begin = extent.begin, .end = extent.end, .use = Use::code, .quoting = Quoting::block});
    read_parts(redirection.here->parts, {}, depth + 1);
    if (language == Language::none || !maker_.may_go_deeper()) return;
    read_inner(language, maker_, Inner::dedented(text_, extent.begin, extent.end), file);
  }

  std::string_view raw(const Extent& extent) const {
    return text_.substr(extent.begin, extent.end - extent.begin);
  }
  std::string inside(const Word& word) const {
    Part part{.begin = word.extent.begin, .end = word.extent.end};
    take_off_quotes(part, '\0');
    return std::string(text_.substr(part.begin, part.end - part.begin));
  }

  const Maker& maker_;
  std::string_view text_;
  std::string missing_;  // a variable that is known to be empty here
};

}  // namespace

void read_shell(const Maker& maker) { ShellReader(maker).read(); }

}  // namespace godwit::repo
