#include "repo/reading.h"

namespace godwit::repo {

std::string_view to_string(Language language) {
  switch (language) {
    case Language::none:
      return "text";
    case Language::yaml:
      return "yaml";
    case Language::json:
      return "json";
    case Language::shell:
      return "shell";
    case Language::dotenv:
      return "dotenv";
    case Language::javascript:
      return "javascript";
    case Language::python:
      return "python";
    case Language::dart:
      return "dart";
    case Language::terraform:
      return "terraform";
    case Language::toml:
      return "toml";
    case Language::markdown:
      return "markdown";
    case Language::html:
      return "html";
    case Language::dockerfile:
      return "dockerfile";
  }
  return "";
}

std::string_view to_string(Use use) {
  switch (use) {
    case Use::backup:
      return "backup";
    case Use::comment:
      return "comment";
    case Use::documentation:
      return "documentation";
    case Use::fallback:
      return "fallback";
    case Use::deployed_url:
      return "deployed-url";
    case Use::default_value:
      return "default";
    case Use::parameter:
      return "parameter";
    case Use::client:
      return "client";
    case Use::setting:
      return "setting";
    case Use::code:
      return "code";
  }
  return "";
}

const Part* Reading::at(std::size_t begin, std::size_t end) const {
  const Part* innermost = nullptr;
  for (const Part& part : parts) {
    if (part.begin > begin) break;
    if (end <= part.end) innermost = &part;
  }
  return innermost;
}

}  // namespace godwit::repo
