#include "yaml/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace godwit::yaml {

namespace {

const std::vector<Node> no_items;
const std::vector<Entry> no_entries;

}  // namespace

Reader::Reader(const Node& node, std::string noun, Problems& problems)
    : node_(node), noun_(std::move(noun)), problems_(problems) {
  if (node.kind != Kind::map) {
    report_mismatch(node, problems, noun_ + ", which is a map", "write one 'key: value' line each");
  }
}

const Entry* Reader::entry(std::string_view key) const {
  const auto found = std::ranges::find(node_.entries, key, &Entry::key);
  return found != node_.entries.end() ? &*found : nullptr;
}

const Node* Reader::find(std::string_view key) {
  if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
  const Entry* found = entry(key);
  return found != nullptr ? &found->value : nullptr;
}

const Node* Reader::need(std::string_view key) {
  const Node* node = find(key);
  if (node == nullptr && node_.kind == Kind::map) {
    problems_.add(node_.place, fmt::format("{} needs '{}', which is missing", noun_, key),
                  fmt::format("add '{}: ...'", key));
  }
  return node;
}

const std::vector<Node>& Reader::items(std::string_view key) {
  const Node* node = find(key);
  if (node == nullptr) return no_items;
  if (node->kind != Kind::list) {
    report_mismatch(*node, problems_, "a list", "begin each with '- '");
  }
  return node->items;
}

const std::vector<Entry>& Reader::entries(std::string_view key) {
  const Node* node = find(key);
  if (node == nullptr) return no_entries;
  if (node->kind != Kind::map) {
    report_mismatch(*node, problems_, "a map", "write {key: value}, or one 'key: value' line each");
  }
  return node->entries;
}

Place Reader::place(std::string_view key) const {
  const Entry* found = entry(key);
  return found != nullptr ? found->value.place : node_.place;
}

void Reader::finish() {
  for (const Entry& found : node_.entries) {
    if (std::ranges::find(asked_, found.key) != asked_.end()) continue;
    problems_.add(found.place,
                  fmt::format("unknown key {} in {}{}", in_quotes(found.key), noun_,
                              problems_.suggest(found.key, asked_)),
                  "the keys are " + join(asked_, ", "));
  }
}

}  // namespace godwit::yaml
