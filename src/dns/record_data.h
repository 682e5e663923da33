// RecordData: what a record says, as it travels. The syntax of each type is ldns's, not ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace godwit::dns {

struct RecordData {
  // Names in it that may be compressed: those of the first types only (RFC 3597, 4).
  struct Name {
    std::size_t at;
    std::size_t size;
  };
  std::string bytes;
  std::vector<Name> names;

  std::string_view name(std::size_t n) const {
    return std::string_view(bytes).substr(names[n].at, names[n].size);
  }
};

// Of a value as Route 53 takes it: a zone file's, but with escapes in octal (\ooo), and with names
// that are complete with or without their final dot. Errors: invalid.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
Result<RecordData> read_record_data(std::string_view type, std::string_view value);

}  // namespace godwit::dns
