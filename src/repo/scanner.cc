#include "repo/scanner.h"

#include "repo/pack_file_scan.h"
#include "repo/place_cursor.h"
#include "repo/secret.h"

namespace godwit::repo {
std::optional<std::pair<Listing, std::uint64_t>> Scanner::known(const WalkedFolder& walked) {
  const RememberedFolder* folder = memory_.folder(walked.path);
  if (folder == nullptr || folder->stamp != walked.stamp) return {};
  const FolderContent* content = content_of(walked.path);
  if (content == nullptr) return {};
  Listing listing;
  listing.has_rules = folder->has_rules;
  listing.folders.assign(content->folders.begin(), content->folders.end());
  listing.files.reserve(content->files.size());
  for (const RememberedFile& file : content->files) listing.files.emplace_back(file.name);
  known_folders.push_back(folder);
  return std::pair(std::move(listing), folder->rules);
}

void Scanner::listed(const WalkedFolder& walked, const Listing& listing, std::uint64_t rules) {
  if (remembers_) new_folders.push_back({walked.path, walked.stamp, rules, listing});
}

const FolderContent* Scanner::content_of(std::string_view path) {
  if (last_ != path) {
    last_ = path;
    const RememberedFolder* folder = memory_.folder(path);
    content_ = folder == nullptr ? std::nullopt : folder->unpacked();
  }
  return content_ ? &*content_ : nullptr;
}

bool Scanner::wants(const WalkedFile& walked) {
  const FolderContent* content = content_of(walked.folder);
  const RememberedFile* file = content == nullptr ? nullptr : content->file(walked.name);
  if (file == nullptr || file->stamp == 0 || file->stamp != walked.stamp) return true;
  if (!file->found.empty()) {
    auto scan = unpacked(file->found, path_of(walked), vocabulary_);
    if (!scan) return true;
    keep(path_of(walked), *std::move(scan));
  }
  ++remembered;
  ++(file->binary ? binaries : files);
  bytes += file->size;
  return false;
}

void Scanner::text(const WalkedFile& walked, std::string_view text) {
  const Matcher* matcher = matcher_.get();
  if (matcher == nullptr) return;
  if (!scratch_) scratch_.emplace(matcher->scratch());
  ++files;
  bytes += text.size();
  add(walked, scan_text(path_of(walked), text, vocabulary_, *matcher, *scratch_), false,
      text.size());
}

// Its name is text.
void Scanner::binary(const WalkedFile& walked) {
  ++binaries;
  FileScan scan;
  if (!vocabulary_.only_given()) {
    const std::string path = path_of(walked);
    const std::string_view name = path;
    for (const Secret& secret : find_secrets_in_path(path)) {
      scan.secrets.push_back(
          {.at = {path, 0, 1 + characters_in(name.substr(0, secret.begin))},
           .length = characters_in(name.substr(secret.begin, secret.end - secret.begin)),
           .kind = secret.kind,
           .in_name = true});
    }
  }
  add(walked, std::move(scan), true, 0);
}

void Scanner::add(const WalkedFile& walked, FileScan scan, bool binary, std::uint64_t size) {
  if (remembers_ && walked.stamp != 0) {
    new_files.push_back({walked.folder, walked.name, walked.stamp, binary, size, packed(scan)});
  }
  keep(path_of(walked), std::move(scan));
}

void Scanner::keep(std::string path, FileScan scan) {
  if (scan.hits.empty() && scan.secrets.empty() && scan.given.empty()) return;
  found.push_back({std::move(path), std::move(scan)});
}

}  // namespace godwit::repo
