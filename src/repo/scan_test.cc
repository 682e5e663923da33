#include "repo/scan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "env/real_disk.h"
#include "env/simulated_disk.h"
#include "repo/pack_file_scan.h"

namespace godwit::repo {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// All that a scan says, but for how much of it was remembered.
std::string said(const Scan& scan) {
  FileScan all{scan.hits, scan.secrets, scan.given};
  std::string text = fmt::format("{} files, {} bytes, {} binary, {}\n", scan.files, scan.bytes,
                                 scan.binary, scan.complete);
  for (const Hit& hit : scan.hits)
    text += to_string(hit.at) + " " + hit.text + " " + hit.role + "\n";
  for (const FoundSecret& secret : scan.secrets) text += to_string(secret.at) + secret.kind + "\n";
  for (const std::string& path : scan.large) text += path + " is large\n";
  return text + packed(all);
}

struct ScanTest : testing::Test {
  SimulatedDisk disk;
  Vocabulary vocabulary = Vocabulary::of(nullptr, nullptr);

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(disk, path, text));
  }
  Scan look(const ScanOptions& options = {.memory = "/memory"}) {
    auto found = scan(disk, "/r", vocabulary, options);
    EXPECT_TRUE(found) << to_string(found.error());
    return found ? *std::move(found) : Scan();
  }
  Scan afresh() { return look(ScanOptions()); }
  void write_tree() {
    write("/r/.gitignore", "left-out\n");
    write("/r/deploy.sh", "#!/bin/sh\nREGION=eu-west-1\naws s3 ls --region \"$REGION\"\n");
    write(
        "/r/app/index.ts",
        "const region = process.env.BEDROCK_REGION || 'eu-west-1';\nconst other = 'us-east-1';\n");
    write("/r/app/.env", "BEDROCK_REGION=eu-central-1\n");
    write("/r/app/nothing.txt", "no region at all\n");
    write("/r/app/left-out/x", "eu-west-1");
    write("/r/keys/server.key",
          "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Zx1vYqk3uJ8n5b7dLkRrYcWq9aTtF2mXzKp\n"
          "-----END RSA PRIVATE KEY-----\n");
    write("/r/picture", std::string("\x89PNG\0", 5));
  }
};

TEST_F(ScanTest, FindsEverythingByPathAndPlace) {
  write_tree();
  const Scan found = afresh();
  std::vector<std::string> places;
  for (const Hit& hit : found.hits) places.push_back(to_string(hit.at) + " " + hit.text);
  EXPECT_THAT(places, ElementsAre("app/.env:1:16 eu-central-1", "app/index.ts:1:47 eu-west-1",
                                  "app/index.ts:2:16 us-east-1", "deploy.sh:2:8 eu-west-1"));
  EXPECT_FALSE(found.secrets.empty());
  EXPECT_EQ(found.files, 6U);
  EXPECT_EQ(found.binary, 1U);
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.remembered, 0U);
}

TEST_F(ScanTest, WhatIsTooLargeIsSaidToBeLeftOut) {
  write("/r/dump", "eu-west-1 " + std::string(100, 'x'));
  write("/r/small", "eu-west-1");
  const Scan found = look({.file_bytes = 50});
  EXPECT_EQ(found.hits.size(), 1U);
  EXPECT_THAT(found.large, ElementsAre("dump"));
  EXPECT_FALSE(found.complete);
}

