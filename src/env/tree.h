// Tree: the text files of a folder and of all below it, as a repository's readers want them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "env/disk.h"

namespace godwit {

struct TreeLimits {
  std::uint64_t file_bytes = 1'000'000;  // larger files are left out
  std::uint64_t all_bytes = 64'000'000;
  std::size_t files = 20'000;
  std::size_t folders = 20'000;
  std::size_t depth = 32;
};

struct TreeFile {
  std::string path;  // from the folder, with '/'
  std::string content;
};

struct Tree {
  std::vector<TreeFile> files;  // by path, in the order of bytes within each folder
  bool complete = true;         // false: a limit was reached, and something else was left out
};

// Left out are: .git, what .gitignore files leave out, what is no text (it has a NUL in its first
// 8,000 bytes, as git tells), what cannot be read, and what is larger. Fails where the folder
// itself cannot be listed. With `ending`, only files whose name ends so.
Result<Tree> read_tree(Disk& disk, const std::string& folder, const std::string& ending = {},
                       const TreeLimits& limits = {});

}  // namespace godwit
