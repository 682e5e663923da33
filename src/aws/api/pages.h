// Listings come in pages: each says whether there are more, and where the next one begins.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aws/call.h"

namespace godwit::aws {

// What to go on asking for: names of input members, and where the output says their values.
struct PageMarker {
  std::string_view input;   // "Marker"
  std::string_view output;  // "NextMarker"
};

// Calls until there are no more pages, and hands each output to `take`. An answer that says "more"
// and not where would be asked for again for ever: it is an error.
template <class Take>
Result<void> each_page(Cloud& cloud, std::string_view service, std::string_view operation,
                       const std::string& region, Value input, std::string_view truncated,
                       std::initializer_list<PageMarker> markers, const std::string& subject,
                       Take take) {
  for (;;) {
    const Value output = TRY(call(cloud, service, operation, region, input, subject));
    take(output);
    // Services without a flag say "more" by saying where.
    const PageMarker& first = *markers.begin();
    const bool more =
        truncated.empty() ? !output[first.output].text().empty() : output[truncated].flag();
    if (!more) return {};

    const Value before = input;
    Value next = Value::structure();
    for (const auto& [name, value] : input.members()) {
      bool is_marker = false;
      for (const PageMarker& marker : markers) is_marker = is_marker || marker.input == name;
      if (!is_marker) next.set(name, value);
    }
    for (const PageMarker& marker : markers) next.set(marker.input, output[marker.output]);
    input = std::move(next);
    if (input == before) {
      return fail({.kind = ErrorKind::unreachable,
                   .operation = std::string(service) + " " + std::string(operation),
                   .subject = subject,
                   .cause = "the answer says that there is more, but not where",
                   .remedy = "try again",
                   .code = {},
                   .where = {}});
    }
  }
}

}  // namespace godwit::aws
