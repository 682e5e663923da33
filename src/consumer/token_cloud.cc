#include "consumer/token_cloud.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace godwit::consumer {
namespace {

std::unexpected<Error> no_token(const aws::Request& request, std::string cause,
                                std::string remedy) {
  return fail({.kind = ErrorKind::refused,
               .operation = request.service + " " + request.operation,
               .subject = request.http.host,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

// Line ends and spaces would be another header, or another word.
bool could_be_token(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) { return letter > ' ' && letter <= '~'; });
}

}  // namespace

TokenCloud::TokenCloud(aws::Cloud& aws, aws::Cloud& others, std::map<std::string, Token> tokens)
    : aws_(aws), others_(others), tokens_(std::move(tokens)) {}

Result<aws::Response> TokenCloud::send(const aws::Request& request) {
  if (!request.signing_name.empty()) return aws_.send(request);
  const auto found = tokens_.find(request.http.host);
  if (found == tokens_.end()) {
    return no_token(request, "nobody has a token for this host", "");
  }
  const Token& known = found->second;
  const std::string token(trim(known.source ? TRY(known.source()) : known.token));
  if (token.empty()) {
    return no_token(request, known.variable + " is not set",
                    fmt::format("set it to a token for {}; nothing was sent", request.http.host));
  }
  if (!could_be_token(token)) {
    return no_token(request, "what " + known.variable + " holds is no token",
                    "a token has neither spaces nor line ends within; nothing was sent");
  }
  // Whoever listens in has the token, and with it the project.
  if (request.http.scheme != "https") {
    return no_token(request, "a token is not sent over " + request.http.scheme, "");
  }
  aws::Request with_token = request;
  with_token.http.headers.set("Authorization", "Bearer " + token);
  return others_.send(with_token);
}

}  // namespace godwit::consumer
