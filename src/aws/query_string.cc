#include "aws/query_string.h"

#include <algorithm>

#include "base/encoding.h"

namespace godwit::aws {

QueryString::QueryString(std::string_view encoded) {
  if (is_encoded(encoded)) decoded_.reserve(encoded.size());
  for (std::size_t start = 0; start < encoded.size();) {
    const std::size_t end = std::min(encoded.find('&', start), encoded.size());
    const std::string_view field = encoded.substr(start, end - start);
    start = end + 1;
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    const std::string_view name = decode(field.substr(0, equals));
    fields_.emplace_back(name, decode(field.substr(std::min(equals + 1, field.size()))));
  }
}

const std::string_view* QueryString::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.first == name) return &field.second;
  }
  return nullptr;
}

void QueryString::sort() { std::ranges::stable_sort(fields_, {}, &Field::first); }

std::string_view QueryString::decode(std::string_view encoded) {
  if (!is_encoded(encoded)) return encoded;
  const std::size_t start = decoded_.size();
  decoded_ += percent_decode(encoded, true);
  return std::string_view(decoded_).substr(start);
}

}  // namespace godwit::aws
