#include "env/simulated_disk.h"

#include <algorithm>

#include "base/digest.h"

namespace godwit {

namespace {

std::unexpected<Error> missing(std::string operation, const std::string& path) {
  return fail({.kind = ErrorKind::not_found,
               .operation = std::move(operation),
               .subject = path,
               .cause = "no such file or directory",
               .remedy = "check the path"});
}

}  // namespace

class SimulatedDisk::OpenFile : public File {
 public:
  OpenFile(SimulatedDisk& disk, std::shared_ptr<Content> content, bool writable)
      : disk_(disk), content_(std::move(content)), crashes_(disk.crashes_), writable_(writable) {}

  // Touches no more than the content, which it owns a share of: the disk may be gone by now.
  ~OpenFile() override {
    if (content_->holder == this) content_->holder = nullptr;
  }

  Result<std::string> read(std::uint64_t offset, std::size_t length) override {
    TRY_VOID(check_alive("read"));
    const std::string& bytes = content_->bytes;
    return offset < bytes.size() ? bytes.substr(offset, length) : std::string();
  }

  Result<void> write(std::uint64_t offset, std::string_view bytes) override {
    TRY_VOID(check_writable("write"));
    if (bytes.empty()) return {};
    std::string& content = content_->bytes;
    const std::uint64_t end = offset + bytes.size();
    if (end < offset) return failure("write", "file too large");
    TRY_VOID(check_room("write", end));
    const std::uint64_t kept = std::min<std::uint64_t>(content.size(), offset);
    content_->undo.push_back({content.size(), kept, content.substr(kept, end - kept)});
    if (end > content.size()) disk_.resize(*content_, end);
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
    return {};
  }

  Result<void> truncate(std::uint64_t size) override {
    TRY_VOID(check_writable("truncate"));
    std::string& content = content_->bytes;
    if (size == content.size()) return {};
    TRY_VOID(check_room("truncate", size));
    const std::uint64_t kept = std::min<std::uint64_t>(content.size(), size);
    content_->undo.push_back({content.size(), kept, content.substr(kept)});
    disk_.resize(*content_, size);
    return {};
  }

  Result<void> sync() override {
    TRY_VOID(check_alive("sync"));
    content_->undo.clear();
    ++disk_.sync_count_;
    const SyncHook hook = disk_.hook_;  // a copy: it may take itself away
    if (hook) hook(content_->path, disk_.sync_count_);
    return check_alive("sync");
  }

  Result<std::uint64_t> size() override {
    TRY_VOID(check_alive("get the size of"));
    return content_->bytes.size();
  }

 private:
  std::unexpected<Error> failure(std::string operation, std::string cause,
                                 std::string remedy = {}) const {
    return fail({.kind = ErrorKind::storage,
                 .operation = std::move(operation),
                 .subject = content_->path,
                 .cause = std::move(cause),
                 .remedy = std::move(remedy)});
  }

  Result<void> check_alive(const char* operation) const {
    if (crashes_ == disk_.crashes_) return {};
    return failure(operation, "the disk has crashed since it was opened", "open it again");
  }

  Result<void> check_writable(const char* operation) const {
    TRY_VOID(check_alive(operation));
    if (writable_) return {};
    return failure(operation, "it is open for reading only");
  }

  Result<void> check_room(const char* operation, std::uint64_t size) const {
    const std::uint64_t before = content_->bytes.size();
    if (size <= before || content_->removed) return {};
    const std::uint64_t room = disk_.capacity_ - std::min(disk_.capacity_, disk_.used_);
    if (size - before <= room) return {};
    return failure(operation, "no space left on device", "free some space, then try again");
  }

  SimulatedDisk& disk_;
  std::shared_ptr<Content> content_;
  std::uint64_t crashes_;  // of the disk when this was opened
  bool writable_;
};

Result<std::unique_ptr<File>> SimulatedDisk::open(const std::string& path, OpenMode mode,
                                                  bool exclusive) {
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != OpenMode::create) return missing("open", path);
    settle(path);
    auto content = std::make_shared<Content>();
    content->path = path;
    found = files_.emplace(path, std::move(content)).first;
  }
  const std::shared_ptr<Content>& content = found->second;
  if (exclusive && content->holder != nullptr) {
    return fail({.kind = ErrorKind::conflict,
                 .operation = "open",
                 .subject = path,
                 .cause = "another process is using it",
                 .remedy = "wait for that process to end, or end it"});
  }
  auto file = std::make_unique<OpenFile>(*this, content, mode != OpenMode::read);
  if (exclusive) content->holder = file.get();
  return file;
}

Result<bool> SimulatedDisk::exists(const std::string& path) { return files_.contains(path); }

// Files have whole paths here, and need no folder.
Result<void> SimulatedDisk::make_folder(const std::string&) { return {}; }

Result<std::vector<FolderEntry>> SimulatedDisk::list(const std::string& folder) {
  // A folder is there as long as something is in it.
  const std::string beginning = folder.ends_with('/') ? folder : folder + '/';
  std::map<std::string, FolderEntry> entries;
  for (auto at = files_.lower_bound(beginning);
       at != files_.end() && at->first.starts_with(beginning); ++at) {
    const std::string below = at->first.substr(beginning.size());
    const std::string name = below.substr(0, below.find('/'));
    const bool is_folder = name.size() < below.size();
    entries[name] = {name, is_folder, is_folder ? 0 : at->second->bytes.size()};
  }
  if (entries.empty()) return missing("list", folder);
  std::vector<FolderEntry> listed;
  for (auto& [name, entry] : entries) listed.push_back(std::move(entry));
  return listed;
}

