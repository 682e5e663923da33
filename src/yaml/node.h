// A YAML document as a tree, each part with its place. Only what a configuration file needs: no
// anchors, no keys but texts, and tags only where somebody asks for them.
#pragma once

#include <string>
#include <vector>

#include "base/place.h"

namespace godwit::yaml {

using godwit::Place;

enum class Kind {
  nothing,  // "key:" with nothing after it, "~" or "null"
  scalar,
  list,
  map,
  broken,  // what could not be read and is already reported: readers pass over it
};

struct Entry;

struct Node {
  Kind kind = Kind::nothing;
  Place place;
  std::string text;    // of a scalar
  bool plain = false;  // a scalar without quotes, which YAML may read as a number or a flag
  std::string tag;     // "!Sub", where tags are kept; the place is the tag's then
  std::vector<Node> items;
  std::vector<Entry> entries;
};

struct Entry {
  std::string key;
  Place place;  // the key's
  Node value;
};

}  // namespace godwit::yaml
