// Outside: the lab's services that are not AWS's, and the door that every request to them passes:
// who asks, by which token; what for; and the answer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lab/front_door.h"
#include "lab/outside/outside_service.h"
#include "lab/outside/secret_manager.h"
#include "lab/outside/supabase.h"

namespace godwit::lab {

class Lab;

class Outside {
 public:
  explicit Outside(Lab& lab);
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

  std::vector<OutsideService*> services();         // by name
  OutsideService* at_host(std::string_view host);  // nullptr: that is nobody's
  OutsideService* find(std::string_view name);     // nullptr: there is none
  Supabase& supabase() { return supabase_; }
  SecretManager& secret_manager() { return secret_manager_; }

  // Another token of the account's own user, for one who is to be told from others in the audit
  // trail. The same name, the same token.
  std::string introduce(const OutsideService& service, const std::string& name);

  FrontDoor::Reply answer(OutsideService& service, const HttpRequest& request);
  // The same without asking who it is again.
  FrontDoor::Reply perform(OutsideService& service, const std::string& principal,
                           const HttpRequest& request);

  // Called before anything that may change the lab's state.
  using OnChange =
      std::function<void(const OutsideService&, const std::string& principal, const HttpRequest&)>;
  void on_change(OnChange listener) { on_change_ = std::move(listener); }
  // Asked about each operation, before it is performed.
  using Edge = std::function<EdgeEffect(const OutsideService&, std::string_view operation)>;
  void set_edge(Edge edge) { edge_ = std::move(edge); }

 private:
  Lab& lab_;
  std::uint64_t secret_;
  Supabase supabase_;
  SecretManager secret_manager_;
  std::map<std::string, std::map<std::string, std::string>> principals_;  // service, token -> name
  OnChange on_change_;
  Edge edge_;
};

// A refusal in the service's own words.
HttpResponse refusal(const OutsideService& service, const aws::ServiceError& error);

// What it says to whoever asks too often.
aws::ServiceError throttled_outside();

}  // namespace godwit::lab
