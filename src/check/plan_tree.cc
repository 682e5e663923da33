#include "check/plan_tree.h"

#include <algorithm>

#include "base/text.h"
#include "check/loose_json.h"
#include "yaml/parse.h"

namespace godwit::check {

PlanTree::PlanTree(const Subject& subject) : text_(subject.plan_text) {
  yaml::Problems problems("read plan", text_.file());
  if (auto tree = yaml::parse(text_.content(), problems)) root_ = *std::move(tree);
}

Span PlanTree::at(const std::vector<std::string>& path) const {
  const yaml::Node* node = &root_;
  Span span{text_.at(root_.place), 0};
  for (const std::string& step : path) {
    if (node->kind == yaml::Kind::list) {
      const auto number = parse_integer(step);
      if (!number || *number < 0 || static_cast<std::size_t>(*number) >= node->items.size()) break;
      node = &node->items[static_cast<std::size_t>(*number)];
      span = {text_.at(node->place), 0};
      continue;
    }
    const auto entry = std::ranges::find(node->entries, step, &yaml::Entry::key);
    if (entry == node->entries.end()) break;
    node = &entry->value;
    // Of a map or a list below it, the key says what it is.
    const std::size_t key = text_.offset_of(entry->place);
    span = node->kind == yaml::Kind::scalar ? span_of(text_, *node)
                                            : span_of(text_, key, key + entry->key.size());
  }
  return span;
}

Span PlanTree::in_traffic(std::size_t index, std::vector<std::string> path) const {
  path.insert(path.begin(), {"traffic", std::to_string(index)});
  return at(path);
}

}  // namespace godwit::check
