// Scanner: what one thread of a scan finds in the files that it is shown, and what is to be
// remembered of them.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "repo/memory.h"
#include "repo/scan.h"
#include "repo/walk.h"

namespace godwit::repo {

// Made when the first file has to be read: of a tree that has not changed, none has.
class LazyMatcher {
 public:
  explicit LazyMatcher(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // nullptr: it cannot be made, and error() says why.
  const Matcher* get() {
    std::call_once(once_, [this] { matcher_.emplace(Matcher::make(vocabulary_.words())); });
    return *matcher_ ? &**matcher_ : nullptr;
  }
  std::optional<Error> error() const {
    if (!matcher_ || *matcher_) return std::nullopt;
    return matcher_->error();
  }

 private:
  const Vocabulary& vocabulary_;
  std::once_flag once_;
  std::optional<Result<Matcher>> matcher_;
};

struct FoundIn {
  std::string path;
  FileScan found;
};

// A file or a folder as it is now, for the next scan.
struct NewFile {
  std::string folder;
  std::string name;
  std::uint64_t stamp = 0;
  bool binary = false;
  std::uint64_t size = 0;
  std::string found;  // packed
};
struct NewFolder {
  std::string path;
  std::uint64_t stamp = 0;
  std::uint64_t rules = 0;
  Listing listing;
};

class Scanner : public Visitor {
 public:
  // What it is given outlives it.
  Scanner(const Vocabulary& vocabulary, LazyMatcher& matcher, const Memory& memory, bool remembers)
      : vocabulary_(vocabulary), matcher_(matcher), memory_(memory), remembers_(remembers) {}

  std::optional<std::pair<Listing, std::uint64_t>> known(const WalkedFolder& walked) override;
  void listed(const WalkedFolder& walked, const Listing& listing, std::uint64_t rules) override;
  bool wants(const WalkedFile& walked) override;
  void text(const WalkedFile& walked, std::string_view text) override;
  void binary(const WalkedFile& walked) override;

  std::vector<FoundIn> found;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t binaries = 0;
  std::uint64_t remembered = 0;

  std::vector<NewFile> new_files;
  std::vector<NewFolder> new_folders;
  std::vector<const RememberedFolder*> known_folders;  // some of them may be new all the same

 private:
  const FolderContent* content_of(std::string_view folder);  // nullptr: nothing is known
  void add(const WalkedFile& walked, FileScan scan, bool binary, std::uint64_t size);
  void keep(std::string path, FileScan scan);

  const Vocabulary& vocabulary_;
  LazyMatcher& matcher_;
  const Memory& memory_;
  bool remembers_;
  // Files come folder by folder.
  std::optional<std::string> last_;  // path of the folder
  std::optional<FolderContent> content_;
  std::optional<Matcher::Scratch> scratch_;
};

}  // namespace godwit::repo
