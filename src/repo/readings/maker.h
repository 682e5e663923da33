// Maker: gathers the parts of a reading, also those of texts within texts: a script in a template,
// a .env file in a here-document, JSON between two quotes. Such a text is first freed of what is
// around it (indentation, escapes); what is found in it is put where it stands in the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "repo/reading.h"

namespace godwit::repo {

// Letters, digits, '_', '-' and '.': of a name as configuration and shells have them.
constexpr bool is_of_name(char letter) {
  return is_letter_or_digit(letter) || letter == '_' || letter == '-' || letter == '.';
}

// A text that was taken out of another one, piece by piece.
struct Inner {
  struct Piece {
    std::size_t at = 0;     // bytes of `text`
    std::size_t from = 0;   // bytes of the text around it
    std::size_t width = 0;  // of an escape, there; 0: the piece is as it stands
  };
  std::string text;
  std::vector<Piece> pieces;  // by `at`

  // What stands from `begin` to before `end`, as it is.
  static Inner slice(std::string_view around, std::size_t begin, std::size_t end);
  // The same without the indentation that all its lines have.
  static Inner dedented(std::string_view around, std::size_t begin, std::size_t end);
  // The same without the escapes of a string of JSON.
  static Inner unescaped(std::string_view around, std::size_t begin, std::size_t end);

  std::size_t begin_of(std::size_t at) const;  // in the text around it
  std::size_t end_of(std::size_t at) const;
};

class Maker {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  Maker(Reading& reading, std::string_view text) : reading_(reading), text_(text) {}
  // For what is within a part of `outer`'s text. `inner` outlives it.
  Maker(const Maker& outer, const Inner& inner)
      : reading_(outer.reading_),
        text_(inner.text),
        outer_(&outer),
        inner_(&inner),
        depth_(outer.depth_ + 1) {}

  std::string_view text() const { return text_; }
  // May a text within this one be read? Not within the fourth.
  bool may_go_deeper() const { return depth_ < 4; }

  // The part's place is one of text(). A list of regions and an address are told as such, unless
  // `plain`. Returns its index, for part(); `none`: the reading is full.
  std::size_t add(Part part, bool plain = false) const;
  Part& part(std::size_t index) const { return reading_.parts[index]; }

  // Adds what is within a value and has a default of its own: "${X:-y}", "${env:X, 'y'}",
  // "${{ vars.X || 'y' }}", "{{ .x | default \"y\" }}". `name` is the value's.
  void add_interpolations(std::size_t begin, std::size_t end, const std::string& name) const;

 private:
  Reading& reading_;
  std::string_view text_;
  const Maker* outer_ = nullptr;
  const Inner* inner_ = nullptr;
  int depth_ = 0;
};

// "eu-west-1", also one that is newer than the catalog.
bool looks_like_region(std::string_view text);
// How many, where these are two or more, apart by commas, spaces or the like; otherwise 0.
std::size_t regions_of_list(std::string_view text);
// Is a list of so many regions, of this name, one that somebody may go through in order? Not one of
// what there is, or may be ("availableRegions", "AllowedRegions"), nor a long one.
bool is_tried_in_order(std::string_view name, std::size_t regions);
// The address of something that somebody deployed, by the host's name: of an API, a load balancer,
// a bucket, a function; not that of a service itself ("https://sns.eu-west-1.amazonaws.com").
bool is_deployed_address(std::string_view text);

// "outer" and "inner" as "outer.inner"; what is too long loses its beginning.
std::string join_names(std::string_view outer, std::string_view inner);

}  // namespace godwit::repo
