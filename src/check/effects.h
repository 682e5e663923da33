// Effects: what each batch of record changes would really do, by the evaluator of DNS answers
// (traffic/effect.h), in the situation that the account and the earlier batches leave.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/batches.h"
#include "check/finding.h"
#include "traffic/effect.h"

namespace godwit::check {

struct JudgedBatch {
  RecordBatch batch;
  bool from_account = false;  // the account has the zone: what is in it is known
  traffic::Situation situation;
  traffic::Effect effect;
  // Shares of a group's records before and after, by set identifier, all being healthy: of the
  // first weighted group that the batch writes. Empty: there is none.
  std::string group;  // its name and type
  std::map<std::string, double> before;
  std::map<std::string, double> after;
};

// In order. Batches of one flow follow each other where the subject is of a migration or they are
// in one script; else each stands alone, as examples of a guide do. One that is a way back is
// judged after all that lead forward before it, and leads to nothing.
std::vector<JudgedBatch> judge(const Subject& subject);

// The situation that the account alone makes; without one: nothing is known.
traffic::Situation situation_of(const Subject& subject);
// Where a record leads, by the account's sites or by the region in its target's name or in its set
// identifier; empty: nobody knows.
std::string region_of(const Subject& subject, const traffic::RecordSet& record);

// What a plan's first batch would do: a weighted record for each side, all weight on the source.
// Only with an account.
traffic::Effect effect_of_records_step(const Subject& subject, const plan::Traffic& traffic);

// Does the batch give one record of the group all the weight of those that it writes? Then
// everybody is meant to go there; a few of a hundred are a first step.
bool wants_everybody(const RecordBatch& batch, const std::string& group);

// The change of the batch that a finding of the evaluator is about; nullptr: none of its own.
const RecordChange* change_of(const JudgedBatch& judged, const traffic::Finding& finding);

// Tells what the evaluator finds under an id, at a field of the change; its sentence up to a
// semicolon is the message.
void tell(const JudgedBatch& judged, const traffic::Finding& found, std::string_view field,
          std::string remedy, Findings& findings);

}  // namespace godwit::check
