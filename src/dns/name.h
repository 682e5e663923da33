// Names in DNS messages: labels with their lengths (RFC 1035, 3.1). Names here are complete: they
// end with the root's empty label, and are not compressed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dns/message.h"

namespace godwit::dns {

using Bytes = std::span<const std::uint8_t>;

// How many bytes a name takes that stands at the beginning of these; 0 where none does: a label or
// the whole is too long, it does not end, or it is compressed. In a question nothing stands before
// the name that it could point at.
std::size_t size_of_name(Bytes bytes);

// The same for a name that may be compressed, which ends with the first pointer. Nothing is
// followed.
std::size_t size_of_compressed_name(Bytes bytes);

// A..Z as a..z, which is all that makes names equal (RFC 4343). Label lengths are below 'A'.
inline std::uint8_t lower(std::uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte + 32) : byte;
}

// "www.example.com" of a name, in lower case; "" of the root. Bytes stand for themselves, but a dot
// within a label, which no text could tell from one between labels, becomes a zero: nobody's name
// has either.
std::string text_of(std::string_view name);

// The name of a text, in lower case, with or without its final dot. nullopt where it is none.
std::optional<std::string> name_of(std::string_view text);

}  // namespace godwit::dns
