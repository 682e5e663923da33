#include "cli/load_subject.h"

#include <ostream>
#include <set>
#include <utility>

#include "base/text.h"
#include "env/tree.h"
#include "markdown/document.h"

namespace godwit::cli {
namespace {

bool names_plan(const std::string& path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

class Loading {
 public:
  Loading(Console& console, const CheckArguments& arguments)
      : console_(console), arguments_(arguments), loaded_(std::make_unique<LoadedSubject>()) {}

  std::expected<std::unique_ptr<LoadedSubject>, int> run() {
    plan_path_ = arguments_.plan;
    for (const std::string& file : arguments_.files) {
      if (!take(file)) return std::unexpected(code_);
    }
    if (!take_repository() || !take_plan() || !take_catalog()) return std::unexpected(code_);
    std::string plan_text;
    if (loaded_->plan) {
      auto text = read_file(console_.env.disk, plan_path_);
      if (!text) return std::unexpected(refuse(text.error()));
      plan_text = *std::move(text);
    }
    loaded_->subject =
        check::read_subject(std::move(inputs_), loaded_->plan ? &*loaded_->plan : nullptr,
                            loaded_->account ? &*loaded_->account : nullptr, std::move(plan_text));
    loaded_->subject.has_repository = !arguments_.repository.empty();
    if (loaded_->refreshed) loaded_->subject.refreshed = &*loaded_->refreshed;
    return std::move(loaded_);
  }

 private:
  int refuse(const Error& error) {
    print(console_, error);
    return code_ = exit_code(error);
  }
  bool refuse(std::string cause, std::string remedy) {
    console_.err << cause << "\n  " << remedy << '\n';
    code_ = bad_input;
    return false;
  }

  bool take_catalog() {
    if (arguments_.catalog.empty()) return true;
    const auto text = read_file(console_.env.disk, arguments_.catalog, 16 << 20);
    if (!text) {
      refuse(text.error());
      return false;
    }
    auto refreshed = catalog::read_refreshed(*text, arguments_.catalog);
    if (!refreshed) {
      refuse(refreshed.error());
      return false;
    }
    loaded_->refreshed = *std::move(refreshed);
    return true;
  }

  // A plan, a document, or a folder of documents.
  bool take(const std::string& file) {
    if (names_plan(file)) {
      if (!plan_path_.empty() && plan_path_ != file) {
        return refuse("there are two plans, " + plan_path_ + " and " + file,
                      "check them one at a time");
      }
      plan_path_ = file;
      loaded_->files.push_back(file);
      return true;
    }
    if (console_.env.disk.list(file)) return take_folder(without_slash(file));
    auto content = read_file(console_.env.disk, file, markdown::most_bytes);
    if (!content) {
      refuse(content.error());
      return false;
    }
    add_document(file, *std::move(content));
    return true;
  }

  bool take_folder(const std::string& folder) {
    auto tree = read_tree(console_.env.disk, folder, ".md");
    if (!tree) {
      refuse(tree.error());
      return false;
    }
    say_if_incomplete(*tree, folder);
    if (tree->files.empty()) {
      return refuse("there is no Markdown document in " + folder,
                    "name a document, or a folder with *.md in it");
    }
    const std::string beginning = folder == "/" ? folder : folder + '/';
    for (TreeFile& file : tree->files) add_document(beginning + file.path, std::move(file.content));
    return true;
  }

  bool take_repository() {
    if (arguments_.repository.empty()) return true;
    const std::string folder = without_slash(arguments_.repository);
    auto tree = read_tree(console_.env.disk, folder);
    if (!tree) {
      refuse(tree.error());
      return false;
    }
    say_if_incomplete(*tree, folder);
    for (TreeFile& file : tree->files) {
      // A document that is checked is not looked at twice.
      if (is_given(folder + '/' + file.path)) continue;
      ++loaded_->repository_files;
      inputs_.push_back(
          {std::move(file.path), std::move(file.content), check::Input::Kind::repository});
    }
    return true;
  }

  bool take_plan() {
    if (plan_path_.empty()) {
      if (arguments_.account.empty()) return true;
      return refuse("an account file says nothing without a plan",
                    "name the plan too: --plan PLAN");
    }
    loaded_->plan = load_plan(console_, plan_path_);
    std::string account = arguments_.account;
    if (account.empty()) {
      const std::string usual = beside(plan_path_, "account.yaml");
      const auto there = console_.env.disk.exists(usual);
      if (there && *there) account = usual;
    }
    if (!account.empty()) loaded_->account = load_account(console_, account);
    if (!loaded_->plan || (!account.empty() && !loaded_->account)) {
      code_ = bad_input;
      return false;
    }
    // What no plan may be is told before what a plan should not.
    if (compile(console_, *loaded_->plan, loaded_->account ? &*loaded_->account : nullptr)) {
      return true;
    }
    code_ = bad_input;
    return false;
  }

  void add_document(const std::string& path, std::string content) {
    if (is_given(path)) return;
    loaded_->files.push_back(path);
    given_.insert(path);
    inputs_.push_back({path, std::move(content), check::Input::Kind::document});
  }

  bool is_given(const std::string& path) const { return given_.contains(path); }

  void say_if_incomplete(const Tree& tree, const std::string& folder) {
    if (tree.complete) return;
    const TreeLimits limits;
    console_.err << folder << " is only read in part: at most " << group_digits(limits.files)
                 << " files and " << format_bytes(limits.all_bytes)
                 << "\n  name a smaller folder, or leave generated files out in .gitignore\n";
  }

  Console& console_;
  const CheckArguments& arguments_;
  std::unique_ptr<LoadedSubject> loaded_;
  std::vector<check::Input> inputs_;
  std::set<std::string> given_;  // documents
  std::string plan_path_;
  int code_ = bad_input;
};

}  // namespace

std::expected<std::unique_ptr<LoadedSubject>, int> load_subject(Console& console,
                                                                const CheckArguments& arguments) {
  return Loading(console, arguments).run();
}

}  // namespace godwit::cli
