#include "yaml/builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "yaml/characters.h"

namespace godwit::yaml {

Place Places::at(const YAML::Mark& mark) {
  if (mark.pos < 0 || mark.column < 0) return {};
  const std::size_t offset = std::min(static_cast<std::size_t>(mark.pos), text_.size());
  const std::size_t start = offset - std::min(static_cast<std::size_t>(mark.column), offset);
  if (start != line_start_ || offset < offset_) {
    line_start_ = start;
    offset_ = start;
    column_ = 0;
  }
  column_ += count_characters(text_.substr(offset_, offset - offset_));
  offset_ = offset;
  return {mark.line + 1, static_cast<int>(column_) + 1};
}

Place Places::at_offset(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  return {static_cast<int>(std::ranges::count(before, '\n')) + 1,
          static_cast<int>(count_characters(before.substr(start))) + 1};
}

Builder::Builder(std::string_view text, Problems& problems, Tags tags)
    : text_(text), problems_(problems), tags_(tags), places_(text) {}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 2) {
    throw LimitExceeded{places_.at(mark), "the file has a second document, which begins here"};
  }
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
  add({.kind = Kind::nothing, .place = places_.at(mark)});
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  // Its anchor is reported; the many places that use it are not worth a message
  // each.
  add({.kind = Kind::broken, .place = places_.at(mark)});
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       const std::string& value) {
  Node node{.kind = Kind::scalar, .place = places_.at(mark), .text = value, .plain = tag == "?"};
  node.tag = keep_tag(node.place, tag);
  if (!node.plain && mark.pos >= 0 && !closes(static_cast<std::size_t>(mark.pos))) {
    problems_.add(node.place, "the quote that opens here is never closed",
                  "close it: all that follows was read as one text");
    node.kind = Kind::broken;
  }
  add(std::move(node));
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                              YAML::EmitterStyle::value) {
  open(Kind::list, mark, tag);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                         YAML::EmitterStyle::value) {
  open(Kind::map, mark, tag);
}

void Builder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
  problems_.add(places_.at(mark),
                fmt::format("anchors ({}) are not allowed", in_quotes("&" + name)),
                "write the value out where it is meant");
}

void Builder::open(Kind kind, const YAML::Mark& mark, const std::string& tag) {
  const Place place = places_.at(mark);
  std::string kept = keep_tag(place, tag);
  count(place);
  if (frames_.size() == deepest_nesting) {
    throw LimitExceeded{
        place, fmt::format("lists and maps are nested more than {} deep here", deepest_nesting)};
  }
  frames_.emplace_back().node = {.kind = kind, .place = place, .tag = std::move(kept)};
}

void Builder::close() {
  Node node = std::move(frames_.back().node);
  frames_.pop_back();
  --nodes_;  // it was counted when it was opened
  add(std::move(node));
}

void Builder::add(Node node) {
  count(node.place);
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.kind == Kind::list) {
    frame.node.items.push_back(std::move(node));
  } else if (!frame.entry) {
    add_key(frame, std::move(node));
  } else {
    // yaml-cpp's mark of a missing value is that of whatever comes next.
    if (node.kind == Kind::nothing) node.place = frame.entry->place;
    frame.entry->value = std::move(node);
    if (frame.keep_entry) frame.node.entries.push_back(std::move(*frame.entry));
    frame.entry.reset();
  }
}

void Builder::add_key(Frame& frame, Node node) {
  frame.keep_entry = false;
  if (node.kind == Kind::broken) {
    // reported
  } else if (node.kind != Kind::scalar) {
    problems_.add(node.place, "a key must be a text", "write 'key: value'");
  } else if (node.plain && node.text == "<<") {
    problems_.add(node.place, "merge keys ('<<') are not allowed", "write the keys out");
  } else {
    const auto [earlier, is_new] = frame.keys.emplace(node.text, node.place);
    frame.keep_entry = is_new;
    if (!is_new) {
      problems_.add(node.place,
                    fmt::format("the key {} is given twice, first in line {}", in_quotes(node.text),
                                earlier->second.line),
                    "keep one of the two");
    }
  }
  const Place place = node.place;
  frame.entry = Entry{.key = std::move(node.text), .place = place};
}

void Builder::count(Place place) {
  if (++nodes_ > most_nodes) {
    throw LimitExceeded{place, fmt::format("the file has more than {} values", most_nodes)};
  }
}

std::string Builder::keep_tag(Place place, const std::string& tag) {
  // "?" and "!" are yaml-cpp's own, for what is plain and what is quoted.
  if (tag.empty() || tag == "?" || tag == "!") return {};
  if (tags_ == Tags::kept) return tag;
  problems_.add(place, fmt::format("tags ({}) are not allowed", in_quotes(tag)),
                "remove it: what a value is follows from its key");
  return {};
}

// yaml-cpp takes the end of the file for the closing quote. Each text is looked
// at once more, so this stays linear.
bool Builder::closes(std::size_t offset) const {
  if (offset < text_.size() && text_[offset] == '!') {  // a tag stands before the text
    offset = std::min(text_.find_first_of(" \t\r\n", offset), text_.size());
    offset = std::min(text_.find_first_not_of(" \t\r\n", offset), text_.size());
  }
  if (offset >= text_.size() || (text_[offset] != '"' && text_[offset] != '\'')) return true;
  const char quote = text_[offset];
  for (std::size_t i = offset + 1; i < text_.size(); ++i) {
    if (text_[i] == quote) {
      if (quote == '"' || !text_.substr(i + 1).starts_with(quote)) return true;
      ++i;  // '' stands for one quote
    } else if (quote == '"' && text_[i] == '\\') {
      ++i;
    }
  }
  return false;
}

}  // namespace godwit::yaml
