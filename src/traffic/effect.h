// Effect: what a batch of changes to records will do, worked out before it is made: who reaches
// which region before and after, and what is to be said against it. Pure, like the answers that it
// is worked out from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "traffic/answers.h"
#include "traffic/batch.h"
#include "traffic/finding.h"

namespace godwit::traffic {

// What a health check is set to, as far as answers depend on it.
struct CheckSettings {
  bool inverted = false;
  bool disabled = false;
  Duration interval = seconds(30);
  int threshold = 3;
};

// What is known before the batch. What is not known is empty.
struct Situation {
  std::vector<Zone> zones;
  CidrCollections collections;
  Health health;
  std::map<std::string, CheckSettings> checks;  // by id
  // Without them, one user of whom nothing is known.
  std::vector<Population> populations;
  RegionOf region_of;                     // empty: no record's region is known
  std::vector<std::string> called_hosts;  // that clients call; empty: not known
};

// Shares by region, "" for no answer or one that nobody knows.
struct PlaceEffect {
  std::string place;
  double people = 0;
  std::map<std::string, double> before;
  std::map<std::string, double> after;
};

// Of the addresses of a name that the batch touches, or that leads to one that it does.
struct NameEffect {
  std::string name;
  std::string type;  // A or AAAA
  std::map<std::string, double> before;
  std::map<std::string, double> after;
  std::vector<PlaceEffect> places;
};

struct Effect {
  bool refused = false;     // nothing is changed
  std::vector<Zone> zones;  // after the batch
  std::vector<NameEffect> names;
  // In the order of the rules (rules.h). Where the batch is refused, the findings that do not
  // refuse it speak of what it would do once that is mended.
  std::vector<Finding> findings;
};

// The batch's zone must be one of the situation's, or else the batch is refused.
Effect effect_of(const Situation& situation, const Batch& batch);

}  // namespace godwit::traffic
