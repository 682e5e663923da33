// Journals and trails by hand: one that agrees, and the same with one thing changed, which has to
// be named.
#include "rehearse/audit_check.h"

#include <gmock/gmock.h>

namespace godwit::rehearse {
namespace {

using lab::Deed;
using run::RecordKind;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string create_key = "kms CreateKey";
const std::string kms = "kms.eu-central-1.amazonaws.com/";

struct AuditCheck : ::testing::Test {
  std::vector<run::Record> journal;
  std::vector<lab::AuditEntry> trail;
  std::vector<Tenure> tenures;

  AuditCheck() { begin("engine", 1); }

  static Time minute(int number) { return Time(minutes(number)); }

  run::Record& record(RecordKind kind, const std::string& step = {},
                      boost::json::object payload = {}) {
    run::Record record;
    record.sequence = journal.size() + 1;
    record.time = minute(static_cast<int>(journal.size()));
    record.kind = kind;
    record.step = step;
    record.payload = std::move(payload);
    return journal.emplace_back(std::move(record));
  }
  void begin(const std::string& principal, std::uint64_t fence) {
    record(journal.empty() ? RecordKind::run_begun : RecordKind::run_resumed, {},
           {{"fence", fence}});
    tenures.push_back({fence, principal, minute(static_cast<int>(journal.size()))});
  }
  void intent(const std::string& step, const std::string& operation = create_key,
              const std::string& subject = kms) {
    record(RecordKind::intent, step, {{"operation", operation}, {"subject", subject}});
  }
  // A call that makes, or tries to make, a key.
  lab::AuditEntry& call(bool effect = true, const std::string& key = "1",
                        const std::string& principal = "engine") {
    lab::AuditEntry entry;
    entry.time = minute(static_cast<int>(journal.size()));
    entry.principal = principal;
    entry.operation = create_key;
    entry.region = "eu-central-1";
    entry.subject = kms;
    entry.resource = "key " + key;
    entry.deed = Deed::makes;
    entry.effect = effect;
    return trail.emplace_back(std::move(entry));
  }
  void remove(const std::string& key) {
    intent("key/a", "kms ScheduleKeyDeletion");
    lab::AuditEntry& entry = call(true, key);
    entry.operation = "kms ScheduleKeyDeletion";
    entry.deed = Deed::removes;
    record(RecordKind::applied, "key/a");
  }

  AuditReport report() const { return check_audit(journal, trail, tenures); }
  std::vector<std::string> wrong() const { return report().wrong; }
};

TEST_F(AuditCheck, AgreesWithWhatHappened) {
  intent("key/a");
  call();
  record(RecordKind::applied, "key/a");
  intent("key/b");
  call(false);
  record(RecordKind::refused, "key/b");
  intent("key/b");  // turned away on its way: the door never saw it
  record(RecordKind::refused, "key/b");
  intent("key/b");
  record(RecordKind::unknown, "key/b");
  intent("key/b");
  call(true, "2");
  record(RecordKind::unknown, "key/b");
  const AuditReport found = report();
  EXPECT_THAT(found.wrong, IsEmpty());
  EXPECT_EQ(found.intents, 5U);
  EXPECT_EQ(found.effects, 2U);
  ASSERT_EQ(found.live.size(), 2U);
  EXPECT_EQ(found.live[0].step, "key/a");
  EXPECT_EQ(found.live[1].step, "key/b");
}

TEST_F(AuditCheck, NamesAnEffectWithoutAnIntent) {
  call();
  EXPECT_THAT(wrong(), ElementsAre(AllOf(HasSubstr("kms CreateKey on " + kms),
                                         HasSubstr("no intent speaks of it"))));
}

TEST_F(AuditCheck, NamesACallMoreThanThereAreIntents) {
  intent("key/a");
  call(true, "1");
  call(true, "1");
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("one call more than the journal has intents")));
}

TEST_F(AuditCheck, NamesWhatWasSaidToBeAppliedAndWasNot) {
  intent("key/a");
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(),
              ElementsAre("record 2 (key/a, kms CreateKey): applied, and nothing has happened"));
}

TEST_F(AuditCheck, NamesARefusalThatHadAnEffect) {
  intent("key/a");
  call(true);
  record(RecordKind::refused, "key/a");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("an effect, where the journal has a refusal")));
}

TEST_F(AuditCheck, NamesARefusalThatIsSaidToBeApplied) {
  intent("key/a");
  call(false);
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(), ::testing::UnorderedElementsAre(
                           HasSubstr("applied, and nothing has happened"),
                           HasSubstr("refused, where the journal has an effect")));
}

TEST_F(AuditCheck, NamesAnOutcomeWithoutAnIntent) {
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(), ElementsAre("record 2 (key/a): an outcome without an intent"));
}

TEST_F(AuditCheck, AnIntentOfOneLifeDoesNotExplainTheNext) {
  intent("key/a");
  begin("engine 2", 2);
  call(true, "1", "engine 2");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("engine 2")));
  trail.back().principal = "engine";
  trail.back().time = minute(1);
  EXPECT_THAT(wrong(), IsEmpty()) << "it died before it could write the outcome";
}

