// Errors as XML, in the three dialects there are: S3's bare <Error>, EC2's <Response> with
// <Errors>, and everybody else's <ErrorResponse>.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization
#pragma once

#include <optional>
#include <string>

#include "aws/wire_protocol.h"

namespace godwit::aws {

enum class XmlErrorDialect { s3, ec2, everybody };

// Which of S3's machines answered (x-amz-id-2, HostId). Here there is one: base64 of "godwit".
constexpr const char* s3_host_id = "Z29kd2l0";

std::string write_xml_error(XmlErrorDialect dialect, const Service& service,
                            const Operation* operation, const ServiceError& error,
                            const std::string& request_id);

// Any dialect, and Route 53's <InvalidChangeBatch>, whose root is its code. nullopt where a body
// is no error in XML.
std::optional<AnswerError> read_xml_error(std::string_view body);

constexpr std::string_view xml_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

}  // namespace godwit::aws
