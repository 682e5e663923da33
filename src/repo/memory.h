// Memory: what a scan found in each file, and by what to tell that a file or a folder has not
// changed since. docs/scan.md has the format of its file.
//
// It is never believed without asking the disk, and whatever is wrong with it, it is as if there
// was none. Texts are those of the file that it was read from, and live as long as the memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "env/disk.h"

namespace godwit::repo {

struct RememberedFile {
  std::string_view name;
  std::uint64_t stamp = 0;
  bool binary = false;
  std::uint64_t size = 0;  // of a text, in bytes
  std::string_view found;  // packed; empty: nothing
};

struct RememberedFolder {
  std::string_view path;  // from the root; empty, or with '/' at its end
  std::uint64_t stamp = 0;
  std::uint64_t rules = 0;  // of what is ignored in it: the names are those that are not
  bool has_rules = false;   // of its own
  std::span<const std::string_view> folders;  // names within it, in the order of bytes
  std::span<const std::string_view> files;
  std::span<const RememberedFile> remembered;  // of the files; in the order of bytes
};

class Memory {
 public:
  Memory();
  Memory(Memory&&) noexcept;
  Memory& operator=(Memory&&) noexcept;
  ~Memory();

  // `key` is a digest of everything that an answer depends on but for the files.
  static Memory read(Disk& disk, const std::string& path, std::string_view key);

  bool empty() const { return folders_.empty(); }
  const RememberedFolder* folder(std::string_view path) const;
  static const RememberedFile* file(const RememberedFolder& folder, std::string_view name);

 private:
  struct Store;
  std::unique_ptr<Store> store_;
  std::unordered_map<std::string_view, const RememberedFolder*> folders_;
};

// Folders by path.
Result<void> write_memory(Disk& disk, const std::string& path, std::string_view key,
                          std::span<const RememberedFolder> folders);

}  // namespace godwit::repo
