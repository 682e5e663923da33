// Values as the fields of a form, by their shapes: the requests of the query and ec2 protocols.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "aws/model.h"
#include "aws/query_string.h"
#include "aws/value.h"

namespace godwit::aws {

// ec2 has names of its own for members, knows one kind of list, and leaves out what is empty.
enum class FormStyle : std::uint8_t { query, ec2 };

// Appends "&Name=value" for everything in a structure: "&Tags.member.1.Key=owner", or, in ec2,
// "&Filter.1.Name=vpc-id".
void write_form(std::string& out, const Shape& shape, const Value& value,
                FormStyle style = FormStyle::query);

// The reverse, or in a sentence why it cannot be. `fields` are sorted. What the shape does not know
// is left out.
std::expected<Value, std::string> read_form(const Shape& shape, const QueryString& fields,
                                            FormStyle style = FormStyle::query);

// The first field, but for those of the protocol and the signature, that says nothing of the shape.
std::optional<std::string> unknown_ec2_field(const Shape& shape, const QueryString& fields);

}  // namespace godwit::aws
