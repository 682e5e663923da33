#include "env/folder.h"

#include <algorithm>

#include "base/digest.h"

namespace godwit {
namespace {

class FolderByPath : public Folder {
 public:
  FolderByPath(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  Result<std::vector<Entry>> list() override {
    std::vector<Entry> entries;
    for (FolderEntry& entry : TRY(disk_.list(path_.empty() ? "." : path_))) {
      entries.push_back({std::move(entry.name), entry.folder});
    }
    return entries;
  }

  Result<std::uint64_t> stamp() override {
    std::uint64_t stamp = 0;
    for (const Entry& entry : TRY(list())) {
      stamp = stable_hash(entry.name + (entry.folder ? "/" : "\n"), stamp);
    }
    return std::max<std::uint64_t>(stamp, 1);
  }

  Result<std::unique_ptr<Folder>> open(const std::string& name) override {
    // So that it fails as a folder that is held open does.
    TRY_VOID(disk_.list(within(name)));
    return folder_by_path(disk_, within(name));
  }

  Result<Content> read(const std::string& name, std::vector<char>& buffer, std::uint64_t limit,
                       bool with_stamp) override {
    Content content;
    if (with_stamp) content.stamp = TRY(disk_.stamp(within(name)));
    const std::string bytes = TRY(read_file(disk_, within(name), limit));
    if (buffer.size() < bytes.size()) buffer.resize(bytes.size());
    std::ranges::copy(bytes, buffer.begin());
    content.bytes = {buffer.data(), bytes.size()};
    return content;
  }

  Result<std::uint64_t> stamp(const std::string& name) override {
    return disk_.stamp(within(name));
  }

 private:
  std::string within(const std::string& name) const {
    return path_.empty() || path_.ends_with('/') ? path_ + name : path_ + '/' + name;
  }

  Disk& disk_;
  std::string path_;
};

}  // namespace

std::unique_ptr<Folder> folder_by_path(Disk& disk, std::string path) {
  return std::make_unique<FolderByPath>(disk, std::move(path));
}

}  // namespace godwit
