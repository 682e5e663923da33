#include "repo/apply.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "base/digest.h"
#include "base/encoding.h"
#include "env/threads.h"
#include "repo/journal.h"

namespace godwit::repo {
namespace {

constexpr std::uint64_t largest_file = 1ULL << 30;
constexpr std::uint64_t largest_journal = 4ULL << 30;
// What is kept of what was read, so that it is not read twice.
constexpr std::uint64_t most_kept = 512ULL << 20;
constexpr std::size_t most_named = 5;

std::string within(const std::string& folder, const std::string& path) {
  return folder.empty() || folder.ends_with('/') ? folder + path : folder + '/' + path;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// One way through the journal's files: to what they shall be, or back to what they were.
class Passage {
 public:
  Passage(Disk& disk, const std::string& folder, const std::vector<FileChange>& changes, bool back,
          std::size_t threads)
      : disk_(disk), back_(back), threads_(std::max<std::size_t>(threads, 1)) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      File file{.change = &changes[i], .path = within(folder, changes[i].path)};
      const std::string beside = folder_of(file.path);
      file.staged = within(beside, fmt::format(".godwit-{}", i + 1));
      files_.push_back(std::move(file));
    }
  }

  // Which files are still to be changed. Errors: conflict, where one is something else than the
  // changes are about; all of them are told.
  Result<void> look() {
    const std::vector<std::string> others = TRY(look_for_others());
    if (others.empty()) return {};
    return refused(others);
  }

  // Those that are something else.
  Result<std::vector<std::string>> look_for_others() {
    return each([this](File& file) -> Result<std::string> {
      file.stamp = disk_.stamp(file.path).value_or(0);
      auto content = content_of(disk_, file.path);
      if (!content && content.error().kind == ErrorKind::not_found) {
        return file.change->path + " is gone";
      }
      if (!content) return fail(content.error());
      const std::string digest = to_hex(sha256(*content));
      file.done = digest == to(*file.change);
      if (!file.done && digest != from(*file.change)) return file.change->path + " has changed";
      if (!file.done && (kept_ += content->size()) <= most_kept) {
        file.content = *std::move(content);
      }
      return std::string();
    });
  }

  // That nobody's file is in the way of ours: before the first time.
  Result<void> look_for_room() {
    for (const File& file : files_) {
      if (file.done || !TRY(disk_.exists(file.staged))) continue;
      return fail({.kind = ErrorKind::conflict,
                   .operation = operation(),
                   .subject = file.change->path,
                   .cause = fmt::format("{} is in the way", file.staged),
                   .remedy = "it may be left of a change that has no journal any more: remove it"});
    }
    return {};
  }

  // New contents beside the files, all of it on stable storage.
  Result<void> stage() {
    TRY(each([this](File& file) -> Result<std::string> {
      if (file.done) return std::string();
      if (!file.content) file.content = TRY(content_of(disk_, file.path));
      const std::string changed = TRY(back_ ? taken_back(*file.content, *file.change)
                                            : carried_out(*file.content, *file.change));
      if (to_hex(sha256(changed)) != to(*file.change)) {
        return fail({.kind = ErrorKind::conflict,
                     .operation = operation(),
                     .subject = file.change->path,
                     .cause = "its edits do not make the content that they shall make",
                     .remedy = "propose again"});
      }
      file.content.reset();
      TRY_VOID(disk_.write_like(file.staged, changed, file.path));
      return std::string();
    }));
    return disk_.sync_around(folders());
  }

  // That nobody has changed a file since it was read. What a stamp cannot tell is read again.
  Result<void> look_again() {
    const auto others = TRY(each([this](File& file) -> Result<std::string> {
      const std::uint64_t stamp = file.done ? 0 : disk_.stamp(file.path).value_or(0);
      if (file.done || (stamp != 0 && stamp == file.stamp)) return std::string();
      const auto content = content_of(disk_, file.path);
      if (!content && content.error().kind != ErrorKind::not_found) return fail(content.error());
      if (content && to_hex(sha256(*content)) == from(*file.change)) return std::string();
      return file.change->path + " has changed just now";
    }));
    if (others.empty()) return {};
    return refused(others);
  }

  Result<Applied> put_in_place() {
    Applied applied;
    for (const File& file : files_) {
      if (file.done) {
        applied.already.push_back(file.change->path);
        continue;
      }
      TRY_VOID(disk_.rename_unsynced(file.staged, file.path));
      applied.changed.push_back(file.change->path);
    }
    // Also where all was done before: by somebody who may not have lived to sync it.
    TRY_VOID(disk_.sync_around(folders()));
    return applied;
  }

  // What lies beside files that are done is left of a life that died.
  Result<void> clear() {
    for (const File& file : files_) TRY_VOID(disk_.remove(file.staged));
    return {};
  }

  std::size_t done() const {
    return static_cast<std::size_t>(std::ranges::count(files_, true, &File::done));
  }
  bool is_done() const { return done() == files_.size(); }

 private:
  struct File {
    const FileChange* change;
    std::string path;
    std::string staged;
    std::uint64_t stamp = 0;
    bool done = false;  // it has the content that it shall have
    std::optional<std::string> content;
  };

  // What is said of files, in their order; or the first error. On several threads: a file is
  // nobody else's.
  template <class Work>
  Result<std::vector<std::string>> each(Work work) {
    std::vector<Result<std::string>> said(files_.size());
    const std::size_t count = std::clamp<std::size_t>(files_.size(), 1, threads_);
    on_threads(count, [&](std::size_t own) {
      for (std::size_t i = own; i < files_.size(); i += count) said[i] = work(files_[i]);
    });
    std::vector<std::string> texts;
    for (Result<std::string>& one : said) {
      std::string text = TRY(std::move(one));
      if (!text.empty()) texts.push_back(std::move(text));
    }
    return texts;
  }

