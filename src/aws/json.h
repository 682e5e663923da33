// Values as JSON, by their shapes: the bodies of the json protocols.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// The members of a structure that travel in the body, as one object.
void write_json(std::string& out, const Shape& shape, const Value& value);
void write_json_text(std::string& out, std::string_view text);

// A body as a Value, or in a sentence why it is none. Total: any bytes, any depth. An empty body is
// an empty object. What the shape does not know is left out.
std::expected<Value, std::string> read_json(const Shape& shape, std::string_view body);

// The members of an object that are text, whatever their shape: how an error is read.
std::expected<Value, std::string> read_json_texts(std::string_view body);

}  // namespace godwit::aws
