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

// How to go about a request, for those who care. Only what goes through sockets minds.
struct HttpOptions {
  // 0: as long as the request's own time-out.
  Duration connect_timeout{};     // until there is a connection, TLS included
  Duration first_byte_timeout{};  // from the last byte sent to the first received
  Duration stall_timeout{};       // without a byte in either direction
  std::string ca_bundle;          // a file of certificates to trust; empty: the system's
  bool http_2 = false;            // over TLS, where the other side can (ALPN)
};

struct HttpRequest {
  std::string method = "GET";
  std::string scheme = "https";
  std::string host;        // with ":port" where it is not the scheme's own
  std::string path = "/";  // percent-encoded
  std::string query;       // percent-encoded, without '?'
  Headers headers;
  Body body;
  std::string address;                   // connect here instead of resolving `host`; empty: resolve
  Duration timeout = seconds(30);        // for all of it
  const HttpOptions* options = nullptr;  // outlives the request
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
