// Lab: a simulated AWS account with its regions, services, the workload's sites and the internet
// between them and their users. All its time and chance come from the world it is given, so it runs
// in virtual time inside a rehearsal and in real time behind sockets. One thread.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "account/account.h"
#include "aws/cloud.h"
#include "lab/front_door.h"
#include "lab/identities.h"
#include "lab/internet.h"
#include "lab/names.h"
#include "lab/service.h"
#include "lab/troubles.h"

namespace godwit::lab {

namespace services {
class S3;
class Kms;
class Route53;
}  // namespace services
class Outside;

// What the lab is made in: whose clock, scheduler and chance it uses. Outlives the lab.
struct World {
  Clock& clock;
  Scheduler& scheduler;
  Random& random;
};

class Lab {
 public:
  // An account as its file describes it, populated from the world's chance. The account outlives
  // the lab.
  Lab(World world, const account::Account& account);
  ~Lab();
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  const World& world() const { return world_; }
  const account::Account& account() const { return account_; }
  Time now() const { return world_.clock.now(); }

  // What every AWS request passes, from a rehearsal's steps and from a socket.
  FrontDoor& front_door() { return *front_door_; }
  // The same as a Cloud: routes by host, and takes the time that AWS takes.
  aws::Cloud& cloud();

  // The services that are not AWS's, and that the workload is configured with.
  Outside& outside() { return *outside_; }

  // The workload's sites, and users' routes to them.
  Internet& internet();
  Names& names() { return *names_; }

  // Who may sign: the account's own user from the start.
  Identities& identities() { return identities_; }
  // Another access key of the account's own user, for one who is to be told from others in the
  // audit trail. The same name, the same key.
  aws::Credentials introduce(const std::string& name);

  // A region that is down answers nothing: neither its services nor its sites.
  void set_region_down(const std::string& region, bool down);
  bool is_down(const std::string& region) const { return down_.contains(region); }
  // Only its data plane: its site is silent, and data operations answer 503.
  void set_data_plane_down(const std::string& region, bool down);
  bool is_dark(const std::string& region) const {
    return is_down(region) || troubles_.data_planes.contains(region);
  }
  // What else is wrong now, to read and to change.
  Troubles& troubles() { return troubles_; }
  const Troubles& troubles() const { return troubles_; }

  Service* find_service(std::string_view name);  // nullptr: the lab has none of that name
  Service* find_service(const aws::Service& model);
  services::S3& s3();
  services::Kms& kms();
  services::Route53& route53();

  // Every service's snapshot, by name; of those outside only what the account has projects of.
  boost::json::value snapshot() const;

 private:
  World world_;
  const account::Account& account_;
  std::set<std::string> down_;
  Troubles troubles_;
  Identities identities_;
  std::unique_ptr<Internet> internet_;
  std::unique_ptr<Names> names_;
  std::vector<std::unique_ptr<Service>> services_;
  std::unordered_map<const aws::Service*, Service*> by_model_;  // never walked
  std::unique_ptr<FrontDoor> front_door_;
  std::unique_ptr<Outside> outside_;
  std::unique_ptr<aws::Cloud> cloud_;
};

}  // namespace godwit::lab
