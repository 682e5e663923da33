// Any bytes as a file of any language, changed by rules of every kind. The first line is its path.
// What no edit names stays as it is; what is carried out can be taken back; a second time there is
// nothing left to do; the diff says what happened; and a journal reads as it was written.
#include "fuzz/fuzz.h"
#include "plan/plan_file.h"
#include "repo/journal.h"
#include "repo/proposer.h"

namespace {

using namespace godwit;

constexpr std::string_view plan_text = R"(plan: move
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1, others: {af-south-1: secondary}}
policy: {duration: 1d, downtime: 0s}
rewrite:
  repository: repo
  rules:
    - {rule: scoped, files: [/in/**], uses: [comment, backup], replace: {eu-west-1: eu-north-1}}
    - rule: set
      set: {Region: eu-central-1, "X.Default": "it's \"$5\" \\ # {more}", Url: "https://new.example/x?y=1&z", Empty: ""}
    - {rule: order, order: [eu-central-1, eu-west-1, af-south-1], names: [regions]}
    - {rule: any, order: [eu-central-1, eu-west-1]}
    - {rule: each, order: [eu-central-1, eu-west-1], names: [first, second]}
    - {rule: more, replace: {old: "old-er", "a": "'b", "in eu-west-1": "not in eu-west-1"}}
    - {rule: moved, replace: {eu-west-1: eu-central-1, Ireland: Frankfurt}}
  exceptions:
    - {files: ["*.md"], literal: eu-west-1, because: history}
    - {files: [kept/], because: kept}
)";

struct World {
  plan::Plan plan = plan::read_plan(plan_text, "plan.yaml").value();
  repo::Vocabulary vocabulary = repo::Vocabulary::of(&plan, nullptr);
  repo::Proposer proposer = repo::Proposer::make(plan, {}, vocabulary).value();
  repo::Proposer::Scratch scratch = proposer.scratch();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  std::string_view rest = fuzz::text(data, size);
  const std::string path(fuzz::line(rest));
  const auto proposal = world.proposer.look_at(path, rest, world.scratch);
  if (!proposal) return 0;
  const std::string shown = repo::shown(std::string(rest), proposal->hidden);
  fuzz::must(shown.size() == rest.size());
  if (!proposal->change) return 0;
  const repo::FileChange& change = *proposal->change;
  fuzz::must(!change.edits.empty());
  std::size_t end = 0;
  for (const repo::Edit& edit : change.edits) {
    fuzz::must(edit.begin >= end && !edit.rule.empty() && edit.before != edit.after);
    end = edit.begin + edit.before.size();
    fuzz::must(rest.substr(edit.begin, edit.before.size()) == edit.before);
  }
  const auto changed = repo::carried_out(rest, change);
  fuzz::must(changed.has_value());
  fuzz::must(repo::taken_back(*changed, change) == rest);
  fuzz::must(!repo::unified_diff(rest, change).empty());
  const auto journal = repo::read_journal_text(repo::journal_text({change}), "journal");
  if (journal) fuzz::must(journal->size() == 1 && journal->front() == change);
  return 0;
}
