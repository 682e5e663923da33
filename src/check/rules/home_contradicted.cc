// Fact E2: where a store is written to is said in ways that cannot all be true.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "check/homes.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view remedy =
    "say once for each store which region owns it now and which will, and take its snapshots there";

// May both be true, one of them before the move and the other after it?
bool may_follow(const Subject& subject, const Home& a, const Home& b) {
  return a.region == subject.migration.source.region && (!a.planned || !b.planned);
}

// The same thing is first here and second there, in the same region.
void look_at_roles(const Subject& subject, const std::vector<Home>& homes, Findings& findings) {
  for (const Home& second : homes) {
    if (second.role != Home::Role::secondary) continue;
    std::vector<Related> related;
    for (const Home& first : homes) {
      if (first.role != Home::Role::primary || first.region != second.region ||
          !equal_ignoring_case(first.name, second.name) || may_follow(subject, first, second)) {
        continue;
      }
      related.push_back({first.span, "its primary region"});
    }
    if (related.empty()) continue;
    Finding& finding = findings.add(
        second.span,
        fmt::format("{} is the secondary region of {} here, and its primary one elsewhere: nobody "
                    "can tell which copy is written to",
                    second.region, second.name),
        std::string(remedy));
    finding.related = std::move(related);
  }
}

// A read replica where the database itself is: that of a section whose title says where it is.
void look_at_replicas(const Subject& subject, const std::vector<Home>& homes,
                      const std::vector<Passage>& passages, int document, Findings& findings) {
  std::vector<const Home*> owners;
  for (const Home& home : homes) {
    if (home.role != Home::Role::primary || home.section < 0) continue;
    const bool database = std::ranges::any_of(passages, [&](const Passage& passage) {
      return passage.document == document && passage.section == home.section &&
             (has_word(passage.plain, "RDS") || has_word(passage.plain, "Aurora"));
    });
    if (database) owners.push_back(&home);
  }
  // Of several databases nobody knows which the replica is of.
  if (owners.size() != 1) return;
  for (const Home& replica : homes) {
    if (replica.role != Home::Role::replica || replica.region != owners[0]->region ||
        may_follow(subject, *owners[0], replica)) {
      continue;
    }
    Finding& finding = findings.add(
        replica.span,
        fmt::format("a read replica is put into {}, where the database of {} is written to: "
                    "either it is the primary, or the primary is elsewhere",
                    replica.region, owners[0]->name),
        std::string(remedy));
    finding.related.push_back({owners[0]->span, "the database is here"});
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Passage> passages = passages_of(subject);
  for (std::size_t document = 0; document < subject.documents.size(); ++document) {
    const int index = static_cast<int>(document);
    const std::vector<Home> homes = homes_of(subject, index, passages);
    constexpr std::size_t most = 500;  // more than anybody has stores
    if (homes.size() > most) continue;
    look_at_roles(subject, homes, findings);
    look_at_replicas(subject, homes, passages, index, findings);
  }
}

}  // namespace

extern const Rule home_contradicted;
const Rule home_contradicted{.id = "home-contradicted",
                             .severity = Severity::error,
                             .title = "a store has its home in two ways that cannot both be true",
                             .look = look};

}  // namespace godwit::check::rule
