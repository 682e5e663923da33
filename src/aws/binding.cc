#include "aws/binding.h"

#include <algorithm>
#include <utility>

#include "aws/scalar.h"
#include "aws/utf8.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

const Member* label_member(const Shape& shape, std::string_view label) {
  for (const Member& member : shape.members) {
    if (member.location == MemberLocation::uri && member.wire_name == label) return &member;
  }
  return nullptr;
}

std::string scalar_text(const Member& member, const Value& value, TimestampFormat otherwise) {
  std::string text;
  append_scalar(text, *member.shape, value, or_by_default(member.timestamp_format, otherwise));
  if (member.last_segment) text.erase(0, text.rfind('/') + 1);  // npos + 1 is 0
  return text;
}

void add_field(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  percent_encode_to(query, name);
  query += '=';
  percent_encode_to(query, value);
}

// A line end in a header would start another one.
bool fits_header(std::string_view text) {
  return std::ranges::none_of(text, [](char letter) {
    // One comparison for nearly all letters.
    return static_cast<unsigned char>(letter) <= '\r' &&
           (letter == '\r' || letter == '\n' || letter == '\0');
  });
}

// RFC 9110's token, which a header's name is.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
  });
}

// Texts that a comma or a quotation mark would break are quoted.
// https://smithy.io/2.0/spec/http-bindings.html#httpheader-serialization-rules
void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  out += '"';
}

std::string joined_texts(const Member& member, const Value& value) {
  const Shape& shape = *member.shape->element;
  std::string text;
  for (const Value& element : value.list()) {
    if (!text.empty()) text += ',';
    std::string one;
    append_scalar(one, shape, element,
                  or_by_default(shape.timestamp_format, TimestampFormat::rfc822));
    shape.type == ShapeType::string ? append_quoted(text, one) : void(text += one);
  }
  return text;
}

// The parts of a list in a header, without their quotation marks.
std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::string part;
    text = trim(text);
    if (text.starts_with('"')) {
      std::size_t i = 1;
      for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        part += text[i];
      }
      text.remove_prefix(std::min(i + 1, text.size()));
      text.remove_prefix(std::min(text.find(','), text.size()));
    } else {
      const std::size_t comma = std::min(text.find(','), text.size());
      part = trim(text.substr(0, comma));
      text.remove_prefix(comma);
    }
    parts.push_back(std::move(part));
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) parts.emplace_back();
  }
  if (parts.empty()) parts.emplace_back();
  return parts;
}

// A list in a header or a query, or a simple value.
std::optional<Value> parse_value(const Shape& shape, std::string_view text) {
  if (shape.type != ShapeType::list) return parse_scalar(shape, text);
  const Shape& element_shape = *shape.element;
  // "Sun, 06 Nov 1994 08:49:37 GMT" has a comma of its own.
  const bool dates = element_shape.type == ShapeType::timestamp && text.find("GMT") != text.npos;
  List list;
  std::string first_half;
  for (std::string& part : split_list(text)) {
    if (dates && first_half.empty()) {
      first_half = std::move(part);
      continue;
    }
    if (dates) part = std::exchange(first_half, {}) + ", " + part;
    auto element = parse_scalar(element_shape, part);
    if (!element) return std::nullopt;
    list.push_back(std::move(*element));
  }
  return Value(std::move(list));
}

// Every field that no other member has a name for.
void read_query_map(const Shape& shape, const Member& map, const QueryString& query,
                    Members& members) {
  Members entries;
  for (const auto& [name, text] : query) {
    const bool taken = std::ranges::any_of(shape.members, [&](const Member& member) {
      return member.location == MemberLocation::query && member.wire_name == name;
    });
    if (!taken && is_utf8(name) && is_utf8(text)) entries.emplace_back(name, Value(text));
  }
  if (!entries.empty()) members.emplace_back(map.name, std::move(entries));
}

std::optional<BindingProblem> problem_of(const Member& member, std::string_view value) {
  return BindingProblem{&member, member.shape->sensitive ? std::string() : std::string(value)};
}

}  // namespace

std::string expand_path(std::string_view uri_template, const Shape* input, const Value& value) {
  uri_template = uri_template.substr(0, uri_template.find('?'));
  std::string path;
  while (!uri_template.empty()) {
    const std::size_t brace = std::min(uri_template.find('{'), uri_template.size());
    path += uri_template.substr(0, brace);
    uri_template.remove_prefix(brace);
    if (uri_template.empty()) break;
    std::string_view label = uri_template.substr(1, uri_template.find('}') - 1);
    uri_template.remove_prefix(label.size() + 2);
    const bool greedy = label.ends_with('+');
    if (greedy) label.remove_suffix(1);
    const Member* member = input != nullptr ? label_member(*input, label) : nullptr;
    if (member == nullptr) continue;
    const Value& part = value[member->name];
    if (part.is_text() && !member->last_segment) {
      percent_encode_to(path, part.text(), greedy);
    } else {
      percent_encode_to(path, scalar_text(*member, part, TimestampFormat::iso8601), greedy);
    }
  }
  if (path.empty()) path += '/';
  return path;
}

