// Every kind of consumer that has settings, told and told back, with everything that can happen to
// every single change; a reader looks all the time.
#include <gmock/gmock.h>

#include "consumer/settings_file.h"
#include "step/testing/consumer_world.h"

namespace godwit::step {
namespace {

using testing::HasSubstr;
using Values = ConsumerReader::Values;

const Values old_values = {{"API", "https://old.example/x"}, {"REGION", "eu-west-1"}};
const Values new_values = {{"API", "https://new.example/y"}, {"REGION", "eu-central-1"}};
constexpr const char* old_file = R"({
  "REGION": "eu-west-1",
  "other": 5,
  "API": "https://old.example/x"
}
)";

// One kind, in a world of its own, with its reader.
struct Told {
  explicit Told(const std::string& kind, const std::string& record = "RECORD")
      : kind_(kind), reader(record, {"API", "REGION"}) {
    plan::Parameters& parameters = world.spec.parameters;
    world.spec.id = "consumer/app";
    world.spec.kind = kind;
    parameters.set("names", std::vector<std::string>{"API", "REGION"});
    for (const auto& [name, value] : new_values) parameters.set("value/" + name, value);
    parameters.set("record", record);
    parameters.set("sealing_key", std::string("plan.key"));
    if (kind == "supabase") {
      for (const char* folder : {"functions", "functions/token"}) {
        EXPECT_TRUE(world.env.disk.make_folder(folder));
      }
      write("functions/token/index.ts", "serve();\n");
      write("old.env", "API=https://old.example/x\nREGION=eu-west-1\nOTHER=made-up\n");
      parameters.set("project", std::string("abcdefghijklmnopqrst"));
      parameters.set("old", std::string("old.env"));
      parameters.set("deploy", std::vector<std::string>{"token"});
      parameters.set("sources", std::string("functions"));
      parameters.set("rewritten", false);
      parameters.set("repository", std::string());
      parameters.set("rewrite_journal", std::string());
      world.secrets = old_values;
      world.secrets["OTHER"] = "made-up";
      world.functions["token"] = 3;
    } else if (kind == "firebase") {
      parameters.set("project", std::string("medzen-example"));
      for (const auto& [name, value] : old_values) world.versions[name] = {value};
    } else {
      parameters.set("file", std::string("app.json"));
      write("app.json", old_file);
    }
    world.looked = [this] { look(); };
    look();
  }

  void write(const std::string& path, std::string_view content) {
    ASSERT_TRUE(write_file(world.env.disk, path, content));
  }

  Values place() {
    if (kind_ == "supabase") return world.secrets;
    Values place;
    if (kind_ == "firebase") {
      for (const auto& [name, versions] : world.versions) {
        if (!versions.empty()) place[name] = versions.back();
      }
      return place;
    }
    const auto content = read_file(world.env.disk, "app.json");
    if (!content) {
      ADD_FAILURE() << to_string(content.error());
      return place;
    }
    const auto file = consumer::SettingsFile::read("app.json", *content);
    EXPECT_TRUE(file.has_value()) << *content;
    for (const char* name : {"API", "REGION", "RECORD", "other"}) {
      const auto entry = file->find(name);
      if (entry && *entry) place[name] = (*entry)->value;
    }
    return place;
  }

  void look() {
    seen = reader.read(place());
    EXPECT_TRUE(seen == old_values || seen == new_values)
        << kind_ << " is read in part: " << testing::PrintToString(seen);
  }

  // Everything but a record.
  Values settings() {
    Values values = place();
    values.erase("RECORD");
    return values;
  }

  std::string kind_;
  ConsumerWorld world;
  ConsumerReader reader;
  Values seen;
};

class EveryKind : public testing::TestWithParam<const char*> {};

Values with_others(Values values, const std::string& kind) {
  if (kind == "supabase") values["OTHER"] = "made-up";
  if (kind == "settings_file") values["other"] = "5";
  return values;
}

