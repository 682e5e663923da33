// CidrCollections: networks by location, for IP-based routing, as Route 53's control plane keeps
// them.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <string>

#include "aws/value.h"
#include "base/ip.h"
#include "lab/service.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

class CidrCollections {
 public:
  // Is the location part of some record?
  using InUse = std::function<bool(const traffic::CidrRouting& location)>;

  // Ids and ARNs follow from them.
  CidrCollections(std::uint64_t secret, std::string account)
      : secret_(secret), account_(std::move(account)) {}

  // One that was there before, with its own id.
  void add(const std::string& id, const std::string& name,
           std::map<std::string, std::vector<IpNetwork>> locations);

  // Each does what the operation of that name does. `change` answers nothing of its own: the id of
  // the change is the caller's.
  Answer create(const aws::Value& input);
  Answer change(const aws::Value& input, const InUse& in_use);
  Answer list(const aws::Value& input) const;
  Answer list_locations(const aws::Value& input) const;
  Answer list_blocks(const aws::Value& input) const;
  Answer remove(const aws::Value& input);

  // Why a record cannot refer to it; an empty text where it can.
  std::string problem_of(const traffic::CidrRouting& location) const;
  traffic::CidrCollections networks() const;
  boost::json::value snapshot() const;  // by name

 private:
  using Blocks = std::map<IpNetwork, std::string>;  // each is at one location
  struct Collection {
    std::string id;
    std::string name;
    std::string caller_reference;
    std::int64_t version = 1;
    Blocks blocks;
  };
  using Found = std::expected<Collection*, aws::ServiceError>;
  Found find(const std::string& id) const;
  std::string arn(const Collection& collection) const;

  std::uint64_t secret_;
  std::string account_;
  std::uint64_t made_ = 0;
  mutable std::map<std::string, Collection> collections_;  // by id
};

}  // namespace godwit::lab::services