std::string expand_query(std::string_view uri_template, const Shape* input, const Value& value) {
  const std::size_t mark = uri_template.find('?');
  std::string query(mark == std::string_view::npos ? std::string_view()
                                                   : uri_template.substr(mark + 1));
  if (input == nullptr) return query;
  const Value::NameFilter filter(value);
  for (const Member& member : input->members) {
    if (member.location != MemberLocation::query || !filter.may_have(member.name)) continue;
    const Value& part = value[member.name];
    if (!part.present()) continue;
    if (part.is_list()) {
      for (const Value& element : part.list()) {
        std::string text;
        append_scalar(text, *member.shape->element, element, TimestampFormat::iso8601);
        add_field(query, member.wire_name, text);
      }
    } else if (part.is_members()) {
      for (const auto& [name, entry] : part.members()) add_field(query, name, entry.text());
    } else {
      add_field(query, member.wire_name, scalar_text(member, part, TimestampFormat::iso8601));
    }
  }
  return query;
}

std::optional<BindingProblem> write_headers(const Shape& shape, const Value& value,
                                            Headers& headers) {
  const Value::NameFilter filter(value);
  for (const Member& member : shape.members) {
    if (!filter.may_have(member.name)) continue;
    if (member.location != MemberLocation::header && member.location != MemberLocation::headers) {
      continue;
    }
    const Value& part = value[member.name];
    if (!part.present()) continue;
    if (member.location == MemberLocation::headers) {
      for (const auto& [name, entry] : part.members()) {
        if (!is_token(name) || !fits_header(entry.text())) return problem_of(member, name);
        std::string whole(member.wire_name);
        whole += name;
        headers.add(whole, entry.text());
      }
      continue;
    }
    std::string text = part.is_list() ? joined_texts(member, part)
                                      : scalar_text(member, part, TimestampFormat::rfc822);
    if (!fits_header(text)) return problem_of(member, text);
    // An empty header says nothing that its absence does not (Smithy's rule), and some clients and
    // proxies drop it after it was signed.
    if (!text.empty()) headers.add(member.wire_name, std::move(text));
  }
  return std::nullopt;
}

std::optional<BindingProblem> read_labels(const Shape& shape, const RouteMatch& match,
                                          Members& members) {
  for (const auto& [label, encoded] : match.labels) {
    const Member* member = label_member(shape, label);
    if (member == nullptr) continue;
    const std::string text = percent_decode(encoded);
    auto value = is_utf8(text) ? parse_scalar(*member->shape, text) : std::nullopt;
    if (!value) return problem_of(*member, encoded);
    members.emplace_back(member->name, std::move(*value));
  }
  return std::nullopt;
}

std::optional<BindingProblem> read_query(const Shape& shape, const QueryString& query,
                                         Members& members) {
  if (query.empty()) return std::nullopt;
  for (const Member& member : shape.members) {
    if (member.location != MemberLocation::query) continue;
    if (member.shape->type == ShapeType::list) {
      List list;
      for (const auto& [name, text] : query) {
        if (name != member.wire_name) continue;
        auto element = is_utf8(text) ? parse_scalar(*member.shape->element, text) : std::nullopt;
        if (!element) return problem_of(member, is_utf8(text) ? text : std::string_view());
        list.push_back(std::move(*element));
      }
      if (!list.empty()) members.emplace_back(member.name, std::move(list));
      continue;
    }
    if (member.shape->type == ShapeType::map) {
      read_query_map(shape, member, query, members);
      continue;
    }
    const std::string_view* text = query.find(member.wire_name);
    if (text == nullptr) continue;
    auto value = is_utf8(*text) ? parse_scalar(*member.shape, *text) : std::nullopt;
    if (!value) return problem_of(member, is_utf8(*text) ? *text : std::string_view());
    members.emplace_back(member.name, std::move(*value));
  }
  return std::nullopt;
}

const Member* payload_of(const Shape& shape) {
  return shape.payload.empty() ? nullptr : find_member(shape, shape.payload);
}

bool is_raw(const Member& payload) {
  return payload.shape->type == ShapeType::blob || payload.shape->type == ShapeType::string;
}

bool has_body_member(const Shape& shape) {
  return std::ranges::any_of(
      shape.members, [](const Member& member) { return member.location == MemberLocation::body; });
}

std::optional<BindingProblem> read_headers(const Shape& shape, const Headers& headers, bool lenient,
                                           Members& members) {
  // S3's shapes have forty headers, its requests ten: a mask of what there can be, by length and
  // last letter in any case, spares most of the comparisons.
  const auto bit = [](std::string_view name) {
    const auto last = name.empty() ? 0U : static_cast<unsigned char>(name.back()) | 0x20U;
    return 1ULL << ((name.size() * 7 + last) & 63);
  };
  std::uint64_t present = 0;
  for (const auto& [name, value] : headers) present |= bit(name);

  for (const Member& member : shape.members) {
    if (member.location == MemberLocation::header) {
      if ((present & bit(member.wire_name)) == 0) continue;
      const std::string* text = headers.find(member.wire_name);
      if (text == nullptr) continue;
      auto value = parse_value(*member.shape, *text);
      if (value) {
        members.emplace_back(member.name, std::move(*value));
      } else if (!lenient) {
        return problem_of(member, *text);
      }
    } else if (member.location == MemberLocation::headers) {
      Members entries;
      for (const auto& [name, text] : headers) {
        if (name.size() <= member.wire_name.size() ||
            !equal_ignoring_case(std::string_view(name).substr(0, member.wire_name.size()),
                                 member.wire_name)) {
          continue;
        }
        // Headers know no case, and S3 keeps metadata in lower case.
        entries.emplace_back(to_lower(name).substr(member.wire_name.size()), Value(text));
      }
      if (!entries.empty()) members.emplace_back(member.name, std::move(entries));
    }
  }
  return std::nullopt;
}

}  // namespace godwit::aws
