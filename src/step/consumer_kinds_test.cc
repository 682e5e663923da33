// What only one kind of consumer has: functions, versions of secrets, programs, files of other
// people's making.
#include <gmock/gmock.h>

#include "base/digest.h"
#include "repo/apply.h"
#include "step/testing/consumer_world.h"

namespace godwit::step {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct SupabaseTest : testing::Test {
  ConsumerWorld world;

  SupabaseTest() {
    world.spec.id = "consumer/edge";
    world.spec.kind = "supabase";
    plan::Parameters& parameters = world.spec.parameters;
    parameters.set("names", std::vector<std::string>{"API", "REGION"});
    parameters.set("value/API", std::string("https://new.example"));
    parameters.set("value/REGION", std::string("eu-central-1"));
    parameters.set("record", std::string());
    parameters.set("sealing_key", std::string("plan.key"));
    parameters.set("project", std::string("abcdefghijklmnopqrst"));
    parameters.set("old", std::string("old.env"));
    parameters.set("deploy", std::vector<std::string>{"token", "chat"});
    parameters.set("sources", std::string("repo/functions"));
    parameters.set("rewritten", true);
    parameters.set("repository", std::string("repo"));
    parameters.set("rewrite_journal", std::string("plan.rewrite"));
    for (const char* folder :
         {"repo", "repo/functions", "repo/functions/token", "repo/functions/chat"}) {
      EXPECT_TRUE(world.env.disk.make_folder(folder));
    }
    write("repo/functions/token/index.ts", "const region = 'eu-west-1';\n");
    write("repo/functions/chat/index.ts", "chat();\n");
    write("old.env", "API=https://old.example\nREGION=eu-west-1\n");
    world.secrets = {{"API", "https://old.example"}, {"REGION", "eu-west-1"}};
    world.functions["token"] = 3;
    // As a plan's rewrite leaves the repository.
    const std::string then = "const region = 'eu-west-1';\n";
    const std::string now = "const region = 'eu-central-1';\n";
    const repo::FileChange change{"functions/token/index.ts",
                                  to_hex(sha256(then)),
                                  to_hex(sha256(now)),
                                  {{16, "eu-west-1", "eu-central-1", "moved"}}};
    const auto applied = repo::apply(world.env.disk, "repo", {change}, "plan.rewrite");
    EXPECT_TRUE(applied.has_value()) << (applied ? "" : to_string(applied.error()));
  }

  void write(const std::string& path, std::string_view content) {
    ASSERT_TRUE(write_file(world.env.disk, path, content));
  }
};

TEST_F(SupabaseTest, DeploysFunctionsAnewAndAsTheyWere) {
  const auto done = world.advance();
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(*done, HasSubstr("deployed: token, chat"));
  EXPECT_EQ(world.functions["token"], 4);
  EXPECT_EQ(world.functions["chat"], 1);
  EXPECT_THAT(world.deployed["token"], HasSubstr("'eu-central-1'"));

  const auto undone = world.undo();
  ASSERT_TRUE(undone) << to_string(undone.error());
  EXPECT_THAT(*undone, HasSubstr("deployed as they were: token"));
  EXPECT_EQ(world.functions["token"], 5);
  EXPECT_THAT(world.deployed["token"], HasSubstr("'eu-west-1'"));
  // The other one's sources are what they were.
  EXPECT_EQ(world.functions["chat"], 1);
  EXPECT_EQ(world.secrets["REGION"], "eu-west-1");
}

TEST_F(SupabaseTest, AFunctionWhoseSourcesAreGoneIsKeptAndHoldsNobodyUp) {
  ASSERT_TRUE(world.advance());
  write("repo/functions/token/index.ts", "something else");
  const auto undone = world.undo();
  ASSERT_TRUE(undone) << to_string(undone.error());
  EXPECT_THAT(*undone, HasSubstr("kept: the function token, for "));
  EXPECT_EQ(world.functions["token"], 4);
  EXPECT_EQ(world.secrets["REGION"], "eu-west-1");
}

TEST_F(SupabaseTest, ADeploymentOfUnknownOutcomeIsNotRepeated) {
  for (const Fate fate : {Fate::lost, Fate::dies_after}) {
    SupabaseTest_ADeploymentOfUnknownOutcomeIsNotRepeated_Test fresh;
    ASSERT_TRUE(fresh.world.advance());
    const auto deployment =
        std::ranges::find(fresh.world.intents, "supabase DeployFunction",
                          [](const std::string& intent) { return intent.substr(0, 23); });
    const int at = static_cast<int>(deployment - fresh.world.intents.begin()) + 1;
    SupabaseTest_ADeploymentOfUnknownOutcomeIsNotRepeated_Test again;
    again.world.fates[at] = fate;
    ASSERT_TRUE(again.world.advance());
    EXPECT_EQ(again.world.functions["token"], 4);
    EXPECT_EQ(again.world.changes, fresh.world.changes);
  }
}

TEST_F(SupabaseTest, AsksAboutSecretsWhoseValuesNobodyKnows) {
  for (const auto& [content, cause] :
       {std::pair("REGION=eu-west-1\n", "old.env has no value of it"),
        std::pair("API=https://other.example\nREGION=eu-west-1\n",
                  "its value in old.env is not the project's")}) {
    write("old.env", content);
    const auto asked = world.advance();
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, "Adopt");
    EXPECT_EQ(asked.error().subject, "API");
    EXPECT_THAT(asked.error().cause, HasSubstr(cause));
    EXPECT_FALSE(to_string(asked.error()).contains("example"));
  }
  EXPECT_EQ(world.secrets["API"], "https://old.example");
  world.adopted = "API";
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(world.secrets["API"], "https://new.example");
  EXPECT_THAT(*world.foresee(), HasSubstr("kept: API"));
  EXPECT_THAT(*world.undo(), HasSubstr("kept, for their old values were never known: API"));
  EXPECT_EQ(world.secrets["API"], "https://new.example");
  EXPECT_EQ(world.secrets["REGION"], "eu-west-1");
}

