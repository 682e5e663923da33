// Statements: what documents say, sentence by sentence, row by row, line of a diagram by line, each
// with the region that it speaks of, as far as its own words or the place where it stands say.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check/region_words.h"
#include "check/subject.h"

namespace godwit::check {

struct Statement {
  enum class Kind { title, sentence, cell, diagram } kind = Kind::sentence;
  // Of which it is a part: shared, for a paragraph may be long and have many.
  std::shared_ptr<const SourceText> whole;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string after;  // of a cell: the other cells of its row that have no region of their own
  std::vector<RegionWord> said;  // the regions that it names itself; places within the text
  // The regions that it is about, where it does not name them right beside a word: its own one; or
  // its column's, its row's, its list's, its section's. Empty: nobody says, or it is not clear.
  std::vector<std::string> about;
  bool unclear = false;  // it names regions, and not what each has to do with the rest
  bool denies = false;   // "not", "no", "instead of", a cross
  bool before = false;   // of a block that is changed into another
  int document = 0;      // indices
  int section = 0;       // of that document, also where the statement is in a block of Markdown
  // The sections that it is in, the nearest first.
  std::shared_ptr<const std::vector<std::string>> in_sections;
  std::string row;      // of a cell: the first one of its row
  bool starts = false;  // first of its paragraph, item, cell or line

  const SourceText& text() const { return *whole; }
  const std::vector<std::string>& titles() const { return *in_sections; }
  std::string_view words() const {
    return std::string_view(whole->content()).substr(begin, end - begin);
  }
};

// In the order of the documents; within one, prose before tables before diagrams. Blocks of
// Markdown are read as what they are.
std::vector<Statement> statements_of(const Subject& subject);

// Does a text say that something is not so?
bool denies(std::string_view text);

}  // namespace godwit::check