TEST_F(AuditCheck, NamesAnEffectAfterSomebodyElseHadTheRun) {
  intent("key/a");
  begin("engine 2", 2);
  call().time = minute(50);
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("an effect after engine 2 had taken the run over")));
}

TEST_F(AuditCheck, NamesSomebodyWhoNeverHadTheRun) {
  call(true, "1", "engine 7");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("it had no right to the run")));
  trail.back().effect = false;
  EXPECT_THAT(wrong(), IsEmpty());
}

// Unknown, looked for too early, and made again.
TEST_F(AuditCheck, NamesWhatWasMadeTwice) {
  intent("key/a");
  call(true, "1");
  record(RecordKind::unknown, "key/a");
  intent("key/a");
  call(true, "2");
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("key/a made key 2, and that is the second one")));
  // The same answer to the same token is the same thing.
  trail.back().resource = "key 1";
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(report().live.size(), 1U);
}

TEST_F(AuditCheck, WhatIsRemovedMayBeMadeAgain) {
  intent("key/a");
  call(true, "1");
  record(RecordKind::applied, "key/a");
  remove("1");
  EXPECT_THAT(report().live, IsEmpty());
  intent("key/a");
  call(true, "2");
  record(RecordKind::applied, "key/a");
  EXPECT_THAT(wrong(), IsEmpty());
  ASSERT_EQ(report().live.size(), 1U);
  EXPECT_EQ(report().live[0].what, "key 2");
}

// Two steps at the same time, whose calls nothing but their order tells apart.
TEST_F(AuditCheck, TwoStepsMayMakeTheSameKindOfThing) {
  intent("key/a");
  intent("key/b");
  call(true, "1");
  call(true, "2");
  record(RecordKind::applied, "key/a");
  record(RecordKind::applied, "key/b");
  EXPECT_THAT(wrong(), IsEmpty());
}

// What changed on the machine: files after an intent that speaks of them, and programs.
struct LocalAudit : AuditCheck {
  std::vector<LocalChange> local;

  void file(const std::string& path) {
    local.push_back({minute(1), "engine", "file write", path, journal.size()});
  }
  std::vector<std::string> wrong() const {
    return check_audit(journal, trail, tenures, local).wrong;
  }
};

TEST_F(LocalAudit, ChangesOfFilesFollowOnTheirIntent) {
  intent("consumer/app", "file write", "repo/app.json");
  file("repo/app.json");
  file("repo/app.json");
  record(RecordKind::applied, "consumer/app");
  intent("rewrite", "tree rewrite", "repo");
  file("repo/a");
  file("repo/app.json");
  record(RecordKind::unknown, "rewrite");
  intent("rewrite", "tree rewrite", "repo");
  file("repo/b");
  record(RecordKind::applied, "rewrite");
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_F(LocalAudit, AFileThatNoIntentSpeaksOf) {
  intent("rewrite", "tree rewrite", "repo");
  file("repo/a");
  file("repository/a");
  record(RecordKind::applied, "rewrite");
  file("repo/a");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("repository/a: no intent speaks of it"),
                                   HasSubstr("repo/a: no intent speaks of it")));
}

TEST_F(LocalAudit, AFileThatHasNotChanged) {
  intent("consumer/app", "file write", "repo/app.json");
  record(RecordKind::applied, "consumer/app");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("applied, and nothing has happened")));
}

// A rewrite whose process died when its last file was in place has nothing left to change.
TEST_F(LocalAudit, ARewriteThatIsCarriedOn) {
  intent("rewrite", "tree rewrite", "repo");
  file("repo/a");
  begin("engine 2", 2);
  intent("rewrite", "tree rewrite", "repo");
  record(RecordKind::applied, "rewrite");
  EXPECT_THAT(wrong(), IsEmpty());
  intent("rewrite", "tree rewrite", "another");
  record(RecordKind::applied, "rewrite");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("applied, and nothing has happened")));
}

TEST_F(LocalAudit, AnEffectThatTheJournalTakesForRefused) {
  intent("consumer/app", "file write", "repo/app.json");
  file("repo/app.json");
  record(RecordKind::refused, "consumer/app");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("an effect, where the journal has a refusal")));
}

TEST_F(LocalAudit, AProgramThatRanOnceMore) {
  intent("consumer/release", "program run", "./release.sh new");
  for (int i = 0; i < 2; ++i) {
    local.push_back({minute(1), "engine", "program run", "./release.sh new", journal.size()});
  }
  record(RecordKind::applied, "consumer/release");
  EXPECT_THAT(wrong(), ElementsAre(HasSubstr("one call more than the journal has intents")));
}

TEST_F(LocalAudit, WhoHasBeenTakenOverChangesNothingHere) {
  begin("engine 2", 2);
  local.push_back({minute(60), "engine", "file write", "repo/app.json", 1});
  EXPECT_THAT(wrong(), ::testing::Contains(HasSubstr("had taken the run over")));
}

}  // namespace
}  // namespace godwit::rehearse
