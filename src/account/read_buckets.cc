#include <fmt/format.h>

#include <map>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

// SSE-KMS takes a key of the bucket's own region only (fact D14).
class BucketKeys {
 public:
  explicit BucketKeys(const Account& account) {
    for (const Key& key : account.keys) {
      regions_.emplace(key.id, key.region);
      ids_.push_back(key.id);
    }
  }

  void check(yaml::Reader& reader, const Bucket& bucket) const {
    if (bucket.key.empty()) return;
    const auto key = regions_.find(bucket.key);
    if (key == regions_.end()) {
      reader.problem("key",
                     fmt::format("there is no key {}{}", yaml::in_quotes(bucket.key),
                                 reader.problems().suggest(bucket.key, ids_)),
                     "write the id of one under 'keys', or add it there");
    } else if (!key->second.empty() && !bucket.region.empty() && key->second != bucket.region) {
      reader.problem("key",
                     fmt::format("the key is in {}, the bucket in {}", key->second, bucket.region),
                     "a bucket's key is in its own region: name another, or none");
    }
  }

 private:
  std::map<std::string, std::string> regions_;  // by key id
  std::vector<std::string> ids_;
};

}  // namespace

void read_buckets(yaml::Reader& file, Account& account) {
  yaml::Unique names("bucket name");
  const BucketKeys keys(account);
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
    bucket.tags = reader.optional("tags", some_tags, Tags());
    read_objects(reader, account, bucket);
    reader.finish();

    names.add(bucket.name, reader.place("name"), file.problems());
    keys.check(reader, bucket);
    account.buckets.push_back(std::move(bucket));
  }
}

}  // namespace godwit::account
