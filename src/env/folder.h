// Folder: a folder that is held open, for whole trees of small files: what is in it is found by its
// name alone, without the way through all folders above it, and a file is read with the fewest
// calls. Links are not followed. All but list() may be called by several threads at once. The disk
// outlives its folders.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "env/disk.h"

namespace godwit {

class Folder {
 public:
  struct Entry {
    std::string name;  // without the folder's path
    bool folder = false;

    bool operator==(const Entry&) const = default;
  };
  struct Content {
    std::string_view bytes;   // in the buffer
    std::uint64_t stamp = 0;  // as in Disk::stamp(), from before it was read
  };

  virtual ~Folder() = default;
  // By name, in the order of bytes: files and folders. No links, devices, pipes or sockets.
  virtual Result<std::vector<Entry>> list() = 0;
  // As that of a file, of what list() says.
  virtual Result<std::uint64_t> stamp() = 0;
  virtual Result<std::unique_ptr<Folder>> open(const std::string& name) = 0;
  // The whole of a file, in a buffer that only grows and is used again for the next one.
  // ErrorKind::invalid: it has more than `limit` bytes. The stamp is 0 unless it is asked for.
  virtual Result<Content> read(const std::string& name, std::vector<char>& buffer,
                               std::uint64_t limit, bool with_stamp) = 0;
  virtual Result<std::uint64_t> stamp(const std::string& name) = 0;
};

// One of any disk, by paths.
std::unique_ptr<Folder> folder_by_path(Disk& disk, std::string path);

}  // namespace godwit