TEST_F(ScanTest, AFolderThatIsNotThereIsAnError) {
  const auto found = scan(disk, "/nowhere", vocabulary, {.memory = "/memory"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::not_found);
  EXPECT_FALSE(*disk.exists("/memory"));
}

TEST_F(ScanTest, AVocabularyWithoutWordsIsAnError) {
  write("/r/a", "eu-west-1");
  const auto found = scan(disk, "/r", Vocabulary::only({}), {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::invalid);
}

TEST_F(ScanTest, AnUnchangedTreeIsRememberedWhole) {
  write_tree();
  const std::string fresh = said(afresh());
  const Scan first = look();
  EXPECT_EQ(said(first), fresh);
  EXPECT_EQ(first.remembered, 0U);
  const std::string memory = *read_file(disk, "/memory");
  const Scan second = look();
  EXPECT_EQ(said(second), fresh);
  EXPECT_EQ(second.remembered, second.files + second.binary);
  EXPECT_EQ(*read_file(disk, "/memory"), memory);
}

TEST_F(ScanTest, OnlyWhatChangedIsReadAgain) {
  write_tree();
  look();
  write("/r/app/index.ts", "const region = 'eu-north-1';\n");
  const Scan changed = look();
  EXPECT_EQ(changed.remembered, 6U);
  EXPECT_EQ(said(changed), said(afresh()));
  EXPECT_EQ(look().remembered, 7U) << "what is new is remembered, too";

  ASSERT_TRUE(disk.remove("/r/app/.env"));
  const Scan removed = look();
  EXPECT_EQ(said(removed), said(afresh()));
  EXPECT_EQ(removed.remembered, 6U);

  write("/r/new/deep/file.yaml", "Region: eu-west-1\n");
  const Scan added = look();
  EXPECT_EQ(said(added), said(afresh()));
  EXPECT_EQ(added.remembered, 6U);
  EXPECT_EQ(look().remembered, 7U);

  write("/r/.gitignore", "nothing\n");
  const Scan more = look();
  EXPECT_EQ(said(more), said(afresh()));
  EXPECT_THAT(said(more), HasSubstr("app/left-out/x:1:1"));
}

// A file that becomes a folder, and a folder that becomes a file.
TEST_F(ScanTest, NamesMayChangeTheirKind) {
  write("/r/a", "eu-west-1");
  write("/r/b/c", "eu-west-1");
  look();
  ASSERT_TRUE(disk.remove("/r/a"));
  ASSERT_TRUE(disk.remove("/r/b/c"));
  write("/r/a/c", "eu-west-2");
  write("/r/b", "eu-west-3");
  EXPECT_EQ(said(look()), said(afresh()));
  EXPECT_EQ(said(look()), said(afresh()));
}

TEST_F(ScanTest, AnotherVocabularyRemembersNothingOfThis) {
  write("/r/a", "eu-west-1 zanzibar");
  look();
  const std::vector<std::string> given = {"zanzibar"};
  vocabulary = Vocabulary::only(given);
  const Scan found = look();
  EXPECT_EQ(found.remembered, 0U);
  ASSERT_EQ(found.hits.size(), 1U);
  EXPECT_EQ(found.hits[0].text, "zanzibar");
  EXPECT_EQ(look({.file_bytes = 3, .memory = "/memory"}).hits.size(), 0U)
      << "nor does another limit";
}

TEST_F(ScanTest, ADamagedMemoryIsNone) {
  write_tree();
  const std::string fresh = said(afresh());
  look();
  const std::string memory = *read_file(disk, "/memory");
  for (std::size_t i = 0; i < memory.size(); i += 41) {
    std::string damaged = memory;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    write("/memory", damaged);
    const Scan found = look();
    EXPECT_EQ(found.remembered, 0U) << i;
    EXPECT_EQ(said(found), fresh) << i;
    write("/memory", memory.substr(0, i));
    EXPECT_EQ(look().remembered, 0U) << i;
  }
  write("/memory", memory + "x");
  EXPECT_EQ(look().remembered, 0U);
}

TEST_F(ScanTest, AMemoryWithinTheTreeIsNoPartOfIt) {
  write_tree();
  const ScanOptions within = {.memory = "/r/.godwit-memory"};
  const std::string fresh = said(look(within));
  const std::string memory = *read_file(disk, "/r/.godwit-memory");
  const Scan again = look(within);
  EXPECT_EQ(said(again), fresh);
  EXPECT_EQ(again.remembered, again.files + again.binary);
  EXPECT_EQ(*read_file(disk, "/r/.godwit-memory"), memory) << "or each scan would write it anew";
}

TEST_F(ScanTest, NoSecretIsRemembered) {
  const std::string token = "MIIEowIBAAKCAQEA0Zx1vYqk3uJ8n5b7dLkRrYcWq9aTtF2mXzKp";
  write_tree();
  write("/r/app/.env", "AWS_REGION=eu-west-1\nDATABASE_PASSWORD=hunter2-not-really\n");
  ASSERT_FALSE(look().secrets.empty());
  const std::string memory = *read_file(disk, "/memory");
  EXPECT_THAT(memory, Not(HasSubstr(token)));
  EXPECT_THAT(memory, Not(HasSubstr("hunter2")));
  EXPECT_THAT(memory, HasSubstr("eu-west-1"));
}

TEST_F(ScanTest, WhatCannotBeWrittenIsAnError) {
  write_tree();
  disk.set_capacity(disk.used());
  const auto found = scan(disk, "/r", vocabulary, {.memory = "/memory"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::storage);
}

// Rewritten in the same bytes, a hit comes back as it was, whatever it has.
TEST(PackFileScan, GivesBackWhatItWasGiven) {
  FileScan scan;
  Hit hit;
  hit.literal = {3, 300, What::s3_url, "eu-west-1", "s3", "558069890522", 7, 16};
  hit.at = {"a/b", 70'000, 12};
  hit.length = 297;
  hit.text = std::string("a\0b", 3);
  hit.use = Use::fallback;
  hit.language = Language::dart;
  hit.name = "Parameters.Region.Default";
  hit.overridden_by = "REGION";
  hit.within = "ChatFunction";
  hit.depends = {{Dependency::Kind::overridden, {"a/b", 3, 4}, "REGION, which the template sets"},
                 {Dependency::Kind::deployed, {"other", 1, 1}, "words"}};
  scan.hits = {hit, {.at = {"a/b", 1, 1}}};
  scan.secrets = {{{"a/b", 0, 5}, 9, "private key", true}, {{"a/b", 4, 1}, 20, "token", false}};
  scan.given = {{"NAME", {"a/b", 9, 9}, Use::parameter, Language::yaml, "Function", "Parameter"}};

  const auto vocabulary = Vocabulary::only({});
  const std::string bytes = packed(scan);
  const auto again = unpacked(bytes, "a/b", vocabulary);
  ASSERT_TRUE(again);
  EXPECT_EQ(packed(*again), bytes);
  const Hit& back = again->hits.at(0);
  EXPECT_EQ(back.literal, hit.literal);
  EXPECT_EQ(back.at, hit.at);
  EXPECT_EQ(back.text, hit.text);
  EXPECT_EQ(back.use, hit.use);
  EXPECT_EQ(back.language, hit.language);
  EXPECT_EQ(back.within, hit.within);
  EXPECT_EQ(back.depends.at(1).where, hit.depends.at(1).where);
  EXPECT_EQ(again->secrets.at(0).kind, "private key");
  EXPECT_TRUE(again->secrets.at(0).in_name);
  EXPECT_EQ(again->given.at(0).from, "Parameter");
  EXPECT_EQ(packed(FileScan()), "");
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(unpacked(std::string_view(bytes).substr(0, size), "a/b", vocabulary)) << size;
  }
}

// The operating system's disk, for several threads: the same, however many there are.
TEST(ScanOfFiles, IsTheSameWithAnyNumberOfThreads) {
  std::string name = (fs::temp_directory_path() / "scan_test.XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  const fs::path root = name;
  for (int i = 0; i < 300; ++i) {
    const fs::path path = root / "tree" / fmt::format("{}/{}/{}.ts", i % 13, i % 3, i);
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x\nconst region = '" << (i % 2 == 0 ? "eu-west-1" : "us-east-2")
                        << "';\n";
  }
  RealDisk disk;
  const auto vocabulary = Vocabulary::of(nullptr, nullptr);
  std::string one;
  for (const std::size_t threads : {1U, 2U, 7U}) {
    for (const std::string& memory : {std::string(), (root / "memory").string()}) {
      const auto found =
          scan(disk, (root / "tree").string(), vocabulary, {.threads = threads, .memory = memory});
      ASSERT_TRUE(found);
      EXPECT_EQ(found->hits.size(), 300U);
      // All of it changed just now, so nobody can tell whether it changes again.
      EXPECT_EQ(found->remembered, 0U);
      if (one.empty()) one = said(*found);
      EXPECT_EQ(said(*found), one) << threads;
    }
  }
  fs::remove_all(root);
}

}  // namespace
}  // namespace godwit::repo
