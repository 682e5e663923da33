#include "repo/walk.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "base/digest.h"
#include "env/folder.h"
#include "env/ignored.h"
#include "env/threads.h"

namespace godwit::repo {
namespace {

constexpr std::size_t looked_at_for_nul = 8'000;
constexpr std::uint64_t rules_bytes = 1'000'000;
// Of a folder with many files others take some.
constexpr std::size_t files_of_a_task = 64;

bool is_binary(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return false;
  return bytes.substr(0, looked_at_for_nul).contains('\0');
}

// A folder, and what holds for everything in it.
struct Place {
  std::shared_ptr<Folder> folder;
  std::string path;  // empty, or with '/' at its end
  std::size_t depth = 0;
  std::shared_ptr<const Ignored> around;  // the rules of the folders around it; may be nullptr
  std::uint64_t rules_around = 0;         // a digest of them
  // With its own. They are read before anything in it is handed out.
  std::shared_ptr<const Ignored> ignored = around;
  std::uint64_t rules = rules_around;
};

// Either one folder within a place, or some files of it. The last one handed out is the next one
// done: so no more folders are held open than are within each other, for each thread.
struct Task {
  std::shared_ptr<const Place> place;
  std::vector<std::string> names;
  bool enter = false;
};

class Tasks {
 public:
  void add(std::vector<Task> tasks) {
    if (tasks.empty()) return;
    {
      const std::lock_guard lock(mutex_);
      std::ranges::move(tasks, std::back_inserter(tasks_));
    }
    changed_.notify_all();
  }

  // False: all is done. Whoever got a task says done() after it.
  bool next(Task& task) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !tasks_.empty() || under_way_ == 0; });
    if (tasks_.empty()) return false;
    task = std::move(tasks_.back());
    tasks_.pop_back();
    ++under_way_;
    return true;
  }

  void done() {
    const std::lock_guard lock(mutex_);
    if (--under_way_ == 0 && tasks_.empty()) changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::size_t under_way_ = 0;
};

// What one thread does.
class Walker {
 public:
  Walker(Tasks& tasks, Visitor& visitor, const WalkOptions& options)
      : tasks_(tasks), visitor_(visitor), options_(options) {}

  Result<void> list(const std::shared_ptr<Place>& place) {
    Listing listing = TRY(listing_of(*place));
    std::vector<Task> tasks;
    for (std::string& name : listing.folders) {
      tasks.push_back({.place = place, .names = {std::move(name)}, .enter = true});
    }
    std::vector<std::string> files;
    for (std::string& name : listing.files) {
      files.push_back(std::move(name));
      if (files.size() < files_of_a_task) continue;
      tasks.push_back({.place = place, .names = std::exchange(files, {})});
    }
    tasks_.add(std::move(tasks));
    read_files(*place, files);
    return {};
  }

  void run() {
    for (Task task; tasks_.next(task); tasks_.done()) {
      task.enter ? enter(*task.place, task.names.front()) : read_files(*task.place, task.names);
      task = {};  // before anybody hears that it is done: it holds a folder open
    }
  }

  Walked take() && { return std::move(walked_); }

 private:
  void enter(const Place& around, const std::string& name) {
    const std::string path = around.path + name;
    if (around.depth == options_.depth) {
      walked_.complete = false;
      return;
    }
    auto folder = around.folder->open(name);
    if (!folder) return complain(path, folder.error());
    const auto place = std::make_shared<Place>(
        Place{*std::move(folder), path + '/', around.depth + 1, around.ignored, around.rules});
    const auto listed = list(place);
    if (!listed) complain(path, listed.error());
  }

  Result<Listing> listing_of(Place& place) {
    WalkedFolder folder{place.path};
    if (options_.stamps) {
      folder.stamp = TRY(place.folder->stamp());
      auto known = folder.stamp != 0 ? visitor_.known(folder) : std::nullopt;
      if (known) {
        if (known->first.has_rules) read_rules(place);
        if (known->second == place.rules) return std::move(known->first);
      }
    }
    Listing listing;
    const std::vector<Folder::Entry> entries = TRY(place.folder->list());
    listing.has_rules = std::ranges::binary_search(entries, std::string_view(".gitignore"), {},
                                                   &Folder::Entry::name);
    if (listing.has_rules) read_rules(place);
    for (const Folder::Entry& entry : entries) {
      if (entry.name == ".git") continue;
      const std::string path = place.path + entry.name;
      if (path == options_.except) continue;
      if (place.ignored && place.ignored->covers(path, entry.folder)) continue;
      (entry.folder ? listing.folders : listing.files).push_back(entry.name);
    }
    if (options_.stamps) visitor_.listed(folder, listing, place.rules);
    return listing;
  }

  // Adds a folder's own rules to those around it.
  void read_rules(Place& place) {
    const auto rules = place.folder->read(".gitignore", buffer_, rules_bytes, false);
    if (!rules) return;
    auto ignored =
        place.around ? std::make_shared<Ignored>(*place.around) : std::make_shared<Ignored>();
    ignored->add(place.path, rules->bytes);
    place.ignored = std::move(ignored);
    place.rules = stable_hash(rules->bytes, stable_hash(place.path, place.rules_around));
  }

  void read_files(const Place& place, const std::vector<std::string>& names) {
    for (const std::string& name : names) read_file(place, name);
  }

  void read_file(const Place& place, const std::string& name) {
    WalkedFile file{place.path, name};
    if (options_.stamps) {
      const auto stamp = place.folder->stamp(name);
      if (!stamp) return complain(path_of(file), stamp.error());
      file.stamp = *stamp;
      if (!visitor_.wants(file)) return;
    }
    const auto content = place.folder->read(name, buffer_, options_.file_bytes, options_.stamps);
    if (!content) return complain(path_of(file), content.error());
    file.stamp = content->stamp;
    if (is_binary(content->bytes)) {
      visitor_.binary(file);
    } else {
      visitor_.text(file, content->bytes);
    }
  }

  void complain(std::string path, const Error& error) {
    if (error.kind == ErrorKind::not_found) return;  // it went away meanwhile
    auto& list = error.kind == ErrorKind::invalid ? walked_.large : walked_.unreadable;
    list.push_back(std::move(path));
  }

  Tasks& tasks_;
  Visitor& visitor_;
  const WalkOptions& options_;
  std::vector<char> buffer_;
  Walked walked_;
};

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  std::ranges::move(from, std::back_inserter(to));
}

}  // namespace

Result<Walked> walk(Disk& disk, const std::string& folder, std::span<Visitor* const> visitors,
                    const WalkOptions& options) {
  Tasks tasks;
  std::vector<Walker> walkers;
  for (Visitor* visitor : visitors) walkers.emplace_back(tasks, *visitor, options);
  const auto root = std::make_shared<Place>();
  root->folder = TRY(disk.open_folder(folder));
  // Here, so that its own error is one of the whole.
  TRY_VOID(walkers.front().list(root));
  on_threads(walkers.size(), [&](std::size_t thread) { walkers[thread].run(); });
  Walked all;
  for (Walker& walker : walkers) {
    Walked own = std::move(walker).take();
    append(all.large, std::move(own.large));
    append(all.unreadable, std::move(own.unreadable));
    all.complete = all.complete && own.complete;
  }
  std::ranges::sort(all.large);
  std::ranges::sort(all.unreadable);
  return all;
}

}  // namespace godwit::repo
