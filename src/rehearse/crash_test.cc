// The crash matrix: the process that carries a run out dies after every record of its journal, one
// at a time, for every kind of step, forward and on every way back; where that record is an intent,
// once before its call reaches the cloud and once after; and with what was not synced torn. A new
// process resumes from the journal. Each time, the account and every step end as without a crash,
// and the account's audit trail knows of nothing orphaned and nothing done twice.
#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "rehearse/testing/consumers.h"
#include "rehearse/world.h"
#include "step/effects.h"
#include "step/steps.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::IsEmpty;

// Fewer objects and users than the small one: this runs thousands of times. Something for every
// kind of step to do: versions that are archived, and a bucket whose versions are not on.
Small tiny() {
  return make_small_with_consumers(
      {{"duration: 4d", "duration: 2d"}, {"soak: 1d", "soak: 6h"}},
      {{"generate: 12", "generate: 5"},
       {"archived: 15%", "archived: 60%"},
       {"requests_per_day: 60", "requests_per_day: 15"},
       {"name: small-transcripts\n    region: eu-west-1\n    versioning: enabled",
        "name: small-transcripts\n    region: eu-west-1\n    versioning: suspended"}});
}

struct Way {
  std::string name;
  std::string fault;  // that turns the run around; empty: forward to the end
  bool torn = false;  // any part of what was not synced survives
};

Evidence run(const Small& small, const Way& way, const std::vector<Cut>& cuts) {
  PassOptions options;
  options.cuts = cuts;
  options.name = way.name;
  options.files = &small.files;
  if (!way.fault.empty()) options.faults.push_back(parse_fault(way.fault).value());
  if (way.torn) options.faults.push_back(parse_fault("torn-writes").value());
  auto evidence = World(small.plan, small.graph, small.account, options).run();
  if (!evidence) {
    Evidence failed;
    failed.failure = evidence.error();
    return failed;
  }
  return std::move(*evidence);
}

// Where two accounts differ first.
std::string first_difference(const boost::json::value& a, const boost::json::value& b,
                             const std::string& path) {
  if (a.is_object() && b.is_object()) {
    for (const auto& [name, value] : a.get_object()) {
      const auto* other = b.get_object().if_contains(name);
      const std::string below = path + "/" + std::string(name);
      if (other == nullptr) return below + " is gone";
      if (*other != value) return first_difference(value, *other, below);
    }
  }
  return fmt::format("{}: {} and {}", path, boost::json::serialize(a).substr(0, 200),
                     boost::json::serialize(b).substr(0, 200));
}

void leave_out_objects(boost::json::value& snapshot) {
  for (auto& [name, bucket] : snapshot.at("s3").as_object()) bucket.as_object().erase("objects");
}

// What is not as it would have been; empty: nothing.
std::vector<std::string> differences(const Small& small, const Evidence& whole,
                                     const Evidence& crashed) {
  std::vector<std::string> found;
  if (crashed.outcome != whole.outcome) {
    found.push_back(fmt::format("it ended {}: {}", run::to_string(crashed.outcome),
                                crashed.failure ? to_string(*crashed.failure) : ""));
  }
  if (crashed.owner != whole.owner) found.push_back("answers name '" + crashed.owner + "'");
  if (crashed.snapshot != whole.snapshot) {
    found.push_back("the account is another: " +
                    first_difference(whole.snapshot, crashed.snapshot, {}));
  }
  // The key of sealed values is drawn when it is made.
  for (const auto& [path, digest] : whole.files_after) {
    const auto other = crashed.files_after.find(path);
    const bool same = other != crashed.files_after.end() &&
                      (other->second == digest || path == small.plan.sealing_key);
    if (!same) found.push_back(path + " is another");
  }
  if (crashed.files_after.size() != whole.files_after.size()) {
    found.emplace_back("there are other files");
  }
  const auto before = run::fold(whole.journal).steps;
  const auto after = run::fold(crashed.journal).steps;
  for (const auto& [id, step] : before) {
    const auto other = after.find(id);
    const bool same = other != after.end() && other->second.status == step.status;
    if (!same) found.push_back(id + " is not " + std::string(run::to_string(step.status)));
  }
  for (const Judgement& judgement : judge(small.plan, small.graph, small.account, crashed)) {
    if (judgement.verdict.held) continue;
    found.push_back(fmt::format("{}: {}: {}", judgement.invariant->name, judgement.verdict.detail,
                                judgement.verdict.first));
  }
  return found;
}

// More than one change of files has here.
constexpr std::uint32_t most_file_changes = 24;

struct Boundary {
  Cut cut;
  std::string name;
};

