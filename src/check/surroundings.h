// Surroundings: what a document says around a command, which is often all that says what it is for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/subject.h"

namespace godwit::check {

// All in lower case, without markup; empty where there is nothing.
struct Surroundings {
  std::vector<std::string> titles;  // of the sections that it is in, the nearest first
  std::string introduction;         // the prose right before its block
  std::string comment_before;       // the comment's lines right above it
  std::string comment_after;        // the next comment of its script
};
Surroundings surroundings_of(const Subject& subject, const Command& command);

// Is any of the words in the text, at the beginning of a word? "fail over" is in "to fail over".
bool mentions(std::string_view text, std::initializer_list<std::string_view> words);

// Is the command a part of a way back, as its section, the words before its block or its own
// comment say?
bool goes_back(const Subject& subject, const Command& command);

// Which sequence of commands it is part of: a document's, or a repository's script's. Negative: of
// a script.
int flow_of(const Subject& subject, const Command& command);

}  // namespace godwit::check
