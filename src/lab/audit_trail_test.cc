// What the trail keeps of a call, and of whom.
#include "lab/audit_trail.h"

#include <gmock/gmock.h>

#include "lab/front_door.h"
#include "lab/lab_fixture.h"

namespace godwit::lab {
namespace {

class Trail : public LabTest {
 protected:
  Trail() { lab.front_door().set_audit_trail(&trail); }
  ~Trail() override { lab.front_door().set_audit_trail(nullptr); }

  AuditTrail trail{{"workload"}};
};

TEST_F(Trail, KeepsWhatMayChangeSomething) {
  const auto made = must("kms", "CreateKey", central, aws::Value::structure());
  must("kms", "ListKeys", central, aws::Value::structure());
  ASSERT_EQ(trail.entries().size(), 1U);
  const AuditEntry& entry = trail.entries().front();
  EXPECT_EQ(entry.time, env.clock.now());
  EXPECT_EQ(entry.principal, lab.account().credentials.access_key_id);
  EXPECT_EQ(entry.operation, "kms CreateKey");
  EXPECT_EQ(entry.region, central);
  EXPECT_EQ(entry.subject, "kms.eu-central-1.amazonaws.com/");
  EXPECT_EQ(entry.deed, Deed::makes);
  EXPECT_EQ(entry.resource, "key " + made["KeyMetadata"]["KeyId"].text());
  EXPECT_EQ(entry.status, 200);
  EXPECT_TRUE(entry.effect);
  EXPECT_TRUE(entry.told);
}

TEST_F(Trail, KnowsARefusalFromAnEffect) {
  const auto output = ask("kms", "ScheduleKeyDeletion", central,
                          aws::Value().set("KeyId", "11111111-0000-0000-0000-000000000000"));
  EXPECT_FALSE(output);
  ASSERT_EQ(trail.entries().size(), 1U);
  EXPECT_FALSE(trail.entries().front().effect);
  EXPECT_EQ(trail.entries().front().code, "NotFoundException");
  EXPECT_EQ(trail.entries().front().status, 400);
}

TEST_F(Trail, KnowsWhatIsSaidOnce) {
  aws::Value input;
  input.set("CallerReference", "once")
      .set("HealthCheckConfig", aws::Value()
                                    .set("Type", "HTTPS")
                                    .set("FullyQualifiedDomainName", "api.example.org")
                                    .set("ResourcePath", "/health"));
  const auto made = must("route53", "CreateHealthCheck", "us-east-1", input);
  ASSERT_EQ(trail.entries().size(), 1U);
  EXPECT_EQ(trail.entries().front().token, "once");
  EXPECT_EQ(trail.entries().front().resource, "health check " + made["HealthCheck"]["Id"].text());
}

TEST_F(Trail, SeesAnEffectThatNobodyWasToldOf) {
  lab.front_door().set_edge([](const aws::Service&, const aws::Operation&, const std::string&) {
    return EdgeEffect{.error = std::nullopt, .drop_after = true};
  });
  EXPECT_FALSE(ask("kms", "CreateKey", central, aws::Value::structure()));
  ASSERT_EQ(trail.entries().size(), 1U);
  EXPECT_TRUE(trail.entries().front().effect);
  EXPECT_FALSE(trail.entries().front().told);
  // And none of what never arrived.
  lab.front_door().set_edge([](const aws::Service&, const aws::Operation&, const std::string&) {
    return EdgeEffect{.error = std::nullopt, .drop_before = true};
  });
  EXPECT_FALSE(ask("kms", "CreateKey", central, aws::Value::structure()));
  EXPECT_EQ(trail.entries().size(), 1U);
}

TEST_F(Trail, TellsPrincipalsApart) {
  for (const char* name : {"engine", "workload"}) {
    aws::SigningCloud other(lab.cloud(), lab.introduce(name), env.clock);
    ASSERT_TRUE(aws::call(other, "kms", "CreateKey", central, aws::Value::structure(), "a key"));
  }
  ASSERT_EQ(trail.entries().size(), 1U) << "users' sites are left out";
  EXPECT_EQ(trail.entries().front().principal, "engine");
  // The same user of the account, with another access key.
  EXPECT_EQ(lab.introduce("engine").access_key_id, lab.introduce("engine").access_key_id);
  EXPECT_NE(lab.introduce("engine").access_key_id, lab.introduce("engine 2").access_key_id);
}

}  // namespace
}  // namespace godwit::lab
