// Values as the fields of a form, by their shapes: the requests of the query protocol.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include <expected>
#include <string>

#include "aws/model.h"
#include "aws/query_string.h"
#include "aws/value.h"

namespace godwit::aws {

// Appends "&Name=value" for everything in a structure: "&Tags.member.1.Key=owner".
void write_form(std::string& out, const Shape& shape, const Value& value);

// The reverse, or in a sentence why it cannot be. `fields` are sorted. What the shape does not know
// is left out.
std::expected<Value, std::string> read_form(const Shape& shape, const QueryString& fields);

}  // namespace godwit::aws
