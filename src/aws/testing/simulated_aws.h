// AWS as SimulatedHttp shows it: hosts that take requests apart, verify who signed them, and answer
// as a script says. For tests only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "aws/codec.h"
#include "aws/signature.h"
#include "env/simulated_env.h"

namespace godwit::aws::testing {

class SimulatedAws {
 public:
  using Answer = std::expected<Value, ServiceError>;
  using Script = std::function<Answer(const std::string& operation, const Value& input)>;

  // What came in.
  struct Seen {
    HttpRequest http;
    std::string operation;
    Value input;
    std::string access_key_id;  // empty: anonymous
    SigningScope scope;
  };

  explicit SimulatedAws(Time start = *parse_time("2026-01-05T06:00:00Z"))
      : world(start, 7,
              [](const std::string& name) -> Result<Resolution> { return Resolution{{name}}; }) {}

  void add_key(Credentials credentials) {
    keys_[credentials.access_key_id] = std::move(credentials);
  }

  // Everything at `host` is answered by the script, and refused where the signature is not right.
  // The host's clock is `ahead` of the world's.
  void serve(const std::string& host, const std::string& service_name, Script script,
             Duration ahead = {}) {
    world.http.listen(host, [this, service_name, script, ahead](const HttpRequest& http) {
      return answer(service(service_name), script, ahead, http);
    });
  }

  Env env() { return world.env(); }

  SimulatedEnv world;
  std::vector<Seen> seen;

 private:
  Result<HttpResponse> answer(const Service& service, const Script& script, Duration ahead,
                              const HttpRequest& http) {
    const Time now = world.clock.now() + ahead;
    HttpResponse response = answer_at(service, script, now, http);
    response.headers.set("Date", format_http_date(now));
    return response;
  }

  HttpResponse answer_at(const Service& service, const Script& script, Time now,
                         const HttpRequest& http) {
    const bool head = http.method == "HEAD";
    Seen request{.http = http, .operation = {}, .input = {}, .access_key_id = {}, .scope = {}};
    if (!is_anonymous(http)) {
      const auto verified = verify_signature(
          http,
          [this](std::string_view id) -> std::optional<Signer> {
            const auto found = keys_.find(std::string(id));
            if (found == keys_.end()) return std::nullopt;
            return Signer{&found->second};
          },
          now);
      if (!verified) return serialize_error(service, nullptr, verified.error(), "id", head);
      request.access_key_id = verified->access_key_id;
      request.scope = verified->scope;
    }
    const auto parsed = parse_request(service, http);
    if (!parsed) return serialize_error(service, nullptr, parsed.error(), "id", head);
    request.operation = parsed->operation->name;
    request.input = parsed->input;
    seen.push_back(request);
    const Answer answer = script(request.operation, request.input);
    if (!answer) return serialize_error(service, parsed->operation, answer.error(), "id", head);
    return serialize_response(service, *parsed->operation, *answer, "id");
  }

  std::map<std::string, Credentials> keys_;
};

}  // namespace godwit::aws::testing
