#include "consumer/sealed.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "env/simulated_disk.h"
#include "env/simulated_random.h"

namespace godwit::consumer {
namespace {

class Sealing : public ::testing::Test {
 protected:
  SealingKey key(const std::string& path = "plan.key") {
    auto made = SealingKey::load_or_make(disk, path, random);
    EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()));
    return std::move(*made);
  }

  SimulatedDisk disk;
  SimulatedRandom random{7};
};

TEST_F(Sealing, OpensWhatItSealed) {
  const SealingKey sealing = key();
  for (const std::string& text : {std::string(), std::string("made-up-value"),
                                  std::string("\0\xff\n", 3), std::string(70'000, 'x')}) {
    const std::string sealed = sealing.seal(text, "consumer/app A", random);
    EXPECT_EQ(sealing.open(sealed, "consumer/app A").value(), text);
    EXPECT_TRUE(std::ranges::all_of(sealed, [](char c) { return c > ' ' && c <= '~'; }));
  }
}

TEST_F(Sealing, KeepsItsTextToItself) {
  const std::string sealed = key().seal("made-up-value", "a", random);
  EXPECT_EQ(sealed.find("made-up"), std::string::npos);
}

TEST_F(Sealing, NeverGivesTheSameTwice) {
  const SealingKey sealing = key();
  EXPECT_NE(sealing.seal("same", "a", random), sealing.seal("same", "a", random));
}

// A machine that was cloned, or a source of chance that is stuck: two texts must not share a nonce.
TEST_F(Sealing, HasAnotherNonceForAnotherTextWhateverTheChance) {
  const SealingKey sealing = key();
  const auto nonce = [&](std::string_view text, std::string_view about) {
    SimulatedRandom stuck{1};
    const std::string sealed = sealing.seal(text, about, stuck);
    return sealed.substr(sealed.rfind(':') + 1, 16);  // 12 bytes
  };
  EXPECT_EQ(nonce("one", "a"), nonce("one", "a"));
  EXPECT_NE(nonce("one", "a"), nonce("two", "a"));
  EXPECT_NE(nonce("one", "a"), nonce("one", "b"));
}

TEST_F(Sealing, OpensForNothingElse) {
  const SealingKey sealing = key();
  const std::string sealed = sealing.seal("made-up-value", "consumer/app A", random);
  const auto other = sealing.open(sealed, "consumer/app B");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, ErrorKind::invalid);
}

TEST_F(Sealing, NoticesEveryChange) {
  const SealingKey sealing = key();
  const std::string sealed = sealing.seal("made-up-value", "a", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    // The padding's unused bits are none of the text's.
    changed[i] = changed[i] == 'A' ? 'Q' : 'A';
    EXPECT_FALSE(sealing.open(changed, "a").has_value()) << i;
    EXPECT_FALSE(sealing.open(sealed.substr(0, i), "a").has_value()) << i;
  }
}

TEST_F(Sealing, SaysWhichKeyItTakes) {
  const SealingKey one = key("one.key");
  const SealingKey two = key("two.key");
  const auto opened = two.open(one.seal("made-up-value", "a", random), "a");
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().cause.find(one.name()), std::string::npos);
  EXPECT_NE(opened.error().cause.find(two.name()), std::string::npos);
}

TEST_F(Sealing, HasOneKeyInAFile) {
  const SealingKey made = key();
  EXPECT_EQ(key().name(), made.name());
  EXPECT_EQ(SealingKey::load(disk, "plan.key")->name(), made.name());
  EXPECT_NE(key("another.key").name(), made.name());
}

TEST_F(Sealing, RefusesAFileThatIsNoKeyAndLeavesItAlone) {
  for (const std::string_view text :
       {"", "something else", "godwit-sealing-key-1:", "godwit-sealing-key-1:00ff",
        "godwit-sealing-key-1:zz00000000000000000000000000000000000000000000000000000000000000"}) {
    ASSERT_TRUE(write_file(disk, "x.key", text).has_value());
    const auto loaded = SealingKey::load_or_make(disk, "x.key", random);
    ASSERT_FALSE(loaded.has_value()) << text;
    EXPECT_EQ(loaded.error().kind, ErrorKind::invalid);
    EXPECT_EQ(read_file(disk, "x.key").value(), text);
  }
  EXPECT_EQ(SealingKey::load(disk, "missing.key").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace godwit::consumer
