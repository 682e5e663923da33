// The cyclic redundancy checks of digest.h. All are "reflected": the bit of x^0 is the highest.
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
constexpr std::uint64_t nvme = 0x9a6c9329ac4bc9b5;  // 0xad93d23594c93659, reflected

// tables[n][b] is what the byte b does to the remainder once n zero bytes have followed it. With
// eight of them, eight bytes are done at once, as their effects add up.
template <class Word>
using Tables = std::array<std::array<Word, 256>, 8>;

template <class Word>
constexpr Word times_x(Word value, Word polynomial) {
  return (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
}

template <class Word>
constexpr Tables<Word> make_tables(Word polynomial) {
  Tables<Word> tables{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    Word remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = times_x(remainder, polynomial);
    tables[0][byte] = remainder;
  }
  for (std::size_t n = 1; n < tables.size(); ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const Word previous = tables[n - 1][byte];
      tables[n][byte] = (previous >> 8) ^ tables[0][previous & 255];
    }
  }
  return tables;
}

constexpr auto castagnoli_tables = make_tables(castagnoli);
constexpr auto iso3309_tables = make_tables(iso3309);
constexpr auto nvme_tables = make_tables(nvme);

std::uint64_t load_little_endian(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

template <class Word>
Word by_table(const Tables<Word>& tables, std::string_view bytes, Word state) {
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
template <class Word>
constexpr Word multiply(Word a, Word b, Word polynomial) {
  Word product = 0;
  for (Word bit = ~(~Word{0} >> 1); bit != 0; bit >>= 1) {
    product ^= (a & bit) != 0 ? b : 0;
    b = times_x(b, polynomial);
  }
  return product;
}

// powers[n] is x^(8 * 2^n): the effect of 2^n zero bytes.
template <class Word>
using Powers = std::array<Word, 64>;

template <class Word>
constexpr Powers<Word> make_powers(Word polynomial) {
  Powers<Word> powers{};
  powers[0] = ~(~Word{0} >> 1) >> 8;  // x^8
  for (std::size_t n = 1; n < powers.size(); ++n) {
    powers[n] = multiply(powers[n - 1], powers[n - 1], polynomial);
  }
  return powers;
}

constexpr auto castagnoli_powers = make_powers(castagnoli);
constexpr auto iso3309_powers = make_powers(iso3309);
constexpr auto nvme_powers = make_powers(nvme);

template <class Word>
Word combine(const Powers<Word>& powers, Word polynomial, Word crc_a, Word crc_b,
             std::uint64_t length_b) {
  for (std::size_t n = 0; length_b != 0; ++n, length_b >>= 1) {
    if ((length_b & 1) != 0) crc_a = multiply(powers[n], crc_a, polynomial);
  }
  return crc_a ^ crc_b;
}

template <class Word>
std::string big_endian(Word crc) {
  std::string bytes(sizeof crc, '\0');
  for (std::size_t i = 0; i < sizeof crc; ++i) {
    bytes[i] = static_cast<char>(crc >> (8 * (sizeof crc - 1 - i)) & 255);
  }
  return bytes;
}

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

std::uint64_t crc64nvme(std::string_view bytes, std::uint64_t crc) {
  return ~by_table(nvme_tables, bytes, ~crc);
}

std::uint32_t crc32c_combine(std::uint32_t crc_a, std::uint32_t crc_b, std::uint64_t length_b) {
  return combine(castagnoli_powers, castagnoli, crc_a, crc_b, length_b);
}

std::uint32_t crc32_combine(std::uint32_t crc_a, std::uint32_t crc_b, std::uint64_t length_b) {
  return combine(iso3309_powers, iso3309, crc_a, crc_b, length_b);
}

std::uint64_t crc64nvme_combine(std::uint64_t crc_a, std::uint64_t crc_b, std::uint64_t length_b) {
  return combine(nvme_powers, nvme, crc_a, crc_b, length_b);
}

std::string crc_bytes(std::uint32_t crc) { return big_endian(crc); }
std::string crc_bytes(std::uint64_t crc) { return big_endian(crc); }

}  // namespace godwit
