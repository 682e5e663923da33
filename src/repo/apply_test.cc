#include "repo/apply.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "base/digest.h"
#include "base/encoding.h"
#include "env/real_disk.h"
#include "env/simulated_disk.h"
#include "env/simulated_random.h"
#include "repo/journal.h"

namespace godwit::repo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string journal = "/work/plan.rewrite";

FileChange change_of(std::string path, std::string_view content, std::vector<Edit> edits) {
  FileChange change{std::move(path), to_hex(sha256(content)), {}, std::move(edits)};
  change.digest_after = to_hex(sha256(carried_out(content, change).value()));
  return change;
}

// Three files in two folders; content that is longer than a sector, and no text at all.
struct Tree {
  std::map<std::string, std::string> before = {
      {"a.txt", "region = eu-west-1\r\n" + std::string(1500, 'a')},
      {"b/c.sh", "R=eu-west-1"},
      {"b/d", std::string("\xff\xfe\0\xe9 eu-west-1\n", 15)},
  };
  std::map<std::string, std::string> after = before;
  std::vector<FileChange> changes;

  Tree() {
    for (const auto& [path, content] : before) {
      changes.push_back(
          change_of(path, content, {{content.find("eu-"), "eu-west-1", "eu-central-1", "moved"}}));
      after[path] = carried_out(content, changes.back()).value();
    }
  }
  void write(Disk& disk) const {
    for (const auto& [path, content] : before) {
      ASSERT_TRUE(write_file(disk, "/work/repo/" + path, content));
    }
  }
};

struct ApplyTest : testing::Test {
  SimulatedDisk disk;
  Tree tree;

  void SetUp() override { tree.write(disk); }
  std::string content(const std::string& path) {
    return read_file(disk, "/work/repo/" + path).value_or("missing");
  }
  std::map<std::string, std::string> contents() {
    std::map<std::string, std::string> contents;
    for (const auto& [path, ignored] : tree.before) contents[path] = content(path);
    return contents;
  }
  Result<Applied> apply() { return repo::apply(disk, "/work/repo", tree.changes, journal); }
  Result<Applied> revert() { return repo::revert(disk, "/work/repo", journal); }
};

TEST_F(ApplyTest, ChangesFilesAndTakesThemBack) {
  const auto applied = apply();
  ASSERT_TRUE(applied) << to_string(applied.error());
  EXPECT_THAT(applied->changed, ElementsAre("a.txt", "b/c.sh", "b/d"));
  EXPECT_THAT(applied->already, IsEmpty());
  EXPECT_EQ(contents(), tree.after);
  EXPECT_EQ(read_journal(disk, journal), tree.changes);
  disk.crash();
  EXPECT_EQ(contents(), tree.after);

  const auto again = apply();
  ASSERT_TRUE(again);
  EXPECT_THAT(again->changed, IsEmpty());
  EXPECT_THAT(again->already, ElementsAre("a.txt", "b/c.sh", "b/d"));

  const auto reverted = revert();
  ASSERT_TRUE(reverted) << to_string(reverted.error());
  EXPECT_THAT(reverted->changed, ElementsAre("a.txt", "b/c.sh", "b/d"));
  disk.crash();
  EXPECT_EQ(contents(), tree.before);
  EXPECT_THAT(disk.paths(), ElementsAre("/work/repo/a.txt", "/work/repo/b/c.sh", "/work/repo/b/d"));
  EXPECT_EQ(revert().error().kind, ErrorKind::not_found);
}

