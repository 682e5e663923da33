#include "lab/paging.h"

#include "base/encoding.h"

namespace godwit::lab {

std::string page_token(std::string_view last_name) {
  return to_base64(std::string("after ") + std::string(last_name));
}

std::optional<std::string> read_page_token(std::string_view token) {
  auto text = from_base64(token);
  if (!text || !text->starts_with("after ")) return std::nullopt;
  return text->substr(6);
}

}  // namespace godwit::lab
