#include "check/shown_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "check/paths.h"

namespace godwit::check {
namespace {

using Form = ShownFile::Form;

// Which languages a block of such a file has.
struct Extension {
  std::string_view extension;
  std::string_view languages;  // apart by spaces, with one at each end
};
constexpr auto extensions = std::to_array<Extension>({
    {"json", " json jsonc json5 javascript "},
    {"yaml", " yaml yml json cloudformation "},
    {"yml", " yaml yml json cloudformation "},
    {"template", " yaml yml json cloudformation "},
    {"sh", " bash sh shell zsh "},
    {"bash", " bash sh shell "},
    {"env", " bash sh shell env dotenv ini properties "},
    {"md", " markdown md "},
    {"js", " javascript js jsx node "},
    {"mjs", " javascript js node "},
    {"ts", " typescript ts tsx "},
    {"tsx", " typescript tsx "},
    {"py", " python py python3 "},
    {"tf", " terraform hcl tf "},
    {"tfvars", " terraform hcl tf "},
    {"hcl", " hcl terraform "},
    {"sql", " sql "},
    {"toml", " toml "},
    {"ini", " ini "},
    {"conf", " conf nginx ini "},
    {"cfg", " ini conf "},
    {"properties", " properties java ini "},
    {"xml", " xml "},
    {"txt", " text txt plaintext "},
    {"csv", " csv "},
    {"html", " html "},
    {"css", " css "},
    {"dart", " dart "},
    {"go", " go golang "},
    {"java", " java "},
    {"rb", " ruby rb "},
    {"rs", " rust "},
    {"cs", " csharp cs "},
    {"kt", " kotlin "},
    {"swift", " swift "},
    {"php", " php "},
    {"ps1", " powershell ps1 "},
});

const Extension* extension_of(std::string_view path) {
  const std::string_view name = file_name(path);
  if (name == ".env" || name.starts_with(".env.")) {
    return &*std::ranges::find(extensions, "env", &Extension::extension);
  }
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return nullptr;
  const auto found = std::ranges::find(extensions, name.substr(dot + 1), &Extension::extension);
  return found == extensions.end() ? nullptr : &*found;
}

// May a block that says this language be such a file? Without a language it may be any.
bool fits(std::string_view path, const markdown::Code& code) {
  const Extension* extension = extension_of(path);
  if (code.language.empty() || extension == nullptr) return true;
  return extension->languages.contains(" " + code.language + " ");
}

bool is_of_path(char c) {
  return is_letter_or_digit(c) || std::string_view("._-/${}[]<>*~@").contains(c);
}

// The names of files in plain words, in order; the first two.
std::vector<std::string> file_names(std::string_view words) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = at;
    while (end < words.size() && is_of_path(words[end])) ++end;
    std::string_view word = words.substr(at, end - at);
    const bool address = at >= 3 && words.substr(at - 1, 1) == ":" && word.starts_with("//");
    while (word.ends_with('.')) word.remove_suffix(1);
    if (!address && is_file_name(word) && std::ranges::find(names, word) == names.end()) {
      names.emplace_back(word);
      if (names.size() == 2) return names;  // more are as good as two
    }
    at = std::max(end, at + 1);
  }
  return names;
}

std::optional<std::string> only_file_name(std::string_view words) {
  std::vector<std::string> names = file_names(words);
  if (names.size() != 1) return std::nullopt;
  return std::move(names.front());
}

std::string_view last_line(std::string_view text) {
  text = trim(text);
  return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
}

bool is_one_of(std::string_view words, std::initializer_list<std::string_view> all) {
  return std::ranges::find(all, words) != all.end();
}

bool has_word(std::string_view text, std::initializer_list<std::string_view> words) {
  const std::string padded = " " + std::string(text) + " ";
  return std::ranges::any_of(
      words, [&](std::string_view word) { return padded.contains(" " + std::string(word) + " "); });
}

// "Change from:", "To:".
std::optional<Form> label(std::string_view plain) {
  std::string words = to_lower(trim(last_line(plain)));
  while (!words.empty() && (words.back() == ':' || words.back() == '.')) words.pop_back();
  if (is_one_of(words, {"change from", "from", "before", "old", "was", "change this", "change",
                        "replace this", "replace", "current", "existing", "remove"})) {
    return Form::before;
  }
  if (is_one_of(words, {"change to", "to", "after", "new", "becomes", "to this", "with this",
                        "with", "replace with", "updated", "update to"})) {
    return Form::after;
  }
  return std::nullopt;
}

