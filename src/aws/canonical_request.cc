// The canonical form of a request, which client and server hash alike.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
#include <algorithm>
#include <array>
#include <vector>

#include "aws/signature.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::array<bool, 256> unreserved = [] {
  std::array<bool, 256> table{};
  for (const char letter :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) {
    table[static_cast<unsigned char>(letter)] = true;
  }
  return table;
}();

bool is_unreserved(char letter) { return unreserved[static_cast<unsigned char>(letter)]; }

int hex_value(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return -1;
}

// Encodes a text that may be encoded already, in part or otherwise than AWS does: every byte once.
// An encoded slash stays one. A plus sign in a query stands for a space.
void reencode(std::string& out, std::string_view text, bool keep_slash, bool plus_is_space) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t start = i;
    while (i < text.size() && (is_unreserved(text[i]) || (keep_slash && text[i] == '/'))) ++i;
    out += text.substr(start, i - start);
    if (i == text.size()) return;
    char byte = text[i];
    if (byte == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      byte = static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else if (byte == '+' && plus_is_space) {
      byte = ' ';
    }
    percent_encode_to(out, {&byte, 1});
  }
}

// RFC 3986's removal of dot segments, and of empty ones. A slash at the end stays.
std::string normalize(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string normal;
  for (const std::string_view segment : kept) {
    normal += '/';
    normal += segment;
  }
  const bool to_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  if (normal.empty() || to_folder) normal += '/';
  return normal;
}

// S3's keys are what they are: no segment is removed, and nothing is encoded twice.
void append_path(std::string& out, std::string_view path, const SigningScope& scope) {
  if (path.empty()) path = "/";
  if (scope.service == "s3") {
    reencode(out, path, true, false);
  } else {
    percent_encode_to(out, normalize(path), true);
  }
}

void append_query(std::string& out, std::string_view query) {
  if (query.empty()) return;
  std::vector<std::pair<std::string, std::string>> fields;
  for (const std::string_view field : split(query, '&')) {
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    if (field.substr(0, equals) == "X-Amz-Signature") continue;  // which cannot sign itself
    auto& [name, value] = fields.emplace_back();
    reencode(name, field.substr(0, equals), false, true);
    if (equals < field.size()) reencode(value, field.substr(equals + 1), false, true);
  }
  std::ranges::sort(fields);
  bool first = true;
  for (const auto& [name, value] : fields) {
    if (!first) out += '&';
    first = false;
    out += name;
    out += '=';
    out += value;
  }
}

// Trimmed, and with every run of spaces made one.
void append_header_value(std::string& out, std::string_view value) {
  value = trim(value);
  if (value.find("  ") == std::string_view::npos) {
    out += value;
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != ' ' || value[i - 1] != ' ') out += value[i];  // the first is no space
  }
}

// `name` is in lower case.
bool is_named(std::string_view header, std::string_view name) {
  if (header.size() != name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char letter = header[i];
    if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != name[i]) return false;
  }
  return true;
}

void append_header(std::string& out, const HttpRequest& request, std::string_view name) {
  out += name;
  out += ':';
  bool found = false;
  for (const auto& [each, text] : request.headers) {
    if (!is_named(each, name)) continue;
    if (found) out += ',';
    found = true;
    append_header_value(out, text);
  }
  if (!found && name == "host") out += request.host;
  out += '\n';
}

}  // namespace

std::string canonical_request(const HttpRequest& request, std::string_view signed_headers,
                              std::string_view payload_hash, const SigningScope& scope) {
  std::string out;
  out.reserve(512);
  out += request.method;
  out += '\n';
  append_path(out, request.path, scope);
  out += '\n';
  append_query(out, request.query);
  out += '\n';
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(';'));
    append_header(out, request, name);
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
  }
  out += '\n';
  out += signed_headers;
  out += '\n';
  out += payload_hash;
  return out;
}

}  // namespace godwit::aws
