#include "env/tree.h"

#include <algorithm>

#include "env/ignored.h"

namespace godwit {
namespace {

constexpr std::size_t looked_at_for_nul = 8'000;

class Walk {
 public:
  Walk(Disk& disk, const std::string& folder, const std::string& ending, const TreeLimits& limits)
      : disk_(disk), ending_(ending), limits_(limits) {
    root_ = folder;
    if (!root_.empty() && !root_.ends_with('/')) root_ += '/';
  }

  // `path` is empty, or ends in '/'.
  Result<void> enter(const std::string& path, std::size_t depth, const Ignored& around) {
    if (depth > limits_.depth || folders_ == limits_.folders) {
      tree_.complete = false;
      return {};
    }
    ++folders_;
    const std::vector<FolderEntry> entries = TRY(disk_.list(root_.empty() ? "." : root_ + path));
    Ignored ignored = around;
    const bool has_rules =
        std::ranges::any_of(entries, [](const auto& entry) { return entry.name == ".gitignore"; });
    if (has_rules) {
      const auto rules = read_file(disk_, root_ + path + ".gitignore", limits_.file_bytes);
      if (rules) ignored.add(path, *rules);
    }
    for (const FolderEntry& entry : entries) {
      const std::string own = path + entry.name;
      if (entry.name == ".git" || ignored.covers(own, entry.folder)) continue;
      if (!entry.folder) {
        take(own, entry.size);
        continue;
      }
      // A folder that cannot be listed is none of ours.
      const auto entered = enter(own + '/', depth + 1, ignored);
      if (!entered && entered.error().kind == ErrorKind::storage) tree_.complete = false;
    }
    return {};
  }

  Tree finish() && { return std::move(tree_); }

 private:
  void take(const std::string& path, std::uint64_t size) {
    if (!path.ends_with(ending_) || size > limits_.file_bytes) return;
    if (tree_.files.size() == limits_.files || bytes_ + size > limits_.all_bytes) {
      tree_.complete = false;
      return;
    }
    auto content = read_file(disk_, root_ + path, limits_.file_bytes);
    if (!content) return;
    if (std::string_view(*content).substr(0, looked_at_for_nul).contains('\0')) return;
    bytes_ += content->size();
    tree_.files.push_back({path, *std::move(content)});
  }

  Disk& disk_;
  std::string root_;
  std::string ending_;
  TreeLimits limits_;
  Tree tree_;
  std::uint64_t bytes_ = 0;
  std::size_t folders_ = 0;
};

}  // namespace

Result<Tree> read_tree(Disk& disk, const std::string& folder, const std::string& ending,
                       const TreeLimits& limits) {
  Walk walk(disk, folder, ending, limits);
  TRY_VOID(walk.enter("", 0, {}));
  return std::move(walk).finish();
}

}  // namespace godwit