// "**Location:** `/x`", "File: x.yaml": the line that says which file a section is about.
std::optional<std::string> location(std::string_view plain) {
  for (const std::string_view line : split(plain, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = to_lower(trim(line.substr(0, colon)));
    if (!is_one_of(name, {"location", "file", "path", "file location", "file path", "filename",
                          "file name"})) {
      continue;
    }
    if (auto file = only_file_name(line.substr(colon + 1))) return file;
  }
  return std::nullopt;
}

// The name in a block's first line: ```yaml title="x.yaml", ```json:x.json.
std::optional<std::string> titled(std::string_view info) {
  std::string words(info);
  for (char& c : words) {
    if (c == '"' || c == '\'' || c == '=' || c == ':' || c == '{' || c == '}' || c == ',') c = ' ';
  }
  return only_file_name(words);
}

// "**config.json:**", "File: `x.yaml`", "Create `x.sh`:", "Save this as `x.json`:". What is run is
// not shown.
std::optional<std::string> introduced(std::string_view plain) {
  const std::string_view line = last_line(plain);
  auto name = only_file_name(line);
  if (!name) return std::nullopt;
  std::string rest(line);
  rest.replace(rest.find(*name), name->size(), " ");
  rest = to_lower(rest);
  for (char& c : rest) {
    if (std::ispunct(static_cast<unsigned char>(c)) != 0) c = ' ';
  }
  const std::string_view words = trim(rest);
  const bool colon = trim(line).ends_with(':');
  const auto count = std::ranges::count(words, ' ');
  if (words.empty() || is_one_of(words, {"file", "location", "example", "contents of"}))
    return name;
  if (has_word(words, {"run", "execute", "invoke", "deploy", "apply", "call", "source", "see"})) {
    return std::nullopt;
  }
  constexpr int most_words = 20;
  const bool shown = has_word(words, {"create", "save", "write", "contents", "content", "file",
                                      "called", "named", "as", "like", "following", "add"});
  if (shown && colon && count < most_words) return name;
  return std::nullopt;
}

// Of a title without a file's name: only numbers and "lines 20-22".
bool says_nothing_else(std::string_view rest) {
  std::string words = to_lower(rest);
  for (char& c : words) {
    if (!is_letter(c)) c = ' ';
  }
  return std::ranges::all_of(split(words, ' '), [](std::string_view word) {
    return is_one_of(word, {"", "line", "lines", "file", "l", "the", "in", "edit", "update"});
  });
}

class Naming {
 public:
  explicit Naming(const markdown::Document& document)
      : document_(document), located_(document.sections.size()) {}

  std::vector<BlockFile> all() {
    std::size_t next = 0;
    std::vector<BlockFile> files;
    for (const markdown::Code& code : document_.code) {
      for (; next < document_.prose.size() && document_.prose[next].order < code.order; ++next) {
        const markdown::Prose& prose = document_.prose[next];
        if (auto file = location(markdown::plain(prose.text.content()))) {
          located_[static_cast<std::size_t>(prose.section)] = std::move(*file);
        }
      }
      files.push_back(file_of(code));
      // "to the new address:" after what it was.
      const std::size_t last = files.size() - 1;
      if (code.introduced_by >= 0 && last > 0 && files[last - 1].form == Form::before &&
          files[last].form != Form::before && document_.code[last - 1].section == code.section) {
        const auto by = static_cast<std::size_t>(code.introduced_by);
        const std::string words = to_lower(markdown::plain(document_.prose[by].text.content()));
        if (words.starts_with("to ") || words.starts_with("with ") || words.starts_with("by ")) {
          files[last] = {files[last - 1].path, Form::after};
        }
      }
    }
    return files;
  }

 private:
  BlockFile file_of(const markdown::Code& code) const {
    if (auto name = titled(code.info.substr(code.language.size())); name && fits(*name, code)) {
      return {*name, Form::whole};
    }
    std::string words;
    if (code.introduced_by >= 0) {
      const auto by = static_cast<std::size_t>(code.introduced_by);
      words = markdown::plain(document_.prose[by].text.content());
      if (auto name = introduced(words); name && fits(*name, code) && !location(words)) {
        return {*name, Form::whole};
      }
    }
    const std::optional<Form> form = label(words);
    std::string file = section_file(code.section);
    // What is before a change is known to be so, even where nobody knows of what.
    if (file.empty()) return {"", form.value_or(Form::whole)};
    if (form) return {std::move(file), *form};
    if (!fits(file, code) || code.language.empty()) return {};
    if (code.text.content().starts_with("#!")) return {std::move(file), Form::whole};
    return {std::move(file), location(words) ? Form::whole : Form::part};
  }

  // The file that a section is about: by its line "Location:", or by its title; or that of the
  // section around it.
  std::string section_file(int section) const {
    for (int steps = 0; section > 0 && steps < 2; ++steps) {
      const auto at = static_cast<std::size_t>(section);
      if (!located_[at].empty()) return located_[at];
      const markdown::Section& here = document_.sections[at];
      constexpr std::size_t longest = 300;
      if (here.title.content().size() > longest) return {};
      const std::string title = markdown::plain(here.title.content());
      if (auto name = only_file_name(title)) {
        // "1.2 environment.json" is about the file; "Run deploy.sh on the host" is not.
        std::string rest = title;
        rest.replace(rest.find(*name), name->size(), "");
        if (says_nothing_else(rest)) return *name;
      }
      section = here.parent;
    }
    return {};
  }

  const markdown::Document& document_;
  std::vector<std::string> located_;  // of each section so far
};

}  // namespace

bool is_file_name(std::string_view word) {
  const std::string_view name = file_name(word);
  if (name == "Dockerfile" || name == "Makefile" || name == ".env") return true;
  constexpr std::size_t longest = 200;
  if (word.size() > longest || extension_of(name) == nullptr) return false;
  const std::string_view stem = name.substr(0, name.rfind('.'));
  // "Node.js" is none.
  return stem != "Node" && std::ranges::any_of(stem, [](char c) { return is_letter_or_digit(c); });
}

std::vector<BlockFile> files_of_blocks(const markdown::Document& document) {
  return Naming(document).all();
}

std::string language_of(const markdown::Code& code) {
  if (!code.language.empty()) return code.language;
  std::size_t lines = 0;
  for (const std::string_view line : split(code.text.content(), '\n')) {
    const std::string_view words = trim(line);
    if (words.starts_with("$ ")) return "console";
    if (words.starts_with("aws ") && words.find_first_of("|│") != 0) return "shell";
    if (++lines == 50) break;
  }
  return code.language;
}

}  // namespace godwit::check
