#include "consumer/function_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "consumer/setting.h"
#include "repo/reading.h"

namespace godwit::consumer {
namespace {

using supabase::FunctionFile;
using supabase::FunctionSource;

// https://supabase.com/docs/guides/functions/limits has 20 MB for a whole bundle.
constexpr std::size_t most_bytes = 20'000'000;
constexpr std::size_t most_files = 2000;
constexpr int deepest = 20;
constexpr std::string_view shared = "_shared";
constexpr std::array<std::string_view, 5> entrypoints = {"index.ts", "index.tsx", "index.js",
                                                         "index.jsx", "index.mjs"};

std::unexpected<Error> unusable(const std::string& folder, ErrorKind kind, std::string cause,
                                std::string remedy) {
  return fail({.kind = kind,
               .operation = "read the edge function in",
               .subject = folder,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

class Gatherer {
 public:
  Gatherer(Disk& disk, std::string folder, const BeforeChanges& before)
      : disk_(disk), folder_(std::move(folder)), before_(before) {}

  // All files below `path`, which is from the functions' folder.
  Result<void> gather(const std::string& path, int depth) {
    for (const FolderEntry& entry : TRY(disk_.list(folder_ + "/" + path))) {
      if (entry.name.starts_with('.')) continue;
      const std::string inner = path + "/" + entry.name;
      if (entry.folder) {
        if (entry.name == "node_modules") continue;
        if (depth >= deepest) return too_large("folders within folders");
        TRY_VOID(gather(inner, depth + 1));
        continue;
      }
      bytes_ += entry.size;
      if (bytes_ > most_bytes) return too_large("more than 20 MB");
      if (files.size() >= most_files) return too_large("more than 2,000 files");
      files.push_back({inner, TRY(read(inner))});
    }
    return {};
  }

  std::vector<FunctionFile> files;

 private:
  Result<std::string> read(const std::string& path) {
    const std::string place = folder_ + "/" + path;
    std::string content = TRY(read_file(disk_, place));
    const std::string from_repository = std::filesystem::path(place)
                                            .lexically_normal()
                                            .lexically_relative(before_.repository)
                                            .generic_string();
    const auto change =
        std::ranges::find(before_.changes, from_repository, &repo::FileChange::path);
    if (change == before_.changes.end()) return content;
    return repo::taken_back(content, *change);
  }

  std::unexpected<Error> too_large(std::string_view why) const {
    return unusable(folder_, ErrorKind::invalid, fmt::format("it has {}", why),
                    "keep what functions need in folders of their own");
  }

  Disk& disk_;
  std::string folder_;
  const BeforeChanges& before_;
  std::uint64_t bytes_ = 0;
};

// What `supabase/config.toml` says, in [functions.SLUG].
Result<bool> verifies(Disk& disk, const std::string& folder, const std::string& slug,
                      bool otherwise) {
  const std::string path = folder.substr(0, folder.rfind('/') + 1) + "config.toml";
  const auto content = read_file(disk, path);
  if (!content && content.error().kind == ErrorKind::not_found) return otherwise;
  if (!content) return fail(content.error());
  const repo::Reading reading = repo::read(path, *content);
  const std::string name = fmt::format("functions.{}.verify_jwt", slug);
  for (const repo::Part& part : reading.parts) {
    if (part.name == name) return content->substr(part.begin, part.end - part.begin) != "false";
  }
  return otherwise;
}

}  // namespace

Result<FunctionSource> read_function_source(Disk& disk, const std::string& folder_given,
                                            const std::string& slug, bool verify_jwt,
                                            const BeforeChanges& before) {
  std::string folder = folder_given;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  Gatherer gatherer(disk, folder, before);
  TRY_VOID(gatherer.gather(slug, 0));
  FunctionSource source{.slug = slug,
                        .entrypoint = {},
                        .verify_jwt = TRY(verifies(disk, folder, slug, verify_jwt)),
                        .files = {}};
  for (const std::string_view name : entrypoints) {
    const std::string path = fmt::format("{}/{}", slug, name);
    if (!source.entrypoint.empty()) break;
    if (std::ranges::find(gatherer.files, path, &FunctionFile::path) != gatherer.files.end()) {
      source.entrypoint = path;
    }
  }
  if (source.entrypoint.empty()) {
    return unusable(folder + "/" + slug, ErrorKind::not_found, "it has no index.ts",
                    "see whether 'sources' in the plan is the folder of the functions");
  }
  if (auto taken = gatherer.gather(std::string(shared), 0);
      !taken && taken.error().kind != ErrorKind::not_found) {
    return fail(taken.error());
  }
  source.files = std::move(gatherer.files);
  std::ranges::sort(source.files, {}, &FunctionFile::path);
  return source;
}

std::string digest_of(const FunctionSource& source) {
  std::string all = fmt::format("{} {} {}\n", source.slug, source.entrypoint, source.verify_jwt);
  for (const FunctionFile& file : source.files) all += sha256(file.path) + sha256(file.content);
  return to_hex(sha256(all));
}

}  // namespace godwit::consumer
