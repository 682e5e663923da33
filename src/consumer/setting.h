// Setting: a name and its value, as a consumer is configured with. Values may be secret: they are
// never printed, and reach a journal only sealed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace godwit::consumer {

struct Setting {
  std::string name;
  std::optional<std::string> value;  // nothing: there is none of that name

  bool operator==(const Setting&) const = default;
};
using Settings = std::vector<Setting>;  // by name

// SHA-256, as 64 lower-case hexadecimal digits: what may be said of a value.
std::string digest_of(std::string_view value);

// The one record that holds all settings of a consumer with their epoch, so that nobody ever reads
// half of a change: {"epoch":2,"settings":{"CHIME_API_ENDPOINT":"https://..."}}, names sorted. A
// reader that has seen an epoch never goes by an older one.
struct EndpointRecord {
  std::uint64_t epoch = 0;
  Settings settings;
};
std::string to_text(const EndpointRecord& record);
// Errors: invalid, where the text is none; without showing it.
Result<EndpointRecord> parse_record(std::string_view text);

}  // namespace godwit::consumer
