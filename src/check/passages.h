// Passages: what a document says in words: its paragraphs, list items and table cells, and the
// comments of its shell blocks, each with its place and what is known of it by where it stands.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct Passage {
  enum class Kind { paragraph, item, cell, comment } kind = Kind::paragraph;
  SourceText text;    // as written
  std::string plain;  // without markup
  int document = 0;   // indices
  int section = 0;
  std::size_t order = 0;  // in the document
  int parent = -1;        // of an item: index of the passage that introduces its list; -1: none
  // Of a cell: the first of its row, and its column's header.
  std::string row;
  std::string whole_row;  // of the first cell: all of its row's, one after the other
  std::string column;
};

// In the order of the documents.
std::vector<Passage> passages_of(const Subject& subject);

// Is a section, or one that it is part of, about the way back ("Rollback Plan")?
bool is_way_back(const markdown::Document& document, int section);
// The same of a command: of its section; of a repository's script: of its path.
bool is_way_back(const Subject& subject, const Command& command);

// Where a document's way back begins: the title of the first such section; nullopt: it has none.
std::optional<Span> way_back_title(const markdown::Document& document);

// The one region that a section's title, or that of one above it, speaks of; the first of several.
// Empty: none does, or the title is about a move ("from ... to ...").
std::string region_of_section(const markdown::Document& document, int section);

// Names of regions in a text, in order, each once.
std::vector<std::string> regions_in(std::string_view text);

// Where a word, or a row of them, stands in a text: as a word of its own, in letters of any case.
// npos: nowhere.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);
bool has_word(std::string_view text, std::string_view word);
bool has_any_word(std::string_view text, std::span<const std::string_view> words);
// Does any word of it begin so? "replicat": replicates, replication.
std::size_t find_beginning(std::string_view text, std::string_view beginning);  // npos: nowhere
// As a part of words, too.
std::size_t find_letters(std::string_view text, std::string_view letters, std::size_t from);
bool has_beginning(std::string_view text, std::string_view beginning);
bool has_any_beginning(std::string_view text, std::span<const std::string_view> beginnings);

// The place of words within a passage; all of its first line where they are not there.
Span span_in(const Passage& passage, std::string_view words);

// Is anything moved from one region to another at all? Rules about moves ask this first.
bool is_migration(const Subject& subject);

}  // namespace godwit::check