TEST_F(SupabaseTest, SecretsThatWereNotThereAreDeletedOnTheWayBack) {
  world.secrets.erase("API");
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(world.secrets.size(), 2u);
  ASSERT_TRUE(world.undo());
  EXPECT_THAT(world.secrets, ElementsAre(testing::Pair("REGION", "eu-west-1")));
}

TEST_F(SupabaseTest, AllSecretsAreSetInOneCall) {
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(std::ranges::count(world.intents, "supabase SetSecrets",
                               [](const std::string& intent) { return intent.substr(0, 19); }),
            1);
}

struct FirebaseTest : testing::Test {
  ConsumerWorld world;

  FirebaseTest() {
    world.spec.id = "consumer/cloud";
    world.spec.kind = "firebase";
    plan::Parameters& parameters = world.spec.parameters;
    parameters.set("names", std::vector<std::string>{"api"});
    parameters.set("value/api", std::string("https://new.example"));
    parameters.set("record", std::string("record"));
    parameters.set("sealing_key", std::string("plan.key"));
    parameters.set("project", std::string("medzen-example"));
    world.versions["api"] = {"https://older.example", "https://old.example"};
  }
};

TEST_F(FirebaseTest, AddsOneVersionEach) {
  ASSERT_TRUE(world.advance());
  EXPECT_THAT(world.versions["api"],
              ElementsAre("https://older.example", "https://old.example", "https://new.example"));
  EXPECT_EQ(world.versions["record"].size(), 1u);
  ASSERT_TRUE(world.undo());
  EXPECT_EQ(world.versions["api"].back(), "https://old.example");
  EXPECT_EQ(world.versions["api"].size(), 4u);
}

// "latest" is the version before for some minutes; nothing is added twice for that, whatever
// becomes of an answer.
TEST_F(FirebaseTest, WaitsForWhatIsSeenLate) {
  for (const Fate fate : {Fate::done, Fate::lost, Fate::dies_after}) {
    for (int at = 1; at <= 5; ++at) {
      FirebaseTest_WaitsForWhatIsSeenLate_Test late;
      late.world.latest_lags = minutes(3);
      late.world.fates[at] = fate;
      ASSERT_TRUE(late.world.advance()) << at;
      EXPECT_EQ(late.world.versions["api"].size(), 3u) << at;
      EXPECT_EQ(late.world.versions["record"].size(), 1u) << at;
      ASSERT_TRUE(late.world.undo()) << at;
      EXPECT_EQ(late.world.versions["api"].back(), "https://old.example") << at;
    }
  }
}

