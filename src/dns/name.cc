#include "dns/name.h"

namespace godwit::dns {
namespace {

constexpr std::uint8_t pointer_bits = 0xC0;

}  // namespace

std::size_t size_of_name(Bytes bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = bytes[at];
    if (length == 0) return at + 1 <= max_name_size ? at + 1 : 0;
    if (length > max_label_size) return 0;
    at += 1 + length;
    if (at >= max_name_size) return 0;
  }
  return 0;
}

std::size_t size_of_compressed_name(Bytes bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && at < max_name_size) {
    const std::size_t length = bytes[at];
    if (length == 0) return at + 1;
    if ((length & pointer_bits) == pointer_bits) return at + 2 <= bytes.size() ? at + 2 : 0;
    if (length > max_label_size) return 0;
    at += 1 + length;
  }
  return 0;
}

std::string text_of(std::string_view name) {
  std::string text;
  text.reserve(name.size());
  std::size_t at = 0;
  while (at < name.size() && name[at] != 0) {
    if (!text.empty()) text += '.';
    const std::size_t end = std::min(name.size(), at + 1 + static_cast<std::uint8_t>(name[at]));
    for (++at; at < end; ++at) {
      text +=
          name[at] == '.' ? '\0' : static_cast<char>(lower(static_cast<std::uint8_t>(name[at])));
    }
  }
  return text;
}

std::optional<std::string> name_of(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string name;
  name.reserve(text.size() + 2);
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('.'), text.size());
    if (size == 0 || size > max_label_size || size + 1 == text.size()) return std::nullopt;
    name += static_cast<char>(size);
    for (const char byte : text.substr(0, size)) {
      name += static_cast<char>(lower(static_cast<std::uint8_t>(byte)));
    }
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  name += '\0';
  if (name.size() > max_name_size) return std::nullopt;
  return name;
}

}  // namespace godwit::dns
