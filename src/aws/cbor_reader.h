// CBOR as Values, by their shapes: the reverse of cbor_writer.h.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// A body as a Value, or in a sentence why it is none. Total: any bytes, any depth, any announced
// length. An empty body is an empty structure. What the shape does not know is left out, and so is
// what is null.
std::expected<Value, std::string> read_cbor(const Shape& shape, std::string_view body);

// The members of a map that are text, whatever their shape: how an error is read.
std::expected<Value, std::string> read_cbor_texts(std::string_view body);

}  // namespace godwit::aws
