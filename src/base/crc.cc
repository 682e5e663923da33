// The cyclic redundancy checks of digest.h. Both are "reflected": the bit of x^0 is the highest.
#include <array>
#include <bit>
#include <cstring>

#include "base/digest.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace godwit {

namespace {

constexpr std::uint32_t castagnoli = 0x82f63b78;
constexpr std::uint32_t iso3309 = 0xedb88320;

// tables[n][b] is what the byte b does to the remainder once n zero bytes have followed it. With
// eight of them, eight bytes are done at once, as their effects add up.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr std::uint32_t times_x(std::uint32_t value, std::uint32_t polynomial) {
  return (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
}

constexpr Tables make_tables(std::uint32_t polynomial) {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = times_x(remainder, polynomial);
    tables[0][byte] = remainder;
  }
  for (std::size_t n = 1; n < tables.size(); ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t previous = tables[n - 1][byte];
      tables[n][byte] = (previous >> 8) ^ tables[0][previous & 255];
    }
  }
  return tables;
}

constexpr Tables castagnoli_tables = make_tables(castagnoli);
constexpr Tables iso3309_tables = make_tables(iso3309);

std::uint64_t load_little_endian(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

std::uint32_t by_table(const Tables& tables, std::string_view bytes, std::uint32_t state) {
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    const std::uint64_t word = load_little_endian(bytes.data()) ^ state;
    state = 0;
    for (std::size_t i = 0; i < 8; ++i) state ^= tables[7 - i][word >> (8 * i) & 255];
  }
  for (const char byte : bytes) {
    state = (state >> 8) ^ tables[0][(state ^ static_cast<unsigned char>(byte)) & 255];
  }
  return state;
}

#if defined(__x86_64__)
// SSE 4.2 has an instruction for this polynomial. Every x86-64 of the last fifteen years knows it,
// but the compiler's baseline does not, hence the attribute and the question at run time.
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::string_view bytes,
                                                               std::uint32_t state) {
  std::uint64_t wide = state;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    wide = _mm_crc32_u64(wide, load_little_endian(bytes.data()));
  }
  state = static_cast<std::uint32_t>(wide);
  for (const char byte : bytes) state = _mm_crc32_u8(state, static_cast<unsigned char>(byte));
  return state;
}
#endif

// The product of two polynomials, modulo the third.
constexpr std::uint32_t multiply(std::uint32_t a, std::uint32_t b, std::uint32_t polynomial) {
  std::uint32_t product = 0;
  for (std::uint32_t bit = 0x80000000; bit != 0; bit >>= 1) {
    product ^= (a & bit) != 0 ? b : 0;
    b = times_x(b, polynomial);
  }
  return product;
}

// powers[n] is x^(8 * 2^n): the effect of 2^n zero bytes.
constexpr std::array<std::uint32_t, 64> powers = [] {
  std::array<std::uint32_t, 64> table{};
  table[0] = 0x00800000;  // x^8
  for (std::size_t n = 1; n < table.size(); ++n) {
    table[n] = multiply(table[n - 1], table[n - 1], castagnoli);
  }
  return table;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return ~by_instruction(bytes, ~crc);
#endif
  return crc32c_by_table(bytes, crc);
}

std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t crc) {
  return ~by_table(castagnoli_tables, bytes, ~crc);
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t crc) {
  return ~by_table(iso3309_tables, bytes, ~crc);
}

std::uint32_t crc32c_combine(std::uint32_t crc_a, std::uint32_t crc_b, std::uint64_t length_b) {
  for (std::size_t n = 0; length_b != 0; ++n, length_b >>= 1) {
    if ((length_b & 1) != 0) crc_a = multiply(powers[n], crc_a, castagnoli);
  }
  return crc_a ^ crc_b;
}

std::string crc_bytes(std::uint32_t crc) {
  std::string bytes(4, '\0');
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<char>(crc >> (24 - 8 * i) & 255);
  return bytes;
}

}  // namespace godwit
