// Tagging of buckets and of object versions.
#include "lab/services/s3/replication.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

Answer S3::get_bucket_tagging(const Call&, Bucket& bucket) {
  if (bucket.tags.empty()) {
    return refuse(404, "NoSuchTagSet", "The TagSet does not exist",
                  Value().set("BucketName", bucket.name));
  }
  return Value().set("TagSet", tag_set(bucket.tags));
}

Answer S3::put_bucket_tagging(const Call& call, Bucket& bucket) {
  bucket.tags = TRY(read_tag_set(call.input["Tagging"]["TagSet"], most_bucket_tags));
  return Value();
}

Answer S3::delete_bucket_tagging(const Call&, Bucket& bucket) {
  bucket.tags.clear();
  return Value();
}

namespace {

Value version_output(const Bucket& bucket, const ObjectVersion& version) {
  Value output = Value::structure();
  if (bucket.versioning != Versioning::never) output.set("VersionId", version.version_id.view());
  return output;
}

}  // namespace

Answer S3::get_object_tagging(const Call& call, Bucket& bucket) {
  const ObjectVersion* version = TRY(version_of(call, bucket));
  Value output = version_output(bucket, *version);
  output.set("TagSet", tag_set(version->tags()));
  return output;
}

// Changes of tags, retention and ACLs replicate too; those of a replica only by a rule for it
// (fact D7).
void S3::details_changed(const Bucket& bucket, const std::string& key, ObjectVersion& version) {
  replication_->details_changed(bucket, key, version);
}

Answer S3::put_object_tagging(const Call& call, Bucket& bucket) {
  ObjectVersion* version = TRY(version_of(call, bucket));
  version->set_tags(TRY(read_tag_set(call.input["Tagging"]["TagSet"], most_object_tags)));
  details_changed(bucket, call.input["Key"].text(), *version);
  return version_output(bucket, *version);
}

Answer S3::delete_object_tagging(const Call& call, Bucket& bucket) {
  ObjectVersion* version = TRY(version_of(call, bucket));
  version->set_tags({});
  details_changed(bucket, call.input["Key"].text(), *version);
  return version_output(bucket, *version);
}

}  // namespace godwit::lab::services
