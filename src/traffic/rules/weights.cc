// Facts C5 and C7: weights, and what one more of them does.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "traffic/choice.h"
#include "traffic/rules.h"
#include "traffic/tree_health.h"
#include "traffic/zone_index.h"

namespace godwit::traffic::rule {

void weight_out_of_range(const Case& given, std::vector<Finding>& findings) {
  constexpr int greatest = 255;
  for (const RecordSet* record : given.written()) {
    if (!record->weight || (*record->weight >= 0 && *record->weight <= greatest)) continue;
    findings.push_back({.id = "weight-out-of-range",
                        .fact = "C5",
                        .severity = Severity::refused,
                        .records = {title(*record)},
                        .numbers = {{"weight", *record->weight}, {"greatest", greatest}},
                        .sentence = fmt::format("{} has the weight {}; weights are 0 to {}",
                                                title(*record), *record->weight, greatest)});
  }
}

namespace {

// How probable each record of a group is, for all users together; aliases are not followed, but
// their health is.
std::map<std::string, double> shares_within(const TouchedGroup& touched, const Case& given) {
  const ZoneIndex index(given.intended);
  const ZoneIndex::Found found = index.find(touched.name);
  const ZoneIndex::Group* group = found.exact ? index.group_of(*found.node, touched.type) : nullptr;
  std::map<std::string, double> shares;  // by set identifier
  if (group == nullptr) return shares;
  double everybody = 0;
  for (const Population& population : given.populations) {
    const double people = std::max(0.0, population.people);
    everybody += people;
    TreeHealth health(index, population.asker, given.situation.collections, given.situation.health);
    Choices choices;
    choose(
        index.records_of(*group), population.asker, given.situation.collections,
        [&](std::size_t at) { return health.is_healthy(*group, at); }, choices);
    for (const Choice& choice : choices) {
      shares[index.records_of(*group)[choice.position]->set_identifier] +=
          people * choice.probability;
    }
  }
  for (auto& [identifier, share] : shares) share /= everybody;
  return shares;
}

std::string place_of(const RecordSet& record, const Case& given) {
  std::string region = given.situation.region_of ? given.situation.region_of(record) : "";
  return region.empty() ? "'" + record.set_identifier + "'" : region;
}

}  // namespace

// UPSERT of an identifier that is not there updates nothing: it adds a record beside those that
// are, which keep their weights.
void set_identifier_added(const Case& given, std::vector<Finding>& findings) {
  for (const Outcome& outcome : given.outcomes) {
    const RecordSet& added = outcome.change->record;
    if (outcome.change->action != Action::upsert || outcome.existed || !added.weight) continue;
    const auto group = std::ranges::find_if(given.groups, [&](const TouchedGroup& each) {
      return each.name == added.name && each.type == added.type;
    });
    auto shares = shares_within(*group, given);
    // Those that were there, and that the batch leaves as they are.
    const RecordSet* most = nullptr;
    double most_share = 0;
    std::vector<std::string> others;
    for (const RecordSet* record : group->before) {
      if (std::ranges::none_of(group->after,
                               [&](const RecordSet* after) { return *after == *record; })) {
        continue;
      }
      others.push_back("'" + record->set_identifier + "'");
      const double share = shares[record->set_identifier];
      if (most == nullptr || share > most_share) {
        most = record;
        most_share = share;
      }
    }
    if (most == nullptr) continue;
    const double added_share = shares[added.set_identifier];
    findings.push_back({.id = "set-identifier-added",
                        .fact = "C7",
                        .severity = Severity::warning,
                        .records = {title(added), title(*most)},
                        .numbers = {{"share_of_added", added_share}, {"share_of_kept", most_share}},
                        .sentence = fmt::format(
                            "UPSERT adds the set identifier '{}' beside {} and updates none of "
                            "them: after this batch {} of users still reach {}",
                            added.set_identifier, join(others, ", "), percent(most_share),
                            place_of(*most, given))});
  }
}

}  // namespace godwit::traffic::rule
