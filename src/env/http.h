// HTTP requests to somebody else. Part of Env.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/body.h"
#include "base/result.h"
#include "base/time.h"

namespace godwit {

// Header fields in the order in which they are sent. Names are compared without regard to case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  // The first field of that name; nullptr if there is none. Valid until the next change.
  const std::string* find(std::string_view name) const;
  std::string_view get(std::string_view name) const;   // empty where it is missing
  void set(std::string_view name, std::string value);  // replaces the first, or adds
  void add(std::string_view name, std::string value);
  void remove(std::string_view name);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

struct HttpRequest {
  std::string method = "GET";
  std::string scheme = "https";
  std::string host;        // with ":port" where it is not the scheme's own
  std::string path = "/";  // percent-encoded
  std::string query;       // percent-encoded, without '?'
  Headers headers;
  Body body;
  std::string address;             // connect here instead of resolving `host`; empty: resolve
  Duration timeout = seconds(30);  // for all of it
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  Body body;
  Duration elapsed{};  // from the first byte sent to the last received
};

class Http {
 public:
  virtual ~Http() = default;
  // Any status is a response. Errors are: `unreachable`, when nothing was sent; `unknown`, when the
  // request may have been acted on (time-out, connection lost).
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace godwit
