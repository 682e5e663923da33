// JSON as Values, by their shapes: the reverse of json_writer.h.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// A body as a Value, or in a sentence why it is none. Total: any bytes, any depth. An empty body is
// an empty object. What the shape does not know is left out.
std::expected<Value, std::string> read_json(const Shape& shape, std::string_view body);

// The members of an object that are text, whatever their shape: how an error is read.
std::expected<Value, std::string> read_json_texts(std::string_view body);

}  // namespace godwit::aws
