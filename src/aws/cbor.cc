#include "aws/cbor.h"

#include <bit>
#include <cmath>
#include <limits>

#include "aws/utf8.h"
#include "aws/violation.h"

namespace godwit::aws {

namespace {

using Problem = std::unexpected<std::string>;

constexpr std::uint8_t no_length = 31;

void append_big_endian(std::string& out, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 255);
}

// RFC 8949, appendix D.
double half_to_double(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 31);
  const double mantissa = static_cast<double>(bits & 1023);
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent != 31) {
    value = std::ldexp(mantissa + 1024, exponent - 25);
  } else {
    value = mantissa == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

}  // namespace

void write_cbor_head(std::string& out, CborType type, std::uint64_t argument) {
  const auto first = [&](std::uint64_t info) {
    out += static_cast<char>(static_cast<std::uint64_t>(type) << 5 | info);
  };
  if (argument < 24) {
    first(argument);
  } else if (argument <= 0xff) {
    first(24);
    append_big_endian(out, argument, 1);
  } else if (argument <= 0xffff) {
    first(25);
    append_big_endian(out, argument, 2);
  } else if (argument <= 0xffffffff) {
    first(26);
    append_big_endian(out, argument, 4);
  } else {
    first(27);
    append_big_endian(out, argument, 8);
  }
}

void write_cbor_integer(std::string& out, std::int64_t number) {
  if (number >= 0) {
    write_cbor_head(out, CborType::unsigned_integer, static_cast<std::uint64_t>(number));
  } else {
    write_cbor_head(out, CborType::negative_integer, static_cast<std::uint64_t>(-1 - number));
  }
}

void write_cbor_bytes(std::string& out, std::string_view bytes) {
  write_cbor_head(out, CborType::bytes, bytes.size());
  out += bytes;
}

void write_cbor_text(std::string& out, std::string_view text) {
  if (!is_utf8(text)) return write_cbor_text(out, as_utf8(text));
  write_cbor_head(out, CborType::text, text.size());
  out += text;
}

void write_cbor_flag(std::string& out, bool flag) {
  write_cbor_head(out, CborType::simple, flag ? cbor_simple::yes : cbor_simple::no);
}

void write_cbor_float(std::string& out, float number) {
  out += '\xfa';
  append_big_endian(out, std::bit_cast<std::uint32_t>(number), 4);
}

void write_cbor_double(std::string& out, double number) {
  out += '\xfb';
  append_big_endian(out, std::bit_cast<std::uint64_t>(number), 8);
}

double CborHead::number() const {
  switch (info) {
    case 25:
      return half_to_double(argument);
    case 26:
      return std::bit_cast<float>(static_cast<std::uint32_t>(argument));
    default:
      return std::bit_cast<double>(argument);
  }
}

std::expected<std::string_view, std::string> CborCursor::take(std::uint64_t length) {
  if (length > rest_.size()) return Problem("Unexpected end of input");
  const std::string_view taken = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return taken;
}

std::expected<CborHead, std::string> CborCursor::head() {
  const auto first = take(1);
  if (!first) return Problem(first.error());
  const auto byte = static_cast<unsigned char>(first->front());
  CborHead head{static_cast<CborType>(byte >> 5), static_cast<std::uint8_t>(byte & 31), 0, false};
  if (head.info < 24) {
    head.argument = head.info;
    return head;
  }
  if (head.info == no_length) {
    const bool may_be = head.type == CborType::bytes || head.type == CborType::text ||
                        head.type == CborType::array || head.type == CborType::map ||
                        head.type == CborType::simple;
    if (!may_be) return Problem("A number or tag without an end");
    head.indefinite = true;
    return head;
  }
  if (head.info > 27) return Problem("A reserved item");
  const auto argument = take(1ULL << (head.info - 24));
  if (!argument) return Problem(argument.error());
  for (const char each : *argument) {
    head.argument = head.argument << 8 | static_cast<unsigned char>(each);
  }
  return head;
}

bool CborCursor::take_break() {
  if (!rest_.starts_with('\xff')) return false;
  rest_.remove_prefix(1);
  return true;
}

std::expected<std::string, std::string> CborCursor::content(const CborHead& head) {
  if (!head.indefinite) {
    const auto bytes = take(head.argument);
    if (!bytes) return Problem(bytes.error());
    return std::string(*bytes);
  }
  std::string whole;
  while (!take_break()) {
    const auto chunk = this->head();
    if (!chunk) return Problem(chunk.error());
    if (chunk->type != head.type || chunk->indefinite) {
      return Problem("A chunk that is not of its whole");
    }
    const auto bytes = take(chunk->argument);
    if (!bytes) return Problem(bytes.error());
    whole += *bytes;
  }
  return whole;
}

std::expected<void, std::string> CborCursor::skip(const CborHead& head, int depth) {
  if (depth > deepest_value) return Problem("Nested too deeply");
  switch (head.type) {
    case CborType::unsigned_integer:
    case CborType::negative_integer:
      return {};
    case CborType::bytes:
    case CborType::text: {
      const auto bytes = content(head);
      if (!bytes) return Problem(bytes.error());
      return {};
    }
    case CborType::simple:
      if (head.is_break()) return Problem("A break that ends nothing");
      return {};
    case CborType::tag:
    case CborType::array:
    case CborType::map:
      break;
  }
  // Every item is a byte at least, so that a long announcement ends where the bytes do.
  const std::uint64_t per_entry = head.type == CborType::map ? 2 : 1;
  const std::uint64_t entries = head.type == CborType::tag ? 1 : head.argument;
  for (std::uint64_t entry = 0; head.indefinite ? !take_break() : entry < entries; ++entry) {
    for (std::uint64_t i = 0; i < per_entry; ++i) {
      const auto part = this->head();
      if (!part) return Problem(part.error());
      if (const auto skipped = skip(*part, depth + 1); !skipped) return Problem(skipped.error());
    }
  }
  return {};
}

}  // namespace godwit::aws
