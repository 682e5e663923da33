#include <algorithm>
#include <string>

#include "base/text.h"
#include "repo/recognise_text.h"
#include "repo/secret_forms.h"
#include "repo/secret_text.h"

namespace godwit::repo {

// 40 characters of base64 that something with such a name is given.
std::optional<SecretPlace> find_secret_key(std::string_view text, SecretPlace match) {
  constexpr std::size_t longest_gap = 8;
  const std::size_t begin = end_of(text, match.end, longest_gap, [](char c) {
    return std::string_view(" \t\"'`:=>(").find(c) != std::string_view::npos;
  });
  if (begin == match.end) return std::nullopt;
  const std::size_t end =
      end_of(text, begin, 41, [](char c) { return is_word_character(c) || c == '+' || c == '/'; });
  if (end - begin != 40) return std::nullopt;
  const std::string_view key = text.substr(begin, end - begin);
  const bool mixed = std::ranges::any_of(key, is_upper) && std::ranges::any_of(key, is_lower) &&
                     std::ranges::any_of(key, is_digit);
  return mixed && !is_placeholder(key) ? std::optional(SecretPlace{.begin = begin, .end = end})
                                       : std::nullopt;
}

// RFC 3986, 3.2.1: "user:password@". Of a server that others can reach.
std::optional<SecretPlace> find_password(std::string_view text, SecretPlace match) {
  constexpr std::size_t longest = 200;
  if (!begins_word(text, match.begin)) return std::nullopt;
  const auto is_part = [](char c) {
    return is_word_character(c) ||
           std::string_view("-._~%!&'*+,;=").find(c) != std::string_view::npos;
  };
  const std::size_t user = end_of(text, match.end, longest, is_part);
  if (user >= text.size() || text[user] != ':') return std::nullopt;
  const std::size_t end = end_of(text, user + 1, longest, is_part);
  if (end >= text.size() || text[end] != '@') return std::nullopt;
  const std::string_view password = text.substr(user + 1, end - user - 1);
  if (password == text.substr(match.end, user - match.end)) return std::nullopt;
  if (is_everybodys_password(password)) return std::nullopt;
  const std::size_t host_end = end_of(
      text, end + 1, longest, [](char c) { return is_word_character(c) || c == '-' || c == '.'; });
  const std::string host = to_lower(text.substr(end + 1, host_end - end - 1));
  // One's own machine, or another container beside this one.
  if (host.find('.') == std::string::npos || host.starts_with("127.") || host == "0.0.0.0" ||
      host.find("example") != std::string::npos) {
    return std::nullopt;
  }
  return SecretPlace{.begin = user + 1, .end = end};
}

// `dbPassword: "..."`, `API_KEY=...`: a text that was drawn, in quotes or to the end of its line,
// and no expression.
std::optional<SecretPlace> find_assigned(std::string_view text, SecretPlace match,
                                         const SecretKind& kind) {
  // Of pages and of repetitions: "NextToken", "ClientToken"; of two who agree on one.
  constexpr std::size_t before = 16;
  const std::size_t from = match.begin > before ? match.begin - before : 0;
  std::string name = to_lower(text.substr(from, match.begin - from));
  while (name.ends_with('_') || name.ends_with('-')) name.pop_back();
  for (const std::string_view word : {"next", "continuation", "page", "paging", "cursor", "client",
                                      "sync", "resume", "shared", "csrf", "xsrf"}) {
    const bool of_tokens = word != "shared";
    if (name.ends_with(word) && of_tokens == (kind.prefix == "token")) return std::nullopt;
  }
  constexpr std::size_t longest_name = 24;
  const auto one_of = [](std::string_view characters) {
    return [characters](char c) { return characters.find(c) != std::string_view::npos; };
  };
  std::size_t at =
      end_of(text, match.end, longest_name, [](char c) { return is_of(Alphabet::url, c); });
  at = end_of(text, at, 2, one_of("\"'\\"));
  at = end_of(text, at, 8, one_of(" \t"));
  const std::size_t sign = at;
  at = end_of(text, at, 2, one_of(":=>"));
  if (at == sign) return std::nullopt;
  at = end_of(text, at, 8, one_of(" \t"));
  const char quote = at < text.size() && one_of("\"'`")(text[at]) ? text[at] : '\0';
  if (quote != '\0') ++at;
  const std::size_t end = end_of(text, at, kind.most + 1, [](char c) {
    return is_word_character(c) ||
           std::string_view("+/=_.~!@#%^&*-").find(c) != std::string_view::npos;
  });
  const std::string_view value = text.substr(at, end - at);
  if (value.size() < kind.least || value.size() > kind.most) return std::nullopt;
  const char after = end < text.size() ? text[end] : '\n';
  const bool ended = quote != '\0' ? after == quote : one_of("\r\n")(after);
  // What has a form of its own is that, or is none: a token of Supabase's that all may read.
  for (const SecretKind& other : secret_kinds()) {
    if (!other.any_case && value.starts_with(other.prefix)) return std::nullopt;
  }
  // Cryptography's tests are full of secrets in hexadecimal digits.
  return ended && is_drawn(value, kind.prefix != "secret")
             ? std::optional(SecretPlace{.begin = at, .end = end})
             : std::nullopt;
}

std::optional<SecretPlace> find_account_key(std::string_view text, SecretPlace match,
                                            const SecretKind& kind) {
  const std::size_t end = end_of(text, match.end, kind.most + 1, [](char c) {
    return is_word_character(c) || c == '+' || c == '/' || c == '=';
  });
  const std::string_view key = text.substr(match.end, end - match.end);
  if (key.size() < kind.least || key.size() > kind.most || !is_random(key)) return std::nullopt;
  // The emulator's, which everybody has:
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-use-azurite
  if (key.starts_with("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq")) {
    return std::nullopt;
  }
  return SecretPlace{.begin = match.end, .end = end};
}

}  // namespace godwit::repo
