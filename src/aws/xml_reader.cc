#include "aws/xml_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/scalar.h"
#include "aws/utf8.h"
#include "aws/violation.h"

namespace godwit::aws {

namespace {

// White space is content where it is all there is: a key may be a single space.
constexpr unsigned parse_options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                   pugi::parse_wconv_attribute | pugi::parse_ws_pcdata_single;

class Reader {
 public:
  explicit Reader(XmlReading reading) : strict_(reading == XmlReading::strict) {}

  // The first thing that was wrong, if any was.
  std::string& problem() { return problem_; }

  Value read(const Shape& shape, pugi::xml_node node, int depth) {
    if (depth > deepest_value) return fail("too deeply nested", node);
    switch (shape.type) {
      case ShapeType::structure:
        return read_structure(shape, node, depth);
      case ShapeType::list: {
        List list;
        const std::string_view name = shape.element_name.empty() ? "member" : shape.element_name;
        for (const pugi::xml_node child : node.children()) {
          if (child.type() != pugi::node_element) continue;
          if (strict_ && local_name(child) != name) return unknown(child);
          list.push_back(read(*shape.element, child, depth + 1));
        }
        return Value(std::move(list));
      }
      case ShapeType::map: {
        Members entries;
        for (const pugi::xml_node child : node.children()) {
          if (child.type() == pugi::node_element) read_entry(shape, child, entries, depth);
        }
        return Value(std::move(entries));
      }
      default:
        return read_scalar(shape, node);
    }
  }

 private:
  Value fail(std::string_view what, pugi::xml_node node) {
    if (problem_.empty()) problem_ = fmt::format("{}: element '{}'", what, node.name());
    return {};
  }
  Value unknown(pugi::xml_node node) { return fail("unexpected content", node); }

  Value read_structure(const Shape& shape, pugi::xml_node node, int depth) {
    Members members;
    for (const Member& member : shape.members) {
      if (member.xml_text) {
        Value content = read_scalar(*member.shape, node);
        if (!content.text().empty()) members.emplace_back(member.name, std::move(content));
        return Value(std::move(members));
      }
      if (!member.xml_attribute) continue;
      const std::string_view name = local_name(member.wire_name);
      for (const pugi::xml_attribute attribute : node.attributes()) {
        if (local_name(std::string_view(attribute.name())) == name) {
          members.emplace_back(member.name, attribute.value());
          break;
        }
      }
    }

    const Member* last = nullptr;  // elements mostly come in the order of the members
    for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
      if (child.type() != pugi::node_element) continue;
      const Member* member = member_of(shape, local_name(child), last);
      if (member == nullptr) {
        if (strict_) return unknown(child);
        continue;
      }
      last = member;
      if (members.capacity() == 0) members.reserve(std::min<std::size_t>(8, shape.members.size()));
      add_member(*member, child, members, depth);
    }
    return Value(std::move(members));
  }

  static std::string_view element_name_of(const Member& member) {
    if (member.flattened && !member.shape->element_name.empty() &&
        member.shape->type == ShapeType::list) {
      return member.shape->element_name;
    }
    return member.wire_name;
  }

  static const Member* member_of(const Shape& shape, std::string_view element, const Member* last) {
    const auto fits = [element](const Member& member) {
      return element_name_of(member) == element && member.location == MemberLocation::body &&
             !member.xml_attribute;
    };
    const std::span<const Member> all = shape.members;
    const Member* const end = all.data() + all.size();
    if (last != nullptr) {
      if (fits(*last)) return last;
      const Member* const after = std::find_if(last + 1, end, fits);
      if (after != end) return after;
    }
    const Member* const found = std::find_if(all.data(), end, fits);
    return found != end ? found : nullptr;
  }

  void add_member(const Member& member, pugi::xml_node node, Members& members, int depth) {
    const Shape& shape = *member.shape;
    if (!member.flattened) {
      Value value = read(shape, node, depth + 1);
      if (!value.present()) return;
      for (const auto& [name, old] : members) {
        if (name == member.name) {
          if (strict_) unknown(node);
          return;
        }
      }
      members.emplace_back(member.name, std::move(value));
      return;
    }
    auto found =
        std::ranges::find_if(members, [&](const auto& each) { return each.first == member.name; });
    if (found == members.end()) {
      members.emplace_back(member.name,
                           shape.type == ShapeType::map ? Value(Members{}) : Value(List{}));
      found = members.end() - 1;
    }
    if (shape.type == ShapeType::list) {
      found->second.push(read(*shape.element, node, depth + 1));
    } else {
      Members entries;
      read_entry(shape, node, entries, depth);
      for (auto& [key, value] : entries) found->second.set(key, std::move(value));
    }
  }

  void read_entry(const Shape& shape, pugi::xml_node node, Members& entries, int depth) {
    const pugi::xml_node key = child_of(node, shape.key_name.empty() ? "key" : shape.key_name);
    const pugi::xml_node value =
        child_of(node, shape.element_name.empty() ? "value" : shape.element_name);
    if (!key || !value) {
      if (strict_) unknown(node);
      return;
    }
    entries.emplace_back(text_of(key), read(*shape.element, value, depth + 1));
  }

  Value read_scalar(const Shape& shape, pugi::xml_node node) {
    if (strict_) {
      for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element) return unknown(child);
      }
    }
    // As a rule an element has one text, which need not be put together.
    const pugi::xml_node only = node.first_child();
    const bool single = only && !only.next_sibling() &&
                        (only.type() == pugi::node_pcdata || only.type() == pugi::node_cdata);
    if (single) {
      if (auto value = parse_scalar(shape, only.value())) return std::move(*value);
      return strict_ ? fail("not of its type", node) : Value();
    }
    if (shape.type == ShapeType::string) return Value(text_of(node));
    if (auto value = parse_scalar(shape, text_of(node))) return std::move(*value);
    return strict_ ? fail("not of its type", node) : Value();
  }

  const bool strict_;
  std::string problem_;
};

}  // namespace

XmlDocument::XmlDocument(std::string_view bytes) {
  if (bytes.empty() || !is_utf8(bytes)) return;
  const auto parsed =
      document_.load_buffer(bytes.data(), bytes.size(), parse_options, pugi::encoding_utf8);
  const pugi::xml_node first = document_.document_element();
  const bool single = first == document_.last_child() || !first.next_sibling(first.name());
  if (!parsed || !single) document_.reset();
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1);  // all of it where there is no prefix: npos + 1 is 0
}

std::string_view local_name(pugi::xml_node node) {
  return local_name(std::string_view(node.name()));
}

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element && local_name(child) == name) return child;
  }
  return {};
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  }
  return text;
}

std::expected<Value, std::string> read_xml(const Shape& shape, pugi::xml_node node,
                                           XmlReading reading) {
  Reader reader(reading);
  Value value = reader.read(shape, node, 0);
  if (!reader.problem().empty()) return std::unexpected(std::move(reader.problem()));
  return value;
}

}  // namespace godwit::aws
