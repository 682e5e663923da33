#include "aws/cbor_writer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "aws/cbor.h"
#include "aws/scalar.h"

namespace godwit::aws {

namespace {

constexpr std::uint64_t time_tag = 1;  // seconds since 1970 follow

void write_time(std::string& out, Time time) {
  write_cbor_head(out, CborType::tag, time_tag);
  const auto since = time.time_since_epoch();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  if (whole == since) return write_cbor_integer(out, whole.count());
  write_cbor_double(out, std::chrono::duration<double>(since).count());
}

// Neither has a width of its own, so the shortest will do.
void write_special(std::string& out, double number) {
  out += '\xf9';
  out += std::isnan(number) ? '\x7e' : number > 0 ? '\x7c' : '\xfc';
  out += '\0';
}

void write_structure(std::string& out, const Shape& shape, const Value& value) {
  const auto is_there = [&](const Member& member) {
    return member.location == MemberLocation::body && value.has(member.name);
  };
  write_cbor_head(out, CborType::map,
                  static_cast<std::uint64_t>(std::ranges::count_if(shape.members, is_there)));
  for (const Member& member : shape.members) {
    if (!is_there(member)) continue;
    write_cbor_text(out, member.wire_name);
    write_cbor(out, *member.shape, value[member.name]);
  }
}

}  // namespace

void write_cbor(std::string& out, const Shape& shape, const Value& value) {
  Body keeper;
  switch (shape.type) {
    case ShapeType::structure:
      return write_structure(out, shape, value);
    case ShapeType::list:
      write_cbor_head(out, CborType::array, value.list().size());
      for (const Value& element : value.list()) write_cbor(out, *shape.element, element);
      return;
    case ShapeType::map:
      write_cbor_head(out, CborType::map, value.members().size());
      for (const auto& [key, part] : value.members()) {
        write_cbor_text(out, key);
        write_cbor(out, *shape.element, part);
      }
      return;
    case ShapeType::boolean:
      return write_cbor_flag(out, value.flag());
    case ShapeType::integer:
    case ShapeType::long_integer:
      return write_cbor_integer(out, value.integer());
    case ShapeType::float_number:
    case ShapeType::double_number:
      if (!std::isfinite(value.number())) return write_special(out, value.number());
      if (shape.type == ShapeType::double_number) return write_cbor_double(out, value.number());
      return write_cbor_float(out, static_cast<float>(value.number()));
    case ShapeType::timestamp:
      return write_time(out, value.time());
    case ShapeType::blob:
      return write_cbor_bytes(out, bytes_of(value, keeper));
    case ShapeType::string:
      return write_cbor_text(out, bytes_of(value, keeper));
    case ShapeType::document:
      return write_cbor_head(out, CborType::simple, cbor_simple::null);
  }
}

}  // namespace godwit::aws
