#include "step/stranded.h"

#include <algorithm>

namespace godwit::step {
namespace {

using aws::s3::BucketName;
using aws::s3::Version;

enum class Fate { settled, coming, stuck };

// Of a version that is here and not there.
Result<Fate> fate_of(Context& context, const BucketName& here, const Version& version) {
  const auto info = aws::s3::head_object(context.cloud, here, version.key, version.version_id);
  // Somebody has deleted it since it was listed.
  if (!info && info.error().kind == ErrorKind::not_found) return Fate::settled;
  if (!info) return fail(info.error());
  const std::string& status = info->replication_status;
  // What came from there, or has been there, was deleted there.
  if (status == "REPLICA" || status == "COMPLETED") return Fate::settled;
  return status == "PENDING" ? Fate::coming : Fate::stuck;
}

// Of a delete marker that is here and not there.
Fate fate_of_marker(const Version& marker, const Inventory& there, Time old) {
  if (marker.last_modified > old) return Fate::coming;
  const auto key = there.find(marker.key);
  const bool shown =
      key != there.end() && std::ranges::any_of(key->second, [](const Version& version) {
        return version.latest && !version.delete_marker;
      });
  // It has been replaced, here and there, or there is nothing left for it to hide.
  return shown && marker.latest ? Fate::stuck : Fate::settled;
}

}  // namespace

Result<Stranded> find_stranded(Context& context, const BucketName& bucket, const Inventory& here,
                               const Inventory& there, Duration patience) {
  Stranded stranded;
  const Version* first = nullptr;
  bool first_is_stuck = false;
  for (const Version* version : missing_in(here, there)) {
    const Fate fate = version->delete_marker
                          ? fate_of_marker(*version, there, context.now() - patience)
                          : TRY(fate_of(context, bucket, *version));
    if (fate == Fate::settled) continue;
    const bool is_stuck = fate == Fate::stuck;
    ++(is_stuck ? stranded.stuck : stranded.coming);
    const bool before =
        first == nullptr || is_stuck > first_is_stuck ||
        (is_stuck == first_is_stuck && version->last_modified < first->last_modified);
    if (!before) continue;
    first = version;
    first_is_stuck = is_stuck;
  }
  if (first != nullptr) stranded.first = fmt::format("{} ({})", first->key, first->version_id);
  return stranded;
}

Result<Time> last_write(Context& context, const BucketName& bucket, const Inventory& inventory,
                        Time since) {
  std::vector<const Version*> recent;
  for (const auto& [key, versions] : inventory) {
    for (const Version& version : versions) {
      if (version.last_modified > since && !version.delete_marker) recent.push_back(&version);
    }
  }
  std::ranges::stable_sort(recent, [](const Version* a, const Version* b) {
    return a->last_modified > b->last_modified;
  });
  for (const Version* version : recent) {
    auto info = aws::s3::head_object(context.cloud, bucket, version->key, version->version_id);
    if (!info && info.error().kind == ErrorKind::not_found) continue;
    if (TRY(std::move(info)).replication_status != "REPLICA") return version->last_modified;
  }
  return since;
}

}  // namespace godwit::step
