#include <gtest/gtest.h>

#include "env/real_programs.h"
#include "env/simulated_env.h"

namespace godwit {
namespace {

TEST(RealPrograms, BringWhatTheySay) {
  const auto result = RealPrograms().run(
      {"sh", "-c", "echo \"$1\"; echo two >&2; exit 3", "sh", "a b"}, seconds(9));
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_EQ(result->status, 3);
  EXPECT_EQ(result->output, "a b\n");
  EXPECT_EQ(result->errors, "two\n");
}

TEST(RealPrograms, HaveNothingToReadAndMayBeKilled) {
  EXPECT_EQ(RealPrograms().run({"cat"}, seconds(9))->output, "");
  EXPECT_EQ(RealPrograms().run({"sh", "-c", "kill -9 $$"}, seconds(9))->status, 137);
}

TEST(RealPrograms, EndInTime) {
  const auto late = RealPrograms().run({"sleep", "60"}, milliseconds(50));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::unknown);
  EXPECT_EQ(late.error().cause, "it took longer than 50ms");
}

TEST(RealPrograms, AreCutOff) {
  const auto result =
      RealPrograms().run({"sh", "-c", "head -c 3000000 /dev/zero; echo end >&2"}, seconds(20));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->output.size(), 1U << 20);
  EXPECT_EQ(result->errors, "end\n");
}

TEST(RealPrograms, MustBeThere) {
  EXPECT_EQ(RealPrograms().run({"/no/such/program"}, seconds(1)).error().kind,
            ErrorKind::not_found);
}

TEST(SimulatedEnv, HasProgramsAndPauses) {
  SimulatedEnv world;
  world.programs.install("lend", [](const auto& arguments) -> Result<ProgramResult> {
    return ProgramResult{.status = 0, .output = arguments.at(1), .errors = {}};
  });
  Env env = world.env();
  EXPECT_EQ(env.programs.run({"lend", "a"}, seconds(1))->output, "a");
  EXPECT_EQ(env.programs.run({"borrow"}, seconds(1)).error().kind, ErrorKind::not_found);
  env.sleeper.sleep(seconds(5));
  EXPECT_EQ(world.sleeper.pauses(), std::vector<Duration>{seconds(5)});
  EXPECT_EQ(env.clock.now(), Time());
}

}  // namespace
}  // namespace godwit
