// A machine whose files and programs are changed by two processes, and what it has seen of that.
#include "rehearse/machine.h"

#include <gmock/gmock.h>

#include "env/simulated_env.h"
#include "rehearse/testing/small.h"
#include "rehearse/work_disk.h"
#include "step/effects.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char* consumers = R"(
consumers:
  - {name: app, kind: file, file: repo/app.json, set: {Region: eu-central-1}}
  - {name: release, kind: command, run: [./release.sh, new], undo: [./release.sh, old],
     check: [./released.sh], timeout: 10m}
)";

struct MachineTest : ::testing::Test {
  Small small = make_small({{"workload: {read_through: true}",
                             std::string("workload: {read_through: true}") + consumers}});
  Files files = {{"repo/app.json", "{\"Region\": \"eu-west-1\"}\n"}, {"repo/README", "words\n"}};
  SimulatedEnv env;
  std::vector<Fault> faults;
  std::unique_ptr<Schedule> schedule;
  std::unique_ptr<Machine> machine;
  SimulatedDisk journals;
  std::uint64_t records = 7;
  std::unique_ptr<WorkDisk> disk;
  std::size_t looks = 0;

  void begin() {
    schedule = std::make_unique<Schedule>(faults, env.clock, env.scheduler, env.random);
    schedule->start();
    machine = std::make_unique<Machine>(env.clock, env.disk, *schedule, small.plan, files);
    machine->on_change([this] { ++looks; });
    disk = std::make_unique<WorkDisk>(journals, "/run.journal", *machine, "engine 2",
                                      [this] { return records; });
  }
  Result<ProgramResult> run(const std::vector<std::string>& arguments) {
    return machine->run("engine", arguments, minutes(10), records);
  }
};

TEST_F(MachineTest, TellsOfEachChangeOfAFileThatWasThere) {
  begin();
  ASSERT_TRUE(write_file(*disk, "repo/app.json", "{}"));
  ASSERT_TRUE(write_file(*disk, "repo/new", "nobody knew it"));
  records = 9;
  ASSERT_TRUE(disk->remove("repo/README"));
  ASSERT_EQ(machine->changes().size(), 2U);
  const LocalChange& first = machine->changes()[0];
  EXPECT_EQ(first.subject, "repo/app.json");
  EXPECT_EQ(first.operation, step::file_write);
  EXPECT_EQ(first.principal, "engine 2");
  EXPECT_EQ(first.after_record, 7U);
  EXPECT_EQ(machine->changes()[1].subject, "repo/README");
  EXPECT_EQ(machine->changes()[1].after_record, 9U);
  EXPECT_EQ(looks, 2U);
}

// Whoever writes in place is seen in the middle of it.
TEST_F(MachineTest, TellsOfEachWriteInPlace) {
  begin();
  auto file = disk->open("repo/app.json", OpenMode::write, false);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->truncate(0));
  ASSERT_TRUE((*file)->write(0, "{"));
  ASSERT_TRUE((*file)->write(1, "}"));
  EXPECT_EQ(looks, 3U);
}

TEST_F(MachineTest, KeepsTheJournalOnItsOwnDisk) {
  begin();
  ASSERT_TRUE(write_file(*disk, "/run.journal-lease", "mine"));
  ASSERT_TRUE(write_file(*disk, "elsewhere", "too"));
  EXPECT_THAT(journals.paths(), ElementsAre("/run.journal-lease"));
  EXPECT_TRUE(env.disk.exists("elsewhere").value());
  EXPECT_FALSE(env.disk.exists("/run.journal-lease").value());
  EXPECT_THAT(machine->changes(), IsEmpty());
}

TEST_F(MachineTest, ProgramsBringAboutWhatTheirCheckLooksFor) {
  begin();
  EXPECT_EQ(run({"./released.sh"})->status, 1);
  EXPECT_EQ(run({"./release.sh", "new"})->status, 0);
  EXPECT_EQ(run({"./released.sh"})->status, 0);
  EXPECT_TRUE(machine->has_happened("release"));
  EXPECT_EQ(run({"./release.sh", "old"})->status, 0);
  EXPECT_EQ(run({"./released.sh"})->status, 1);
  ASSERT_EQ(machine->changes().size(), 2U);
  EXPECT_EQ(machine->changes()[0].operation, step::program_run);
  EXPECT_EQ(machine->changes()[0].subject, "./release.sh new");
  EXPECT_FALSE(machine->changes()[0].again || machine->changes()[1].again);
}

TEST_F(MachineTest, KnowsWhatIsDoneTwice) {
  begin();
  ASSERT_TRUE(run({"./release.sh", "new"}));
  ASSERT_TRUE(run({"./release.sh", "new"}));
  ASSERT_EQ(machine->changes().size(), 2U);
  EXPECT_TRUE(machine->changes()[1].again);
}

TEST_F(MachineTest, HasNoOtherPrograms) {
  begin();
  EXPECT_EQ(run({"./release.sh", "newest"}).error().kind, ErrorKind::not_found);
  EXPECT_EQ(run({}).error().kind, ErrorKind::not_found);
}

// They fail before they have done anything, or hang, after it or before it; and what looks is
// never wrong.
TEST_F(MachineTest, ProgramsThatFailDoSoInEachWay) {
  faults = {parse_fault("failing-programs").value()};
  begin();
  std::size_t refused = 0;
  std::size_t hung_after = 0;
  std::size_t hung_before = 0;
  for (int i = 0; i < 60; ++i) {
    const std::size_t before = machine->changes().size();
    const auto result = run({"./release.sh", "new"});
    const bool happened = machine->changes().size() > before;
    if (result) {
      EXPECT_NE(result->status, 0);
      EXPECT_FALSE(happened);
      ++refused;
    } else {
      EXPECT_EQ(result.error().kind, ErrorKind::unknown);
      ++(happened ? hung_after : hung_before);
    }
    EXPECT_FALSE(run({"./released.sh"})) << "it answered while all programs fail";
  }
  EXPECT_GT(refused, 5U);
  EXPECT_GT(hung_after, 5U);
  EXPECT_GT(hung_before, 5U);
}

TEST_F(MachineTest, DigestsLeaveOutWhatTheyAreAskedTo) {
  begin();
  ASSERT_TRUE(write_file(env.disk, "/run.journal", "records"));
  std::vector<std::string> paths;
  for (const auto& [path, digest] : machine->digests({"/run.journal"})) {
    EXPECT_EQ(digest.size(), 64U);
    paths.push_back(path);
  }
  EXPECT_THAT(paths, ElementsAre("repo/README", "repo/app.json"));
}

}  // namespace
}  // namespace godwit::rehearse::testing
