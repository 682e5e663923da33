#include "step/inventory.h"

#include <gtest/gtest.h>

namespace godwit::step {
namespace {

aws::s3::Version version(const char* key, const char* id) {
  aws::s3::Version result;
  result.key = key;
  result.version_id = id;
  return result;
}

TEST(Inventory, MissingVersionsComeByKeyAndFromTheOldest) {
  Inventory here = {{"a", {version("a", "3"), version("a", "2"), version("a", "1")}},
                    {"b", {version("b", "9")}},
                    {"c", {version("c", "5")}}};
  Inventory there = {{"a", {version("a", "2")}}, {"c", {version("c", "5"), version("c", "4")}}};
  std::vector<std::string> missing;
  for (const auto* lacking : missing_in(here, there)) missing.push_back(lacking->version_id);
  EXPECT_EQ(missing, (std::vector<std::string>{"1", "3", "9"}));
  EXPECT_TRUE(missing_in({}, there).empty());
  EXPECT_TRUE(missing_in(here, here).empty());
}

}  // namespace
}  // namespace godwit::step
