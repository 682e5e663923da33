#include "rehearse/files.h"

#include <set>

#include "env/tree.h"

namespace godwit::rehearse {
namespace {

class Reader {
 public:
  Reader(Disk& disk, std::vector<std::string>* cut_short) : disk_(disk), cut_short_(cut_short) {}

  void add_folder(const std::string& folder) {
    if (folder.empty() || !folders_.insert(folder).second) return;
    const auto tree = read_tree(disk_, folder);
    if (!tree) {
      errors_.push_back(tree.error());
      return;
    }
    if (!tree->complete && cut_short_ != nullptr) cut_short_->push_back(folder);
    for (const TreeFile& file : tree->files) files_[folder + "/" + file.path] = file.content;
  }

  void add_file(const std::string& path) {
    if (path.empty() || files_.contains(path)) return;
    auto content = read_file(disk_, path);
    if (content) {
      files_[path] = *std::move(content);
    } else {
      errors_.push_back(content.error());
    }
  }

  Checked<Files> take() {
    if (!errors_.empty()) return std::unexpected(std::move(errors_));
    return std::move(files_);
  }

 private:
  Disk& disk_;
  std::vector<std::string>* cut_short_;
  std::set<std::string> folders_;
  Files files_;
  Errors errors_;
};

}  // namespace

Checked<Files> read_files(Disk& disk, const plan::Plan& plan, std::vector<std::string>* cut_short) {
  Reader reader(disk, cut_short);
  if (plan.rewrite) reader.add_folder(plan.rewrite->repository);
  for (const plan::Consumer& consumer : plan.consumers) {
    reader.add_folder(consumer.sources);
    reader.add_file(consumer.file);
    reader.add_file(consumer.old_values);
  }
  return reader.take();
}

}  // namespace godwit::rehearse
