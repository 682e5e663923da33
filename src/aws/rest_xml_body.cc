#include "aws/rest_xml_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "aws/binding.h"
#include "aws/rest_fault.h"
#include "aws/xml_error.h"
#include "aws/xml_reader.h"
#include "aws/xml_writer.h"

namespace godwit::aws {

namespace {

bool says_something_in_body(const Shape& shape, const Value& value) {
  for (const Member& member : shape.members) {
    if (member.location == MemberLocation::body && value.has(member.name)) return true;
  }
  return false;
}

std::string_view or_else(std::string_view name, std::string_view otherwise) {
  return name.empty() ? otherwise : name;
}

void append(Members& members, Members more) {
  if (members.empty()) {
    members.swap(more);
  } else {
    std::ranges::move(more, std::back_inserter(members));
  }
}

}  // namespace

void write_request_body(const Operation& operation, const Value& input, HttpRequest& request) {
  const Shape& shape = *operation.input;
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    request.body = input[payload->name].body();
    return;
  }
  std::string xml;
  if (payload != nullptr) {
    const Value& part = input[payload->name];
    if (!part.present()) return;
    write_xml(xml, payload->wire_name, payload->xml_namespace, *payload->shape, part);
  } else if (says_something_in_body(shape, input)) {
    write_xml(xml, or_else(operation.input_element, shape.name), operation.input_namespace, shape,
              input);
  } else {
    return;
  }
  request.headers.set("Content-Type", "application/xml");
  request.body = Body(std::move(xml));
}

void write_response_body(const Service& service, const Shape& shape, const Value& output,
                         Response& response) {
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    response.body = output[payload->name].body();
    return;
  }
  const XmlStyle style{.always_milliseconds = true};
  std::string xml(xml_declaration);
  if (payload != nullptr) {
    const Value& part = output[payload->name];
    if (!part.present()) return;
    write_xml(xml, or_else(payload->shape->xml_name, payload->wire_name), service.xml_namespace,
              *payload->shape, part, style);
  } else if (has_body_member(shape)) {
    write_xml(xml, or_else(shape.xml_name, shape.name), service.xml_namespace, shape, output,
              style);
  } else {
    return;
  }
  response.headers.set("Content-Type", "application/xml");
  response.body = Body(std::move(xml));
}

std::optional<std::string> read_response_body(const Shape& shape, const Body& body,
                                              Members& members) {
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    if (payload->streaming) {
      members.emplace_back(payload->name, Value(body));
    } else if (!body.empty()) {
      members.emplace_back(payload->name, Value(body.bytes()));
    }
    return std::nullopt;
  }
  if (body.empty() || (payload == nullptr && !has_body_member(shape))) return std::nullopt;
  const XmlDocument document(body.bytes());
  if (!document) return "its body is not well-formed XML";
  auto value =
      read_xml(payload != nullptr ? *payload->shape : shape, document.root(), XmlReading::lenient);
  if (!value) return std::move(value.error());
  if (payload != nullptr) {
    members.emplace_back(payload->name, std::move(*value));
  } else {
    append(members, std::move(*value).take_members());
  }
  return std::nullopt;
}

std::optional<ServiceError> read_request_body(const Service& service, const Operation& operation,
                                              const Body& body, Members& members) {
  const Shape& shape = *operation.input;
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    if (body.empty()) {
      if (payload->required) return empty_body_fault(service);
    } else if (payload->streaming) {
      members.emplace_back(payload->name, Value(body));
    } else {
      members.emplace_back(payload->name, Value(body.bytes()));
    }
    return std::nullopt;
  }
  if (payload == nullptr && !has_body_member(shape)) return std::nullopt;
  if (body.empty()) {
    if (payload != nullptr && payload->required) return empty_body_fault(service);
    return std::nullopt;  // what is missing then, its violations say
  }
  const XmlDocument document(body.bytes());
  if (!document) return malformed_body_fault(service);
  const std::string_view root =
      payload != nullptr ? payload->wire_name : or_else(operation.input_element, shape.name);
  if (local_name(document.root()) != root) {
    return invalid_body_fault(service,
                              fmt::format("unexpected root element '{}'", document.root().name()));
  }
  auto value =
      read_xml(payload != nullptr ? *payload->shape : shape, document.root(), XmlReading::strict);
  if (!value) return invalid_body_fault(service, value.error());
  if (payload != nullptr) {
    members.emplace_back(payload->name, std::move(*value));
  } else {
    append(members, std::move(*value).take_members());
  }
  return std::nullopt;
}

}  // namespace godwit::aws
