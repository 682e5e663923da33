// Forms with files, as browsers and command lines send them: multipart/form-data, RFC 7578.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::lab {

struct FormPart {
  std::string name;
  std::string file_name;  // empty: a plain field
  std::string content;
};

// nullopt: it is none, or broken. Linear in its length.
std::optional<std::vector<FormPart>> read_form(std::string_view content_type,
                                               std::string_view body);

}  // namespace godwit::lab
