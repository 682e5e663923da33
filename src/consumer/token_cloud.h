// TokenCloud: a Cloud that adds the bearer token of whom a request is for, and passes everything
// else on. So that no step ever has a token in its hands.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "aws/cloud.h"

namespace godwit::consumer {

class TokenCloud : public aws::Cloud {
 public:
  // host -> token, for requests that nobody signs (without a signing_name). A host that is not
  // there, or has an empty token: its requests fail as `refused`, naming the variable. A source's
  // errors are passed on: nothing was sent.
  struct Token {
    std::string variable;  // of the environment, for people: "SUPABASE_ACCESS_TOKEN"
    std::string token;
    // Where tokens do not last: asked for each request instead. From any thread.
    std::function<Result<std::string>()> source = {};
  };
  TokenCloud(aws::Cloud& aws, aws::Cloud& others, std::map<std::string, Token> tokens);
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  aws::Cloud& aws_;     // for what is signed
  aws::Cloud& others_;  // plain HTTP
  std::map<std::string, Token> tokens_;
};

}  // namespace godwit::consumer
