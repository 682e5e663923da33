// A folder of this machine's file system.
#pragma once

#include "env/folder.h"

namespace godwit {

// Fails as opendir() does.
Result<std::unique_ptr<Folder>> open_real_folder(const std::string& path);

// As Disk::stamp().
Result<std::uint64_t> real_stamp(const std::string& path);

}  // namespace godwit
