#include "template/intrinsics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace godwit::cloudformation {

namespace {

// "!Ref" and "!Condition" have no "Fn::" in their long forms.
constexpr std::array<std::string_view, 18> functions = {
    "Base64",      "Cidr",   "FindInMap", "GetAtt", "GetAZs", "If",
    "ImportValue", "Join",   "Select",    "Split",  "Sub",    "Transform",
    "And",         "Equals", "Not",       "Or",     "Length", "ToJsonString"};

// Its name in the long form; empty: not known.
std::string long_name(std::string_view tag) {
  if (!tag.starts_with('!')) return {};
  tag.remove_prefix(1);
  if (tag == "Ref" || tag == "Condition") return std::string(tag);
  if (std::ranges::find(functions, tag) != functions.end()) return fmt::format("Fn::{}", tag);
  return {};
}

// "Key.Arn" -> ["Key", "Arn"]; of a nested stack "Stack.Outputs.Name" -> ["Stack", "Outputs.Name"].
void split_attribute(yaml::Node& argument) {
  if (argument.kind != yaml::Kind::scalar) return;
  const std::size_t dot = argument.text.find('.');
  if (dot == std::string::npos) return;
  yaml::Node list{.kind = yaml::Kind::list, .place = argument.place};
  list.items.push_back(scalar(argument.text.substr(0, dot), argument.place));
  list.items.push_back(scalar(argument.text.substr(dot + 1), argument.place));
  argument = std::move(list);
}

}  // namespace

void lengthen(yaml::Node& node, yaml::Problems& problems) {
  for (yaml::Node& item : node.items) lengthen(item, problems);
  for (yaml::Entry& entry : node.entries) {
    lengthen(entry.value, problems);
    if (entry.key == "Fn::GetAtt") split_attribute(entry.value);
  }
  if (node.tag.empty()) return;
  const std::string tag = std::exchange(node.tag, {});
  if (tag.starts_with("tag:yaml.org,2002:")) {
    // "!!str" and its like: what it says is what CloudFormation would take it for.
  } else if (const std::string name = long_name(tag); !name.empty()) {
    if (name == "Fn::GetAtt") split_attribute(node);
    const Place place = node.place;
    node = call(name, std::move(node), place);
  } else {
    problems.add(node.place,
                 fmt::format("CloudFormation knows no function {}", yaml::in_quotes(tag)),
                 "see the list of intrinsic functions");
  }
}

std::optional<Intrinsic> intrinsic(const yaml::Node& node) {
  if (node.kind != yaml::Kind::map || node.entries.size() != 1) return std::nullopt;
  const yaml::Entry& entry = node.entries.front();
  if (entry.key != "Ref" && !entry.key.starts_with("Fn::")) return std::nullopt;
  return Intrinsic{entry.key, &entry.value};
}

bool is_known(const yaml::Node& node) {
  if (node.kind == yaml::Kind::broken || intrinsic(node)) return false;
  return std::ranges::all_of(node.items, is_known) &&
         std::ranges::all_of(node.entries,
                             [](const yaml::Entry& entry) { return is_known(entry.value); });
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  const auto add_text = [&](std::string_view more, std::size_t offset) {
    if (more.empty()) return;
    if (pieces.empty() || pieces.back().variable) pieces.push_back({.offset = offset});
    pieces.back().text += more;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("${", at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    add_text(text.substr(at, open - at), at);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    if (name.starts_with('!')) {
      add_text(fmt::format("${{{}}}", name.substr(1)), open);
    } else {
      pieces.push_back({true, std::string(trim(name)), open});
    }
    at = close + 1;
  }
  add_text(text.substr(at), at);
  return pieces;
}

const yaml::Node* find(const yaml::Node* map, std::string_view key) {
  if (map == nullptr || map->kind != yaml::Kind::map) return nullptr;
  const auto found = std::ranges::find(map->entries, key, &yaml::Entry::key);
  return found == map->entries.end() ? nullptr : &found->value;
}

std::string text_at(const yaml::Node* map, std::string_view key) {
  const yaml::Node* node = find(map, key);
  return node != nullptr && node->kind == yaml::Kind::scalar ? node->text : std::string();
}

yaml::Node scalar(std::string text, Place place) {
  return {.kind = yaml::Kind::scalar, .place = place, .text = std::move(text)};
}

yaml::Node call(std::string_view name, yaml::Node argument, Place place) {
  yaml::Node node{.kind = yaml::Kind::map, .place = place};
  node.entries.push_back({std::string(name), place, std::move(argument)});
  return node;
}

}  // namespace godwit::cloudformation