TEST_F(FirebaseTest, ASecretThatWasNotThereIsDeletedOnTheWayBack) {
  world.versions.clear();
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(world.versions["api"].back(), "https://new.example");
  const auto undone = world.undo();
  ASSERT_TRUE(undone) << to_string(undone.error());
  EXPECT_FALSE(world.versions.contains("api"));
  EXPECT_TRUE(world.versions.contains("record"));  // its readers go by the highest epoch
}

struct CommandTest : testing::Test {
  ConsumerWorld world;
  bool happened = false;
  int status = 0;  // of the next run
  bool to_no_avail = false;
  int runs = 0;

  CommandTest() {
    world.spec.id = "consumer/release";
    world.spec.kind = "command";
    plan::Parameters& parameters = world.spec.parameters;
    parameters.set("run", std::vector<std::string>{"./release.sh", "frankfurt"});
    parameters.set("undo", std::vector<std::string>{"./release.sh", "ireland"});
    parameters.set("check", std::vector<std::string>{"./released.sh", "frankfurt"});
    parameters.set("timeout", Duration(minutes(10)));
    world.env.programs.install(
        "./release.sh", [this](const std::vector<std::string>& words) -> Result<ProgramResult> {
          ++runs;
          if (!to_no_avail) happened = words[1] == "frankfurt";
          return ProgramResult{status, "made-up-output", "made-up-errors"};
        });
    world.env.programs.install("./released.sh",
                               [this](const std::vector<std::string>&) -> Result<ProgramResult> {
                                 return ProgramResult{happened ? 0 : 1, {}, {}};
                               });
  }
};

TEST_F(CommandTest, RunsAndIsTakenBack) {
  ASSERT_TRUE(world.advance());
  EXPECT_TRUE(happened);
  EXPECT_THAT(world.intents, ElementsAre("program run ./release.sh frankfurt"));
  EXPECT_EQ(world.observe()->state, State::in_place);
  ASSERT_TRUE(world.undo());
  EXPECT_FALSE(happened);
  EXPECT_EQ(runs, 2);
}

TEST_F(CommandTest, DoesNotRunWhereItHasHappened) {
  happened = true;
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(runs, 0);
}

TEST_F(CommandTest, IsNotRunTwiceWhateverBecomesOfIt) {
  for (const Fate fate :
       {Fate::lost, Fate::timed_out, Fate::dies_before, Fate::dies_after, Fate::unreachable}) {
    CommandTest_IsNotRunTwiceWhateverBecomesOfIt_Test one;
    one.world.fates[1] = fate;
    ASSERT_TRUE(one.world.advance());
    EXPECT_TRUE(one.happened);
    EXPECT_EQ(one.runs, 1);
    one.world.fates[one.world.changes + 1] = fate;
    ASSERT_TRUE(one.world.undo());
    EXPECT_FALSE(one.happened);
    EXPECT_EQ(one.runs, 2);
  }
}

// A life that died may have left it running, and the check does not know of it yet.
TEST_F(CommandTest, GivesAnEarlierOneItsTime) {
  world.fates[1] = Fate::dies_before;
  const Time began = world.env.clock.now();
  ASSERT_TRUE(world.advance());
  EXPECT_GE(world.env.clock.now() - began, minutes(10));
  EXPECT_EQ(runs, 1);
}

TEST_F(CommandTest, FailsOnceAndNotForEver) {
  to_no_avail = true;
  status = 3;
  const auto failed = world.advance();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().cause, "it exited with 3");
  EXPECT_FALSE(to_string(failed.error()).contains("made-up"));
  EXPECT_EQ(runs, 1);
  // Resumed by a person, who has mended it.
  to_no_avail = false;
  status = 0;
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(runs, 2);

  CommandTest_FailsOnceAndNotForEver_Test other;
  other.to_no_avail = true;
  EXPECT_EQ(other.world.advance().error().cause, "it exited with 0, and the check says otherwise");
}

TEST_F(CommandTest, ANonzeroStatusCountsForNothingWhereTheCheckSaysThatItHappened) {
  status = 1;
  ASSERT_TRUE(world.advance());
  EXPECT_EQ(runs, 1);
}

