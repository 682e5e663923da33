// ScriptedCloud: a Cloud of tests that answers with what it was given, and keeps what it was asked.
#pragma once

#include <deque>
#include <vector>

#include "aws/cloud.h"

namespace godwit::consumer {

class ScriptedCloud : public aws::Cloud {
 public:
  void answer(int status, std::string body) {
    aws::Response response;
    response.status = status;
    response.body = std::move(body);
    answers_.emplace_back(std::move(response));
  }
  void fail_with(ErrorKind kind) {
    Error error;
    error.kind = kind;
    error.cause = "no answer";
    answers_.emplace_back(std::unexpected(std::move(error)));
  }
  Result<aws::Response> send(const aws::Request& request) override {
    asked.push_back(request);
    if (answers_.empty()) return aws::Response{};
    Result<aws::Response> next = std::move(answers_.front());
    answers_.pop_front();
    return next;
  }

  std::vector<aws::Request> asked;
  std::string last_body() const { return std::string(asked.back().http.body.bytes()); }
  std::string last_url() const {
    const HttpRequest& http = asked.back().http;
    return http.method + " " + http.host + http.path + (http.query.empty() ? "" : "?" + http.query);
  }

 private:
  std::deque<Result<aws::Response>> answers_;
};

}  // namespace godwit::consumer
