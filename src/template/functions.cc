#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/encoding.h"
#include "base/ip.h"
#include "base/text.h"
#include "template/evaluation.h"
#include "template/intrinsics.h"

namespace godwit::cloudformation {

namespace {

// A budget is asked only when a result is there: so that none is made which is far beyond it.
constexpr std::size_t longest_text = 4'000'000;

bool is_pair(const yaml::Node& argument) {
  return argument.kind == yaml::Kind::list && argument.items.size() == 2;
}

}  // namespace

std::optional<yaml::Node> join_values(const yaml::Node& argument, Place place) {
  if (!is_pair(argument) || argument.items[0].kind != yaml::Kind::scalar ||
      argument.items[1].kind != yaml::Kind::list) {
    return std::nullopt;
  }
  std::string text;
  for (const yaml::Node& item : argument.items[1].items) {
    if (item.kind != yaml::Kind::scalar || text.size() > longest_text) return std::nullopt;
    if (&item != argument.items[1].items.data()) text += argument.items[0].text;
    text += item.text;
  }
  return scalar(std::move(text), place);
}

std::optional<yaml::Node> select_value(const yaml::Node& argument) {
  if (!is_pair(argument) || argument.items[1].kind != yaml::Kind::list) return std::nullopt;
  const auto index = parse_integer(argument.items[0].text);
  const auto& items = argument.items[1].items;
  if (!index || *index < 0 || std::cmp_greater_equal(*index, items.size())) return std::nullopt;
  return items[static_cast<std::size_t>(*index)];
}

std::optional<yaml::Node> split_value(const yaml::Node& argument, Place place) {
  if (!is_pair(argument) || argument.items[0].kind != yaml::Kind::scalar ||
      argument.items[1].kind != yaml::Kind::scalar || argument.items[0].text.empty()) {
    return std::nullopt;
  }
  const std::string& delimiter = argument.items[0].text;
  const std::string& text = argument.items[1].text;
  yaml::Node list{.kind = yaml::Kind::list, .place = place};
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(delimiter, begin);
    list.items.push_back(scalar(text.substr(begin, end - begin), place));
    if (end == std::string::npos) return list;
    begin = end + delimiter.size();
  }
}

std::optional<yaml::Node> encode_base64(const yaml::Node& argument, Place place) {
  if (argument.kind != yaml::Kind::scalar) return std::nullopt;
  return scalar(to_base64(argument.text), place);
}

// Fn::Cidr: so many networks of so many host bits, one after the other. Of IPv4.
std::optional<yaml::Node> networks(const yaml::Node& argument, Place place) {
  if (argument.kind != yaml::Kind::list || argument.items.size() != 3) return std::nullopt;
  const auto block = parse_network(argument.items[0].text);
  const auto count = parse_integer(argument.items[1].text);
  const auto bits = parse_integer(argument.items[2].text);
  if (!block || block->address.family != IpFamily::v4 || !count || !bits || *count < 1 ||
      *count > 256 || *bits < 0 || *bits > 32 - block->prefix) {
    return std::nullopt;
  }
  if (*count > (std::int64_t{1} << (32 - block->prefix - *bits))) return std::nullopt;
  std::uint32_t first = 0;
  for (int i = 0; i < 4; ++i) {
    first = (first << 8) | block->address.bytes[static_cast<std::size_t>(i)];
  }
  yaml::Node list{.kind = yaml::Kind::list, .place = place};
  for (std::int64_t i = 0; i < *count; ++i) {
    const auto at = static_cast<std::uint32_t>(first + (i << *bits));
    list.items.push_back(scalar(fmt::format("{}.{}.{}.{}/{}", at >> 24, (at >> 16) & 255,
                                            (at >> 8) & 255, at & 255, 32 - *bits),
                                place));
  }
  return list;
}

std::optional<yaml::Node> Evaluation::find_in_map(const yaml::Node& argument) {
  if (argument.kind != yaml::Kind::list || argument.items.size() < 3) return std::nullopt;
  const yaml::Node* at = find(of_.tree.get(), "Mappings");
  for (std::size_t i = 0; i < 3; ++i) {
    if (argument.items[i].kind != yaml::Kind::scalar) return std::nullopt;
    at = find(at, argument.items[i].text);
  }
  if (at != nullptr) return *at;
  // AWS::LanguageExtensions: {"DefaultValue": ...}
  if (argument.items.size() < 4) return std::nullopt;
  const yaml::Node* fallback = find(&argument.items[3], "DefaultValue");
  return fallback == nullptr ? std::nullopt : std::optional(*fallback);
}

std::optional<std::string> pseudo_parameter(std::string_view name, const Circumstances& in) {
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  if (name == "AWS::Region") return unless_empty(in.region);
  if (name == "AWS::AccountId") return unless_empty(in.account);
  if (name == "AWS::StackName") return unless_empty(in.stack);
  if (in.region.empty()) return std::nullopt;
  const bool china = in.region.starts_with("cn-");
  if (name == "AWS::URLSuffix") return china ? "amazonaws.com.cn" : "amazonaws.com";
  if (name == "AWS::Partition") {
    if (china) return "aws-cn";
    return in.region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
  }
  return std::nullopt;
}

}  // namespace godwit::cloudformation
