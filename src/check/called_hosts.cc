#include "check/called_hosts.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "check/loose_json.h"

namespace godwit::check {
namespace {

bool ends_with_any(std::string_view text, std::span<const std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

// Programs and their settings.
bool is_read_by_clients(const ShownFile& file) {
  constexpr std::array<std::string_view, 21> kinds = {
      ".json", ".js",   ".jsx",   ".mjs",   ".ts",  ".tsx",        ".dart",
      ".kt",   ".java", ".swift", ".py",    ".go",  ".rb",         ".cs",
      ".php",  ".env",  ".toml",  ".plist", ".xml", ".properties", ".html"};
  constexpr std::array<std::string_view, 4> locks = {"package-lock.json", "composer.lock",
                                                     "package.json", "tsconfig.json"};
  const std::string path = to_lower(file.path);
  if (file.form == ShownFile::Form::before || ends_with_any(path, locks)) return false;
  const bool is_test = path.contains("test") || path.contains("/mock") || path.contains("example");
  const bool is_settings = path.contains("/.env") || path.starts_with(".env");
  return (ends_with_any(path, kinds) || is_settings) && !is_test;
}

bool is_host_character(char letter) {
  return is_letter_or_digit(letter) || letter == '.' || letter == '-' || letter == '_' ||
         letter == '[' || letter == ']' || letter == '$' || letter == '{' || letter == '}';
}

bool is_of_region(std::string_view host) {
  if (!host.ends_with(".amazonaws.com") && !host.ends_with(".on.aws")) return false;
  return host.contains(".execute-api.") || host.contains(".elb.") || host.contains(".lambda-url.");
}

// Of one file; more are data, not addresses.
constexpr std::size_t most_urls = 200;

void read_urls(const ShownFile& file, std::vector<CalledHost>& hosts) {
  std::size_t read = 0;
  const std::string& text = file.text.content();
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 1)) {
    if (read == most_urls) return;
    const std::string_view before = std::string_view(text).substr(0, at);
    if (!before.ends_with("http") && !before.ends_with("https") && !before.ends_with("wss")) {
      continue;
    }
    const std::size_t begin = at + 3;
    std::size_t end = begin;
    while (end < text.size() && is_host_character(text[end])) ++end;
    const std::string_view words = std::string_view(text).substr(begin, end - begin);
    if (!words.contains('.')) continue;
    ++read;
    CalledHost host;
    host.known = !is_placeholder(words);
    host.host = host.known ? to_lower(words) : std::string(words);
    host.of_region = is_of_region(words);
    host.of_document = file.document >= 0;
    if (host.of_region) host.span = span_of(file.text, begin, end);
    hosts.push_back(std::move(host));
  }
}

}  // namespace

std::vector<CalledHost> called_hosts(const Subject& subject) {
  std::vector<CalledHost> hosts;
  for (const ShownFile& file : subject.files) {
    if (is_read_by_clients(file)) read_urls(file, hosts);
  }
  return hosts;
}

}  // namespace godwit::check