  const std::string& from(const FileChange& change) const {
    return back_ ? change.digest_after : change.digest_before;
  }
  const std::string& to(const FileChange& change) const {
    return back_ ? change.digest_before : change.digest_after;
  }
  std::string operation() const { return back_ ? "take changes back" : "apply changes"; }

  std::vector<std::string> folders() const {
    std::set<std::string> folders;
    for (const File& file : files_) folders.insert(folder_of(file.path));
    return {folders.begin(), folders.end()};
  }

  std::unexpected<Error> refused(const std::vector<std::string>& others) const {
    std::string cause = fmt::format(
        "{} of {} files are not what the changes are about: ", others.size(), files_.size());
    for (std::size_t i = 0; i < others.size() && i < most_named; ++i) {
      cause += (i > 0 ? ", " : "") + others[i];
    }
    if (others.size() > most_named) cause += ", ...";
    return fail({.kind = ErrorKind::conflict,
                 .operation = operation(),
                 .subject = files_.size() == 1 ? "a file" : fmt::format("{} files", files_.size()),
                 .cause = cause,
                 .remedy = back_ ? "nothing was written; put these files back as the change left "
                                   "them, or take the change back by hand"
                                 : "nothing was written; put these files back as they were, or "
                                   "take the change back and propose again"});
  }

  Disk& disk_;
  bool back_;
  std::vector<File> files_;
  std::size_t threads_;
  std::atomic<std::uint64_t> kept_ = 0;
};

// `begun` says whether names were changed: then somebody has to go on.
Result<Applied> pass(Passage& passage, bool& begun) {
  TRY_VOID(passage.stage());
  TRY_VOID(passage.look_again());
  begun = true;
  return passage.put_in_place();
}

std::unexpected<Error> half_done(Error error) {
  error.kind = ErrorKind::unknown;
  error.remedy = "some files are changed already, each as a whole: the same command goes on";
  return fail(std::move(error));
}

// Nobody else works on the same journal meanwhile.
Result<std::unique_ptr<File>> held(Disk& disk, const std::string& journal) {
  return disk.open(journal, OpenMode::write, true);
}

}  // namespace

// Not read_file(): its buffer is much larger than most files.
Result<std::string> content_of(Disk& disk, const std::string& path) {
  const auto file = TRY(disk.open(path, OpenMode::read));
  const std::uint64_t size = TRY(file->size());
  if (size > largest_file) return read_file(disk, path, largest_file);
  std::string content = TRY(file->read(0, size + 1));
  if (content.size() > size) return read_file(disk, path, largest_file);  // it grows
  return content;
}

Result<std::vector<FileChange>> read_journal(Disk& disk, const std::string& journal) {
  return read_journal_text(TRY(read_file(disk, journal, largest_journal)), journal);
}

Result<Standing> standing_of(Disk& disk, const std::string& folder,
                             const std::vector<FileChange>& changes) {
  Passage passage(disk, folder, changes, false, 1);
  Standing standing;
  standing.others = TRY(passage.look_for_others());
  standing.after = passage.done();
  standing.before = changes.size() - standing.after - standing.others.size();
  return standing;
}

Result<Applied> apply(Disk& disk, const std::string& folder, const std::vector<FileChange>& changes,
                      const std::string& journal, std::size_t threads) {
  const auto begun = read_journal(disk, journal);
  const bool first = !begun && begun.error().kind == ErrorKind::not_found;
  if (!begun && !first) return fail(begun.error());
  if (begun && *begun != changes) {
    return fail(
        {.kind = ErrorKind::conflict,
         .operation = "apply changes",
         .subject = folder,
         .cause = fmt::format("the journal {} is about other changes", journal),
         .remedy = "take those back first (--revert), or name another journal (--journal)"});
  }
  Passage passage(disk, folder, changes, false, threads);
  TRY_VOID(passage.look());
  if (first) {
    if (passage.is_done()) return passage.put_in_place();  // there is nothing to take back
    TRY_VOID(passage.look_for_room());
    TRY_VOID(write_file(disk, journal, journal_text(changes)));
  }
  const auto lock = TRY(held(disk, journal));
  bool begun_to_rename = false;
  auto applied = pass(passage, begun_to_rename);
  if (!applied && begun_to_rename) return half_done(applied.error());
  if (!applied) {
    // As far as the disk lets us, nothing has happened. What it keeps, the next try finds.
    std::ignore = passage.clear();
    if (first) std::ignore = disk.remove(journal);
    return applied;
  }
  if (first) return applied;
  if (const auto cleared = passage.clear(); !cleared) return half_done(cleared.error());
  return applied;
}

Result<Applied> revert(Disk& disk, const std::string& folder, const std::string& journal,
                       std::size_t threads) {
  const auto lock = TRY(held(disk, journal));
  const std::vector<FileChange> changes = TRY(read_journal(disk, journal));
  Passage passage(disk, folder, changes, true, threads);
  TRY_VOID(passage.look());
  bool begun_to_rename = false;
  auto reverted = pass(passage, begun_to_rename);
  if (!reverted && begun_to_rename) return half_done(reverted.error());
  if (!reverted) {
    std::ignore = passage.clear();
    return reverted;
  }
  auto removed = passage.clear();
  if (removed) removed = disk.remove(journal);
  if (!removed) return half_done(removed.error());
  return reverted;
}

}  // namespace godwit::repo
