// Identifiers: ids that look like AWS's and follow from the seed and from what they name. None
// comes from a shared stream of chance, so whoever acts a minute earlier or later gets the same
// ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace godwit::lab {

// "5e84763b-0627-410f-b9bf-661e4021fba3": a version 4 UUID, as KMS, S3 Control and request ids
// have.
std::string derived_uuid(std::uint64_t secret, std::string_view name);

// `count` letters and digits of an alphabet, of at most 64 characters.
std::string derived_text(std::uint64_t secret, std::string_view name, std::size_t count,
                         std::string_view alphabet);

// `count` hexadecimal digits.
std::string derived_hex(std::uint64_t secret, std::string_view name, std::size_t count);

}  // namespace godwit::lab
