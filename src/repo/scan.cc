#include "repo/scan.h"

#include <algorithm>

#include "repo/walk.h"

namespace godwit::repo {
namespace {

struct FoundIn {
  std::string path;
  FileScan found;
};

// What one thread finds.
class Scanner : public Visitor {
 public:
  Scanner(const Vocabulary& vocabulary, const Matcher& matcher, bool secrets)
      : vocabulary_(vocabulary),
        matcher_(matcher),
        scratch_(matcher.scratch()),
        secrets_(secrets) {}

  void text(const WalkedFile& file, std::string_view text) override {
    ++files;
    bytes += text.size();
    std::string path = path_of(file);
    FileScan scan = scan_text(path, text, vocabulary_, matcher_, scratch_);
    add(std::move(path), std::move(scan));
  }

  // Its name is text.
  void binary(const WalkedFile& file) override {
    ++binaries;
    if (!secrets_) return;
    std::string path = path_of(file);
    FileScan scan;
    for (const Secret& secret : find_secrets_in_path(path)) {
      scan.secrets.push_back({.at = {.file = path},
                              .length = static_cast<int>(secret.end - secret.begin),
                              .kind = secret.kind,
                              .in_name = true});
    }
    add(std::move(path), std::move(scan));
  }

  std::vector<FoundIn> found;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t binaries = 0;

 private:
  void add(std::string path, FileScan scan) {
    if (scan.hits.empty() && scan.secrets.empty() && scan.given.empty()) return;
    found.push_back({std::move(path), std::move(scan)});
  }

  const Vocabulary& vocabulary_;
  const Matcher& matcher_;
  Matcher::Scratch scratch_;
  bool secrets_;
};

template <class Things>
void append(Things& to, Things from) {
  std::ranges::move(from, std::back_inserter(to));
}

}  // namespace

Result<Scan> scan(Disk& disk, const std::string& folder, const Vocabulary& vocabulary,
                  const ScanOptions& options) {
  const Matcher matcher = TRY(Matcher::make(vocabulary.words()));
  const bool secrets = std::ranges::any_of(
      vocabulary.words(), [](const Word& word) { return word.kind == Word::Kind::secret; });
  std::vector<Scanner> scanners;
  for (std::size_t i = 0; i < std::max<std::size_t>(options.threads, 1); ++i) {
    scanners.emplace_back(vocabulary, matcher, secrets);
  }
  std::vector<Visitor*> visitors;
  for (Scanner& scanner : scanners) visitors.push_back(&scanner);
  Walked walked = TRY(walk(disk, folder, visitors, {.file_bytes = options.file_bytes}));

  Scan all;
  all.large = std::move(walked.large);
  all.unreadable = std::move(walked.unreadable);
  all.complete = walked.complete && all.large.empty() && all.unreadable.empty();
  std::vector<FoundIn> files;
  for (Scanner& scanner : scanners) {
    all.files += scanner.files;
    all.bytes += scanner.bytes;
    all.binary += scanner.binaries;
    append(files, std::move(scanner.found));
  }
  std::ranges::sort(files, {}, &FoundIn::path);
  for (FoundIn& file : files) {
    append(all.hits, std::move(file.found.hits));
    append(all.secrets, std::move(file.found.secrets));
    append(all.given, std::move(file.found.given));
  }
  connect(all);
  return all;
}

}  // namespace godwit::repo
