// Structure: reads YAML and JSON by their structure, forgivingly: what is no YAML (a template of
// Helm, half a file) is read as far as it goes. A block collection is told by its indentation, a
// flow collection by its brackets; JSON is a flow collection.
// YAML 1.2.2, chapters 7 and 8; RFC 8259; comments also as in JSONC.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "repo/readings/maker.h"
#include "repo/readings/meaning.h"

namespace godwit::repo {

class Structure {
 public:
  // Of a text of TOML, keys and values are apart by '=' too.
  Structure(const Maker& maker, DocumentKind kind)
      : maker_(maker), text_(maker.text()), kind_(kind) {}

  void read_blocks();
  // A flow collection or a scalar at `at`, and where it ends. `name`: the keys around it.
  std::size_t read_flow_at(std::size_t at, std::vector<std::string> path);
  void read_flows();  // JSON, also one after the other, a line each

 private:
  struct Frame {
    std::size_t indent = 0;
    bool sequence = false;
    std::size_t depth = 0;  // of path_, without its key
    std::size_t index = 0;  // of a sequence
    // Whether all of a sequence's entries are regions; where they begin and end.
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::size_t> entries;  // parts
    bool all_regions = true;
    // Of a map: "name: X" and "value: Y" beside each other.
    std::string pair_name;
    std::size_t pair_value = Maker::none;
    bool pair_is_parameter = false;
  };

  // Lines of block collections.
  void read_line();
  bool read_entry(std::size_t& column);  // "- "
  bool read_key(std::size_t& at);        // "key:"
  void read_marked_key(std::size_t at, std::size_t column);
  bool open_map(std::size_t column);
  void read_value(std::size_t at, std::size_t indent);
  void read_block_scalar(std::size_t at, std::size_t indent);
  void read_plain(std::size_t at, std::size_t indent);
  std::size_t after_properties(std::size_t at) const;  // tags and anchors
  void rest_of_line(std::size_t at);
  void pop_to(std::size_t indent, bool keep_sequence);

  // Flow collections and quotes.
  std::size_t read_flow(std::size_t at);
  std::size_t closing_quote(std::size_t at);  // of the quote at `at`; npos: none
  std::size_t skip_space(std::size_t at);     // and comments

  // What has been read.
  void open(std::size_t indent, bool sequence);
  void close();
  void set_key(std::string_view key, std::size_t begin);
  void next_entry();
  void scalar(std::size_t begin, std::size_t end, Quoting quoting);
  void scalar_within(const Part& part, const Meaning& meaning);
  void add_overrides(const Part& around);
  void remember_pair(std::string_view value, std::size_t part);
  void comment(std::size_t begin, std::size_t end);
  std::string name() const;

  std::size_t line_end(std::size_t from) const;
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  const Maker& maker_;
  std::string_view text_;
  DocumentKind kind_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;  // the beginning of the one that is read
  std::vector<std::string> path_;
  std::vector<Frame> frames_;
  std::size_t no_double_after_ = std::string_view::npos;  // no closing quote from there on
  std::size_t no_single_after_ = std::string_view::npos;
};

}  // namespace godwit::repo
