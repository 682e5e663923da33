#include "repo/next_memory.h"

#include <algorithm>
#include <map>

namespace godwit::repo {
namespace {

bool same_names(const RememberedFolder& old, const NewFolder& now) {
  return old.rules == now.rules && old.has_rules == now.listing.has_rules &&
         std::ranges::equal(old.folders, now.listing.folders) &&
         std::ranges::equal(old.files, now.listing.files);
}

bool is_news(const Memory& memory, const NewFolder& now) {
  // Nothing can be told of a folder that changed just now; but what is in it may be known.
  const RememberedFolder* old = memory.folder(now.path);
  return old == nullptr || !same_names(*old, now);
}

// One folder of the next memory.
class NextFolder {
 public:
  explicit NextFolder(const RememberedFolder& old) : next_(old) {}
  explicit NextFolder(const NewFolder& now)
      : folders_(now.listing.folders.begin(), now.listing.folders.end()),
        files_(now.listing.files.begin(), now.listing.files.end()) {
    next_ = {.path = now.path,
             .stamp = now.stamp,
             .rules = now.rules,
             .has_rules = now.listing.has_rules,
             .folders = folders_,
             .files = files_,
             .remembered = {}};
  }
  NextFolder(const NextFolder&) = delete;
  NextFolder& operator=(const NextFolder&) = delete;

  // What is new of its files goes before what is old, both by name.
  void remember(std::span<const NewFile* const> now, const RememberedFolder* old) {
    for (const std::string_view name : next_.files) {
      while (!now.empty() && now.front()->name < name) now = now.subspan(1);
      if (!now.empty() && now.front()->name == name) {
        const NewFile& file = *now.front();
        remembered_.push_back({file.name, file.stamp, file.binary, file.size, file.found});
      } else if (const auto* file = old == nullptr ? nullptr : Memory::file(*old, name)) {
        remembered_.push_back(*file);
      }
    }
    next_.remembered = remembered_;
  }
  const RememberedFolder& folder() const { return next_; }

 private:
  std::vector<std::string_view> folders_;
  std::vector<std::string_view> files_;
  std::vector<RememberedFile> remembered_;
  RememberedFolder next_;
};

}  // namespace

Result<void> update_memory(Disk& disk, const std::string& path, std::string_view key,
                           const Memory& memory, std::span<const Scanner> scanners) {
  const bool news = std::ranges::any_of(scanners, [&](const Scanner& scanner) {
    return !scanner.new_files.empty() ||
           std::ranges::any_of(scanner.new_folders,
                               [&](const NewFolder& now) { return is_news(memory, now); });
  });
  if (!news) return {};

  std::map<std::string_view, NextFolder> folders;
  std::map<std::string_view, std::vector<const NewFile*>> files;
  for (const Scanner& scanner : scanners) {
    for (const NewFolder& now : scanner.new_folders) folders.try_emplace(now.path, now);
    for (const NewFile& file : scanner.new_files) files[file.folder].push_back(&file);
  }
  for (const Scanner& scanner : scanners) {
    for (const RememberedFolder* old : scanner.known_folders) folders.try_emplace(old->path, *old);
  }
  std::vector<RememberedFolder> all;
  for (auto& [name, folder] : folders) {
    std::vector<const NewFile*>& now = files[name];
    std::ranges::sort(now, {}, [](const NewFile* file) { return std::string_view(file->name); });
    folder.remember(now, memory.folder(name));
    all.push_back(folder.folder());
  }
  return write_memory(disk, path, key, all);
}

}  // namespace godwit::repo