TEST(SettingsFileStep, PutsBackWhatStoodThereLetterByLetter) {
  for (const auto& [path, before] :
       {std::pair("app.json", "{\n  \"PORT\": 8080,\n  \"URL\": \"https:\\/\\/old.example\"\n}\n"),
        std::pair("app.env", "PORT=\"8080\"\r\nexport URL='https://old.example'  # here\r\n"),
        std::pair("no_url.env", "PORT=8080"), std::pair("empty.json", "{}")}) {
    ConsumerWorld world;
    world.spec.id = "consumer/app";
    world.spec.kind = "settings_file";
    world.spec.parameters.set("names", std::vector<std::string>{"PORT", "URL"});
    world.spec.parameters.set("value/PORT", std::string("none"));
    world.spec.parameters.set("value/URL", std::string("https://new.example/it's"));
    world.spec.parameters.set("record", std::string("RECORD"));
    world.spec.parameters.set("sealing_key", std::string("plan.key"));
    world.spec.parameters.set("file", std::string(path));
    ASSERT_TRUE(write_file(world.env.disk, path, before));
    const auto done = world.advance();
    if (!done) {  // in lines, a record and an apostrophe do not go together
      EXPECT_EQ(done.error().kind, ErrorKind::invalid);
      EXPECT_TRUE(std::string_view(path).ends_with(".env"));
      EXPECT_EQ(*read_file(world.env.disk, path), before);
      world.spec.parameters.set("value/URL", std::string("https://new.example"));
      ASSERT_TRUE(world.advance());
    }
    EXPECT_NE(*read_file(world.env.disk, path), before);
    const auto undone = world.undo();
    ASSERT_TRUE(undone) << to_string(undone.error());
    EXPECT_EQ(*read_file(world.env.disk, path), before);
  }
}

// At each of a file's changes the power may go: the file is old or new, and it ends well.
class CutDisk : public SimulatedDisk {
 public:
  std::optional<int> cut_at;
  std::function<void()> cut;
  std::function<bool()> is_dead = [] { return false; };
  int writes = 0;

  Result<void> remove(const std::string& path) override {
    TRY_VOID(lives());
    return SimulatedDisk::remove(path);
  }

  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override {
    TRY_VOID(lives());
    return SimulatedDisk::write_like(path, bytes, model);
  }
  Result<void> sync_around(const std::vector<std::string>& folders) override {
    TRY_VOID(lives());
    return SimulatedDisk::sync_around(folders);
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    TRY_VOID(lives());
    return SimulatedDisk::rename(from, to);
  }

 private:
  Result<void> lives() {
    if (!is_dead() && cut_at && writes++ == *cut_at) cut();
    if (is_dead()) return fail({ErrorKind::interrupted, "write", {}, "the process is dead", {}});
    return {};
  }
};

TEST(SettingsFileStep, IsOldOrNewWhereverThePowerGoes) {
  const std::string before = "A=old\nB=b\n";
  const std::string after = "A=new\nB=b\n";
  for (int at = 0; at < 12; ++at) {
    ConsumerWorld world;
    CutDisk disk;
    world.use(disk);
    world.spec.id = "consumer/app";
    world.spec.kind = "settings_file";
    world.spec.parameters.set("names", std::vector<std::string>{"A"});
    world.spec.parameters.set("value/A", std::string("new"));
    world.spec.parameters.set("record", std::string());
    world.spec.parameters.set("sealing_key", std::string("plan.key"));
    world.spec.parameters.set("file", std::string("app.env"));
    ASSERT_TRUE(write_file(disk, "app.env", before));
    disk.cut_at = at;
    disk.is_dead = [&] { return world.is_dead(); };
    disk.cut = [&] {
      world.lose_power();
      disk.crash();
      const auto content = read_file(disk, "app.env");
      ASSERT_TRUE(content) << to_string(content.error());
      EXPECT_TRUE(*content == before || *content == after) << *content;
    };
    const auto done = world.advance();
    ASSERT_TRUE(done) << to_string(done.error());
    EXPECT_EQ(*read_file(disk, "app.env"), after);
    const auto undone = world.undo();
    ASSERT_TRUE(undone) << to_string(undone.error());
    EXPECT_EQ(*read_file(disk, "app.env"), before);
  }
}

}  // namespace
}  // namespace godwit::step
