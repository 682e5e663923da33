// Times on the wire, in the three ways in which AWS writes them.
// https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "base/time.h"

namespace godwit::aws {

// `format` is not by_protocol: whoever knows the protocol and the place has decided. Milliseconds
// are written where there are any, or always if asked (S3 and Route 53 answer so).
void append_timestamp(std::string& out, Time time, TimestampFormat format,
                      bool always_milliseconds = false);

// "20150830T123600Z", as Signature V4 has it.
void append_basic_time(std::string& out, Time time);

// Any of the three, whatever the model says: clients and servers differ in what they send.
std::optional<Time> parse_timestamp(std::string_view text);

// Seconds since 1970, as JSON has them; nullopt for what no calendar holds.
std::optional<Time> time_of_seconds(double seconds);

}  // namespace godwit::aws
