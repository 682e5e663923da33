#include "aws/client/lent_credentials.h"

#include <boost/json.hpp>

#include "aws/timestamp.h"

namespace godwit::aws {

namespace json = boost::json;

namespace {

std::string text_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

}  // namespace

std::unexpected<Error> no_credentials(const std::string& source, std::string cause,
                                      std::string remedy, ErrorKind kind) {
  return fail({.kind = kind,
               .operation = "get AWS credentials",
               .subject = "from " + source,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

Result<LentCredentials> parse_lent_credentials(std::string_view text, const std::string& source,
                                               std::string_view token_name) {
  boost::system::error_code fault;
  const json::value document = json::parse(text, fault);
  const json::object* object = fault ? nullptr : document.if_object();
  if (object == nullptr) {
    return no_credentials(source, "the answer is no JSON object", "see what it answers by hand");
  }
  LentCredentials lent;
  lent.credentials.access_key_id = text_in(*object, "AccessKeyId");
  lent.credentials.secret_access_key = text_in(*object, "SecretAccessKey");
  lent.credentials.session_token = text_in(*object, token_name);
  if (lent.credentials.access_key_id.empty() || lent.credentials.secret_access_key.empty()) {
    // Containers and instances say why, and nothing secret: "AccessDenied", "Failed".
    const std::string code = text_in(*object, "Code");
    const std::string message = text_in(*object, "Message");
    std::string cause = "the answer lacks AccessKeyId or SecretAccessKey";
    if (!code.empty()) cause = "the answer was " + code;
    if (!code.empty() && !message.empty()) cause += ": " + message;
    return no_credentials(source, std::move(cause), "see what it answers by hand");
  }
  const std::string expiration = text_in(*object, "Expiration");
  if (!expiration.empty()) {
    lent.expires = parse_timestamp(expiration);
    if (!lent.expires) {
      return no_credentials(source, "Expiration is no time", "see what it answers by hand");
    }
  }
  return lent;
}

}  // namespace godwit::aws
