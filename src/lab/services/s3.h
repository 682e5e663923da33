// The lab's S3: buckets and objects of all regions in one name space, as AWS has them; replication
// that replicates. Facts D1-D15.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "lab/service.h"
#include "lab/services/s3_bucket.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

class Replication;

class S3 : public Service {
 public:
  explicit S3(Lab& lab);
  ~S3() override;

  std::string_view name() const override { return "s3"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  const Bucket* find(std::string_view name) const;  // nullptr: there is none
  Bucket* find(std::string_view name);
  const std::map<std::string, Bucket, std::less<>>& buckets() const { return buckets_; }

  Bucket& add_bucket(Bucket bucket);
  // A name that somebody else has taken: nobody can create it, and nobody here may look (fact D11).
  void take_name(std::string name) { taken_.insert(std::move(name)); }

  // Adds a version as the bucket's versioning has it, and gives it its id, sequence and ETag.
  // Nothing is replicated. The reference is good until the key's next change.
  ObjectVersion& write(Bucket& bucket, const std::string& key, ObjectVersion version);

  Replication& replication() { return *replication_; }
  // No MD5, for S3 hashes what it has encrypted (fact D10).
  std::string encrypted_etag(const ObjectVersion& version) const;

 private:
  using AccountHandler = Answer (S3::*)(const Call&);
  using BucketHandler = Answer (S3::*)(const Call&, Bucket&);
  struct Entry {
    std::string_view operation;
    AccountHandler on_account;
    BucketHandler on_bucket;
  };
  static const Entry handlers[];

  // s3.cc: the bucket that a call is about, if it may be spoken to at this endpoint.
  std::expected<Bucket*, aws::ServiceError> bucket_of(const Call& call);

  // s3_buckets.cc
  Answer create_bucket(const Call& call);
  Answer list_buckets(const Call& call);
  Answer delete_bucket(const Call& call, Bucket& bucket);
  Answer head_bucket(const Call& call, Bucket& bucket);
  Answer get_bucket_location(const Call& call, Bucket& bucket);
  // s3_settings.cc
  Answer get_bucket_versioning(const Call& call, Bucket& bucket);
  Answer put_bucket_versioning(const Call& call, Bucket& bucket);
  Answer get_bucket_encryption(const Call& call, Bucket& bucket);
  Answer put_bucket_encryption(const Call& call, Bucket& bucket);
  Answer delete_bucket_encryption(const Call& call, Bucket& bucket);
  Answer get_public_access_block(const Call& call, Bucket& bucket);
  Answer put_public_access_block(const Call& call, Bucket& bucket);
  Answer delete_public_access_block(const Call& call, Bucket& bucket);
  Answer get_bucket_replication(const Call& call, Bucket& bucket);
  Answer put_bucket_replication(const Call& call, Bucket& bucket);
  Answer delete_bucket_replication(const Call& call, Bucket& bucket);
  // s3_tags.cc
  Answer get_bucket_tagging(const Call& call, Bucket& bucket);
  Answer put_bucket_tagging(const Call& call, Bucket& bucket);
  Answer delete_bucket_tagging(const Call& call, Bucket& bucket);
  Answer get_object_tagging(const Call& call, Bucket& bucket);
  Answer put_object_tagging(const Call& call, Bucket& bucket);
  Answer delete_object_tagging(const Call& call, Bucket& bucket);
  // s3_put.cc, s3_copy.cc
  Answer put_object(const Call& call, Bucket& bucket);
  Answer copy_object(const Call& call, Bucket& bucket);
  struct Encryption {
    std::string key_arn;  // empty: SSE-S3
    bool bucket_key = false;
  };
  std::expected<Encryption, aws::ServiceError> encryption_for(const Call& call,
                                                              const Bucket& bucket);
  ObjectVersion& write_and_replicate(Bucket& bucket, const std::string& key, ObjectVersion version);
  // s3_get.cc
  Answer get_object(const Call& call, Bucket& bucket);
  Answer head_object(const Call& call, Bucket& bucket);
  std::expected<ObjectVersion*, aws::ServiceError> version_of(const Call& call, Bucket& bucket);
  // s3_delete.cc
  Answer delete_object(const Call& call, Bucket& bucket);
  Answer delete_objects(const Call& call, Bucket& bucket);
  struct Deleted {
    bool delete_marker = false;
    std::string version_id;
  };
  Deleted delete_version(Bucket& bucket, const std::string& key, const std::string& version_id,
                         Time now);
  // s3_listing.cc
  Answer list_objects(const Call& call, Bucket& bucket);
  Answer list_objects_v2(const Call& call, Bucket& bucket);
  Answer list_object_versions(const Call& call, Bucket& bucket);
  // s3_restore.cc
  Answer restore_object(const Call& call, Bucket& bucket);
  void finish_restore(const std::string& bucket, const std::string& key,
                      const std::string& version_id, Time until);

  std::string next_version_id(const std::string& key, std::uint32_t crc32c, bool delete_marker);

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;  // all ids come from it
  std::uint64_t next_sequence_ = 1;
  std::map<std::string, Bucket, std::less<>> buckets_;
  std::set<std::string> taken_;
  // How many versions a key has had, in whichever bucket: a user's nth write of a key is its nth,
  // wherever it went.
  std::unordered_map<std::uint64_t, std::uint32_t> written_;
  std::unique_ptr<Replication> replication_;
};

// What a user could know to be there: keys whose current version can be read.
struct ReadableObject {
  std::string key;
  std::uint64_t size = 0;
  std::string checksum;  // as checksum_of
};
std::vector<ReadableObject> readable_objects(const Bucket& bucket, Time now);

// ---- shared by the handlers

// Is it a version id as S3 makes them? What is not is refused before anybody looks for it.
bool is_version_id(std::string_view text);
std::unexpected<aws::ServiceError> bad_version_id(const std::string& version_id);
std::unexpected<aws::ServiceError> malformed_xml();
// How an object is encrypted, in the answers that say so.
void say_encryption(aws::Value& output, const ObjectVersion& version);

}  // namespace godwit::lab::services
