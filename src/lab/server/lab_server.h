// LabServer: a lab as a socket's requests see it: one port for every service and site, in a time
// that runs as fast as wanted. It knows no sockets: it is asked one request at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "account/account.h"
#include "env/clock.h"
#include "env/http.h"
#include "env/pace.h"
#include "env/real_http_server.h"
#include "env/simulated_env.h"
#include "lab/dns/dns_front.h"
#include "lab/lab.h"
#include "lab/server/edge_faults.h"
#include "lab/server/request_log.h"

namespace godwit::lab {

struct LabServerOptions {
  std::uint64_t seed = 1;
  double speed = 1;
  Time starts{};  // the lab's time at its start
  // Puts what the account describes to work in a new lab: its sites, its users. What it returns
  // lives as long as that lab.
  std::function<std::shared_ptr<void>(Lab&)> furnish;
  std::string version;
};

// One thread.
class LabServer {
 public:
  // `clock` is this machine's. Everything referred to outlives the server.
  LabServer(const account::Account& account, const Clock& clock, LabServerOptions options);
  ~LabServer();

  // From now on keeps the state in the folder's log, beginning with what is there already.
  // `account` is a digest of the account file. Once, before the first request.
  Result<void> keep_state(Disk& disk, const std::string& folder, const std::string& account);

  HttpReply answer(HttpRequest&& request);
  HttpResponse refuse(const HttpFraming::Problem& problem);
  // One DNS message: the size of the response that was written to `out`, or 0. See DnsFront. The
  // lab is as it was at the last catch_up().
  std::size_t answer_dns(dns::Bytes message, const IpAddress& from, bool stream,
                         std::span<std::uint8_t> out);
  // What was answered is kept when this returns.
  Result<void> flush();
  // Lets the lab do what is due; says when it wants to be asked again.
  std::optional<Duration> tick();
  // The same without the question.
  void catch_up();

  Lab& lab() { return world_->lab; }

 private:
  // A lab from its start to its reset.
  struct World {
    World(const account::Account& account, const LabServerOptions& options);
    SimulatedEnv env;
    Lab lab;
    DnsFront dns;
    EdgeFaults faults;
    std::shared_ptr<void> furniture;
  };

  void begin(Pace pace);
  void set_edge(bool faults);
  std::string header(Time begun) const;
  LoggedRequest entry(LoggedRequest::Kind kind, const HttpRequest& request) const;
  void replay(const LoggedRequest& entry);
  HttpReply answer_service(const aws::Endpoint& endpoint, const std::string& bucket,
                           HttpRequest&& request);
  HttpReply answer_outside(OutsideService& service, const HttpRequest& request);
  HttpReply answer_site(HttpRequest&& request);
  HttpResponse answer_preflight(const HttpRequest& request);
  // control.cc
  HttpResponse control(const HttpRequest& request, Time real_time);
  Result<boost::json::value> change_clock(const boost::json::value& wanted, Time real_time);
  Result<boost::json::value> add_faults(const boost::json::value& wanted);
  boost::json::value clock_state() const;
  boost::json::value health() const;
  Result<void> reset();

  const account::Account& account_;
  const Clock& clock_;
  LabServerOptions options_;
  Pace pace_;
  std::unique_ptr<World> world_;
  std::unique_ptr<RequestLog> log_;
  std::string account_digest_;
  std::uint64_t requests_ = 0;
  std::uint64_t dns_queries_ = 0;
  Time caught_up_{};  // this machine's time, of the last catch_up()
};

}  // namespace godwit::lab
