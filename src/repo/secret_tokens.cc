#include <algorithm>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "repo/recognise_text.h"
#include "repo/secret_forms.h"
#include "repo/secret_text.h"

namespace godwit::repo {

std::optional<SecretPlace> find_token(std::string_view text, SecretPlace match,
                                      const SecretKind& kind) {
  if (is_word_character(kind.prefix.front()) && match.begin > 0) {
    const char before = text[match.begin - 1];
    if (!begins_word(text, match.begin) || before == '_') return std::nullopt;
  }
  const bool slashes =
      kind.form == SecretForm::token && kind.prefix.find('/') != std::string_view::npos;
  const std::size_t end = end_of(text, match.end, kind.most + 1, [&](char c) {
    return is_of(kind.alphabet, c) || (slashes && c == '/') || (kind.prefix == "SG." && c == '.');
  });
  const std::size_t length = end - match.end;
  if (length < kind.least || length > kind.most) return std::nullopt;
  if (!is_random(text.substr(match.end, length))) return std::nullopt;
  std::size_t begin = match.begin;
  // Of Terraform's the part before the dot is random, too.
  if (kind.prefix.front() == '.') {
    while (begin > 0 && match.begin - begin < 20 && is_word_character(text[begin - 1])) --begin;
    if (match.begin - begin < 14) return std::nullopt;
  }
  return SecretPlace{.begin = begin, .end = end};
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
std::optional<SecretPlace> find_access_key(std::string_view text, SecretPlace match) {
  if (!begins_word(text, match.begin)) return std::nullopt;
  const std::size_t end = end_of(text, match.end, 17, [](char c) {
    return is_upper(c) || (c >= '2' && c <= '7');  // base32
  });
  if (end - match.end != 16 || !ends_word(text, end)) return std::nullopt;
  // Base64 holds such a text by chance, between signs that no key has beside it.
  const auto within_base64 = [](char c) { return c == '+' || c == '/' || c == '_'; };
  if (match.begin > 0 && within_base64(text[match.begin - 1]) &&
      within_noise(text, match.begin, end)) {
    return std::nullopt;
  }
  if (end < text.size() && within_base64(text[end]) && within_noise(text, match.begin, end)) {
    return std::nullopt;
  }
  return is_placeholder(text.substr(match.begin, end - match.begin))
             ? std::nullopt
             : std::optional(SecretPlace{.begin = match.begin, .end = end});
}

// RFC 7468. Line ends within it may be escaped, as in JSON.
std::optional<SecretPlace> find_private_key(std::string_view text, SecretPlace match) {
  constexpr std::size_t longest = 16'384;  // bytes: an RSA key of 8192 bits, in lines
  const std::string_view rest = text.substr(match.end, 64);
  const std::size_t close = rest.find("-----");
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view label = rest.substr(0, close);
  if (label.find('\n') != std::string_view::npos ||
      (!label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK"))) {
    return std::nullopt;
  }
  const std::size_t begin = match.end + close + 5;
  // Base64 in lines, perhaps escaped or in quotes, and the headers of encrypted keys.
  const std::size_t end = end_of(text, begin, longest, [](char c) {
    return is_word_character(c) ||
           std::string_view("+/=\\\"'` \t\r\n:,").find(c) != std::string_view::npos;
  });
  const std::string_view body = text.substr(begin, end - begin);
  std::size_t run = 0;
  std::size_t longest_run = 0;
  for (const char c : body) {
    run = is_word_character(c) || c == '+' || c == '/' ? run + 1 : 0;
    longest_run = std::max(longest_run, run);
  }
  // The shortest keys of all have 48 bytes, and no prose has such words.
  if (longest_run < 40) return std::nullopt;
  // Of so much chance some words come by themselves; these do not.
  for (const std::string_view word :
       {"example", "EXAMPLE", "placeholder", "redacted", "REDACTED", "xxxxxxxx", "XXXXXXXX",
        "AAAAAAAAAAAAAAAA", "MIICiTCCAfICCQD6m7oRw0uX" /* AWS's examples */}) {
    if (body.find(word) != std::string_view::npos) return std::nullopt;
  }
  const std::size_t last = text.substr(end).starts_with("-----END")
                               ? text.substr(end + 8, 64).find("-----")
                               : std::string_view::npos;
  return SecretPlace{.begin = match.begin,
                     .end = last == std::string_view::npos ? end : end + 8 + last + 5};
}

namespace {

std::string decode_url_base64(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, '-', '+');
  std::ranges::replace(plain, '_', '/');
  while (plain.size() % 4 != 0) plain += '=';
  return from_base64(plain).value_or(std::string());
}

}  // namespace

// RFC 7519. Whoever may read a page may read Supabase's anonymous key: it is no secret.
std::optional<SecretPlace> find_web_token(std::string_view text, SecretPlace match) {
  constexpr std::size_t longest = 4096;  // bytes of a part
  const auto is_part = [](char c) { return is_of(Alphabet::url, c); };
  if (!begins_word(text, match.begin) || (match.begin > 0 && is_part(text[match.begin - 1]))) {
    return std::nullopt;  // the middle of something
  }
  const std::size_t header = end_of(text, match.end, longest, is_part);
  if (header >= text.size() || text[header] != '.') return std::nullopt;
  const std::size_t payload = end_of(text, header + 1, longest, is_part);
  if (payload >= text.size() || text[payload] != '.') return std::nullopt;
  const std::size_t end = end_of(text, payload + 1, longest, is_part);
  if (end - payload < 21) return std::nullopt;
  const std::string head = decode_url_base64(text.substr(match.begin, header - match.begin));
  if (head.find("\"alg\"") == std::string::npos) return std::nullopt;
  const std::string body = decode_url_base64(text.substr(header + 1, payload - header - 1));
  if (!body.starts_with('{')) return std::nullopt;
  // jwt.io's, and those that every local Supabase has.
  for (const std::string_view known :
       {"\"John Doe\"", "\"supabase-demo\"", "\"role\":\"anon\"", "\"role\": \"anon\""}) {
    if (body.find(known) != std::string::npos) return std::nullopt;
  }
  return is_placeholder(text.substr(payload + 1, end - payload - 1))
             ? std::nullopt
             : std::optional(SecretPlace{.begin = match.begin, .end = end});
}

// https://firebase.google.com/docs/projects/api-keys: in the configuration of Firebase's clients
// the key says whose project it is, and opens nothing.
std::optional<SecretPlace> find_google_key(std::string_view text, SecretPlace match,
                                           const SecretKind& kind) {
  const auto token = find_token(text, match, kind);
  if (!token) return std::nullopt;
  constexpr std::size_t reach = 800;
  const std::size_t from = match.begin > reach ? match.begin - reach : 0;
  const std::string around = to_lower(text.substr(from, 2 * reach));
  for (const std::string_view word :
       {"firebase", "authdomain", "messagingsenderid", "mobilesdk_app_id", "gcm_sender_id"}) {
    if (around.find(word) != std::string::npos) return std::nullopt;
  }
  return token;
}

}  // namespace godwit::repo