TEST_F(ApplyTest, WhatHasChangedMeanwhileIsRefusedAndNothingIsWritten) {
  ASSERT_TRUE(write_file(disk, "/work/repo/b/c.sh", "R=eu-west-1 # mine"));
  ASSERT_TRUE(disk.remove("/work/repo/b/d"));
  const auto paths = disk.paths();
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().cause, HasSubstr("b/c.sh has changed, b/d is gone"));
  EXPECT_EQ(content("a.txt"), tree.before["a.txt"]);
  EXPECT_EQ(disk.paths(), paths);

  tree.write(disk);
  ASSERT_TRUE(apply());
  ASSERT_TRUE(write_file(disk, "/work/repo/b/c.sh", "R=eu-west-1 # mine"));
  const auto back = revert();
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().kind, ErrorKind::conflict);
  EXPECT_EQ(content("a.txt"), tree.after["a.txt"]);
  EXPECT_EQ(content("b/c.sh"), "R=eu-west-1 # mine");
  EXPECT_TRUE(read_journal(disk, journal));
  // Who puts it back as the change left it, or as it was, can go on.
  ASSERT_TRUE(write_file(disk, "/work/repo/b/c.sh", tree.before["b/c.sh"]));
  EXPECT_THAT(revert()->already, ElementsAre("b/c.sh"));
  EXPECT_EQ(contents(), tree.before);
}

TEST_F(ApplyTest, AJournalIsAboutItsChangesAlone) {
  ASSERT_TRUE(apply());
  tree.changes.pop_back();
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().cause, HasSubstr("other changes"));
}

TEST_F(ApplyTest, NobodysFileIsInTheWay) {
  ASSERT_TRUE(write_file(disk, "/work/repo/b/.godwit-2", "somebody's"));
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().cause, HasSubstr("/work/repo/b/.godwit-2 is in the way"));
  EXPECT_EQ(content("b/.godwit-2"), "somebody's");
  EXPECT_EQ(contents(), tree.before);
  EXPECT_EQ(disk.exists(journal), false);
}

TEST_F(ApplyTest, WhatIsThereAlreadyNeedsNoJournal) {
  for (const auto& [path, content] : tree.after) {
    ASSERT_TRUE(write_file(disk, "/work/repo/" + path, content));
  }
  EXPECT_THAT(apply()->already, ElementsAre("a.txt", "b/c.sh", "b/d"));
  EXPECT_EQ(disk.exists(journal), false);
}

TEST_F(ApplyTest, OneLifeAtATime) {
  ASSERT_TRUE(apply());
  const auto other = disk.open(journal, OpenMode::write, true);
  ASSERT_TRUE(other);
  EXPECT_EQ(apply().error().kind, ErrorKind::conflict);
  EXPECT_EQ(revert().error().kind, ErrorKind::conflict);
  EXPECT_EQ(contents(), tree.after);
}

TEST_F(ApplyTest, AFullDiskChangesNothing) {
  disk.set_capacity(disk.used() + 1800);
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::storage);
  EXPECT_EQ(contents(), tree.before);
  EXPECT_THAT(disk.paths(), ElementsAre("/work/repo/a.txt", "/work/repo/b/c.sh", "/work/repo/b/d"));
}

// Between the look at a file and its change there may be an editor.
TEST_F(ApplyTest, AFileThatChangesWhileOthersAreWrittenIsRefused) {
  bool changed = false;
  disk.on_sync([&](const std::string& path, std::uint64_t) {
    if (changed || !path.starts_with("/work/repo")) return;
    changed = true;
    ASSERT_TRUE(write_file(disk, "/work/repo/b/d", "somebody's"));
  });
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().cause, HasSubstr("b/d has changed just now"));
  EXPECT_TRUE(changed);
  EXPECT_EQ(content("a.txt"), tree.before["a.txt"]);
  EXPECT_EQ(content("b/d"), "somebody's");
  EXPECT_THAT(disk.paths(), ElementsAre("/work/repo/a.txt", "/work/repo/b/c.sh", "/work/repo/b/d"));
}

TEST_F(ApplyTest, SaysHowFarChangesAre) {
  ASSERT_TRUE(write_file(disk, "/work/repo/a.txt", tree.after["a.txt"]));
  ASSERT_TRUE(disk.remove("/work/repo/b/d"));
  const auto standing = standing_of(disk, "/work/repo", tree.changes);
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->before, 1u);
  EXPECT_EQ(standing->after, 1u);
  EXPECT_THAT(standing->others, ElementsAre("b/d is gone"));
}

