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

// A variable that a build puts into what browsers and phones get: VITE_..., NEXT_PUBLIC_...
bool is_built_into_clients(std::string_view name);
// What others copy, and nobody reads: ".env.example".
bool is_example(std::string_view name);
bool is_makefile(std::string_view path);
// Of a language that has comments after '#'.
bool has_hash_comments(std::string_view path);
// Of a language where what is between single quotes is a text, and no character.
bool has_single_quotes(std::string_view path);

}  // namespace godwit::repo
