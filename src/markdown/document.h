// Document: a CommonMark text (with GitHub's tables and task lists) as its blocks, each with its
// place. Read by cmark-gfm, the reference parser: https://spec.commonmark.org,
// https://github.github.com/gfm/
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace godwit::markdown {

// Each block's reader may ask for the title above it: one of megabytes would make them all slow.
constexpr std::size_t most_title_bytes = 1000;

// A heading and what stands under it, up to the next heading. What comes before the first heading
// is a section without a title, of level 0.
struct Section {
  int level = 0;     // 1 to 6
  SourceText title;  // its first `most_title_bytes`
  int parent = -1;   // index of the section that it is part of; -1: of none
};

// Running text: a paragraph, or a list item's. `text` is its source, with its markup, and knows
// where each line is.
struct Prose {
  enum class Kind { paragraph, item };
  Kind kind = Kind::paragraph;
  SourceText text;
  int section = 0;      // index
  int depth = 0;        // of an item: how many lists it is in
  bool task = false;    // "- [ ]"
  bool quoted = false;  // in a block quote
  std::size_t order = 0;
};

struct Cell {
  SourceText text;  // as written, without the spaces around it, with its markup
};
struct Table {
  std::vector<Cell> header;
  std::vector<std::vector<Cell>> rows;  // as many cells as the header has
  int section = 0;
  std::size_t order = 0;
};

// A fenced or indented block of code.
struct Code {
  std::string language;  // the first word after the fence, in lower case: "bash"; empty: none
  std::string info;      // all that stands after the fence: "bash title=deploy.sh"
  SourceText text;       // without fence and indentation
  bool fenced = true;
  bool closed = true;  // false: the fence is open until the end of the document
  int section = 0;
  // The prose right before it (index into `prose`), -1: none since the heading or the last block.
  int introduced_by = -1;
  std::size_t order = 0;
};

struct Comment {    // <!-- ... -->
  SourceText text;  // what is between the marks
  int section = 0;
  std::size_t order = 0;
};

// `order` of prose, tables, code and comments counts through the document.
struct Document {
  SourceText source;
  std::vector<Section> sections;
  std::vector<Prose> prose;
  std::vector<Table> tables;
  std::vector<Code> code;
  std::vector<Comment> comments;
  bool cut = false;  // it was longer than `most_bytes`
};

// Never fails: every text is a document. Time and memory are linear; of a text with more than
// `most_bytes` only so much is read, at whole lines.
constexpr std::size_t most_bytes = 4'000'000;
Document read(SourceText source);

// Prose without its markup: "**Target:** `x`" -> "Target: x".
std::string plain(std::string_view markdown);

}  // namespace godwit::markdown
