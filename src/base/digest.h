// Digests and checksums. Results are raw bytes, not text: see encoding.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace godwit {

std::string sha256(std::string_view bytes);
std::string sha1(std::string_view bytes);
std::string md5(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// CRC-32C (Castagnoli, RFC 3720 B.4), CRC-32 (ISO 3309) and CRC-64/NVME (NVM Express Command Set,
// 5.2.1.3.4), as S3's checksums have them. `crc` is that of the bytes before.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc = 0);
std::uint32_t crc32(std::string_view bytes, std::uint32_t crc = 0);
std::uint64_t crc64nvme(std::string_view bytes, std::uint64_t crc = 0);
// What crc32c does on a processor without an instruction for it.
std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t crc = 0);
// The CRC of A followed by B, from theirs, in the logarithm of B's length: CRCs are linear, so
// appending n bytes is a multiplication by x^(8n) (M. Adler, zlib's crc32_combine).
std::uint32_t crc32c_combine(std::uint32_t crc_a, std::uint32_t crc_b, std::uint64_t length_b);
std::uint32_t crc32_combine(std::uint32_t crc_a, std::uint32_t crc_b, std::uint64_t length_b);
std::uint64_t crc64nvme_combine(std::uint64_t crc_a, std::uint64_t crc_b, std::uint64_t length_b);
// Big-endian bytes of a CRC, the form in which S3 encodes it.
std::string crc_bytes(std::uint32_t crc);
std::string crc_bytes(std::uint64_t crc);

// A 64-bit mixing hash (SplitMix64's finalizer over FNV-1a): for derived identities, never for
// security. Stable across machines and versions.
std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace godwit
