// A bucket's settings: versioning, encryption, public access, replication.
#include "lab/lab.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

// ---- versioning

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html: a bucket that never
// had versioning says nothing.
Answer S3::get_bucket_versioning(const Call&, Bucket& bucket) {
  Value output = Value::structure();
  if (bucket.versioning == Versioning::enabled) output.set("Status", "Enabled");
  if (bucket.versioning == Versioning::suspended) output.set("Status", "Suspended");
  return output;
}

Answer S3::put_bucket_versioning(const Call& call, Bucket& bucket) {
  const Value& configuration = call.input["VersioningConfiguration"];
  if (configuration["MFADelete"].text() == "Enabled") {
    return refuse(403, "AccessDenied",
                  "Mfa Authentication must be used for this request");  // the root user's own
  }
  const std::string& status = configuration["Status"].text();
  if (status == "Enabled") {
    bucket.versioning = Versioning::enabled;
    return Value();
  }
  if (status != "Suspended") {
    return refuse(400, "IllegalVersioningConfigurationException",
                  "The Versioning element must be specified");
  }
  if (bucket.object_lock) {
    return refuse(409, "InvalidBucketState",
                  "An Object Lock configuration is present on this bucket, so the versioning state "
                  "cannot be changed.");
  }
  if (bucket.replication != nullptr) {
    return refuse(409, "InvalidBucketState",
                  "A replication configuration is present on this bucket, so you cannot change the "
                  "versioning state. To change the versioning state, first delete the replication "
                  "configuration.");
  }
  bucket.versioning = Versioning::suspended;
  return Value();
}

// ---- encryption

Answer S3::get_bucket_encryption(const Call&, Bucket& bucket) {
  Value standard;
  standard.set("SSEAlgorithm", bucket.encryption.kms ? "aws:kms" : "AES256");
  if (!bucket.encryption.key.empty()) standard.set("KMSMasterKeyID", bucket.encryption.key);
  Value rule;
  rule.set("ApplyServerSideEncryptionByDefault", std::move(standard))
      .set("BucketKeyEnabled", bucket.encryption.bucket_key);
  return Value().set("ServerSideEncryptionConfiguration",
                     Value().set("Rules", aws::List{std::move(rule)}));
}

// Nobody looks whether the key exists, or where: the first PutObject will (fact D14).
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
Answer S3::put_bucket_encryption(const Call& call, Bucket& bucket) {
  const aws::List& rules = call.input["ServerSideEncryptionConfiguration"]["Rules"].list();
  if (rules.size() != 1) return malformed_xml();
  const Value& standard = rules[0]["ApplyServerSideEncryptionByDefault"];
  const std::string& algorithm = standard["SSEAlgorithm"].text();
  const std::string& key = standard["KMSMasterKeyID"].text();
  if (algorithm != "AES256" && algorithm != "aws:kms") return malformed_xml();
  if (algorithm == "AES256" && !key.empty()) {
    return refuse(400, "InvalidArgument",
                  "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms "
                  "or aws:kms:dsse");
  }
  bucket.encryption = {
      .kms = algorithm == "aws:kms", .key = key, .bucket_key = rules[0]["BucketKeyEnabled"].flag()};
  return Value();
}

// What remains is SSE-S3, without which no bucket has been since January 2023.
Answer S3::delete_bucket_encryption(const Call&, Bucket& bucket) {
  bucket.encryption = {};
  return Value();
}

// ---- public access

Answer S3::get_public_access_block(const Call&, Bucket& bucket) {
  if (!bucket.public_access) {
    return refuse(404, "NoSuchPublicAccessBlockConfiguration",
                  "The public access block configuration was not found",
                  Value().set("BucketName", bucket.name));
  }
  Value block;
  block.set("BlockPublicAcls", bucket.public_access->block_acls)
      .set("IgnorePublicAcls", bucket.public_access->ignore_acls)
      .set("BlockPublicPolicy", bucket.public_access->block_policy)
      .set("RestrictPublicBuckets", bucket.public_access->restrict_buckets);
  return Value().set("PublicAccessBlockConfiguration", std::move(block));
}

// What is not said is off.
Answer S3::put_public_access_block(const Call& call, Bucket& bucket) {
  const Value& block = call.input["PublicAccessBlockConfiguration"];
  bucket.public_access =
      PublicAccessBlock{.block_acls = block["BlockPublicAcls"].flag(),
                        .ignore_acls = block["IgnorePublicAcls"].flag(),
                        .block_policy = block["BlockPublicPolicy"].flag(),
                        .restrict_buckets = block["RestrictPublicBuckets"].flag()};
  return Value();
}

Answer S3::delete_public_access_block(const Call&, Bucket& bucket) {
  bucket.public_access.reset();
  return Value();
}

// ---- replication

Answer S3::get_bucket_replication(const Call&, Bucket& bucket) {
  if (bucket.replication == nullptr) {
    return refuse(404, "ReplicationConfigurationNotFoundError",
                  "The replication configuration was not found",
                  Value().set("BucketName", bucket.name));
  }
  return Value().set("ReplicationConfiguration", bucket.replication->given);
}

// Both sides must be there and versioned (fact D2). Nothing that is in the bucket is touched: only
// what is written from now on replicates (fact D1).
Answer S3::put_bucket_replication(const Call& call, Bucket& bucket) {
  auto configuration = TRY(read_replication_configuration(call.input["ReplicationConfiguration"]));
  if (bucket.versioning != Versioning::enabled) {
    return refuse(
        400, "InvalidRequest",
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  }
  for (const auto& rule : configuration.rules) {
    if (rule->destination == bucket.name) {
      return refuse(400, "InvalidRequest",
                    "Destination bucket cannot be the same as source bucket.");
    }
    const Bucket* destination = find(rule->destination);
    if (destination == nullptr) {
      return refuse(400, "InvalidRequest", "Destination bucket must exist.");
    }
    if (destination->versioning != Versioning::enabled) {
      return refuse(400, "InvalidRequest", "Destination bucket must have versioning enabled.");
    }
  }
  bucket.replication = std::make_shared<ReplicationConfiguration>(std::move(configuration));
  return Value();
}

Answer S3::delete_bucket_replication(const Call&, Bucket& bucket) {
  bucket.replication.reset();
  return Value();
}

}  // namespace godwit::lab::services
