// Builder: makes the tree of yaml-cpp's events. Internal to this folder.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yaml/node.h"
#include "yaml/parse.h"
#include "yaml/problems.h"

namespace godwit::yaml {

// Where a mark of yaml-cpp's is, in lines and characters. Marks come nearly in order, so each is
// found from the one before it: a line of a million values is counted once.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  Place at(const YAML::Mark& mark);
  Place at_offset(std::size_t offset) const;

 private:
  std::string_view text_;
  std::size_t line_start_ = 0;
  std::size_t offset_ = 0;
  std::size_t column_ = 0;  // of `offset_`, from 0
};

// Thrown through yaml-cpp, which is safe for it, and caught in parse().
struct LimitExceeded {
  Place place;
  std::string cause;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, Problems& problems, Tags tags);

  Node take_root() { return std::move(root_); }
  Places& places() { return places_; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

 private:
  // A list or map that is not closed yet.
  struct Frame {
    Node node;
    std::optional<Entry> entry;  // a map's entry whose key is read and whose value is not
    bool keep_entry = true;      // false: the key is at fault, and its value is passed over
    std::unordered_map<std::string, Place> keys;
  };

  void open(Kind kind, const YAML::Mark& mark, const std::string& tag);
  void close();
  void add(Node node);
  void add_key(Frame& frame, Node node);
  void count(Place place);
  // What is kept of a tag: nothing of those that yaml-cpp makes itself.
  std::string keep_tag(Place place, const std::string& tag);
  bool closes(std::size_t offset) const;

  std::string_view text_;
  Problems& problems_;
  Tags tags_;
  Places places_;
  std::vector<Frame> frames_;
  Node root_;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace godwit::yaml
