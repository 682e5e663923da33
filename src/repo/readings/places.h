// Places: what the path of a file says about it.
#pragma once

#include <string_view>

#include "repo/reading.h"

namespace godwit::repo {

// A copy that somebody, or an editor, left beside a file: "x.bak", "x.orig", "x~".
bool is_backup(std::string_view path);
std::string_view without_backup_suffix(std::string_view path);

// Is it shipped to clients, or are they built with it? By the folders around it, and the names that
// tools give such files.
bool is_clients(std::string_view path, Language language);

}  // namespace godwit::repo
