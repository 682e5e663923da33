// Kinds of secrets, by the words that they begin with, or that they are called by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace godwit::repo {

enum class SecretForm : std::uint8_t {
  token,        // the prefix, then so many characters of an alphabet
  access_key,   // AWS's
  secret_key,   // AWS's, by the name that it is given to
  private_key,  // PEM
  web_token,    // JSON web token
  google_key,   // public where Firebase's clients have it
  assigned,     // to something that is called a password, a secret, a token
  address,      // "scheme://user:password@host"
  account_key   // Azure's, in a connection string
};

enum class Alphabet : std::uint8_t { word, url, hex, digits };

// A kind of secret by how it begins. Sources: each vendor's own page about its tokens, and GitHub's
// list of what it scans for:
// https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
struct SecretKind {
  std::string_view prefix;
  std::string_view name;
  SecretForm form = SecretForm::token;
  Alphabet alphabet = Alphabet::word;
  std::size_t least = 0;  // characters after the prefix
  std::size_t most = 0;
  bool any_case = false;
};

std::span<const SecretKind> secret_kinds();
const SecretKind* find_secret_kind(std::string_view prefix);  // nullptr: none

}  // namespace godwit::repo
