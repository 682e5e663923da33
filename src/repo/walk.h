// Walk: every file of a source tree, once, on several threads.
//
// Left out are .git, what .gitignore files leave out, and links. What has a NUL in its first 8,000
// bytes is binary, as git tells it; but not UTF-16 with its byte order mark.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "env/disk.h"

namespace godwit::repo {

struct WalkedFile {
  const std::string& folder;  // its path from the root; empty, or with '/' at its end
  const std::string& name;
  std::uint64_t stamp = 0;  // as Disk::stamp() has it; 0 unless stamps are asked for
};

// The names in a folder that are not left out, in the order of bytes.
struct Listing {
  std::vector<std::string> folders;
  std::vector<std::string> files;
  bool has_rules = false;  // a .gitignore, which may leave out itself

  bool operator==(const Listing&) const = default;
};

struct WalkedFolder {
  const std::string& path;  // from the root; empty, or with '/' at its end
  std::uint64_t stamp = 0;  // of what is in it; 0: not known
};

// Told of each file and folder on one thread, in any order.
class Visitor {
 public:
  virtual ~Visitor() = default;
  // Whether it has to be read; asked only where stamps are.
  virtual bool wants(const WalkedFile&) { return true; }
  // The text is gone afterwards.
  virtual void text(const WalkedFile& file, std::string_view text) = 0;
  virtual void binary(const WalkedFile&) {}

  // What is known of a folder with that stamp, so that it need not be listed, and a number that
  // says by which rules; asked only where stamps are.
  virtual std::optional<std::pair<Listing, std::uint64_t>> known(const WalkedFolder&) { return {}; }
  virtual void listed(const WalkedFolder&, const Listing&, std::uint64_t /*rules*/) {}
};

struct WalkOptions {
  std::uint64_t file_bytes = 64'000'000;
  bool stamps = false;
  std::size_t depth = 64;  // of folders within each other
  std::string except;      // a path from the root that is left out; empty: none
};

// By path.
struct Walked {
  std::vector<std::string> large;       // files with more than `file_bytes`
  std::vector<std::string> unreadable;  // files and folders that are there and cannot be read
  bool complete = true;                 // false: there is more in folders that are deeper
};

// One thread for each visitor. Errors: the folder's own.
Result<Walked> walk(Disk& disk, const std::string& folder, std::span<Visitor* const> visitors,
                    const WalkOptions& options);

// "a/" and "b": "a/b".
inline std::string path_of(const WalkedFile& file) { return file.folder + file.name; }

}  // namespace godwit::repo
