#include "base/counted.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

TEST(Counted, SaysOneOrMany) {
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(1361, "file"), "1361 files");
  EXPECT_EQ(counted_in_groups(1, "file"), "1 file");
  EXPECT_EQ(counted_in_groups(1361, "file"), "1,361 files");
}

}  // namespace
}  // namespace godwit
