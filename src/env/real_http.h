// HTTP over sockets, by libcurl: TLS with verification, no redirects, connections kept for reuse.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "env/http.h"

namespace godwit {

// May be used from any thread; each send() works alone with a handle of its own.
//
// A request is sent at most once: libcurl's own repetition of what was lost on a kept connection is
// off, as only the caller can know whether that is safe. The proxy of the environment (https_proxy
// and the like, without no_proxy's hosts) is used, but not for requests that name their address.
class RealHttp : public Http {
 public:
  RealHttp() = default;
  RealHttp(const RealHttp&) = delete;
  RealHttp& operator=(const RealHttp&) = delete;

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  struct HandleCloser {
    void operator()(void* handle) const;
  };
  using Handle = std::unique_ptr<void, HandleCloser>;  // a CURL*

  Handle take_handle();
  void give_back(Handle handle);

  std::mutex mutex_;
  std::vector<Handle> idle_;  // with their open connections; the last one used comes first
};

}  // namespace godwit
