// Secrets from a place where a word stands that one begins with, or is called by.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "repo/secret_kind.h"

namespace godwit::repo {

struct SecretPlace {
  std::size_t begin = 0;  // bytes of the text, to before `end`
  std::size_t end = 0;
};

// Those that have a form of their own.
std::optional<SecretPlace> find_token(std::string_view text, SecretPlace match,
                                      const SecretKind& kind);
std::optional<SecretPlace> find_access_key(std::string_view text, SecretPlace match);
std::optional<SecretPlace> find_private_key(std::string_view text, SecretPlace match);
std::optional<SecretPlace> find_web_token(std::string_view text, SecretPlace match);
std::optional<SecretPlace> find_google_key(std::string_view text, SecretPlace match,
                                           const SecretKind& kind);

// Those that something says are one: a name, an address.
std::optional<SecretPlace> find_secret_key(std::string_view text, SecretPlace match);
std::optional<SecretPlace> find_password(std::string_view text, SecretPlace match);
std::optional<SecretPlace> find_assigned(std::string_view text, SecretPlace match,
                                         const SecretKind& kind);
std::optional<SecretPlace> find_account_key(std::string_view text, SecretPlace match,
                                            const SecretKind& kind);

}  // namespace godwit::repo