// A disk of which one operation is the last one of its life, or fails alone.
class MortalDisk : public Disk {
 public:
  enum class End { before, after, fails };

  MortalDisk(Disk& next, int last, End end) : next_(next), last_(last), end_(end) {}

  bool struck() const { return count_ >= last_; }

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override {
    return counted([&]() -> Result<std::unique_ptr<File>> {
      return std::make_unique<MortalFile>(*this, TRY(next_.open(path, mode, exclusive)));
    });
  }
  Result<bool> exists(const std::string& path) override {
    return counted([&] { return next_.exists(path); });
  }
  Result<void> make_folder(const std::string& path) override {
    return counted([&] { return next_.make_folder(path); });
  }
  Result<std::vector<FolderEntry>> list(const std::string& folder) override {
    return counted([&] { return next_.list(folder); });
  }
  Result<void> remove(const std::string& path) override {
    return counted([&] { return next_.remove(path); });
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    return counted([&] { return next_.rename(from, to); });
  }
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override {
    return counted([&] { return next_.write_like(path, bytes, model); });
  }
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override {
    return counted([&] { return next_.rename_unsynced(from, to); });
  }
  Result<void> sync_around(const std::vector<std::string>& folders) override {
    return counted([&] { return next_.sync_around(folders); });
  }

 private:
  class MortalFile : public File {
   public:
    MortalFile(MortalDisk& disk, std::unique_ptr<File> next)
        : disk_(disk), next_(std::move(next)) {}
    Result<std::string> read(std::uint64_t offset, std::size_t length) override {
      return disk_.counted([&] { return next_->read(offset, length); });
    }
    Result<void> write(std::uint64_t offset, std::string_view bytes) override {
      return disk_.counted([&] { return next_->write(offset, bytes); });
    }
    Result<void> truncate(std::uint64_t size) override {
      return disk_.counted([&] { return next_->truncate(size); });
    }
    Result<void> sync() override {
      return disk_.counted([&] { return next_->sync(); });
    }
    Result<std::uint64_t> size() override {
      return disk_.counted([&] { return next_->size(); });
    }

   private:
    MortalDisk& disk_;
    std::unique_ptr<File> next_;
  };

  template <class Operation>
  auto counted(Operation operation) -> decltype(operation()) {
    ++count_;
    const bool dead = count_ > last_ && end_ != End::fails;
    if (dead || (count_ == last_ && end_ != End::after)) return fail(broken());
    auto result = operation();
    if (count_ == last_) return fail(broken());
    return result;
  }
  static Error broken() { return {ErrorKind::storage, "use the disk", {}, "it is broken", {}, {}}; }

  Disk& next_;
  int last_;
  End end_;
  int count_ = 0;
};

// What a life began, another one finishes, whatever was its last operation.
struct CrashTest : ApplyTest {
  using Life = std::function<Result<Applied>(Disk&)>;

  Result<Applied> forward(Disk& on) {
    auto begun = read_journal(on, journal);
    return repo::apply(on, "/work/repo", begun ? *begun : tree.changes, journal);
  }
  Result<Applied> back(Disk& on) { return repo::revert(on, "/work/repo", journal); }

  // Is each file old or new, and is there nothing but them and what is ours?
  void expect_whole(const std::string& where) {
    for (const auto& [path, now] : contents()) {
      EXPECT_TRUE(now == tree.before[path] || now == tree.after[path])
          << where << ": " << path << ": " << to_hex(now);
    }
  }
  void expect(const std::map<std::string, std::string>& wanted, bool with_journal,
              const std::string& where) {
    EXPECT_EQ(contents(), wanted) << where;
    std::set<std::string> paths;
    for (const std::string& path : disk.paths()) paths.insert(path);
    paths.erase(journal + ".new");  // of a journal that never was
    std::set<std::string> expected;
    for (const auto& [path, ignored] : wanted) expected.insert("/work/repo/" + path);
    if (with_journal) expected.insert(journal);
    EXPECT_EQ(paths, expected) << where;
  }