TEST_P(EveryKind, IsToldAndToldBack) {
  Told told(GetParam());
  const auto done = told.world.advance();
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(*done, HasSubstr("RECORD is at epoch 1"));
  EXPECT_EQ(told.seen, new_values);
  EXPECT_EQ(told.settings(), with_others(new_values, GetParam()));
  EXPECT_EQ(told.world.observe()->state, State::in_place);
  EXPECT_EQ(told.world.memory.at("epoch"), "1");
  EXPECT_EQ(*told.world.foresee(), "the old values are known, and nobody has changed them since");

  const auto undone = told.world.undo();
  ASSERT_TRUE(undone) << to_string(undone.error());
  EXPECT_EQ(told.seen, old_values);
  EXPECT_EQ(told.settings(), with_others(old_values, GetParam()));
  if (std::string(GetParam()) == "settings_file") {
    EXPECT_EQ(*read_file(told.world.env.disk, "app.json"), old_file);
  } else {
    EXPECT_EQ(told.reader.epoch(), 2u);
  }
}

TEST_P(EveryKind, HasNoSecretsInItsMemoryOrIntents) {
  Told told(GetParam());
  ASSERT_TRUE(told.world.advance());
  std::string all;
  for (const auto& [name, value] : told.world.memory) all += name + "=" + value + "\n";
  for (const std::string& intent : told.world.intents) all += intent + "\n";
  for (const auto& values : {old_values, new_values}) {
    for (const auto& [name, value] : values) EXPECT_FALSE(all.contains(value)) << all;
  }
}

TEST_P(EveryKind, NothingIsToBeTakenBackBeforeAnythingWasChanged) {
  Told told(GetParam());
  EXPECT_EQ(told.world.undo().value(), "nothing was changed");
  EXPECT_EQ(told.world.changes, 0);
}

// Whatever becomes of one change, and of the next one after it too.
TEST_P(EveryKind, EndsWellWhateverBecomesOfAnyChange) {
  constexpr Fate fates[] = {Fate::lost, Fate::timed_out, Fate::dies_before, Fate::dies_after,
                            Fate::unreachable};
  int cases = 0;
  for (const Fate fate : fates) {
    for (int at = 1; at < 30; ++at) {
      for (const bool again : {false, true}) {
        Told told(GetParam());
        told.world.fates[at] = fate;
        if (again) told.world.fates[at + 1] = Fate::dies_after;
        const auto done = told.world.advance();
        ASSERT_TRUE(done) << to_string(done.error());
        EXPECT_EQ(told.seen, new_values);
        EXPECT_EQ(told.settings(), with_others(new_values, GetParam()));
        const auto undone = told.world.undo();
        ASSERT_TRUE(undone) << to_string(undone.error());
        EXPECT_EQ(told.seen, old_values);
        EXPECT_EQ(told.settings(), with_others(old_values, GetParam()));
        ++cases;
        // No change was the one that this fate was meant for.
        if (told.world.changes < at) at = 30;
      }
    }
  }
  EXPECT_GT(cases, 20);
}

// A way back begins anywhere.
TEST_P(EveryKind, IsTakenBackFromAnywhere) {
  for (int at = 1; at < 20; ++at) {
    for (const Fate fate : {Fate::dies_before, Fate::dies_after}) {
      Told told(GetParam());
      told.world.fates[at] = fate;
      // The process dies, and nobody resumes it forwards.
      for (bool ended = false; !ended;) {
        const auto note = told.world.advance_one_turn();
        ASSERT_TRUE(note) << to_string(note.error());
        ended = note->has_value() || told.world.died_in_last_turn();
      }
      const auto undone = told.world.undo();
      ASSERT_TRUE(undone) << to_string(undone.error());
      EXPECT_EQ(told.seen, old_values);
      EXPECT_EQ(told.settings(), with_others(old_values, GetParam()));
    }
  }
}

TEST_P(EveryKind, GoesForwardAgainWithAHigherEpoch) {
  Told told(GetParam());
  for (int round = 0; round < 3; ++round) {
    told.world.round = round;
    told.world.memory.clear();
    told.world.changed.reset();
    ASSERT_TRUE(told.world.advance());
    EXPECT_EQ(told.seen, new_values) << round;
    ASSERT_TRUE(told.world.undo());
    EXPECT_EQ(told.seen, old_values) << round;
    EXPECT_EQ(told.settings(), with_others(old_values, GetParam())) << round;
  }
}

