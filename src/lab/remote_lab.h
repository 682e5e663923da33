// RemoteLab: a lab on a socket, as a world to work in: its time, and its internet with its names
// and sites. For whoever carries a plan out against `godwit lab` (docs/lab.md).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "env/env.h"
#include "env/paced.h"

namespace godwit::lab {

class RemoteLab {
 public:
  // Is it a lab that answers at this URL ("http://127.0.0.1:4566")? nullptr: something else is.
  // Errors: nobody answers.
  static Result<std::unique_ptr<RemoteLab>> find(const Env& env, const std::string& url);

  // The parts of a world that are the lab's; the rest is `real`'s. The lab and `real` outlive it.
  Env env(const Env& real);
  double speed() const { return speed_; }

 private:
  RemoteLab(const Env& env, const std::string& address, Time now, double speed);

  // Requests to sites go to the lab, with the address that they were meant for.
  class SiteHttp : public Http {
   public:
    SiteHttp(Http& real, std::string address) : real_(real), address_(std::move(address)) {}
    Result<HttpResponse> send(const HttpRequest& request) override;

   private:
    Http& real_;
    std::string address_;  // "127.0.0.1:4566"
  };
  class NameServers : public Resolver {
   public:
    NameServers(Http& real, std::string address) : real_(real), address_(std::move(address)) {}
    Result<Resolution> resolve(const std::string& name) override;

   private:
    Http& real_;
    std::string address_;
  };

  double speed_;
  PacedClock clock_;
  PacedScheduler scheduler_;
  PacedSleeper sleeper_;
  SiteHttp http_;
  NameServers resolver_;
};

}  // namespace godwit::lab
