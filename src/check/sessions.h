// Sessions: how the scripts of documents and repositories share a shell.
#pragma once

#include <set>
#include <string_view>

#include "check/subject.h"

namespace godwit::check {

// Is it typed in by a document's reader, into the shell that the blocks before it were typed into?
// What is a file of its own is not.
bool is_typed(const Script& script);

// Must a document's blocks be typed into one shell? So where a variable is set in one, and used in
// a later one.
bool is_one_shell(const Subject& subject, int document);

// Is a variable there before anybody sets it: the shell's own, or one that the environment of the
// reader is known to have?
bool is_of_environment(std::string_view variable);

// Names that a document speaks of in its text, its tables and its blocks that are no scripts: what
// its reader may be told to set.
std::set<std::string_view> spoken_names(const Document& document);

}  // namespace godwit::check
