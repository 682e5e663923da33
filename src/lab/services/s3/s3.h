// The lab's S3: buckets and objects of all regions in one name space, as AWS has them; replication
// that replicates. Facts D1-D15.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "lab/service.h"
#include "lab/services/s3/bucket.h"
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
  // s3_access.cc
  const policy::Document* resource_policy(const std::string& region,
                                          const aws::Value& input) const override;
  std::optional<aws::ServiceError> stranger_refusal(const aws::Operation& operation,
                                                    const aws::Value& input) const override;

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
  ETag encrypted_etag(const ObjectVersion& version) const;

  // One copy of a text that many versions have.
  SharedText share(const SharedText& text);
  const std::string& owner_id() const { return owner_id_; }

  // Public access at the account's level, which S3 Control sets; and what holds for a bucket.
  std::optional<PublicAccessBlock>& account_public_access() { return account_public_access_; }
  PublicAccessBlock public_access_of(const Bucket& bucket) const;

  // Answers for other origins: the headers of a request's answer by the bucket's CORS rules, and
  // those of a preflight. nullopt: no rule allows it.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
  std::optional<Headers> cors_headers(const std::string& bucket, std::string_view origin,
                                      std::string_view method,
                                      const std::vector<std::string>& headers = {}) const;

  // Objects are written through here by other services too: reports, inventories.
  void put_for_service(const std::string& bucket, const std::string& key, Body body,
                       std::string content_type);

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
  // Another bucket of the account's, which a call names; and whether it is up.
  std::expected<Bucket*, aws::ServiceError> other_bucket(const std::string& name,
                                                         const std::string& expected_owner);

  void say_cors(const Call& call, const Bucket& bucket) const;

  // s3_access.cc
  bool is_open(const Bucket& bucket, const std::string& action, const std::string& resource,
               const AccessControl* access_control) const;
  bool may_list(const Call& call, const Bucket& bucket) const;
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
  // s3_acl.cc
  Answer get_bucket_acl(const Call& call, Bucket& bucket);
  Answer put_bucket_acl(const Call& call, Bucket& bucket);
  Answer get_object_acl(const Call& call, Bucket& bucket);
  Answer put_object_acl(const Call& call, Bucket& bucket);
  Answer get_bucket_ownership_controls(const Call& call, Bucket& bucket);
  Answer put_bucket_ownership_controls(const Call& call, Bucket& bucket);
  Answer delete_bucket_ownership_controls(const Call& call, Bucket& bucket);
  // s3_policy.cc
  Answer get_bucket_policy(const Call& call, Bucket& bucket);
  Answer put_bucket_policy(const Call& call, Bucket& bucket);
  Answer delete_bucket_policy(const Call& call, Bucket& bucket);
  Answer get_bucket_policy_status(const Call& call, Bucket& bucket);
  // s3_lifecycle.cc
  Answer get_bucket_lifecycle(const Call& call, Bucket& bucket);
  Answer put_bucket_lifecycle(const Call& call, Bucket& bucket);
  Answer delete_bucket_lifecycle(const Call& call, Bucket& bucket);
  void plan_lifecycle();
  void run_lifecycle();
  void run_lifecycle(Bucket& bucket, Time now);
  // s3_object_lock.cc
  Answer get_object_lock_configuration(const Call& call, Bucket& bucket);
  Answer put_object_lock_configuration(const Call& call, Bucket& bucket);
  Answer get_object_retention(const Call& call, Bucket& bucket);
  Answer put_object_retention(const Call& call, Bucket& bucket);
  Answer get_object_legal_hold(const Call& call, Bucket& bucket);
  Answer put_object_legal_hold(const Call& call, Bucket& bucket);
  // s3_put.cc, s3_copy.cc
  Answer put_object(const Call& call, Bucket& bucket);
  Answer copy_object(const Call& call, Bucket& bucket);
  struct Encryption {
    std::string key_arn;  // empty: SSE-S3
    bool bucket_key = false;
    std::string customer_key_md5;  // SSE-C instead; empty: none
  };
  std::expected<Encryption, aws::ServiceError> encryption_for(const Call& call,
                                                              const Bucket& bucket);
  // A version as a request asks for it, without content.
  std::expected<ObjectVersion, aws::ServiceError> draft_version(const Call& call,
                                                                const Bucket& bucket);
  ObjectVersion& write_and_replicate(Bucket& bucket, const std::string& key, ObjectVersion version);
  void say_written(const Bucket& bucket, const std::string& key, const ObjectVersion& written,
                   aws::Value& output);
  // The version that CopySource names, if it can be read.
  struct CopySource {
    Bucket* bucket;
    std::string key;
    const ObjectVersion* version;
    bool by_version_id;
  };
  std::expected<CopySource, aws::ServiceError> copy_source(const Call& call);
  // s3_multipart.cc, s3_multipart_complete.cc
  Answer create_multipart_upload(const Call& call, Bucket& bucket);
  Answer upload_part(const Call& call, Bucket& bucket);
  Answer upload_part_copy(const Call& call, Bucket& bucket);
  Answer complete_multipart_upload(const Call& call, Bucket& bucket);
  Answer abort_multipart_upload(const Call& call, Bucket& bucket);
  Answer list_parts(const Call& call, Bucket& bucket);
  Answer list_multipart_uploads(const Call& call, Bucket& bucket);
  Answer repeat_completion(const Bucket& bucket, const CompletedUpload& completed);
  // s3_get.cc, s3_attributes.cc
  Answer get_object(const Call& call, Bucket& bucket);
  Answer head_object(const Call& call, Bucket& bucket);
  Answer get_object_attributes(const Call& call, Bucket& bucket);
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

  // Tags, retention, legal hold or ACL of a version have changed: that replicates too.
  void details_changed(const Bucket& bucket, const std::string& key, ObjectVersion& version);

  VersionId next_version_id(const std::string& key, std::uint32_t crc32c, bool delete_marker);

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;  // all ids come from it
  std::uint64_t next_sequence_ = 1;
  std::map<std::string, Bucket, std::less<>> buckets_;
  std::set<std::string> taken_;
  // How many versions a key has had, in whichever bucket: a user's nth write of a key is its nth,
  // wherever it went.
  std::unordered_map<std::uint64_t, std::uint32_t> written_;
  std::string owner_id_;                                   // of this account, as S3 names it
  std::map<std::string, SharedText, std::less<>> shared_;  // texts that many versions have
  std::optional<PublicAccessBlock> account_public_access_;
  std::uint64_t uploads_begun_ = 0;
  bool lifecycle_planned_ = false;
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
// A canonical user id: 64 hexadecimal digits that say nothing of the account.
std::string canonical_id(const std::string& account);
// How an object is encrypted, in the answers that say so.
void say_encryption(aws::Value& output, const ObjectVersion& version);

}  // namespace godwit::lab::services
