#include "step/weighted_pair.h"

#include <gtest/gtest.h>

namespace godwit::step {
namespace {

using aws::route53::AliasTarget;
using aws::route53::RecordSet;

// What a step remembers of the records that it replaces is what the way back puts there again.
TEST(WeightedPair, RecordsSurviveBeingRemembered) {
  RecordSet alias;
  alias.name = "api.example.org";
  alias.type = "A";
  alias.set_identifier = "west \"1\"";
  alias.weight = 100;
  alias.alias = AliasTarget{"ZLY8HYME6SFDD", "d-1.execute-api.eu-west-1.amazonaws.com", true};
  alias.health_check_id = "abc";
  RecordSet plain;
  plain.name = "example.org";
  plain.type = "TXT";
  plain.ttl = 300;
  plain.values = {"\"v=spf1 -all\"", "\"two\\;\""};
  EXPECT_EQ(records_from_text(to_text({alias, plain})), (std::vector{alias, plain}));
  EXPECT_TRUE(records_from_text(to_text({})).empty());
  EXPECT_TRUE(records_from_text("").empty());
}

}  // namespace
}  // namespace godwit::step
