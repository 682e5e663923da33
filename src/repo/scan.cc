#include "repo/scan.h"

#include <algorithm>

#include "base/digest.h"
#include "repo/next_memory.h"
#include "repo/scanner.h"
#include "repo/sources_digest.h"

namespace godwit::repo {
namespace {

// Everything that an answer depends on but for the files.
std::string key_of(const Vocabulary& vocabulary, const ScanOptions& options) {
  return sha256(std::string(sources_digest()) + vocabulary.digest() +
                (vocabulary.only_given() ? "only " : "all ") + std::to_string(options.file_bytes));
}

// The path of the memory from the folder's root, where it lies within: it changes with every scan.
std::string within(std::string_view folder, std::string_view path) {
  const auto plain = [](std::string_view name) {
    while (name.starts_with("./")) name.remove_prefix(2);
    return name == "." ? std::string_view() : name;
  };
  folder = plain(folder);
  path = plain(path);
  if (!path.starts_with(folder)) return {};
  path.remove_prefix(folder.size());
  if (!folder.empty() && !folder.ends_with('/') && !path.starts_with('/')) return {};
  while (path.starts_with('/')) path.remove_prefix(1);
  return std::string(path);
}

template <class Thing>
void append(std::vector<Thing>& to, std::vector<Thing> from) {
  std::ranges::move(from, std::back_inserter(to));
}

// Of many files: each thing moves once.
template <class Thing>
std::vector<Thing> joined(std::vector<FoundIn>& files, std::vector<Thing> FileScan::* list) {
  std::size_t count = 0;
  for (const FoundIn& file : files) count += (file.found.*list).size();
  std::vector<Thing> all;
  all.reserve(count);
  for (FoundIn& file : files) append(all, std::move(file.found.*list));
  return all;
}

Scan put_together(std::vector<Scanner>& scanners, Walked walked) {
  Scan all;
  all.large = std::move(walked.large);
  all.unreadable = std::move(walked.unreadable);
  all.complete = walked.complete && all.large.empty() && all.unreadable.empty();
  std::vector<FoundIn> files;
  for (Scanner& scanner : scanners) {
    all.files += scanner.files;
    all.bytes += scanner.bytes;
    all.binary += scanner.binaries;
    all.remembered += scanner.remembered;
    append(files, std::move(scanner.found));
  }
  std::ranges::sort(files, {}, &FoundIn::path);
  all.hits = joined(files, &FileScan::hits);
  all.secrets = joined(files, &FileScan::secrets);
  all.given = joined(files, &FileScan::given);
  connect(all);
  return all;
}

}  // namespace

Result<Scan> scan(Disk& disk, const std::string& folder, const Vocabulary& vocabulary,
                  const ScanOptions& options) {
  const bool remembers = !options.memory.empty();
  const std::string key = remembers ? key_of(vocabulary, options) : std::string();
  const Memory memory = remembers ? Memory::read(disk, options.memory, key) : Memory();
  LazyMatcher matcher(vocabulary);
  std::vector<Scanner> scanners;
  for (std::size_t i = 0; i < std::max<std::size_t>(options.threads, 1); ++i) {
    scanners.emplace_back(vocabulary, matcher, memory, remembers);
  }
  std::vector<Visitor*> visitors;
  for (Scanner& scanner : scanners) visitors.push_back(&scanner);
  Walked walked = TRY(walk(disk, folder, visitors,
                           {.file_bytes = options.file_bytes,
                            .stamps = remembers,
                            .except = remembers ? within(folder, options.memory) : std::string()}));
  if (auto error = matcher.error()) return fail(*std::move(error));
  if (remembers) TRY_VOID(update_memory(disk, options.memory, key, memory, scanners));
  return put_together(scanners, std::move(walked));
}

}  // namespace godwit::repo
