#include "check/plan_places.h"

#include <gtest/gtest.h>

namespace godwit::check {
namespace {

TEST(PlacesInPlans, AreThoseOfTheEntrysOwnKeys) {
  Subject subject;
  subject.plan_text = SourceText("p.yaml",
                                 "buckets:\n"
                                 "  - name: a      # verify: true\n"
                                 "    verify: false  # why not\n"
                                 "    # backfill: true\n"
                                 "\n"
                                 "  - name: b\n"
                                 "    backfill: false\n"
                                 "traffic:\n"
                                 "  - backfill: 1\n");
  const auto place = [&](int line, std::string_view key) {
    return place_in_plan(subject, {"p.yaml", line, 5}, key);
  };
  EXPECT_EQ(place(2, "verify"), (Span{{"p.yaml", 3, 5}, 13}));
  EXPECT_EQ(place(2, "name"), (Span{{"p.yaml", 2, 5}, 7}));
  EXPECT_EQ(place(2, "backfill"), (Span{{"p.yaml", 2, 5}, 0}));  // the other's
  EXPECT_EQ(place(6, "backfill").at.line, 7);
  EXPECT_EQ(place(6, "ver").length, 0);
  EXPECT_EQ(place(99, "name").length, 0);
  EXPECT_EQ(place(0, "name").length, 0);
}

}  // namespace
}  // namespace godwit::check