std::vector<Boundary> boundaries_of(const Evidence& whole) {
  std::vector<Boundary> boundaries;
  for (const run::Record& record : whole.journal) {
    const bool intent = record.kind == run::RecordKind::intent;
    for (const bool effect : {false, true}) {
      if (effect && !intent) continue;
      boundaries.push_back({{record.sequence, effect},
                            fmt::format("after record {} ({} {}){}", record.sequence,
                                        run::to_string(record.kind), record.step,
                                        !intent  ? ""
                                        : effect ? ", with effect"
                                                 : ", without effect")});
    }
    // What is done to files is many operations, and each of them may be the last.
    const std::string operation = run::text_in(record.payload, "operation");
    if (!intent || (operation != step::file_write && operation != step::tree_rewrite)) continue;
    for (std::uint32_t changes = 0; changes < most_file_changes; ++changes) {
      boundaries.push_back({{record.sequence, true, changes},
                            fmt::format("after record {} ({} {}), and after {} changes of files",
                                        record.sequence, operation, record.step, changes)});
    }
  }
  return boundaries;
}

// The kinds of the steps that have such a record.
std::set<std::string> kinds_with(const Small& small, const Evidence& evidence,
                                 run::RecordKind kind) {
  std::set<std::string> kinds;
  for (const run::Record& record : evidence.journal) {
    if (record.kind != kind) continue;
    const plan::StepSpec* spec = small.graph.find(record.step);
    if (spec != nullptr) kinds.insert(spec->kind);
  }
  return kinds;
}

std::set<std::string> all_kinds() {
  std::set<std::string> kinds;
  for (const std::string_view kind : step::step_kinds()) kinds.emplace(kind);
  return kinds;
}

// Every boundary of that way, on two threads.
void crash_everywhere(const Small& small, const Way& way, run::Outcome outcome) {
  const Evidence whole = run(small, way, {});
  ASSERT_EQ(whole.outcome, outcome) << (whole.failure ? to_string(*whole.failure) : "");
  ASSERT_THAT(differences(small, whole, whole), IsEmpty());
  EXPECT_EQ(kinds_with(small, whole, run::RecordKind::step_begun), all_kinds());
  if (outcome == run::Outcome::completed) {
    EXPECT_EQ(kinds_with(small, whole, run::RecordKind::step_done), all_kinds());
  } else if (way.name == "full") {
    EXPECT_EQ(kinds_with(small, whole, run::RecordKind::undo_done), all_kinds());
  }
  const std::vector<Boundary> boundaries = boundaries_of(whole);
  ASSERT_GT(boundaries.size(), 100U);

  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> resumed = 0;
  std::mutex mutex;
  std::vector<std::string> broken;
  const auto work = [&] {
    for (std::size_t i = next++; i < boundaries.size(); i = next++) {
      const Evidence crashed = run(small, way, {boundaries[i].cut});
      const auto found = differences(small, whole, crashed);
      resumed += std::ranges::any_of(crashed.journal, [](const run::Record& record) {
        return record.kind == run::RecordKind::run_resumed;
      });
      if (found.empty()) continue;
      const std::lock_guard lock(mutex);
      broken.push_back(boundaries[i].name + ": " + found.front());
    }
  };
  std::thread other(work);
  work();
  other.join();
  std::ranges::sort(broken);
  EXPECT_THAT(broken, IsEmpty()) << broken.size() << " of " << boundaries.size();
  // A run whose last record was written is over: its next process has nothing to resume. Before
  // the first one is, there is nothing either.
  EXPECT_GE(resumed, boundaries.size() - 3);
  std::printf("%zu boundaries\n", boundaries.size());
}

TEST(Crash, Forward) { crash_everywhere(tiny(), {"forward", "", false}, run::Outcome::completed); }

TEST(Crash, ForwardWithTornWrites) {
  crash_everywhere(tiny(), {"torn", "", true}, run::Outcome::completed);
}

TEST(Crash, AndAllTheWayBack) {
  crash_everywhere(tiny(), {"full", "roll-back full at traffic/api/soak+2h", false},
                   run::Outcome::rolled_back);
}

TEST(Crash, AndBackWithTrafficAlone) {
  crash_everywhere(tiny(), {"traffic", "roll-back traffic at traffic/api/soak+2h", false},
                   run::Outcome::rolled_back);
}

TEST(Crash, AndBackToAWarmStandby) {
  crash_everywhere(tiny(), {"standby", "roll-back standby at traffic/api/soak+2h", false},
                   run::Outcome::rolled_back);
}

TEST(Crash, AgainAndAgain) {
  const Small small = tiny();
  for (const Way& way : {Way{"forward", "", false}, Way{"forward", "", true},
                         Way{"full", "roll-back full at traffic/api/soak+2h", false}}) {
    Evidence whole = run(small, way, {});
    std::vector<Cut> cuts;
    for (std::uint64_t record = 3; record < whole.journal.size(); record += 6) {
      cuts.push_back({record, record % 2 == 0});
    }
    Evidence crashed = run(small, way, cuts);
    if (!way.fault.empty()) {
      // Each life is a minute late, and with it the users' way home: some more of them write in the
      // target. What becomes of that is no_lost_write's business.
      leave_out_objects(whole.snapshot);
      leave_out_objects(crashed.snapshot);
    }
    EXPECT_THAT(differences(small, whole, crashed), IsEmpty()) << way.name;
  }
}

}  // namespace
}  // namespace godwit::rehearse::testing
