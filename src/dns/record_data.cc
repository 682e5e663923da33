#include "dns/record_data.h"

#include <fmt/format.h>
#include <ldns/ldns.h>

#include <memory>

namespace godwit::dns {
namespace {

struct FreeRecord {
  void operator()(ldns_rr* record) const { ldns_rr_free(record); }
};

bool is_octal(char digit) { return digit >= '0' && digit <= '7'; }

// A zone file's escapes are decimal (RFC 1035, 5.1).
std::string with_decimal_escapes(std::string_view value) {
  std::string text;
  text.reserve(value.size());
  for (std::size_t at = 0; at < value.size(); ++at) {
    text += value[at];
    if (value[at] != '\\' || at + 1 == value.size()) continue;
    if (at + 3 < value.size() && is_octal(value[at + 1]) && value[at + 1] <= '3' &&
        is_octal(value[at + 2]) && is_octal(value[at + 3])) {
      text += fmt::format(
          "{:03}", (value[at + 1] - '0') * 64 + (value[at + 2] - '0') * 8 + (value[at + 3] - '0'));
      at += 3;
    } else {
      text += value[++at];
    }
  }
  return text;
}

bool may_be_compressed(ldns_rr_type type) {
  switch (type) {
    case LDNS_RR_TYPE_NS:
    case LDNS_RR_TYPE_CNAME:
    case LDNS_RR_TYPE_SOA:
    case LDNS_RR_TYPE_PTR:
    case LDNS_RR_TYPE_MX:
      return true;
    default:
      return false;
  }
}

std::unexpected<Error> not_read(std::string_view type, std::string_view value, std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "put on the wire",
               .subject = fmt::format("{} {}", type, value),
               .cause = std::move(cause),
               .remedy = "write the value as in a zone file",
               .code = {},
               .where = {}});
}

}  // namespace

Result<RecordData> read_record_data(std::string_view type, std::string_view value) {
  // ldns reads a line of a zone file: what would begin another, or a comment, is not for it.
  if (value.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos) {
    return not_read(type, value, "it has several lines");
  }
  const std::string line = fmt::format(". 0 IN {} {}", type, with_decimal_escapes(value));
  ldns_rr* read = nullptr;
  const ldns_status status = ldns_rr_new_frm_str(&read, line.c_str(), 0, nullptr, nullptr);
  const std::unique_ptr<ldns_rr, FreeRecord> record(read);
  if (status != LDNS_STATUS_OK || !record) {
    return not_read(type, value, ldns_get_errorstr_by_id(status));
  }
  RecordData data;
  const bool compressible = may_be_compressed(ldns_rr_get_type(record.get()));
  for (std::size_t n = 0; n < ldns_rr_rd_count(record.get()); ++n) {
    const ldns_rdf* part = ldns_rr_rdf(record.get(), n);
    if (part == nullptr) return not_read(type, value, "a part of it is missing");
    if (compressible && ldns_rdf_get_type(part) == LDNS_RDF_TYPE_DNAME) {
      data.names.push_back({data.bytes.size(), ldns_rdf_size(part)});
    }
    data.bytes.append(reinterpret_cast<const char*>(ldns_rdf_data(part)), ldns_rdf_size(part));
  }
  if (data.bytes.empty()) return not_read(type, value, "there is nothing in it");
  return data;
}

}  // namespace godwit::dns
