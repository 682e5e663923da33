// HTTP without a network: an address is whatever a handler listens on.
#pragma once

#include <functional>
#include <map>

#include "env/http.h"
#include "env/resolver.h"

namespace godwit {

class SimulatedHttp : public Http {
 public:
  // Sets the response's `elapsed` to what the exchange would have taken; time itself stands still.
  // Its errors are the sender's.
  using Handler = std::function<Result<HttpResponse>(const HttpRequest& request)>;

  explicit SimulatedHttp(Resolver& resolver) : resolver_(resolver) {}

  void listen(std::string address, Handler handler);  // replaces who listened there
  void close(const std::string& address);

  // Goes to request.address as it stands or, where that is empty, to the first address of
  // request.host (without its port) on which somebody listens.
  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  Result<Handler> connect(const HttpRequest& request);

  Resolver& resolver_;
  std::map<std::string, Handler> listeners_;
};

}  // namespace godwit
