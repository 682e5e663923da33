// FrontDoor: what every request to the lab passes, wherever it came from: who asks, what for, may
// they, and the answer. Rehearsals come through LabCloud, real clients through a socket
// (lab/server).
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "aws/cloud.h"
#include "aws/codec.h"
#include "lab/authorizer.h"
#include "lab/identities.h"

namespace godwit::lab {

class AuditTrail;
class Lab;

// What happens to a request instead of, or besides, being answered.
struct EdgeEffect {
  std::optional<aws::ServiceError> error;  // answered instead
  bool drop_before = false;                // the connection breaks: nothing has happened
  bool drop_after = false;                 // it has happened, and nobody is told
  Duration delay{};                        // more than the answer takes anyway
};

class FrontDoor {
 public:
  explicit FrontDoor(Lab& lab);

  struct Reply {
    aws::Response response;
    bool drop = false;
    Duration delay{};
  };

  // One request to a service's endpoint. `signing_time` is the signer's idea of now, which is not
  // the lab's where that runs faster.
  Reply answer(const aws::Endpoint& endpoint, const HttpRequest& request, Time signing_time);
  // The same for a host that is none of AWS's and names a bucket; empty: it does not.
  Reply answer(const aws::Endpoint& endpoint, const std::string& bucket, HttpRequest&& request,
               Time signing_time);

  // The same without asking who it is again: `caller` has been here before.
  Reply perform(const aws::Endpoint& endpoint, const Identity* caller, const HttpRequest& request);

  // What is said to a request that gets no further.
  aws::Response refuse(const aws::Service& service, const aws::Operation* operation,
                       const aws::ServiceError& error, const HttpRequest& request);

  // Does the service have an endpoint there, and does the lab have the service?
  bool exists(const aws::Endpoint& endpoint) const;
  // Is the endpoint's region down, or its global service's home?
  bool is_down(const aws::Endpoint& endpoint) const;

  // Called before anything that may change the lab's state.
  using OnChange =
      std::function<void(const aws::Endpoint&, const Identity& caller, const HttpRequest&)>;
  void on_change(OnChange listener) { on_change_ = std::move(listener); }
  // Asked about each operation, before it is performed.
  using Edge = std::function<EdgeEffect(const aws::Service&, const aws::Operation&,
                                        const std::string& region)>;
  void set_edge(Edge edge) { edge_ = std::move(edge); }
  // Where every call that may change the lab's state is written down; nullptr: nowhere. Outlives
  // the door.
  void set_audit_trail(AuditTrail* trail) { trail_ = trail; }
  AuditTrail* audit_trail() const { return trail_; }

 private:
  std::expected<const Identity*, aws::ServiceError> authenticate(const aws::Endpoint& endpoint,
                                                                 const HttpRequest& request,
                                                                 Time signing_time) const;
  // Is the plane that the operation belongs to away?
  bool is_in_trouble(const aws::Endpoint& endpoint, const aws::Operation& operation) const;
  std::string next_request_id(const aws::Service& service);
  // `output` is absent and `error` set where the call had no effect.
  void write_down(const aws::Endpoint& endpoint, const Identity& caller,
                  const aws::ParsedRequest& parsed, const HttpRequest& request,
                  const aws::Value& output, const aws::ServiceError* error, const Reply& reply);

  Lab& lab_;
  Authorizer authorizer_;
  const Identity stranger_{};  // whoever does not sign
  OnChange on_change_;
  Edge edge_;
  AuditTrail* trail_ = nullptr;
  std::uint64_t secret_;
  std::uint64_t requests_ = 0;  // request ids come from it
};

}  // namespace godwit::lab
