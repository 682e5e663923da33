#include "check/subject.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "base/text.h"
#include "check/paths.h"
#include "check/read_migration.h"
#include "check/read_scripts.h"
#include "check/shown_files.h"
#include "yaml/parse.h"

namespace godwit::check {
namespace {

// Of a file that is larger no tree is made: it is data, not configuration.
constexpr std::size_t most_bytes_of_tree = 1'000'000;

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}
bool is_data(std::string_view path) {
  return ends_with_any(path, {".json", ".yaml", ".yml", ".template"});
}

bool is_script(const Input& input) {
  const std::string_view name = file_name(input.path);
  if (ends_with_any(name, {".sh", ".bash", ".env"}) || name.starts_with(".env.")) return true;
  if (!input.content.starts_with("#!")) return false;
  const std::string_view first =
      std::string_view(input.content).substr(0, input.content.find('\n'));
  return ends_with_any(trim(first), {"/sh", "/bash", " sh", " bash", "/sh -e", "/bash -e"});
}

std::shared_ptr<const yaml::Node> tree_of(const SourceText& text) {
  if (text.content().size() > most_bytes_of_tree) return nullptr;
  yaml::Problems problems("read file", text.file());
  auto tree = yaml::parse(text.content(), problems, yaml::Tags::kept);
  const bool whole = tree && (tree->kind == yaml::Kind::map || tree->kind == yaml::Kind::list);
  return whole ? std::make_shared<const yaml::Node>(std::move(*tree)) : nullptr;
}

// Names of files that a text has, by their last parts.
void add_names(std::string_view text, std::set<std::string, std::less<>>& names) {
  const auto of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && of_name(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    if (is_data(word)) names.emplace(word);
    at = end + 1;
  }
}

class Reading {
 public:
  Reading(const plan::Plan* plan, const account::Account* account, std::string plan_text) {
    subject_.plan = plan;
    subject_.account = account;
    if (plan != nullptr) subject_.plan_text = SourceText(plan->file, std::move(plan_text));
  }

  Subject read(std::vector<Input> inputs) {
    std::ranges::stable_sort(inputs, [](const Input& a, const Input& b) {
      const bool repository = a.kind == Input::Kind::repository;
      if (a.kind != b.kind) return !repository;
      return repository && a.path < b.path;  // documents stay in the order given
    });
    for (Input& input : inputs) {
      if (input.kind == Input::Kind::document) document(std::move(input));
    }
    for (Input& input : inputs) {
      if (input.kind == Input::Kind::repository) repository_.push_back(std::move(input));
    }
    subject_.has_repository = !repository_.empty();
    for (const Input& input : repository_) {
      if (is_script(input)) {
        add_names(input.content, mentioned_);
        scripts_.push_back({.text = SourceText(input.path, input.content), .file = input.path});
      }
    }
    scripts();
    for (Input& input : repository_) repository_file(std::move(input));
    subject_.migration = read_migration(subject_);
    return std::move(subject_);
  }

 private:
  void document(Input input) {
    const int index = static_cast<int>(subject_.documents.size());
    Document& added = subject_.documents.emplace_back();
    added.path = input.path;
    added.content = markdown::read(SourceText(std::move(input.path), std::move(input.content)));
    add_names(added.content.source.content(), mentioned_);
    const std::vector<BlockFile> files = files_of_blocks(added.content);
    for (std::size_t i = 0; i < files.size(); ++i) block(index, static_cast<int>(i), files[i]);
  }

  void block(int document, int index, const BlockFile& named) {
    const Document& of = subject_.documents[static_cast<std::size_t>(document)];
    const markdown::Code& code = of.content.code[static_cast<std::size_t>(index)];
    ShownFile file{.path = named.path,
                   .text = code.text,
                   .document = document,
                   .code = index,
                   .form = named.form,
                   .order = code.order};
    const std::string language = language_of(code);
    const bool data = language == "json" || language == "yaml" || language == "yml" ||
                      (language.empty() && is_data(named.path));
    if (data) {
      file.tree = tree_of(code.text);
      add_template(file);
    }
    // What is before a change is run no more.
    if (is_shell(language) && named.form != ShownFile::Form::before) {
      scripts_.push_back({.text = code.text,
                          .language = language,
                          .file = of.path,
                          .document = document,
                          .code = index,
                          .writes_to = named.path});
    }
    if (!named.path.empty()) subject_.files.push_back(std::move(file));
  }

  void add_template(const ShownFile& file) {
    yaml::Problems problems("read template", file.text.file());
    auto content = cloudformation::read(file.text, problems);
    if (!content) return;
    if (file.form != ShownFile::Form::whole) content->fragment = true;
    subject_.templates.push_back({std::move(*content), file.path, file.document, file.form});
  }

