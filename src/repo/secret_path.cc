// Secrets in paths: files that are keys by their name, and tokens that became one.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "repo/recognise_text.h"
#include "repo/secret.h"

namespace godwit::repo {

namespace {

// Names that ssh-keygen gives to private keys (ssh-keygen(1), FILES).
constexpr std::array<std::string_view, 6> key_names = {
    "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"};

bool names_private_key(std::string_view stem) {
  if (stem.find("pub") != std::string_view::npos) return false;
  for (const std::string_view word : {"private", "priv", "secret"}) {
    if (stem.find(word) != std::string_view::npos) return true;
  }
  // "server-key", "key", "tls.key"; not "monkey" or "keychain".
  for (std::size_t at = stem.find("key"); at != std::string_view::npos;
       at = stem.find("key", at + 1)) {
    if (begins_word(stem, at) && ends_word(stem, at + 3)) return true;
  }
  return false;
}

// What kind of secret a file of this name is; empty: none.
std::string_view kind_of_name(std::string_view name) {
  const std::string lower = to_lower(name);
  if (std::ranges::find(key_names, lower) != key_names.end()) return "private key";
  const std::size_t dot = lower.rfind('.');
  if (dot == std::string::npos || dot == 0) return {};
  const std::string_view stem = std::string_view(lower).substr(0, dot);
  const std::string_view ending = std::string_view(lower).substr(dot + 1);
  if (ending == "ppk" || ending == "p12" || ending == "pfx" || ending == "jks") {
    return "private key";
  }
  if (ending == "p8" && stem.starts_with("authkey_")) return "private key";
  if (ending == "pem" && names_private_key(stem)) return "private key";
  // Android's for tests has the same password everywhere.
  if (ending == "keystore" && stem != "debug") return "private key";
  if (ending == "json" && stem.find("firebase-adminsdk") != std::string_view::npos) {
    return "service account key";
  }
  return {};
}

// The words of secret_words() that a path can hold: found here one by one, for paths are short.
std::vector<Secret> tokens_in(std::string_view path) {
  constexpr std::size_t shortest = 20;
  std::size_t run = 0;
  std::size_t longest = 0;
  for (const char c : path) {
    run = is_word_character(c) || c == '-' || c == '_' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  if (longest < shortest) return {};
  static const Vocabulary vocabulary = Vocabulary::of(nullptr, nullptr);
  std::vector<Match> matches;
  for (std::size_t i = 0; i < vocabulary.words().size(); ++i) {
    const Word& word = vocabulary.words()[i];
    if (word.kind != Word::Kind::secret) continue;
    for (std::size_t at = path.find(word.text); at != std::string_view::npos;
         at = path.find(word.text, at + 1)) {
      matches.push_back({.word = static_cast<std::uint32_t>(i), .end = at + word.text.size()});
    }
  }
  return find_secrets(path, matches, vocabulary);
}

}  // namespace

std::vector<Secret> find_secrets_in_path(std::string_view path) {
  std::vector<Secret> secrets = tokens_in(path);
  const std::size_t slash = path.rfind('/');
  const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
  const std::string_view kind = kind_of_name(path.substr(begin));
  if (!kind.empty() && (secrets.empty() || secrets.back().end <= begin)) {
    secrets.push_back({.begin = begin, .end = path.size(), .kind = std::string(kind)});
  }
  return secrets;
}

}  // namespace godwit::repo
