// What a scan remembers for the next one.
#pragma once

#include <span>
#include <string>

#include "repo/memory.h"
#include "repo/scanner.h"

namespace godwit::repo {

// Writes what the scanners have seen, and what they were told by the memory, unless that is all.
// Errors: those of the disk.
Result<void> update_memory(Disk& disk, const std::string& path, std::string_view key,
                           const Memory& memory, std::span<const Scanner> scanners);

}  // namespace godwit::repo
