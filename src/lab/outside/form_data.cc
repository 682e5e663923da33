#include "lab/outside/form_data.h"

#include "base/text.h"

namespace godwit::lab {
namespace {

constexpr std::string_view line_end = "\r\n";

// A parameter of a header: of "form-data; name=\"a\"; filename=\"b\"" the one that is asked for.
// A quoted text may have a backslash before any letter (RFC 9110, 5.6.4).
std::string parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    std::string_view rest = trim(header.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return {};
    const std::string_view key = trim(rest.substr(0, equals));
    std::string_view value = rest.substr(equals + 1);
    std::string text;
    std::size_t end = 0;
    if (value.starts_with('"')) {
      for (end = 1; end < value.size() && value[end] != '"'; ++end) {
        if (value[end] == '\\' && end + 1 < value.size()) ++end;
        text += value[end];
      }
    } else {
      text = trim(value.substr(0, value.find(';')));
    }
    if (equal_ignoring_case(key, name)) return text;
    const std::size_t next = value.find(';', end);
    if (next == std::string_view::npos) return {};
    at = static_cast<std::size_t>(value.data() - header.data()) + next;
  }
  return {};
}

// What browsers make of three letters that a quoted name cannot have:
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
std::string unquoted(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view three = name.substr(i, 3);
    const bool escaped = three == "%22" || three == "%0D" || three == "%0A";
    text += escaped ? three == "%22" ? '"' : three == "%0D" ? '\r' : '\n' : name[i];
    if (escaped) i += 2;
  }
  return text;
}

}  // namespace

std::optional<std::vector<FormPart>> read_form(std::string_view content_type,
                                               std::string_view body) {
  if (!to_lower(content_type).starts_with("multipart/form-data")) return std::nullopt;
  const std::string boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > 70) return std::nullopt;  // RFC 2046, 5.1.1
  const std::string opening = "--" + boundary;
  const std::string between = "\r\n" + opening;
  std::vector<FormPart> parts;
  std::size_t at = body.starts_with(opening) ? 0 : body.find(between);
  if (at == std::string_view::npos) return std::nullopt;
  at += at == 0 && body.starts_with(opening) ? opening.size() : between.size();
  while (true) {
    if (body.substr(at).starts_with("--")) return parts;
    if (!body.substr(at).starts_with(line_end)) return std::nullopt;
    at += line_end.size();
    const std::size_t head_end = body.find("\r\n\r\n", at);
    if (head_end == std::string_view::npos) return std::nullopt;
    const std::size_t start = head_end + 4;
    const std::size_t end = body.find(between, start);
    if (end == std::string_view::npos) return std::nullopt;
    FormPart part;
    for (std::string_view line : split(body.substr(at, head_end - at), '\n')) {
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) return std::nullopt;
      if (!equal_ignoring_case(trim(line.substr(0, colon)), "Content-Disposition")) continue;
      part.name = parameter(line, "name");
      part.file_name = unquoted(parameter(line, "filename"));
    }
    part.content = body.substr(start, end - start);
    parts.push_back(std::move(part));
    at = end + between.size();
  }
}

}  // namespace godwit::lab