TEST_P(EveryKind, WhatSomebodyElseChangesMeanwhileIsAskedAbout) {
  Told told(GetParam());
  told.world.looked = nullptr;
  const auto change = [&](const std::string& value) {
    if (told.kind_ == "supabase") {
      told.world.secrets["REGION"] = value;
      told.write("old.env", "API=https://old.example/x\nREGION=" + value + "\n");
    } else if (told.kind_ == "firebase") {
      told.world.versions["REGION"].push_back(value);
    } else {
      std::string content = *read_file(told.world.env.disk, "app.json");
      const std::size_t at = content.find(told.place()["REGION"]);
      content.replace(at, told.place()["REGION"].size(), value);
      told.write("app.json", content);
    }
  };
  // After the old values were saved, before the new ones are written.
  while (!told.world.memory.contains("old")) ASSERT_TRUE(told.world.advance_one_turn());
  change("eu-north-1");
  const auto asked = told.world.advance();
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, "Adopt");
  EXPECT_EQ(asked.error().subject, "REGION");
  told.world.adopted = "REGION";
  ASSERT_TRUE(told.world.advance());
  EXPECT_EQ(told.place()["REGION"], "eu-central-1");
  // And once more after they were written: that one is kept.
  change("eu-south-1");
  EXPECT_THAT(*told.world.foresee(), HasSubstr("kept: REGION"));
  const auto undone = told.world.undo();
  ASSERT_TRUE(undone) << to_string(undone.error());
  EXPECT_THAT(*undone, HasSubstr("kept, for somebody changed them: REGION"));
  EXPECT_EQ(told.place()["REGION"], "eu-south-1");
  EXPECT_EQ(told.place()["API"], "https://old.example/x");
}

TEST_P(EveryKind, WithoutTheKeyNothingIsTakenBackAndNothingIsLost) {
  Told told(GetParam());
  ASSERT_TRUE(told.world.advance());
  const std::string key = *read_file(told.world.env.disk, "plan.key");
  ASSERT_TRUE(told.world.env.disk.remove("plan.key"));
  const auto undone = told.world.undo();
  ASSERT_FALSE(undone);
  EXPECT_THAT(to_string(undone.error()), HasSubstr("put the key's file back"));
  EXPECT_EQ(told.seen, new_values);
  told.write("plan.key", key);
  ASSERT_TRUE(told.world.undo());
  EXPECT_EQ(told.seen, old_values);
}

TEST_P(EveryKind, ARecordThatIsThereHasToBeOneAndGoesOn) {
  Told told(GetParam());
  told.world.looked = nullptr;
  const auto put = [&](const std::string& value) {
    if (told.kind_ == "supabase") {
      told.world.secrets["RECORD"] = value;
      told.write("old.env",
                 "API=https://old.example/x\nREGION=eu-west-1\nRECORD='" + value + "'\n");
    } else if (told.kind_ == "firebase") {
      told.world.versions["RECORD"] = {value};
    } else {
      const auto file = consumer::SettingsFile::read("app.json", old_file);
      told.write("app.json", file->with("RECORD", value).value());
    }
  };
  put("made-up-secret");
  const auto refused = told.world.advance();
  ASSERT_FALSE(refused);
  EXPECT_FALSE(to_string(refused.error()).contains("made-up")) << to_string(refused.error());
  EXPECT_EQ(told.settings(), with_others(old_values, GetParam()));

  const std::string before =
      R"({"epoch":7,"settings":{"API":"https://old.example/x","MORE":"m","REGION":"eu-west-1"}})";
  put(before);
  const auto done = told.world.advance();
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(told.place()["RECORD"],
            R"({"epoch":8,"settings":{"API":"https://new.example/y","MORE":"m",)"
            R"("REGION":"eu-central-1"}})");
  ASSERT_TRUE(told.world.undo());
  EXPECT_EQ(told.place()["RECORD"],
            R"({"epoch":9,"settings":{"API":"https://old.example/x","MORE":"m",)"
            R"("REGION":"eu-west-1"}})");
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKind,
                         testing::Values("supabase", "firebase", "settings_file"));

}  // namespace
}  // namespace godwit::step
