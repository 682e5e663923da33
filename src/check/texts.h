// Texts: the files that a subject is read from, by the names that findings give.
#pragma once

#include <string_view>
#include <unordered_map>

#include "check/subject.h"

namespace godwit::check {

class Texts {
 public:
  // Borrows the subject's texts. Where a document and a file of the repository have the same path,
  // the document is meant.
  explicit Texts(const Subject& subject);

  // Without its end; empty where nobody knows.
  std::string_view line(const Location& at) const;

 private:
  std::unordered_map<std::string_view, const SourceText*> by_file_;
};

}  // namespace godwit::check