Result<std::uint64_t> SimulatedDisk::stamp(const std::string& path) {
  const auto found = files_.find(path);
  if (found == files_.end()) return missing("look at", path);
  return std::max<std::uint64_t>(stable_hash(found->second->bytes), 1);
}

Result<void> SimulatedDisk::remove(const std::string& path) {
  const auto found = files_.find(path);
  if (found == files_.end()) return {};
  settle(path);
  unlink(*found->second);
  files_.erase(found);
  return {};
}

Result<void> SimulatedDisk::rename(const std::string& from, const std::string& to) {
  const auto found = files_.find(from);
  if (found == files_.end()) return missing("rename", from);
  if (from == to) return {};
  settle(from);
  settle(to);
  const auto content = found->second;
  files_.erase(found);
  auto& place = files_[to];
  if (place) unlink(*place);
  content->path = to;
  place = content;
  return {};
}

Result<void> SimulatedDisk::write_like(const std::string& path, std::string_view bytes,
                                       const std::string& model) {
  if (!files_.contains(model)) return missing("look at", model);
  auto content = std::make_shared<Content>();
  content->path = path;
  auto& place = files_[path];
  if (place) unlink(*place);
  place = content;
  return OpenFile(*this, content, true).write(0, bytes);
}

Result<void> SimulatedDisk::rename_unsynced(const std::string& from, const std::string& to) {
  const auto found = files_.find(from);
  if (found == files_.end()) return missing("rename", from);
  if (from == to) return {};
  Renaming renaming{from, to, found->second, {}};
  files_.erase(found);
  auto& place = files_[to];
  if (place) unlink(*place);
  renaming.replaced = std::exchange(place, renaming.moved);
  renaming.moved->path = to;
  renamings_.push_back(std::move(renaming));
  return {};
}

Result<void> SimulatedDisk::sync_around(const std::vector<std::string>& folders) {
  renamings_.clear();
  for (const auto& [path, content] : files_) content->undo.clear();
  ++sync_count_;
  const std::uint64_t crashes = crashes_;
  const SyncHook hook = hook_;  // a copy: it may take itself away
  if (hook) hook(folders.empty() ? std::string() : folders.front(), sync_count_);
  if (crashes == crashes_) return {};
  return fail({.kind = ErrorKind::storage,
               .operation = "sync the file system",
               .cause = "the disk has crashed",
               .remedy = "look what is there"});
}

// What a folder's names lead to is durable once anything durable happens to one of them.
void SimulatedDisk::settle(const std::string& path) {
  const auto folder_of = [](const std::string& name) {
    return name.substr(0, name.rfind('/') + 1);
  };
  const std::string folder = folder_of(path);
  std::erase_if(renamings_,
                [&](const Renaming& renaming) { return folder_of(renaming.to) == folder; });
}

void SimulatedDisk::take_names_back(Random* chance) {
  for (auto renaming = renamings_.rbegin(); renaming != renamings_.rend(); ++renaming) {
    const auto& [from, to, moved, replaced] = *renaming;
    // Only what is still so: later ones may have been kept.
    if (files_[to] != moved || files_.contains(from) || (chance && chance->chance(0.5))) continue;
    moved->path = from;
    files_[from] = moved;
    if (replaced) {
      replaced->removed = false;
      used_ += replaced->bytes.size();
      files_[to] = replaced;
    } else {
      files_.erase(to);
    }
  }
  renamings_.clear();
}

void SimulatedDisk::crash(Random* chance) {
  ++crashes_;
  take_names_back(chance);
  for (const auto& [path, content] : files_) {
    const std::string latest = chance && !content->undo.empty() ? content->bytes : std::string();
    const bool torn = chance && !content->undo.empty();
    for (auto undo = content->undo.rbegin(); undo != content->undo.rend(); ++undo) {
      resize(*content, undo->size);
      content->bytes.replace(undo->offset, undo->bytes.size(), undo->bytes);
    }
    content->undo.clear();
    content->holder = nullptr;
    if (torn) tear(*content, latest, *chance);
  }
}

void SimulatedDisk::tear(Content& content, const std::string& latest, Random& chance) {
  constexpr std::size_t sector = 512;
  const std::size_t size = chance.chance(0.5) ? latest.size() : content.bytes.size();
  resize(content, size);
  for (std::size_t at = 0; at < std::min(size, latest.size()); at += sector) {
    const std::size_t length = std::min({sector, size - at, latest.size() - at});
    if (content.bytes.compare(at, length, latest, at, length) == 0 || !chance.chance(0.5)) continue;
    content.bytes.replace(at, length, latest, at, length);
  }
}

std::vector<std::string> SimulatedDisk::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, content] : files_) paths.push_back(path);
  return paths;
}

void SimulatedDisk::resize(Content& content, std::uint64_t size) {
  if (!content.removed) used_ = used_ - content.bytes.size() + size;
  content.bytes.resize(size);
}

void SimulatedDisk::unlink(Content& content) {
  used_ -= content.bytes.size();
  content.removed = true;
}

}  // namespace godwit
