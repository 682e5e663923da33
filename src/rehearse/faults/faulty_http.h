// FaultyHttp: what the engine itself asks the workload's sites goes nowhere: its vantage point is
// ill, and nobody else's.
#pragma once

#include "env/http.h"
#include "rehearse/faults/schedule.h"

namespace godwit::rehearse {

class FaultyHttp : public Http {
 public:
  // Both outlive it.
  FaultyHttp(Http& next, Schedule& schedule) : next_(next), schedule_(schedule) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    if (schedule_.strike(FaultKind::unreachable_sites) == nullptr) return next_.send(request);
    return fail({ErrorKind::unreachable,
                 "connect to",
                 request.host,
                 "network is unreachable",
                 "nothing was sent; try again",
                 {},
                 {}});
  }

 private:
  Http& next_;
  Schedule& schedule_;
};

}  // namespace godwit::rehearse
