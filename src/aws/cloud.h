// Cloud: where AWS requests go, and one of Godwit's two seams (the other is env/env.h). It carries
// wire-level HTTP, so that codecs, signatures and error parsing are exercised wherever it leads: to
// AWS, or to the lab. Faults, signing and metering are Clouds that wrap another.
#pragma once

#include <string>

#include "base/result.h"
#include "env/http.h"

namespace godwit::aws {

struct Request {
  HttpRequest http;
  // Said beside the wire, for signing, journals and errors; a receiver must not rely on them.
  std::string service;       // "s3"
  std::string operation;     // "PutObject"
  std::string region;        // where it is signed for: "eu-west-1"
  std::string signing_name;  // the credential scope's service
};

using Response = HttpResponse;

class Cloud {
 public:
  virtual ~Cloud() = default;
  // Sends one request and waits for its answer. Any HTTP status is a Response. Errors are those of
  // Http::send: `unreachable` (nothing has happened) and `unknown` (it may have); and `refused`,
  // where a Cloud will not send it at all.
  virtual Result<Response> send(const Request& request) = 0;
};

}  // namespace godwit::aws
