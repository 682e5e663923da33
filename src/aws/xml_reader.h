// XML as Values, by their shapes: the reverse of xml_writer.h.
#pragma once

#include <expected>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// Servers are strict: an element nobody knows, or a text that is no number where one should be, is
// an error. Clients take what they understand.
enum class XmlReading { lenient, strict };

// A parsed document. Total: any bytes are a document or an error.
class XmlDocument {
 public:
  // Only a well-formed document in UTF-8 has a root.
  explicit XmlDocument(std::string_view bytes);
  explicit operator bool() const { return static_cast<bool>(root()); }
  pugi::xml_node root() const { return document_.document_element(); }

 private:
  pugi::xml_document document_;
};

// A name without its namespace prefix.
std::string_view local_name(std::string_view name);
std::string_view local_name(pugi::xml_node node);
// The first child of that local name; none if there is none.
pugi::xml_node child_of(pugi::xml_node node, std::string_view name);
// All of an element's own text.
std::string text_of(pugi::xml_node node);

// What an element says, or in a sentence why it says nothing of that shape.
std::expected<Value, std::string> read_xml(const Shape& shape, pugi::xml_node node,
                                           XmlReading reading);

}  // namespace godwit::aws
