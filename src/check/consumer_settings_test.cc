#include "check/consumer_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<ConsumerSetting> settings(const std::string& script) {
  testing::Files files;
  files.texts.emplace_back("a.md", "# A\n\n```bash\n" + script + "\n```\n");
  return consumer_settings_of(testing::make_subject(files)->subject);
}

std::vector<std::string> names(const std::string& script) {
  std::vector<std::string> all;
  for (const ConsumerSetting& setting : settings(script)) {
    all.push_back(setting.keeper + " " + setting.name + "=" + setting.value.text);
  }
  return all;
}

TEST(ConsumerSettings, AreReadFromTheProgramsThatSetThem) {
  EXPECT_THAT(names("npx -y supabase secrets set A=1 --project-ref x=y B=\"2\""),
              ElementsAre("Supabase A=1", "Supabase B=2"));
  EXPECT_THAT(names("firebase functions:config:set a.b=\"c\""), ElementsAre("Firebase a.b=c"));
  EXPECT_THAT(names("pnpm exec wrangler secret put TOKEN"), ElementsAre("Cloudflare TOKEN="));
  EXPECT_THAT(names("gh secret set --repo o/r TOKEN --body x"), ElementsAre("GitHub TOKEN="));
  EXPECT_THAT(names("aws ssm put-parameter --name /a --value b --overwrite"),
              ElementsAre("Parameter Store /a=b"));
  EXPECT_THAT(names("supabase secrets list\nsupabase functions deploy x\ngh secret list"),
              IsEmpty());
}

TEST(ConsumerSettings, KnowWhatCanBeReadBack) {
  EXPECT_TRUE(settings("supabase secrets set A=1")[0].write_only);
  EXPECT_FALSE(settings("heroku config:set A=1")[0].write_only);
  EXPECT_TRUE(settings("aws secretsmanager put-secret-value --secret-id s --secret-string x")[0]
                  .keeps_versions);
  EXPECT_FALSE(settings("supabase secrets set A=\"$UNKNOWN\"")[0].value.known);
}

}  // namespace
}  // namespace godwit::check