  // Every operation of `first` is the last one; then come a crash and the second life.
  int matrix(bool first_is_forward, bool second_is_forward, MortalDisk::End end, bool power_fails) {
    int count = 0;
    for (int last = 1;; ++last) {
      for (const auto& path : disk.paths()) EXPECT_TRUE(disk.remove(path));
      tree.write(disk);
      if (!first_is_forward) {
        EXPECT_TRUE(forward(disk));
      }
      const std::string where = fmt::format("{} {} {} {} {}", first_is_forward, second_is_forward,
                                            static_cast<int>(end), power_fails, last);
      MortalDisk mortal(disk, last, end);
      const auto result = first_is_forward ? forward(mortal) : back(mortal);
      if (!mortal.struck()) break;
      ++count;
      if (end != MortalDisk::End::after && result) {
        // Only what does not matter may fail unseen.
        EXPECT_EQ(contents(), first_is_forward ? tree.after : tree.before) << where;
      }
      if (power_fails) {
        SimulatedRandom chance(static_cast<std::uint64_t>(last));
        disk.crash_with_torn_writes(chance);
      }
      expect_whole(where);
      const bool has_journal = disk.exists(journal).value();
      const auto finished = second_is_forward ? forward(disk) : back(disk);
      if (second_is_forward) {
        EXPECT_TRUE(finished) << where << to_string(finished.error());
        expect(tree.after, true, where);
      } else {
        EXPECT_EQ(finished.has_value(), has_journal) << where;
        expect(tree.before, false, where);
      }
      if (testing::Test::HasFailure()) break;
    }
    return count;
  }
};

TEST_F(CrashTest, AtAnyOperation) {
  for (const auto end : {MortalDisk::End::before, MortalDisk::End::after, MortalDisk::End::fails}) {
    for (const bool power_fails : {false, true}) {
      EXPECT_GT(matrix(true, true, end, power_fails), 30);
      EXPECT_GT(matrix(true, false, end, power_fails), 30);
      EXPECT_GT(matrix(false, true, end, power_fails), 30);
      EXPECT_GT(matrix(false, false, end, power_fails), 30);
    }
  }
}

TEST(Journal, SaysWhatItSays) {
  const std::vector<FileChange> changes = {
      {"caf\xe9/\xc3\xa9",
       "1",
       "2",
       {{7, "\xe9", "\"\n", "r"}, {9, std::string(1, '\0'), "", "s"}}},
      {"b", "3", "4", {}}};
  const std::string text = journal_text(changes);
  EXPECT_EQ(read_journal_text(text, "j"), changes);
  EXPECT_THAT(text, HasSubstr("{\"hex\":\"636166e92fc3a9\"}"));
  EXPECT_EQ(read_journal_text(journal_text({}), "j"), std::vector<FileChange>{});
}

TEST(Journal, VerifiesItself) {
  const std::string text = journal_text({{"a", "1", "2", {{7, "x", "y", "r"}}}});
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(read_journal_text(other, "j")) << i;
    const auto cut = read_journal_text(text.substr(0, i), "j");
    ASSERT_FALSE(cut) << i;
    if (i > 60) {
      EXPECT_EQ(cut.error().kind, ErrorKind::corrupt) << i;
    }
  }
  EXPECT_FALSE(read_journal_text(text + "\n", "j"));
  const auto said = [](std::string body) {
    body += "\n";
    return read_journal_text(body + fmt::format("{{\"sha256\":\"{}\"}}\n", to_hex(sha256(body))),
                             "j");
  };
  EXPECT_TRUE(said(R"({"godwit":"rewrite","format":1,"files":0})"));
  EXPECT_THAT(said(R"({"godwit":"rewrite","format":2,"files":0})").error().cause,
              HasSubstr("format 2"));
  EXPECT_FALSE(said(R"({"godwit":"rewrite","format":1,"files":1})"));
  for (const char* path : {"../a", "/a", "b/..", "a/../../b", ""}) {
    EXPECT_FALSE(
        said(fmt::format("{{\"godwit\":\"rewrite\",\"format\":1,\"files\":1}}\n"
                         "{{\"path\":\"{}\",\"before\":\"\",\"after\":\"\",\"edits\":[]}}",
                         path)))
        << path;
  }
}

