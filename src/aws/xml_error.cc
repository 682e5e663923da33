#include "aws/xml_error.h"

#include "aws/xml_reader.h"
#include "aws/xml_writer.h"

namespace godwit::aws {

namespace {

// Further members, as the error's shape has them; without a shape, those that are text.
void write_details(std::string& out, const Shape* shape, const Value& details) {
  for (const auto& [name, value] : details.members()) {
    if (is_message(name)) continue;
    const Member* member = shape != nullptr ? find_member(*shape, name) : nullptr;
    if (member != nullptr) {
      write_xml(out, member->wire_name, {}, *member->shape, value);
    } else if (value.is_text()) {
      write_xml_text(out, name, value.text());
    }
  }
}

// <Messages><Message>…</Message></Messages>, or the message itself.
std::string message_of(pugi::xml_node error) {
  for (const std::string_view name : {"Message", "message"}) {
    if (const pugi::xml_node message = child_of(error, name)) return text_of(message);
  }
  const pugi::xml_node several = child_of(error, "Messages");
  return several ? text_of(child_of(several, "Message")) : std::string();
}

}  // namespace

std::string write_xml_error(XmlErrorDialect dialect, const Service& service,
                            const Operation* operation, const ServiceError& error,
                            const std::string& request_id) {
  const Shape* shape = error_shape(operation, error.code);
  std::string out;
  out.reserve(256);
  out += xml_declaration;
  if (dialect == XmlErrorDialect::everybody) {
    out += "<ErrorResponse xmlns=\"";
    out += service.xml_namespace;
    out += "\">";
  }
  if (dialect == XmlErrorDialect::ec2) out += "<Response><Errors>";
  out += "<Error>";
  if (dialect == XmlErrorDialect::everybody) write_xml_text(out, "Type", fault_side(error.status));
  write_xml_text(out, "Code", error_code(operation, error.code));
  write_xml_text(out, "Message", error.message);
  write_details(out, shape, error.details);
  if (dialect != XmlErrorDialect::s3) out += "</Error>";
  if (dialect == XmlErrorDialect::ec2) {
    out += "</Errors>";
    write_xml_text(out, "RequestID", request_id);
    out += "</Response>";
    return out;
  }
  write_xml_text(out, "RequestId", request_id);
  if (dialect == XmlErrorDialect::s3) write_xml_text(out, "HostId", s3_host_id);
  out += dialect == XmlErrorDialect::everybody ? "</ErrorResponse>" : "</Error>";
  return out;
}

std::optional<AnswerError> read_xml_error(std::string_view body) {
  const XmlDocument document(body);
  if (!document) return std::nullopt;
  const pugi::xml_node root = document.root();
  pugi::xml_node error = root;
  if (local_name(root) != "Error") error = child_of(root, "Error");
  if (!error) error = child_of(child_of(root, "Errors"), "Error");
  if (!error) {
    std::string message = message_of(root);
    if (message.empty()) return std::nullopt;
    return AnswerError{std::string(local_name(root)), std::move(message)};
  }
  std::string code = text_of(child_of(error, "Code"));
  if (code.empty()) return std::nullopt;
  return AnswerError{std::move(code), message_of(error)};
}

}  // namespace godwit::aws
