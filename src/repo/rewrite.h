// Rewrite: what a plan's rules make of a source tree. Nothing is written here: apply.h does that.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "env/disk.h"
#include "plan/plan.h"
#include "repo/edit.h"
#include "repo/scan.h"

namespace godwit::repo {

// What only a person can do: a place that a rule is about and that cannot be changed safely, or one
// that binds to the source and that no rule and no exception is about.
struct Work {
  Hit hit;             // its place; of work about a rule alone, only `at`
  std::string rule;    // or empty
  std::string reason;  // for people
};

// A place that binds to the source, and has what a rule gives it: the region of a way back, say.
struct Settled {
  Hit hit;
  std::string rule;
};

// A secret in a file: bytes that nobody is to see, not even beside a change in a diff.
struct Hidden {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Proposal {
  std::vector<FileChange> changes;  // by path
  std::vector<Work> work;           // by path and place
  std::vector<Hit> excepted;        // left as they are, by an exception
  std::vector<Settled> settled;     // by path and place
  std::vector<std::string> notes;   // "the default at x:1 is changed, and has no effect: ..."
  std::vector<Location> unused;     // rules and exceptions that are about nothing
  // Of files that change, by path and place.
  std::map<std::string, std::vector<Hidden>> hidden;
  bool complete = true;  // false: files were left out that are too large, or cannot be read
};

// A plan's named values, as far as they are known: name -> text.
using Values = std::map<std::string, std::string>;
// Texts of nobody's for those that only a stack knows: for looking at what rules are about, never
// for writing.
Values stand_ins(const plan::Plan& plan);

// Pure: the same tree, the same proposal. Errors, all of them: a value that is not known.
Checked<Proposal> propose(const Tree& tree, const plan::Plan& plan, const Values& values,
                          const Vocabulary& vocabulary);

// The same of a folder, on several threads; whatever their number, the same proposal. Leaves out
// what scan() leaves out. Errors: the folder's too.
Checked<Proposal> propose(Disk& disk, const std::string& folder, const plan::Plan& plan,
                          const Values& values, const Vocabulary& vocabulary,
                          std::size_t threads = 1);

// A file as it may be shown beside a change: with stars for what is hidden.
std::string shown(std::string content, const std::vector<Hidden>& hidden);

}  // namespace godwit::repo
