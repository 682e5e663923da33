// What was found in one file, as bytes, for Memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "repo/scan.h"

namespace godwit::repo {

// Empty where nothing was found. Without what other files have a part in (Hit::depends), and
// without roles, which are the plan's.
std::string packed(const FileScan& scan);

// The same again, of the file at `path`; nothing where the bytes are no such thing.
std::optional<FileScan> unpacked(std::string_view bytes, const std::string& path,
                                 const Vocabulary& vocabulary);

}  // namespace godwit::repo
