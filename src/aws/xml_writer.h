// Values as XML, by their shapes: the bodies of rest-xml and the answers of query.
// https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings
#pragma once

#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

struct XmlStyle {
  bool always_milliseconds = false;  // in times, as S3 and Route 53 answer
};

// `<element xmlns="xml_namespace">...</element>` around a value. An empty namespace is left out.
void write_xml(std::string& out, std::string_view element, std::string_view xml_namespace,
               const Shape& shape, const Value& value, XmlStyle style = {});

// The members of a structure, for an element that has begun; none of its attributes.
void write_xml_members(std::string& out, const Shape& shape, const Value& value,
                       XmlStyle style = {});

// One element with text.
void write_xml_text(std::string& out, std::string_view element, std::string_view text);

// Text as XML content: what XML 1.0 could not carry as it is becomes a character reference.
void escape_xml(std::string& out, std::string_view text);

}  // namespace godwit::aws
