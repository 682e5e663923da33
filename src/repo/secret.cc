#include "repo/secret.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "repo/recognise_text.h"

namespace godwit::repo {

namespace {

enum class Form : std::uint8_t {
  token,        // the prefix, then so many characters of an alphabet
  access_key,   // AWS's
  secret_key,   // AWS's, by the name that it is given to
  private_key,  // PEM
  web_token,    // JSON web token
  google_key,   // public where Firebase's clients have it
  address,      // "scheme://user:password@host"
  account_key   // Azure's, in a connection string
};

enum class Alphabet : std::uint8_t { word, url, hex, digits };

// A kind of secret by how it begins. Sources: each vendor's own page about its tokens, and GitHub's
// list of what it scans for:
// https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
struct Kind {
  std::string_view prefix;
  std::string_view name;
  Form form = Form::token;
  Alphabet alphabet = Alphabet::word;
  std::size_t least = 0;  // characters after the prefix
  std::size_t most = 0;
  bool any_case = false;
};

constexpr std::array<Kind, 55> kinds = {{
    {"AKIA", "AWS access key", Form::access_key, Alphabet::word, 16, 16},
    {"ASIA", "AWS access key", Form::access_key, Alphabet::word, 16, 16},
    {"secret_access_key", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secretaccesskey", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secret_key", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secretkey", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"-----BEGIN ", "private key", Form::private_key, Alphabet::url, 0, 0},
    {"eyJ", "JSON web token", Form::web_token, Alphabet::url, 0, 0},
    {"ghp_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"gho_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghu_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghs_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghr_", "GitHub token", Form::token, Alphabet::word, 36, 76},
    {"github_pat_", "GitHub token", Form::token, Alphabet::url, 82, 82},
    {"glpat-", "GitLab token", Form::token, Alphabet::url, 20, 64},
    {"xoxb-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxp-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxa-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxr-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xapp-", "Slack token", Form::token, Alphabet::url, 40, 120},
    {"hooks.slack.com/services/T", "Slack webhook", Form::token, Alphabet::url, 36, 60},
    {"sk_live_", "Stripe key", Form::token, Alphabet::word, 24, 120},
    {"rk_live_", "Stripe key", Form::token, Alphabet::word, 24, 120},
    {"whsec_", "webhook secret", Form::token, Alphabet::word, 32, 64},
    {"AIza", "Google API key", Form::google_key, Alphabet::url, 35, 35},
    {"GOCSPX-", "Google OAuth secret", Form::token, Alphabet::url, 28, 28},
    {"ya29.", "Google access token", Form::token, Alphabet::url, 60, 500},
    {"npm_", "npm token", Form::token, Alphabet::word, 36, 36},
    {"pypi-AgE", "PyPI token", Form::token, Alphabet::url, 80, 300},
    {"SG.", "SendGrid key", Form::token, Alphabet::url, 66, 66},
    {"sk-ant-", "Anthropic key", Form::token, Alphabet::url, 80, 130},
    {"sk-proj-", "OpenAI key", Form::token, Alphabet::url, 40, 200},
    {"sk-svcacct-", "OpenAI key", Form::token, Alphabet::url, 40, 200},
    {"sbp_", "Supabase access token", Form::token, Alphabet::hex, 40, 40},
    {"sb_secret_", "Supabase secret key", Form::token, Alphabet::url, 20, 60},
    {"dop_v1_", "DigitalOcean token", Form::token, Alphabet::hex, 64, 64},
    {"dapi", "Databricks token", Form::token, Alphabet::hex, 32, 32},
    {"hf_", "Hugging Face token", Form::token, Alphabet::word, 34, 40},
    {"dckr_pat_", "Docker token", Form::token, Alphabet::url, 27, 27},
    {".atlasv1.", "Terraform Cloud token", Form::token, Alphabet::url, 60, 70},
    {"hvs.", "Vault token", Form::token, Alphabet::url, 90, 200},
    {"shpat_", "Shopify token", Form::token, Alphabet::hex, 32, 32},
    {"lin_api_", "Linear key", Form::token, Alphabet::word, 40, 40},
    {"PMAK-", "Postman key", Form::token, Alphabet::url, 59, 59},
    {"NRAK-", "New Relic key", Form::token, Alphabet::word, 27, 27},
    {"AccountKey=", "Azure storage key", Form::account_key, Alphabet::url, 86, 88},
    {"postgres://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"postgresql://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mysql://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mongodb://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mongodb+srv://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"redis://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"rediss://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"amqp://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"amqps://", "password in an address", Form::address, Alphabet::url, 0, 0},
}};

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_of(Alphabet alphabet, char c) {
  switch (alphabet) {
    case Alphabet::hex:
      return is_hex(c) && !is_upper(c);
    case Alphabet::digits:
      return is_digit(c);
    case Alphabet::word:
      return is_word_character(c);
    case Alphabet::url:
      return is_word_character(c) || c == '-' || c == '_';
  }
  return false;
}

std::size_t end_of(std::string_view text, std::size_t begin, std::size_t most, auto&& is_part) {
  const std::size_t limit = std::min(text.size(), begin + most);
  std::size_t at = begin;
  while (at < limit && is_part(text[at])) ++at;
  return at;
}

// Words instead of chance: what people put where a secret will be.
bool is_placeholder(std::string_view secret) {
  if (secret.empty()) return true;
  const std::string lower = to_lower(secret);
  for (const std::string_view word :
       {"example",  "xxxx",     "your",     "placeholder", "changeme",  "change_me", "change-me",
        "dummy",    "fake",     "redacted", "insert",      "replace",   "set-by",    "notreal",
        "not-real", "made-up",  "madeup",   "sample",      "123456789", "abcdefgh",  "00000000",
        "11111111", "aaaaaaaa", "....",     "****",        "____"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  // Few different characters.
  std::array<bool, 256> seen{};
  std::size_t different = 0;
  for (const char c : secret) {
    bool& there = seen[static_cast<unsigned char>(c)];
    if (!there) ++different;
    there = true;
  }
  return different < 5;
}

// Random, as far as anybody can tell: a token that is all letters of one case is somebody's word.
bool is_random(std::string_view secret) {
  const bool digits = std::ranges::any_of(secret, is_digit);
  const bool letters = std::ranges::any_of(secret, is_letter);
  return digits && letters && !is_placeholder(secret);
}

std::optional<Range> find_token(std::string_view text, Range match, const Kind& kind) {
  if (is_word_character(kind.prefix.front()) && match.begin > 0) {
    const char before = text[match.begin - 1];
    if (!begins_word(text, match.begin) || before == '_') return std::nullopt;
  }
  const bool slashes = kind.form == Form::token && kind.prefix.find('/') != std::string_view::npos;
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
  return Range{.begin = begin, .end = end};
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
std::optional<Range> find_access_key(std::string_view text, Range match) {
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
             : std::optional(Range{.begin = match.begin, .end = end});
}

// 40 characters of base64 that something with such a name is given.
std::optional<Range> find_secret_key(std::string_view text, Range match) {
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
  return mixed && !is_placeholder(key) ? std::optional(Range{.begin = begin, .end = end})
                                       : std::nullopt;
}

// RFC 7468. Line ends within it may be escaped, as in JSON.
std::optional<Range> find_private_key(std::string_view text, Range match) {
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
  for (const std::string_view word : {"example", "EXAMPLE", "placeholder", "redacted", "REDACTED",
                                      "xxxxxxxx", "XXXXXXXX", "AAAAAAAAAAAAAAAA"}) {
    if (body.find(word) != std::string_view::npos) return std::nullopt;
  }
  const std::size_t last = text.substr(end).starts_with("-----END")
                               ? text.substr(end + 8, 64).find("-----")
                               : std::string_view::npos;
  return Range{.begin = match.begin,
               .end = last == std::string_view::npos ? end : end + 8 + last + 5};
}

std::string decode_url_base64(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, '-', '+');
  std::ranges::replace(plain, '_', '/');
  while (plain.size() % 4 != 0) plain += '=';
  return from_base64(plain).value_or(std::string());
}

// RFC 7519. Whoever may read a page may read Supabase's anonymous key: it is no secret.
std::optional<Range> find_web_token(std::string_view text, Range match) {
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
             : std::optional(Range{.begin = match.begin, .end = end});
}

// https://firebase.google.com/docs/projects/api-keys: in the configuration of Firebase's clients
// the key says whose project it is, and opens nothing.
std::optional<Range> find_google_key(std::string_view text, Range match, const Kind& kind) {
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

bool is_everybodys_password(std::string_view password) {
  constexpr std::array<std::string_view, 24> known = {
      "password", "pass",     "passwd", "pwd",   "secret", "postgres", "root",     "admin",
      "guest",    "test",     "mysql",  "mongo", "redis",  "user",     "token",    "pw",
      "p4ssw0rd", "passw0rd", "123456", "12345", "1234",   "123",      "rabbitmq", "supersecret"};
  const std::string lower = to_lower(password);
  return lower.size() < 6 || std::ranges::find(known, lower) != known.end() ||
         lower.find("password") != std::string::npos || is_placeholder(password);
}

// RFC 3986, 3.2.1: "user:password@". Of a server that others can reach.
std::optional<Range> find_password(std::string_view text, Range match) {
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
  return Range{.begin = user + 1, .end = end};
}

std::optional<Range> find_account_key(std::string_view text, Range match, const Kind& kind) {
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
  return Range{.begin = match.end, .end = end};
}

std::optional<Range> find_one(std::string_view text, Range match, const Kind& kind) {
  switch (kind.form) {
    case Form::token:
      return find_token(text, match, kind);
    case Form::access_key:
      return find_access_key(text, match);
    case Form::secret_key:
      return find_secret_key(text, match);
    case Form::private_key:
      return find_private_key(text, match);
    case Form::web_token:
      return find_web_token(text, match);
    case Form::google_key:
      return find_google_key(text, match, kind);
    case Form::address:
      return find_password(text, match);
    case Form::account_key:
      return find_account_key(text, match, kind);
  }
  return std::nullopt;
}

const Kind* kind_of(std::string_view prefix) {
  const auto found = std::ranges::find(kinds, prefix, &Kind::prefix);
  return found == kinds.end() ? nullptr : &*found;
}

// Places may be found by more than one word; the first and longest of those that overlap stays.
std::vector<Secret> without_overlaps(std::vector<Secret> secrets) {
  std::ranges::sort(secrets, [](const Secret& a, const Secret& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Secret> kept;
  for (Secret& secret : secrets) {
    if (kept.empty() || secret.begin >= kept.back().end) kept.push_back(std::move(secret));
  }
  return kept;
}

}  // namespace

std::vector<Word> secret_words() {
  std::vector<Word> words;
  for (const Kind& kind : kinds) {
    Word word;
    word.text = std::string(kind.prefix);
    word.any_case = kind.any_case;
    word.kind = Word::Kind::secret;
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<Secret> find_secrets(std::string_view text, std::span<const Match> matches,
                                 const Vocabulary& vocabulary) {
  std::vector<Secret> secrets;
  for (const Match& match : matches) {
    const Word& word = vocabulary.words()[match.word];
    if (word.kind != Word::Kind::secret) continue;
    const Kind* kind = kind_of(word.text);
    if (kind == nullptr) continue;
    const Range place{.begin = match.end - word.text.size(), .end = match.end};
    if (const auto found = find_one(text, place, *kind)) {
      secrets.push_back(
          {.begin = found->begin, .end = found->end, .kind = std::string(kind->name)});
    }
  }
  return without_overlaps(std::move(secrets));
}

}  // namespace godwit::repo
