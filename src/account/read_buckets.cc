#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

// SSE-KMS takes a key of the bucket's own region only (fact D14).
void check_key(yaml::Reader& reader, const Account& account, const Bucket& bucket) {
  if (bucket.key.empty()) return;
  const auto key = std::ranges::find(account.keys, bucket.key, &Key::id);
  if (key == account.keys.end()) {
    std::vector<std::string> ids;
    for (const Key& each : account.keys) ids.push_back(each.id);
    reader.problem("key",
                   fmt::format("there is no key {}{}", yaml::in_quotes(bucket.key),
                               yaml::suggest(bucket.key, ids)),
                   "write the id of one under 'keys', or add it there");
  } else if (!key->region.empty() && !bucket.region.empty() && key->region != bucket.region) {
    reader.problem("key",
                   fmt::format("the key is in {}, the bucket in {}", key->region, bucket.region),
                   "a bucket's key is in its own region: name another, or none");
  }
}

}  // namespace

void read_buckets(yaml::Reader& file, Account& account) {
  yaml::Unique names("bucket name");
  for (const Node& item : file.items("buckets")) {
    yaml::Reader reader(item, "a bucket", file.problems());
    Bucket bucket;
    bucket.name = reader.required("name", a_bucket_name);
    bucket.region = reader.required("region", a_region_among(account.regions));
    bucket.versioning =
        reader.optional("versioning",
                        yaml::choice<Versioning>({{"enabled", Versioning::enabled},
                                                  {"suspended", Versioning::suspended},
                                                  {"never", Versioning::never}}),
                        Versioning::never);
    bucket.key = reader.optional("key", yaml::a_word, "");
    bucket.public_access_blocked = reader.optional(
        "public_access", yaml::choice<bool>({{"blocked", true}, {"open", false}}), true);
    bucket.tags = reader.optional("tags", yaml::map_of(yaml::a_text), Tags());
    read_objects(reader, account, bucket);
    reader.finish();

    names.add(bucket.name, reader.place("name"), file.problems());
    check_key(reader, account, bucket);
    account.buckets.push_back(std::move(bucket));
  }
}

}  // namespace godwit::account
