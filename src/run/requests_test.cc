#include "run/requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_env.h"

namespace godwit::run {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

struct RequestsTest : ::testing::Test {
  SimulatedEnv world;
  RequestReader reader{world.disk, "/r"};

  Result<void> say(RequestKind kind) {
    return ask(
        world.disk, world.sleeper, "/r",
        {.kind = kind, .gate = "g", .by = "Ada", .because = "\"why\"\n", .time = Time(seconds(7))});
  }
  void append(const std::string& bytes) {
    auto file = world.disk.open("/r", OpenMode::create);
    ASSERT_TRUE((*file)->write((*file)->size().value(), bytes));
  }
};

TEST_F(RequestsTest, AreReadOnceAndInOrder) {
  EXPECT_THAT(*reader.read_new(), IsEmpty()) << "no file, nothing asked";
  ASSERT_TRUE(say(RequestKind::pause));
  ASSERT_TRUE(say(RequestKind::go_on));
  const auto requests = reader.read_new();
  ASSERT_THAT(*requests, SizeIs(2));
  EXPECT_EQ((*requests)[0].kind, RequestKind::pause);
  EXPECT_EQ((*requests)[0].by, "Ada");
  EXPECT_EQ((*requests)[0].because, "\"why\"\n");
  EXPECT_EQ((*requests)[0].time, Time(seconds(7)));
  EXPECT_EQ((*requests)[1].number, 2u);
  EXPECT_THAT(*reader.read_new(), IsEmpty());
  ASSERT_TRUE(say(RequestKind::cancel));
  EXPECT_EQ((*reader.read_new())[0].number, 3u);
}

TEST_F(RequestsTest, ATornLineHarmsNobody) {
  ASSERT_TRUE(say(RequestKind::pause));
  append(R"({"request":"canc)");
  EXPECT_THAT(*reader.read_new(), SizeIs(1)) << "the rest may be on its way";
  ASSERT_TRUE(say(RequestKind::go_on));
  const auto requests = reader.read_new();
  ASSERT_THAT(*requests, SizeIs(1));
  EXPECT_EQ((*requests)[0].kind, RequestKind::go_on);
  EXPECT_EQ((*requests)[0].number, 3u) << "the torn one has a number too";
  append("[]\n{\"request\":\"dance\"}\n\xff\xfe\n");
  EXPECT_THAT(*reader.read_new(), IsEmpty());
}

TEST_F(RequestsTest, WaitsForWhoeverIsAppending) {
  auto held = world.disk.open("/r", OpenMode::create, true);
  ASSERT_TRUE(held);
  const auto asked = say(RequestKind::pause);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().kind, ErrorKind::conflict);
  EXPECT_GT(world.sleeper.pauses().size(), 10u);
  held->reset();
  EXPECT_TRUE(say(RequestKind::pause));
}

TEST_F(RequestsTest, AreDurable) {
  ASSERT_TRUE(say(RequestKind::pause));
  world.disk.crash();
  EXPECT_THAT(*reader.read_new(), SizeIs(1));
}

}  // namespace
}  // namespace godwit::run
