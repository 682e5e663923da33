#include <fmt/format.h>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

constexpr int most_generated = 10'000'000;
constexpr int most_versions = 1000;

void check_written(yaml::Reader& reader, const Account& account, const std::optional<Time>& time) {
  if (!time || account.starts == Time() || *time <= account.starts) return;
  reader.problem("written", "this is after the account's 'starts'",
                 "write when it was written before " + format_time(account.starts));
}

GivenObject read_given(const Node& node, const Account& account, Problems& problems) {
  yaml::Reader reader(node, "an object", problems);
  GivenObject object;
  object.key = reader.required("key", an_object_key);
  object.content = reader.required("content", yaml::a_text);
  object.metadata = reader.optional("metadata", yaml::map_of(yaml::a_line), Tags());
  object.tags = reader.optional("tags", some_tags, Tags());
  object.written = reader.maybe("written", yaml::a_time);
  check_written(reader, account, object.written);
  reader.finish();
  return object;
}

GeneratedObjects read_generated(const Node& node, const Account& account, const Bucket& bucket,
                                Problems& problems) {
  yaml::Reader reader(node, "a set of generated objects", problems);
  GeneratedObjects objects;
  objects.count = reader.required("generate", yaml::an_integer(1, most_generated));
  objects.key = reader.required("key", an_object_key);
  std::tie(objects.size_min, objects.size_max) = reader.required("size", yaml::a_size_range);
  if (const auto written = reader.maybe("written", yaml::a_time_range)) {
    objects.written_from = written->first;
    objects.written_to = written->second;
  }
  objects.overwritten = reader.optional("overwritten", yaml::a_share, 0.0);
  objects.versions = reader.optional("versions", yaml::an_integer(2, most_versions), 3);
  objects.deleted = reader.optional("deleted", yaml::a_share, 0.0);
  objects.archived = reader.optional("archived", yaml::a_share, 0.0);
  objects.metadata = reader.optional("metadata", yaml::map_of(yaml::a_line), Tags());
  objects.tags = reader.optional("tags", some_tags, Tags());
  reader.finish();

  check_written(reader, account, objects.written_to);
  if (objects.count > 1 && !objects.key.empty() && !objects.key.contains("{n}")) {
    reader.problem("key", fmt::format("{} objects have one key", objects.count),
                   "put {n}, the number, into it: \"2025/{n}.webm\"");
  }
  for (const auto& [key, share] :
       {std::pair("overwritten", objects.overwritten), std::pair("deleted", objects.deleted)}) {
    if (share > 0 && bucket.versioning == Versioning::never) {
      reader.problem(key, fmt::format("'{}' needs versions, and the bucket never had any", key),
                     "write 'versioning: enabled' or 'suspended' for the bucket");
    }
  }
  return objects;
}

}  // namespace

void read_objects(yaml::Reader& bucket_reader, const Account& account, Bucket& bucket) {
  Problems& problems = bucket_reader.problems();
  yaml::Unique keys("object key");
  for (const Node& item : bucket_reader.items("objects")) {
    const bool generated =
        std::ranges::find(item.entries, "generate", &yaml::Entry::key) != item.entries.end();
    if (generated) {
      bucket.generated.push_back(read_generated(item, account, bucket, problems));
    } else {
      bucket.objects.push_back(read_given(item, account, problems));
      keys.add(bucket.objects.back().key, item.place, problems);
    }
  }
}

}  // namespace godwit::account
