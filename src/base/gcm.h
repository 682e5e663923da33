// AES-256-GCM: texts that are hidden, and bound to something that is not.
// NIST SP 800-38D, "Recommendation for Block Cipher Modes of Operation: GCM and GMAC".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace godwit {

inline constexpr std::size_t gcm_key_size = 32;    // AES-256
inline constexpr std::size_t gcm_nonce_size = 12;  // what GCM takes as it is: 5.2.1.1
inline constexpr std::size_t gcm_tag_size = 16;

// The hidden text, and then the tag. No nonce may come twice with one key: the two texts would be
// given away. Sizes that are none of these are our own mistake.
std::string gcm_seal(std::string_view key, std::string_view nonce, std::string_view about,
                     std::string_view text);

// nullopt: it was sealed with another key or nonce, for something else, or is changed.
std::optional<std::string> gcm_open(std::string_view key, std::string_view nonce,
                                    std::string_view about, std::string_view sealed);

}  // namespace godwit
