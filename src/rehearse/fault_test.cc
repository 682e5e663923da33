#include "rehearse/fault.h"

#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::HasSubstr;

std::string why_not(std::string_view text) {
  const auto fault = parse_fault(text);
  if (fault) return "it reads as " + to_string(*fault);
  EXPECT_FALSE(fault.error().remedy.empty());
  return fault.error().cause;
}

TEST(Fault, ReadsAsItIsWritten) {
  const Fault fault = *parse_fault("failing eu-central-1 at traffic/api/shift+30h for 2h");
  EXPECT_EQ(fault.kind, FaultKind::failing_site);
  EXPECT_EQ(fault.subject, "eu-central-1");
  EXPECT_EQ(fault.step, "traffic/api/shift");
  EXPECT_EQ(fault.after, hours(30));
  EXPECT_EQ(fault.lasts, hours(2));
  const Fault lost = *parse_fault("lost-responses kms 20% at 1h30m");
  EXPECT_EQ(lost.kind, FaultKind::lost_responses);
  EXPECT_EQ(lost.service, "kms");
  EXPECT_EQ(lost.percent, 20);
  EXPECT_EQ(lost.after, minutes(90));
  const Fault crash = *parse_fault("crash-at-record 17 with effect");
  EXPECT_EQ(crash.record, 17U);
  EXPECT_TRUE(crash.effect);
  EXPECT_EQ(parse_fault("slow eu-west-1")->amount, seconds(3)) << "what is usual";
  EXPECT_EQ(parse_fault("throttled")->percent, 100);
  EXPECT_EQ(parse_fault("roll-back at traffic/api/soak+6h")->mode, "full");
}

// Every kind, with everything that its form allows.
TEST(Fault, PrintsWhatItReads) {
  std::size_t number = 0;
  for (const FaultForm& form : fault_forms()) {
    EXPECT_EQ(static_cast<std::size_t>(form.kind), number++) << form.name;
    for (bool full : {false, true}) {
      std::string text(form.name);
      if (form.subject == FaultForm::Subject::service) {
        if (full) text += " route53";
      } else if (form.subject != FaultForm::Subject::none) {
        text += " eu-west-1";
      }
      if (form.number == FaultForm::Number::percent) text += full ? " 7%" : " 100%";
      if (form.number == FaultForm::Number::record) text += full ? " 9 with effect" : " 9";
      if (form.number == FaultForm::Number::mode && full) text += " traffic";
      if (form.amount && full) text += " by 1d2h3m4s5ms";
      if (full && form.kind != FaultKind::crash_at_record) text += " at traffic/api/shift+90m";
      if (full && !form.momentary) text += " for 36h";
      const auto fault = parse_fault(text);
      ASSERT_TRUE(fault) << text << ": " << fault.error().cause;
      const auto again = parse_fault(to_string(*fault));
      ASSERT_TRUE(again) << to_string(*fault) << ": " << again.error().cause;
      EXPECT_EQ(*again, *fault) << text << " became " << to_string(*fault);
    }
  }
  EXPECT_EQ(to_string(*parse_fault("crash-at-record 9")), "crash-at-record 9 without effect");
  EXPECT_EQ(to_string(*parse_fault("slow-calls 50% by 8s at traffic/api/shift")),
            "slow-calls 50% by 8s at traffic/api/shift");
}

TEST(Fault, SaysWhatIsWrong) {
  EXPECT_THAT(why_not("failling eu-west-1"), HasSubstr("did you mean 'failing'?"));
  EXPECT_THAT(why_not(""), HasSubstr("no fault is called ''"));
  EXPECT_THAT(why_not("down"), HasSubstr("needs a region"));
  EXPECT_THAT(why_not("throttled kmz 20%"), HasSubstr("did you mean 'kms'?"));
  EXPECT_THAT(why_not("throttled 0%"), HasSubstr("no share"));
  EXPECT_THAT(why_not("throttled 101%"), HasSubstr("no share"));
  EXPECT_THAT(why_not("gone eu-west-1 at"), HasSubstr("has to follow 'at'"));
  EXPECT_THAT(why_not("gone eu-west-1 at 1h at 2h"), HasSubstr("twice"));
  EXPECT_THAT(why_not("gone eu-west-1 by 1h"), HasSubstr("has no amount"));
  EXPECT_THAT(why_not("crash for 1h"), HasSubstr("does not last"));
  EXPECT_THAT(why_not("crash-at-record 5 at 3h"), HasSubstr("its record says when"));
  EXPECT_THAT(why_not("crash-at-record zero"), HasSubstr("no record's number"));
  EXPECT_THAT(why_not("roll-back trafic"), HasSubstr("did you mean 'traffic'?"));
  EXPECT_THAT(why_not("stalled at noon"), HasSubstr("is no duration"));
  EXPECT_THAT(why_not("stalled since 3h"), HasSubstr("neither 'by' nor 'at' nor 'for'"));
}

TEST(Fault, IsAboutSomethingThatExists) {
  const Small small = make_small();
  const auto problem = [&small](std::string_view text) {
    const auto checked = check_fault(*parse_fault(text), small.account, small.graph);
    return checked ? std::string() : checked.error().cause;
  };
  EXPECT_EQ(problem("down us-east-1"), "");
  EXPECT_EQ(problem("replication-stalled small-recordings-new"), "");
  EXPECT_THAT(problem("gone us-east-1"), HasSubstr("has no site there"));
  EXPECT_THAT(problem("down eu-west-3"), HasSubstr("did you mean 'eu-west-1'?"));
  EXPECT_THAT(problem("replication-stalled small-recording"),
              HasSubstr("did you mean 'small-recordings'?"));
  EXPECT_THAT(problem("crash at traffic/api/shif+1h"), HasSubstr("did you mean"));
}

}  // namespace
}  // namespace godwit::rehearse::testing