// Modes, links, and what is not ours: only a real disk has them.
struct RealTest : testing::Test {
  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / fmt::format("godwit_apply_{}", getpid());
  RealDisk disk;
  RealTest() { std::filesystem::create_directories(folder / "b"); }
  ~RealTest() override { std::filesystem::remove_all(folder); }
  unsigned mode_of(const std::string& path) const {
    struct stat status{};
    stat((folder / path).c_str(), &status);
    return status.st_mode & 07777;
  }
};

TEST_F(RealTest, ModesStayAndTheJournalIsPrivate) {
  const std::string text = "R=eu-west-1\n";
  std::ofstream(folder / "b/run.sh") << text;
  std::filesystem::permissions(folder / "b/run.sh", std::filesystem::perms(0751));
  const std::vector<FileChange> changes = {
      change_of("b/run.sh", text, {{2, "eu-west-1", "eu-central-1", "r"}})};
  const std::string own_journal = folder / "j";
  ASSERT_TRUE(apply(disk, folder, changes, own_journal));
  EXPECT_EQ(read_file(disk, folder / "b/run.sh"), "R=eu-central-1\n");
  EXPECT_EQ(mode_of("b/run.sh"), 0751U);
  EXPECT_EQ(mode_of("j"), 0600U);
  ASSERT_TRUE(revert(disk, folder, own_journal));
  EXPECT_EQ(read_file(disk, folder / "b/run.sh"), text);
  EXPECT_EQ(mode_of("b/run.sh"), 0751U);
}

TEST_F(RealTest, ManyFilesOnSeveralThreads) {
  std::vector<FileChange> changes;
  const auto text = [](int i) { return fmt::format("R=eu-west-1 {}\n", i); };
  for (int i = 0; i < 50; ++i) {
    const std::string path = fmt::format("b/{:02}", i);
    std::ofstream(folder / path) << text(i);
    changes.push_back(change_of(path, text(i), {{2, "eu-west-1", "eu-central-1", "r"}}));
  }
  const auto applied = apply(disk, folder, changes, folder / "j", 3);
  ASSERT_TRUE(applied) << to_string(applied.error());
  EXPECT_EQ(applied->changed.size(), 50u);
  EXPECT_TRUE(std::ranges::is_sorted(applied->changed));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(read_file(disk, folder / changes[i].path), fmt::format("R=eu-central-1 {}\n", i));
  }
  ASSERT_TRUE(revert(disk, folder, folder / "j", 100));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(read_file(disk, folder / changes[i].path), text(i));
  std::ofstream(folder / "b/07") << "mine";
  std::ofstream(folder / "b/33") << "mine";
  const auto refused = apply(disk, folder, changes, folder / "j", 3);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().cause, HasSubstr("b/07 has changed, b/33 has changed"));
}

TEST_F(RealTest, ALinkIsNotReplaced) {
  const std::string text = "R=eu-west-1\n";
  std::ofstream(folder / "b/file") << text;
  std::filesystem::create_symlink("b/file", folder / "link");
  const std::vector<FileChange> changes = {
      change_of("b/file", text, {{2, "eu-west-1", "eu-central-1", "r"}}),
      change_of("link", text, {{2, "eu-west-1", "eu-central-1", "r"}})};
  const auto refused = apply(disk, folder, changes, folder / "j");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(read_file(disk, folder / "b/file"), text);
  EXPECT_EQ(disk.exists(folder / "j"), false);
  EXPECT_EQ(disk.exists(folder / "b/.godwit-1"), false);
}

}  // namespace
}  // namespace godwit::repo
