// Answers: what Route 53's name servers say to a question, and how probable each answer is. Exact,
// not sampled. Pure: the records, everybody's health and who asks are all there is to it.
//
// Rules: aws-facts C1-C8;
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "traffic/asker.h"
#include "traffic/record_set.h"

namespace godwit::traffic {

// How everybody does at the moment of the question.
struct Health {
  // Is this check healthy? A disabled check is (fact C1). Empty: all are.
  std::function<bool(const std::string& check)> check;
  // Is an alias's target well, where that lies outside the zone and the alias evaluates its health:
  // a load balancer without healthy targets is not. Empty: all are.
  std::function<bool(const AliasTarget& target)> target;
};

// One way that the search for an answer may end.
struct Branch {
  double probability = 1;
  // CNAME records that were followed within the zone, in order. (Aliases that were followed leave
  // no trace in an answer.)
  std::vector<const RecordSet*> links;
  // The records that answer. One, except for multivalue answers: there an answer has
  // `most` of these, every choice as probable as any other. None: no data (a geolocation policy
  // without a default; an alias to a name that has no record of the type).
  //
  // A record that has an alias leads out of the zone: its target's addresses are the answer. A
  // record of type CNAME where another type was asked for leads out of the zone likewise.
  std::vector<const RecordSet*> records;
  std::size_t most = 1;
  // An alias or CNAME chain without end, or so long or branched that nobody will follow it. Route
  // 53 refuses the former; an account file may have it.
  bool endless = false;
  // The last link names a name of the zone that does not exist: NXDOMAIN, with the links (RFC 2308,
  // section 2.1).
  bool no_such_name = false;
  Duration ttl{};  // the least of the links' and the records': how long all of it may be kept
};

struct Answers {
  enum class Kind {
    answered,      // by `branches`, whose probabilities sum to 1
    no_data,       // the name exists, without such a record: NOERROR and the zone's SOA
    no_such_name,  // NXDOMAIN and the zone's SOA
    not_ours,      // no zone has the name, or it is no name at all: REFUSED
    delegated      // below a zone cut: a referral to the NS records of the only branch
  };
  Kind kind = Kind::not_ours;
  const Zone* zone = nullptr;  // the closest that has the name; nullptr if not_ours
  std::vector<Branch> branches;
};

class ZoneIndex;

// Zones: all hosted zones together, indexed. Immutable; may be read by many threads. Of two zones
// of one name, the first answers: which of them the registrar delegates to is not known here.
class Zones {
 public:
  Zones(std::vector<Zone> zones, CidrCollections collections);
  ~Zones();
  Zones(Zones&& other) noexcept;
  Zones& operator=(Zones&& other) noexcept;

  // `name` in any case, with or without the final dot; labels of 1 to 63 bytes, 253 in all, or else
  // it is nobody's. Probabilities are those of one question by that asker. Pointers are into this
  // object. The work is bounded by the zone's records and max_steps, whatever they say.
  Answers answer(std::string_view name, std::string_view type, const Asker& asker,
                 const Health& health) const;

  std::span<const Zone> zones() const { return zones_; }
  const Zone* zone_of(std::string_view name) const;  // the closest; nullptr: none

  // CNAMEs may branch without bound where weighted ones lead to weighted ones. After so many
  // records on the way, what is left of the probability is in one branch that is `endless`; it is
  // as well where a chain has more links than a resolver follows.
  static constexpr std::size_t max_steps = 20'000;
  static constexpr std::size_t max_links = 16;

 private:
  const ZoneIndex* index_of(std::string_view name) const;

  std::vector<Zone> zones_;
  CidrCollections collections_;
  std::vector<std::unique_ptr<const ZoneIndex>> indexes_;  // of each
  std::unordered_map<std::string_view, const ZoneIndex*> by_name_;
};

// How probable it is that a client which takes the first record of the answer ends at each record;
// sums to 1 less the probability that there is none. Each record once, in the branches' order.
std::vector<Share> share_of_records(const Answers& answers);

// People at one place.
struct Population {
  std::string place;
  Asker asker;
  double people = 0;
};

// In which region a record's answer leads to; "" where nobody knows.
using RegionOf = std::function<std::string(const RecordSet& record)>;

// What share of these people reaches which region; "" for those that get no answer or one that
// nobody knows. Sums to 1; empty where there are no people. Each asks
// afresh: caches are no part of it.
std::map<std::string, double> share_of_regions(const Zones& zones, std::string_view name,
                                               std::string_view type, const Health& health,
                                               std::span<const Population> populations,
                                               const RegionOf& region_of);

}  // namespace godwit::traffic
