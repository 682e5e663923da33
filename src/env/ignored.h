// Ignored: what a repository's .gitignore files leave out. The part of the format that people use:
// comments, '!', '*', '?', '**', '[...]', a '/' at the end, at the beginning or within.
// https://git-scm.com/docs/gitignore
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "env/glob.h"

namespace godwit {

class Ignored {
 public:
  // The lines of the .gitignore in `folder`: a path from the repository's root, empty or with '/'
  // at its end. Those of folders within come after those around them.
  void add(std::string_view folder, std::string_view lines);

  // `path` is one from the root, without '/' at its end. What is in an ignored folder is ignored
  // too, which is for the caller, who need not even look.
  bool covers(std::string_view path, bool is_folder) const;

 private:
  struct Pattern {
    std::string folder;    // it is about what is in it
    Glob glob;             // against the path from that folder, or against the last name
    bool anywhere = true;  // the last name alone
    bool folders_only = false;
    bool back = false;  // '!'
  };
  std::vector<Pattern> patterns_;
};

// Does a path fit a pattern? As Glob has it.
bool fits(std::string_view pattern, std::string_view path);

}  // namespace godwit
