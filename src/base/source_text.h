// SourceText: a text that a person wrote, or a part that was cut out of one (a fenced block of a
// Markdown document, a here-document, the JSON between two quotes), which still knows where each of
// its characters stands in the file. Whatever reads a part says offsets or places within it; this
// turns them into places of the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/place.h"

namespace godwit {

class SourceText {
 public:
  SourceText() = default;
  // A whole file.
  SourceText(std::string file, std::string content);
  // A part: `line_starts` has the place in the file of the first character of each line of
  // `content`. Lines beyond the last one given begin in column 1 of the lines that follow it.
  SourceText(std::string file, std::string content, std::vector<Place> line_starts);

  const std::string& file() const { return file_; }
  const std::string& content() const { return content_; }

  // Where the byte at `offset` of the content stands in the file; at its end, or beyond it, the
  // place after the last character.
  Location at(std::size_t offset) const;
  // The same, of a place within the content.
  Location at(Place place) const;
  // The offset of a place within the content; its size, where there is no such place.
  std::size_t offset_of(Place place) const;

  // A part of this one, from `begin` to before `end`: bytes of the content.
  SourceText part(std::size_t begin, std::size_t end) const;
  // Other content that stands at this place of the file: what is left when quotes are taken off.
  // Columns of its first line may be off by the quotes' escapes; lines are right.
  SourceText standing_at(std::size_t offset, std::string content) const;

  std::size_t lines() const { return offsets_.size(); }
  std::string_view line(std::size_t number) const;  // of the content, from 1, without its end

 private:
  Place inner(std::size_t offset) const;
  std::size_t characters_between(std::size_t begin, std::size_t end) const;

  std::string file_;
  std::string content_;
  std::vector<std::size_t> offsets_;  // of the content's lines
  std::vector<Place> starts_;         // theirs in the file
  std::vector<std::size_t> counts_;   // characters before every so many bytes: lines can be long
};

}  // namespace godwit
