#include "lab/services/route53/names.h"

#include <fmt/format.h>

#include <ranges>

#include "base/text.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {
namespace {

constexpr std::size_t max_name = 255;
constexpr std::size_t max_label = 63;

bool is_plain(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
}

bool is_octal(char digit) { return digit >= '0' && digit <= '7'; }

}  // namespace

std::string to_wire_name(std::string_view name) {
  std::string wire;
  wire.reserve(name.size() + 1);
  for (const char letter : name) {
    if (is_plain(letter)) {
      wire += letter;
    } else {
      wire += fmt::format("\\{:03o}", static_cast<unsigned char>(letter));
    }
  }
  return wire += '.';
}

std::string from_wire_name(std::string_view wire) {
  std::string name;
  name.reserve(wire.size());
  for (std::size_t at = 0; at < wire.size(); ++at) {
    if (wire[at] == '\\' && at + 3 < wire.size() && is_octal(wire[at + 1]) &&
        is_octal(wire[at + 2]) && is_octal(wire[at + 3])) {
      name += static_cast<char>((wire[at + 1] - '0') * 64 + (wire[at + 2] - '0') * 8 +
                                (wire[at + 3] - '0'));
      at += 3;
    } else {
      name += wire[at];
    }
  }
  return traffic::canonical_name(name);
}

std::optional<std::string> problem_of_name(std::string_view name) {
  const auto fatal = [&](std::string_view code, std::string_view words) {
    return fmt::format("FATAL problem: {} ({}) encountered with '{}'", code, words, name);
  };
  if (name.empty()) return fatal("DomainNameEmpty", "Domain name is empty");
  if (name.size() > max_name) return fatal("DomainNameTooLong", "Domain name is too long");
  for (const std::string_view label : split(name, '.')) {
    if (label.empty()) return fatal("DomainLabelEmpty", "Domain label is empty");
    if (label.size() > max_label) return fatal("DomainLabelTooLong", "Domain label is too long");
    for (const char letter : label) {
      if (static_cast<unsigned char>(letter) <= ' ' || static_cast<unsigned char>(letter) >= 127) {
        return fatal("UnsupportedCharacter", "Value contains unsupported characters");
      }
    }
  }
  return std::nullopt;
}

bool lies_within(std::string_view name, std::string_view zone) {
  if (!name.ends_with(zone)) return false;
  return name.size() == zone.size() || name[name.size() - zone.size() - 1] == '.';
}

std::string sort_key(std::string_view name) {
  std::string key;
  key.reserve(name.size() + 1);
  const auto labels = split(name, '.');
  for (const std::string_view label : labels | std::views::reverse) {
    key += label;
    key += '.';
  }
  return key;
}

bool name_comes_before(std::string_view a, std::string_view b) {
  const auto last_label = [](std::string_view name) {
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
  };
  const auto without_last = [](std::string_view name, std::string_view label) {
    return name.substr(0, name.size() - std::min(name.size(), label.size() + 1));
  };
  while (!a.empty() && !b.empty()) {
    const std::string_view label_of_a = last_label(a);
    const std::string_view label_of_b = last_label(b);
    if (label_of_a != label_of_b) {
      const std::size_t common = std::min(label_of_a.size(), label_of_b.size());
      const int order = label_of_a.substr(0, common).compare(label_of_b.substr(0, common));
      if (order != 0) return order < 0;
      // One begins with the other: the shorter goes on with the dot.
      const bool a_is_shorter = label_of_a.size() < label_of_b.size();
      const char next = a_is_shorter ? label_of_b[common] : label_of_a[common];
      return (static_cast<unsigned char>(next) > '.') == a_is_shorter;
    }
    a = without_last(a, label_of_a);
    b = without_last(b, label_of_b);
  }
  return a.size() < b.size();
}

std::string_view without_prefix(std::string_view id, std::string_view prefix) {
  if (id.starts_with(prefix)) return id.substr(prefix.size());
  if (id.starts_with(prefix.substr(1))) return id.substr(prefix.size() - 1);  // "hostedzone/Z1"
  return id;
}

}  // namespace godwit::lab::services
