#include <algorithm>
#include <utility>

#include "base/text.h"
#include "template/evaluation.h"
#include "template/intrinsics.h"

namespace godwit::cloudformation {

namespace {

std::size_t bytes_of(const yaml::Node& node) {
  std::size_t bytes = node.text.size();
  for (const yaml::Node& item : node.items) bytes += bytes_of(item);
  for (const yaml::Entry& entry : node.entries) bytes += bytes_of(entry.value);
  return bytes;
}

// Enough for every real template: parameters, mappings and texts put together.
constexpr std::size_t least_budget = 65'536;
std::size_t budget_for(const yaml::Node& node) { return least_budget + (4 * bytes_of(node)); }

bool is_list_type(std::string_view type) {
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

bool same(const yaml::Node& a, const yaml::Node& b) {
  return a.kind == b.kind && a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.entries, b.entries, [](const auto& x, const auto& y) {
           return x.key == y.key && same(x.value, y.value);
         });
}

}  // namespace

bool is_no_value(const yaml::Node& node) {
  const auto function = intrinsic(node);
  return function && function->name == "Ref" && function->argument->text == "AWS::NoValue";
}

bool Evaluation::spend(std::size_t bytes) {
  if (bytes > budget_) return false;
  budget_ -= bytes;
  return true;
}

yaml::Node Evaluation::value(const yaml::Node& node) {
  if (node.kind != yaml::Kind::list && node.kind != yaml::Kind::map) return node;
  if (const auto called = intrinsic(node)) {
    return function(called->name, *called->argument, node.place);
  }
  return inner(node);
}

yaml::Node Evaluation::inner(const yaml::Node& node) {
  yaml::Node result{.kind = node.kind, .place = node.place, .text = node.text};
  for (const yaml::Node& item : node.items) {
    yaml::Node known = value(item);
    if (!is_no_value(known)) result.items.push_back(std::move(known));
  }
  for (const yaml::Entry& entry : node.entries) {
    yaml::Node known = value(entry.value);
    if (!is_no_value(known)) result.entries.push_back({entry.key, entry.place, std::move(known)});
  }
  return result;
}

yaml::Node Evaluation::function(std::string_view name, const yaml::Node& argument, Place place) {
  if (name == "Fn::Transform" || name.starts_with("Fn::ForEach"))
    return call(name, argument, place);
  if (name == "Ref") {
    if (auto known = reference(argument, place)) return *std::move(known);
    return call(name, argument, place);
  }
  if (name == "Fn::Sub") return substitute(argument, place);
  if (name == "Fn::If") return choose(argument, place);

  yaml::Node known = inner(argument);
  if (intrinsic(argument)) known = value(argument);
  std::optional<yaml::Node> result;
  if (name == "Fn::Join") result = join_values(known, place);
  if (name == "Fn::Select") result = select_value(known);
  if (name == "Fn::Split") result = split_value(known, place);
  if (name == "Fn::Base64") result = encode_base64(known, place);
  if (name == "Fn::Cidr") result = networks(known, place);
  if (name == "Fn::FindInMap") result = find_in_map(known);
  if (name == "Fn::Equals" || name == "Fn::And" || name == "Fn::Or" || name == "Fn::Not") {
    if (const auto truth = condition(call(name, argument, place))) {
      result = scalar(*truth ? "true" : "false", place);
    }
  }
  if (result && spend(bytes_of(*result))) return *std::move(result);
  return call(name, std::move(known), place);
}

std::optional<yaml::Node> Evaluation::reference(const yaml::Node& argument, Place place) {
  if (argument.kind != yaml::Kind::scalar) return std::nullopt;
  const auto text = variable(argument.text, place);
  if (!text) return std::nullopt;
  const Parameter* parameter = of_.parameter(argument.text);
  if (parameter == nullptr || !is_list_type(parameter->type)) return scalar(*text, place);
  yaml::Node list{.kind = yaml::Kind::list, .place = place};
  for (const std::string_view item : split(*text, ',')) {
    list.items.push_back(scalar(std::string(trim(item)), place));
  }
  return list;
}

std::optional<std::string> Evaluation::variable(std::string_view name, Place) {
  if (auto text = pseudo_parameter(name, circumstances_)) return text;
  const Parameter* parameter = of_.parameter(name);
  // What stands for a parameter of Systems Manager is its name, not its value.
  if (parameter == nullptr || parameter->type.starts_with("AWS::SSM::Parameter::Value")) {
    return std::nullopt;
  }
  std::optional<std::string> text;
  if (const auto given = circumstances_.parameters.find(parameter->name);
      given != circumstances_.parameters.end()) {
    text = given->second;
  } else if (parameter->default_value != nullptr &&
             parameter->default_value->kind == yaml::Kind::scalar) {
    text = parameter->default_value->text;
  }
  if (!text || !spend(text->size())) return std::nullopt;
  return text;
}

yaml::Node Evaluation::choose(const yaml::Node& argument, Place place) {
  const bool right = argument.kind == yaml::Kind::list && argument.items.size() == 3 &&
                     argument.items[0].kind == yaml::Kind::scalar;
  if (!right) return call("Fn::If", argument, place);
  if (const auto truth = holds(argument.items[0].text)) {
    return value(argument.items[*truth ? 1 : 2]);
  }
  yaml::Node both{.kind = yaml::Kind::list, .place = argument.place};
  both.items = {argument.items[0], value(argument.items[1]), value(argument.items[2])};
  return call("Fn::If", std::move(both), place);
}

std::optional<bool> Evaluation::holds(std::string_view name) {
  if (const auto seen = conditions_.find(name); seen != conditions_.end()) return seen->second;
  const auto found = of_.conditions.find(std::string(name));
  if (found == of_.conditions.end()) return std::nullopt;
  conditions_.emplace(name, std::nullopt);
  const auto truth = condition(*found->second);
  conditions_.insert_or_assign(std::string(name), truth);
  return truth;
}

// Three-valued: one false makes an And false, whatever the others are.
std::optional<bool> Evaluation::condition(const yaml::Node& node) {
  if (node.kind != yaml::Kind::map || node.entries.size() != 1) return std::nullopt;
  const std::string& name = node.entries[0].key;
  const yaml::Node& argument = node.entries[0].value;
  if (name == "Condition") return holds(argument.text);
  if (argument.kind != yaml::Kind::list) return std::nullopt;
  if (name == "Fn::Equals" && argument.items.size() == 2) {
    const yaml::Node left = value(argument.items[0]);
    const yaml::Node right = value(argument.items[1]);
    if (!is_known(left) || !is_known(right)) return std::nullopt;
    return same(left, right);
  }
  if (name == "Fn::Not" && argument.items.size() == 1) {
    const auto inner = condition(argument.items[0]);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  if (name != "Fn::And" && name != "Fn::Or") return std::nullopt;
  const bool decides = name == "Fn::Or";
  bool all_known = true;
  for (const yaml::Node& item : argument.items) {
    const auto inner = condition(item);
    if (inner == decides) return decides;
    all_known &= inner.has_value();
  }
  return all_known ? std::optional(!decides) : std::nullopt;
}

yaml::Node evaluate(const Template& of, const yaml::Node& node,
                    const Circumstances& circumstances) {
  return Evaluation(of, circumstances, budget_for(node)).value(node);
}

std::optional<bool> holds(const Template& of, std::string_view condition,
                          const Circumstances& circumstances) {
  return Evaluation(of, circumstances, least_budget).holds(condition);
}

std::optional<std::string> text_of(const Template& of, const yaml::Node* node,
                                   const Circumstances& circumstances) {
  if (node == nullptr) return std::nullopt;
  yaml::Node known = evaluate(of, *node, circumstances);
  if (known.kind != yaml::Kind::scalar) return std::nullopt;
  return std::move(known.text);
}

}  // namespace godwit::cloudformation