  void scripts() {
    ScriptReading reading = read_scripts(std::move(scripts_));
    subject_.scripts = std::move(reading.scripts);
    subject_.commands = std::move(reading.commands);
    subject_.settings = std::move(reading.settings);
    subject_.uses = std::move(reading.uses);
    subject_.loops = std::move(reading.loops);
    for (const Command& command : subject_.commands) written(command);
    // In the order in which the document shows them; of one block, in the order of its commands.
    std::ranges::stable_sort(subject_.files, {}, [](const ShownFile& file) {
      return std::pair(file.document, file.order);
    });
  }

  // cat > x.json <<EOF
  void written(const Command& command) {
    const Script& script = subject_.scripts[command.script];
    if (command.here.size() != 1 || script.document < 0 || script.code < 0) return;
    std::string path = command.writes;
    if (command.name == "tee" && command.words.size() > 1) {
      path = command.words.back().value.known ? command.words.back().value.text : "";
    } else if (command.name != "cat") {
      return;
    }
    if (path.empty() || path == "/dev/null") return;
    const markdown::Document& document =
        subject_.documents[static_cast<std::size_t>(script.document)].content;
    ShownFile file{.path = std::move(path),
                   .text = command.here.front(),
                   .document = script.document,
                   .code = script.code,
                   .form = ShownFile::Form::whole,
                   .order = document.code[static_cast<std::size_t>(script.code)].order};
    if (is_data(file.path)) {
      file.tree = tree_of(file.text);
      add_template(file);
    }
    subject_.files.push_back(std::move(file));
  }

  void repository_file(Input input) {
    ShownFile file{.path = input.path, .text = SourceText(input.path, std::move(input.content))};
    if (is_data(file.path)) {
      if (mentioned_.contains(file_name(file.path))) file.tree = tree_of(file.text);
      if (file.text.content().contains("AWS::") &&
          file.text.content().size() <= most_bytes_of_tree) {
        add_template(file);
      }
    }
    subject_.files.push_back(std::move(file));
  }

  Subject subject_;
  std::vector<Input> repository_;
  std::vector<ScriptInput> scripts_;
  std::set<std::string, std::less<>> mentioned_;
};

// "file:///x/../y.json" as it is compared: without what says how it is read, and where it begins.
std::string_view bare(std::string_view path) {
  for (const std::string_view start : {"file://", "fileb://"}) {
    if (path.starts_with(start)) path.remove_prefix(start.size());
  }
  while (path.starts_with("./") || path.starts_with("../") || path.starts_with('/')) {
    path.remove_prefix(path.find('/') + 1);
  }
  return path;
}

// How well a file's path fits one that is asked for. 0: not at all; 1: its last part does.
int fit(std::string_view path, std::string_view asked) {
  path = bare(path);
  if (path == asked) return 3;
  const auto ends = [](std::string_view whole, std::string_view part) {
    return whole.ends_with(part) && whole[whole.size() - part.size() - 1] == '/';
  };
  if (path.size() > asked.size() ? ends(path, asked)
                                 : asked.size() > path.size() && ends(asked, path)) {
    return 2;
  }
  return file_name(path) == file_name(asked) ? 1 : 0;
}

int worth(ShownFile::Form form) {
  switch (form) {
    case ShownFile::Form::whole:
      return 3;
    case ShownFile::Form::after:
      return 2;
    case ShownFile::Form::part:
      return 1;
    case ShownFile::Form::before:
      return 0;
  }
  return 0;
}

// The best fit; of those, what shows most of it; of those, the first.
template <class File>
const File* best(const std::vector<File>& files, std::string_view path) {
  path = bare(path);
  if (path.empty() || path.ends_with('/')) return nullptr;
  const File* found = nullptr;
  std::pair<int, int> best(0, 0);
  for (const File& file : files) {
    if (file.path.empty() || file.form == ShownFile::Form::before) continue;
    const std::pair<int, int> here(fit(file.path, path), worth(file.form));
    if (here.first > 0 && here > best) {
      best = here;
      found = &file;
    }
  }
  return found;
}

}  // namespace

const ShownFile* Subject::file(std::string_view path) const { return best(files, path); }

const TemplateFile* Subject::template_file(std::string_view path) const {
  return best(templates, path);
}

const markdown::Section& Subject::section_of(const Command& command) const {
  static const markdown::Section none;
  if (command.script >= scripts.size()) return none;
  const Script& script = scripts[command.script];
  if (script.document < 0 || script.code < 0) return none;
  const markdown::Document& document = documents[static_cast<std::size_t>(script.document)].content;
  return document.sections[static_cast<std::size_t>(
      document.code[static_cast<std::size_t>(script.code)].section)];
}

Subject read_subject(std::vector<Input> inputs, const plan::Plan* plan,
                     const account::Account* account, std::string plan_text) {
  return Reading(plan, account, std::move(plan_text)).read(std::move(inputs));
}

}  // namespace godwit::check
