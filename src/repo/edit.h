// Edit: some bytes of a file replaced by others. A change of a file is its edits, so that it can be
// shown, carried out, taken back and checked without a copy of the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace godwit::repo {

struct Edit {
  std::size_t begin = 0;  // bytes of the file as it was
  std::string before;     // what is there
  std::string after;
  std::string rule;  // the name of the rule that says so

  bool operator==(const Edit&) const = default;
};

struct FileChange {
  std::string path;           // from the repository's root
  std::string digest_before;  // SHA-256 of the whole file, hexadecimal
  std::string digest_after;
  std::vector<Edit> edits;  // by place; none overlap

  bool operator==(const FileChange&) const = default;
};

// The file with its edits, or without them again. Errors: conflict, where the bytes that are there
// are not those that the edits are about.
Result<std::string> carried_out(std::string_view content, const FileChange& change);
Result<std::string> taken_back(std::string_view content, const FileChange& change);

// As `diff -u` writes it, with three lines around; paths as "a/x" and "b/x".
std::string unified_diff(std::string_view content, const FileChange& change);

}  // namespace godwit::repo
