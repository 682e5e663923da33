// Values as JSON, by their shapes: the bodies of the json protocols.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
#pragma once

#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// The members of a structure that travel in the body, as one object.
void write_json(std::string& out, const Shape& shape, const Value& value);
void write_json_text(std::string& out, std::string_view text);

}  // namespace godwit::aws
