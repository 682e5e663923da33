#include "lab/populate.h"

#include <cmath>

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab {

namespace {

using account::GeneratedObjects;
using account::GivenObject;
using services::Bucket;
using services::ObjectContent;
using services::ObjectVersion;
using services::S3;

constexpr Duration a_year = hours(24 * 365);

// "2025/{n}.webm" and 7 -> "2025/000007.webm".
std::string with_number(std::string_view pattern, int number) {
  std::string text(pattern);
  const std::string digits = fmt::format("{:06}", number);
  for (auto at = text.find("{n}"); at != std::string::npos; at = text.find("{n}", at)) {
    text.replace(at, 3, digits);
    at += digits.size();
  }
  return text;
}

account::Tags with_number(const account::Tags& patterns, int number) {
  account::Tags tags = patterns;
  for (auto& [key, value] : tags) {
    if (value.find("{n}") != std::string::npos) value = with_number(value, number);
  }
  return tags;
}

// As if its writer had asked for a CRC-32C.
std::shared_ptr<const ObjectContent> content_of(Body body, account::Tags metadata) {
  auto content = std::make_shared<ObjectContent>();
  content->crc32c = body.crc32c();
  content->body = std::move(body);
  content->checksum = services::Checksum{services::ChecksumAlgorithm::crc32c, false,
                                         to_base64(crc_bytes(content->crc32c))};
  if (!metadata.empty()) {
    content->described = std::make_shared<services::ObjectHeaders>(
        services::ObjectHeaders{.headers = {}, .metadata = std::move(metadata)});
  }
  return content;
}

// Fills one bucket. Objects have the bucket's encryption.
class BucketFiller {
 public:
  BucketFiller(Lab& lab, Bucket& bucket, const std::string& key_arn)
      : lab_(lab),
        bucket_(bucket),
        key_arn_(key_arn),
        chance_(lab.world().random.fork("populate " + bucket.name)) {}

  void add(const GivenObject& given) {
    ObjectVersion version = object(given.written.value_or(lab_.account().starts));
    version.content = content_of(Body(given.content), given.metadata);
    version.set_tags(given.tags);
    lab_.s3().write(bucket_, given.key, std::move(version));
  }

  void add(const GeneratedObjects& generated) {
    for (int number = 1; number <= generated.count; ++number) add_key(generated, number);
  }

 private:
  ObjectVersion object(Time written) const {
    ObjectVersion version;
    version.last_modified = written;
    version.key_arn = key_arn_;
    return version;
  }

  // All draws of a key are made whatever the bucket's versioning, so that two accounts that differ
  // in it alone have the same contents.
  void add_key(const GeneratedObjects& generated, int number) {
    const std::string key = with_number(generated.key, number);
    const account::Tags metadata = with_number(generated.metadata, number);
    const account::Tags tags = with_number(generated.tags, number);
    int versions = 1;
    if (chance_->chance(generated.overwritten) && generated.versions > 1) {
      versions =
          2 + static_cast<int>(chance_->below(static_cast<std::uint64_t>(generated.versions - 1)));
    }
    const bool deleted = chance_->chance(generated.deleted);
    std::vector<Time> times;
    for (int i = 0; i < versions + (deleted ? 1 : 0); ++i) times.push_back(a_time(generated));
    std::ranges::sort(times);

    const bool versioned = bucket_.versioning != account::Versioning::never;
    for (int i = 0; i < versions; ++i) {
      ObjectVersion version = object(times[static_cast<std::size_t>(i)]);
      const std::uint64_t size = a_size(generated);
      version.content = content_of(Body::synthetic(size, chance_->next()), metadata);
      version.set_tags(tags);
      if (chance_->chance(generated.archived))
        version.storage_class = services::StorageClass::glacier;
      const bool newest = i + 1 == versions;
      if (!versioned && (!newest || deleted)) continue;  // nothing is left of it
      lab_.s3().write(bucket_, key, std::move(version));
    }
    if (deleted && versioned) {
      ObjectVersion marker;
      marker.last_modified = times.back();
      marker.delete_marker = true;
      lab_.s3().write(bucket_, key, std::move(marker));
    }
  }

  Time a_time(const GeneratedObjects& generated) {
    const Time to = generated.written_to.value_or(lab_.account().starts);
    const Time from = std::min(generated.written_from.value_or(to - a_year), to);
    return from + Duration(static_cast<std::int64_t>(
                      chance_->below(static_cast<std::uint64_t>((to - from).count()) + 1)));
  }

  // Log-uniform between the two: recordings of a minute are as frequent as recordings of an hour.
  std::uint64_t a_size(const GeneratedObjects& generated) {
    const double draw = chance_->real();
    if (generated.size_max <= generated.size_min) return generated.size_min;
    const double low =
        std::log(static_cast<double>(std::max<std::uint64_t>(generated.size_min, 1)));
    const double high = std::log(static_cast<double>(generated.size_max));
    const auto size = static_cast<std::uint64_t>(std::exp(low + draw * (high - low)));
    return std::clamp(size, generated.size_min, generated.size_max);
  }

  Lab& lab_;
  Bucket& bucket_;
  services::SharedText key_arn_;
  std::unique_ptr<Random> chance_;
};

void add_bucket(Lab& lab, const account::Bucket& given) {
  Bucket described{.name = given.name,
                   .region = given.region,
                   .created = lab.account().starts,
                   .versioning = given.versioning,
                   .encryption = {.kms = !given.key.empty(), .key = {}, .bucket_key = false},
                   .tags = given.tags};
  std::string key_arn;
  if (!given.key.empty()) {
    const services::KmsKey* key = lab.kms().find(given.region, given.key);
    key_arn = key != nullptr ? key->arn : given.key;
    described.encryption.key = key_arn;
  }
  if (!given.public_access_blocked) described.public_access.reset();
  // What is in a bucket whose versioning is suspended was written before that.
  const account::Versioning versioning = described.versioning;
  if (versioning == account::Versioning::suspended) {
    described.versioning = account::Versioning::enabled;
  }
  Bucket& bucket = lab.s3().add_bucket(std::move(described));
  BucketFiller filler(lab, bucket, key_arn);
  for (const GivenObject& object : given.objects) filler.add(object);
  for (const GeneratedObjects& objects : given.generated) filler.add(objects);
  bucket.versioning = versioning;
}

}  // namespace

void populate(Lab& lab) {
  for (const account::Key& key : lab.account().keys) lab.kms().add(key, lab.account().starts);
  for (const account::Bucket& bucket : lab.account().buckets) add_bucket(lab, bucket);
}

}  // namespace godwit::lab
