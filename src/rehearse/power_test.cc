// Processes that die in the middle of what they do to files and programs.
#include "rehearse/power.h"

#include <gtest/gtest.h>

#include "env/simulated_disk.h"
#include "env/simulated_programs.h"

namespace godwit::rehearse {
namespace {

struct PowerTest : ::testing::Test {
  SimulatedDisk real;
  SimulatedPrograms programs;
  Power power;
  PoweredDisk disk{real, power, "/run.journal"};
  PoweredPrograms powered{programs, power};

  PowerTest() { EXPECT_TRUE(write_file(real, "a", "old")); }
  std::string content() { return read_file(real, "a").value(); }
};

TEST_F(PowerTest, NothingHasAnEffectOnceItIsCut) {
  programs.install("true", [](const auto&) { return ProgramResult{}; });
  EXPECT_TRUE(powered.run({"true"}, minutes(1)));
  power.cut();
  EXPECT_FALSE(write_file(disk, "a", "new"));
  EXPECT_FALSE(powered.run({"true"}, minutes(1)));
  EXPECT_FALSE(disk.sync_around({"."}));
  EXPECT_EQ(content(), "old");
}

// What is done to files is done, and nobody writes it down.
TEST_F(PowerTest, DiesBeforeItWritesDownWhatItHasDone) {
  power.cut_after_next_change();
  EXPECT_TRUE(write_file(disk, "a", "new"));
  EXPECT_TRUE(power.on());
  EXPECT_FALSE(write_file(disk, "/run.journal", "applied"));
  EXPECT_FALSE(power.on());
  EXPECT_EQ(content(), "new");
  EXPECT_FALSE(real.exists("/run.journal").value());
}

// Making a file beside, emptying it, writing it, syncing it, giving it its name.
TEST_F(PowerTest, DiesAtEachChangeOfAFile) {
  for (std::uint32_t changes = 0; changes < 8; ++changes) {
    SimulatedDisk fresh;
    ASSERT_TRUE(write_file(fresh, "a", "old"));
    Power dies;
    PoweredDisk dying(fresh, dies, "/run.journal");
    dies.cut_after_file_changes(changes);
    const bool written = write_file(dying, "a", "new").has_value();
    EXPECT_EQ(written, changes >= 5) << changes;
    EXPECT_EQ(dies.on(), written) << changes;
    EXPECT_EQ(read_file(fresh, "a").value(), written ? "new" : "old") << changes;
  }
}

}  // namespace
}  // namespace godwit::rehearse
