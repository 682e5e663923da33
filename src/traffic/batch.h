// Batch: changes to the records of one zone, of which Route 53 carries out all or none (fact C6).
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "traffic/record_set.h"

namespace godwit::traffic {

enum class Action : std::uint8_t { create, upsert, remove };
std::string_view to_string(Action action);  // "CREATE"

struct Change {
  Action action = Action::upsert;
  RecordSet record;
};

struct Batch {
  std::string zone;  // id
  std::vector<Change> changes;
};

// What became of one change, in the order of the batch; later ones see what earlier ones did.
struct Outcome {
  const Change* change = nullptr;
  bool existed = false;  // a record of that name, type and set identifier, before this change
  // Can it be carried out? CREATE of a record that is there cannot, nor DELETE of one that is not
  // there just so.
  bool possible = true;
};

// The zone as the changes want it; what is not possible is left out. That Route 53 carries out
// nothing where one is not possible is the caller's to heed.
struct Intended {
  Zone zone;
  std::vector<Outcome> outcomes;
};
Intended intend(const Zone& zone, const Batch& batch);

// A record is known by its name, type and set identifier.
bool same_identity(const RecordSet& a, const RecordSet& b);

}  // namespace godwit::traffic
