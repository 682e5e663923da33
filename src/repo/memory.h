// Memory: what a scan found in each file, and by what to tell that a file or a folder has not
// changed since. docs/scan.md has the format of its file.
//
// It is never believed without asking the disk, and whatever is wrong with it, it is as if there
// was none. Texts are parts of what was read from the file, and live as long as the memory.
#pragma once

#include <cstdint>
#include <optional>
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
  std::uint64_t stamp = 0;  // 0: only the name is known
  bool binary = false;
  std::uint64_t size = 0;  // of a text, in bytes
  std::string_view found;  // packed; empty: nothing
};

// What is in a folder and is not left out, in the order of bytes.
struct FolderContent {
  std::vector<std::string_view> folders;
  std::vector<RememberedFile> files;

  const RememberedFile* file(std::string_view name) const;  // nullptr: none
};
std::string packed(const FolderContent& content);

struct RememberedFolder {
  std::string_view path;  // from the root; empty, or with '/' at its end
  std::uint64_t stamp = 0;
  std::uint64_t rules = 0;   // of what is left out of it
  bool has_rules = false;    // of its own
  std::string_view content;  // packed

  std::optional<FolderContent> unpacked() const;  // nothing: it is damaged
};

class Memory {
 public:
  // `key` is a digest of everything that an answer depends on but for the files.
  static Memory read(Disk& disk, const std::string& path, std::string_view key);

  const RememberedFolder* folder(std::string_view path) const;  // nullptr: none

 private:
  std::string bytes_;
  std::unordered_map<std::string_view, RememberedFolder> folders_;
};

Result<void> write_memory(Disk& disk, const std::string& path, std::string_view key,
                          std::span<const RememberedFolder> folders);

}  // namespace godwit::repo
