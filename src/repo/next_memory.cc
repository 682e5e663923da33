#include "repo/next_memory.h"

#include <algorithm>
#include <deque>
#include <map>

namespace godwit::repo {
namespace {

using NewFiles = std::vector<const NewFile*>;  // by name

bool is_news(const Memory& memory, const NewFolder& now) {
  // The stamp alone is none: of a folder that changed just now there is none that could be kept.
  const RememberedFolder* old = memory.folder(now.path);
  if (old == nullptr || old->rules != now.rules || old->has_rules != now.listing.has_rules) {
    return true;
  }
  const auto content = old->unpacked();
  return !content || !std::ranges::equal(content->folders, now.listing.folders) ||
         !std::ranges::equal(content->files, now.listing.files, {}, &RememberedFile::name);
}

void put(const NewFiles& now, FolderContent& content) {
  auto next = now.begin();
  for (RememberedFile& file : content.files) {
    while (next != now.end() && (*next)->name < file.name) ++next;
    if (next == now.end() || (*next)->name != file.name) continue;
    file = {file.name, (*next)->stamp, (*next)->binary, (*next)->size, (*next)->found};
  }
}

// What is known of a folder's files, by their names.
FolderContent content_of(const NewFolder& now, const RememberedFolder* old) {
  FolderContent content;
  content.folders.assign(now.listing.folders.begin(), now.listing.folders.end());
  const auto before = old == nullptr ? std::nullopt : old->unpacked();
  for (const std::string& name : now.listing.files) {
    const RememberedFile* file = before ? before->file(name) : nullptr;
    content.files.push_back(file == nullptr ? RememberedFile{.name = name} : *file);
  }
  return content;
}

// The folders of the next memory, and what they are packed in.
class NextMemory {
 public:
  void add(const NewFolder& now, const RememberedFolder* old, const NewFiles& files) {
    FolderContent content = content_of(now, old);
    put(files, content);
    add({now.path, now.stamp, now.rules, now.listing.has_rules, {}}, packed(content));
  }

  void add(const RememberedFolder& old, const NewFiles& files) {
    if (files.empty()) {
      folders_.emplace(old.path, old);
      return;
    }
    FolderContent content = old.unpacked().value_or(FolderContent());
    put(files, content);
    add(old, packed(content));
  }

  bool has(std::string_view path) const { return folders_.contains(path); }
  std::vector<RememberedFolder> folders() const {
    std::vector<RememberedFolder> all;
    for (const auto& [path, folder] : folders_) all.push_back(folder);
    return all;
  }

 private:
  void add(RememberedFolder folder, std::string content) {
    contents_.push_back(std::move(content));
    folder.content = contents_.back();
    folders_.emplace(folder.path, folder);
  }

  std::map<std::string_view, RememberedFolder> folders_;
  std::deque<std::string> contents_;
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

  std::map<std::string_view, NewFiles> files;
  for (const Scanner& scanner : scanners) {
    for (const NewFile& file : scanner.new_files) files[file.folder].push_back(&file);
  }
  for (auto& [folder, list] : files) std::ranges::sort(list, {}, &NewFile::name);
  NextMemory next;
  for (const Scanner& scanner : scanners) {
    for (const NewFolder& now : scanner.new_folders) {
      next.add(now, memory.folder(now.path), files[now.path]);
    }
  }
  for (const Scanner& scanner : scanners) {
    for (const RememberedFolder* old : scanner.known_folders) {
      if (!next.has(old->path)) next.add(*old, files[old->path]);
    }
  }
  return write_memory(disk, path, key, next.folders());
}

}  // namespace godwit::repo
