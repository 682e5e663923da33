// CBOR's items, one after the other: the alphabet of RPC v2's bodies. Reading is total and bounded
// by the bytes that are there, whatever lengths they announce.
// https://www.rfc-editor.org/rfc/rfc8949.html
//
// Of our own, for the libraries that Debian has (libcbor, nlohmann's) build a tree of theirs first,
// which would be walked once more by shape; these few items are read by shape at once.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace godwit::aws {

enum class CborType : std::uint8_t {
  unsigned_integer,
  negative_integer,
  bytes,
  text,
  array,
  map,
  tag,
  simple,  // true, false, null, undefined, the floats, and the break that ends what has no length
};

namespace cbor_simple {
constexpr std::uint64_t no = 20;
constexpr std::uint64_t yes = 21;
constexpr std::uint64_t null = 22;
constexpr std::uint64_t undefined = 23;
}  // namespace cbor_simple

// ---- writing: heads in their shortest form, as deterministic encoders do

void write_cbor_head(std::string& out, CborType type, std::uint64_t argument);
void write_cbor_integer(std::string& out, std::int64_t number);
void write_cbor_bytes(std::string& out, std::string_view bytes);
void write_cbor_text(std::string& out, std::string_view text);  // mended where it is not UTF-8
void write_cbor_flag(std::string& out, bool flag);
void write_cbor_float(std::string& out, float number);
void write_cbor_double(std::string& out, double number);

// ---- reading

struct CborHead {
  CborType type;
  std::uint8_t info;       // the low five bits: for `simple`, the width of a float (25, 26, 27)
  std::uint64_t argument;  // a number, a length, a tag, or a float's bits
  bool indefinite;         // has no length and ends with a break, or is that break

  bool is_break() const { return type == CborType::simple && indefinite; }
  bool is_nothing() const {
    return type == CborType::simple && !indefinite && info < 24 &&
           (argument == cbor_simple::null || argument == cbor_simple::undefined);
  }
  bool is_float() const { return type == CborType::simple && info >= 25 && info <= 27; }
  double number() const;  // of a float, whatever its width
};

// Walks over items. Refers to the bytes. Problems are sentences.
class CborCursor {
 public:
  explicit CborCursor(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  std::expected<CborHead, std::string> head();
  bool take_break();  // is the next item a break? Then it is taken.

  // The content of bytes or text whose head has been read, its chunks put together.
  std::expected<std::string, std::string> content(const CborHead& head);
  // The whole item whose head has been read, left out.
  std::expected<void, std::string> skip(const CborHead& head, int depth);

 private:
  std::expected<std::string_view, std::string> take(std::uint64_t length);

  std::string_view rest_;
};

}  // namespace godwit::aws
