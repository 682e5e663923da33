// Scan: all that binds a source tree to a region, with what each place is there for, and what it
// depends on. docs/scan.md has the format of its reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "env/disk.h"
#include "env/tree.h"
#include "repo/literal.h"
#include "repo/matcher.h"
#include "repo/reading.h"
#include "repo/secret.h"
#include "repo/vocabulary.h"

namespace godwit::repo {

// Something elsewhere that a place depends on.
struct Dependency {
  // overridden: a value that is taken instead of this default, so that changing it here does
  // nothing (fact B12). used: where what is given here is taken. deployed: what has this address.
  enum class Kind : std::uint8_t { overridden, used, deployed } kind = Kind::used;
  Location where;
  std::string words;  // for people: "the environment of Chat sets HOME_REGION"
};

struct Hit {
  Literal literal;
  Location at;     // of its first character
  int length = 0;  // characters
  std::string text;
  Use use = Use::code;
  Language language = Language::none;
  std::string role;           // of its region: "source"; or empty
  std::string name;           // what it is, or is part of, the value of; or empty
  std::string overridden_by;  // as in Part
  std::string within;         // of code within a template: the function's logical id; or empty
  std::vector<Dependency> depends;
};

struct FoundSecret {
  Location at;     // in a path: line 0
  int length = 0;  // characters
  std::string kind;
  bool in_name = false;  // of the file
};

// A part with Part::gives: what other files' parts with that name in `overridden_by` may take.
struct Given {
  std::string name;  // of the variable or parameter: "BEDROCK_REGION"
  Location at;
  Use use = Use::setting;
  Language language = Language::none;
  // Who gets it: a function of the same template, by its logical id; a template, by the name of its
  // file; empty: whoever reads that variable.
  std::string to;
  std::string from;  // the variable or parameter that has the value; empty: none, or not known
  // Of a function whose code is in files: their folder, or the file, from the root.
  std::optional<std::string> code;
};

// What one file has. Pure but for the scratch.
struct FileScan {
  std::vector<Hit> hits;  // by place
  std::vector<FoundSecret> secrets;
  std::vector<Given> given;  // by place; of any file that can be seen to give something
};
// Whoever needs the text's reading, too, gets it in `reading`; it stays empty where none was
// needed, or none of these bytes themselves (UTF-16).
FileScan scan_text(const std::string& path, std::string_view text, const Vocabulary& vocabulary,
                   const Matcher& matcher, Matcher::Scratch& scratch,
                   std::optional<Reading>* reading = nullptr);

struct Scan {
  std::vector<Hit> hits;  // by path, then by place; so are the others
  std::vector<FoundSecret> secrets;
  std::vector<Given> given;
  std::vector<std::string> large;  // paths of files that were left out for ScanOptions::file_bytes
  std::vector<std::string> unreadable;  // of files and folders that are there and cannot be read
  std::uint64_t files = 0;              // that were looked at
  std::uint64_t bytes = 0;
  std::uint64_t binary = 0;      // files that were left out, as git tells binaries
  std::uint64_t remembered = 0;  // files that have not changed since the last scan
  bool complete = true;          // false: something that is wanted was left out
};

struct ScanOptions {
  // Files that are larger are left out, and said to be: nothing is found in a dump.
  std::uint64_t file_bytes = 64'000'000;
  std::size_t threads = 1;
  // A file that remembers what was found, so that what has not changed since is not read again;
  // empty: none. It holds places and literals, no secrets.
  std::string memory;
};

// Leaves out what read_tree() leaves out; follows no links, neither to folders nor to files. Calls
// connect(). The same tree, the same result, whatever the number of threads and what is remembered,
// but for `remembered`. Errors: the folder's.
Result<Scan> scan(Disk& disk, const std::string& folder, const Vocabulary& vocabulary,
                  const ScanOptions& options);

// Lays dependencies between the hits of all files: defaults beside what is given that overrides
// them, and what is given beside where it is taken. In time linear in both, but for what it lays.
void connect(Scan& scan);

}  // namespace godwit::repo
