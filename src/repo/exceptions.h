// Exceptions: what a plan's rewriting leaves as it is, and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "env/ignored.h"
#include "plan/plan.h"
#include "repo/reading.h"

namespace godwit::repo {

// Files by globs, as in .gitignore: "docs/*.md", "/aws/**", "build/" with all that is in it.
class Files {
 public:
  explicit Files(const std::vector<std::string>& globs);  // none: all files
  bool has(std::string_view path) const;

 private:
  bool all_;
  Ignored globs_;
};

// Uses by name ("default"); none are all, those in backup files only where that is said.
class Uses {
 public:
  Uses(const std::vector<std::string>& names, bool with_backup);
  bool has(Use use) const { return (uses_ >> static_cast<unsigned>(use) & 1) != 0; }

 private:
  std::uint32_t uses_ = 0;
};

class Exceptions {
 public:
  explicit Exceptions(const std::vector<plan::RewriteException>& exceptions);

  // The first one that is about a literal, from 0; -1: none.
  int of(std::string_view path, std::string_view text, Use use) const;
  bool names_literal(int exception) const {
    return !exceptions_[static_cast<std::size_t>(exception)].literal.empty();
  }

 private:
  struct Exception {
    Files files;
    Uses uses;
    std::string literal;
  };
  std::vector<Exception> exceptions_;
};

}  // namespace godwit::repo
