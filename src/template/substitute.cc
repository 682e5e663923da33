#include <fmt/format.h>

#include <utility>

#include "template/evaluation.h"
#include "template/intrinsics.h"

namespace godwit::cloudformation {

namespace {

// A text that is to stand in a Fn::Sub as it is.
std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') {
      result += "{!";
      ++i;
    }
  }
  return result;
}

}  // namespace

// What is known of it is put in, so that "${Project}-role-${AWS::Region}" still shows its region
// where nobody knows the project.
yaml::Node Evaluation::substitute(const yaml::Node& argument, Place place) {
  const bool with_map = argument.kind == yaml::Kind::list && argument.items.size() == 2;
  const yaml::Node& text = with_map ? argument.items[0] : argument;
  if (text.kind != yaml::Kind::scalar) return call("Fn::Sub", argument, place);
  const yaml::Node own = with_map ? value(argument.items[1]) : yaml::Node();

  std::string known;  // as it comes out, if all is known
  std::string left;   // as it stands in what is left of the Fn::Sub
  bool all_known = true;
  for (const Piece& piece : pieces_of(text.text)) {
    std::optional<std::string> value_text;
    if (!piece.variable) {
      value_text = piece.text;
    } else if (const yaml::Node* node = find(&own, piece.text)) {
      if (node->kind == yaml::Kind::scalar) value_text = node->text;
    } else if (const Parameter* parameter = of_.parameter(piece.text);
               parameter == nullptr || parameter->type == "String" || parameter->type == "Number" ||
               parameter->type.starts_with("AWS::")) {
      value_text = variable(piece.text, place);
    }
    if (value_text && !spend(value_text->size())) return call("Fn::Sub", argument, place);
    all_known &= value_text.has_value();
    if (value_text) known += *value_text;
    left += value_text ? escaped(*value_text) : fmt::format("${{{}}}", piece.text);
  }
  if (all_known) return scalar(std::move(known), place);
  yaml::Node rest = scalar(std::move(left), text.place);
  if (own.kind == yaml::Kind::map) {
    yaml::Node list{.kind = yaml::Kind::list, .place = argument.place};
    list.items = {std::move(rest), own};
    rest = std::move(list);
  }
  return call("Fn::Sub", std::move(rest), place);
}

}  // namespace godwit::cloudformation
