// Tags of jobs, and public access blocked for the whole account.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
#include "lab/lab.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"
#include "lab/services/s3control/s3control.h"

namespace godwit::lab::services {

using aws::Value;

Answer S3Control::get_job_tagging(const Call& call) {
  const ReplicationJob* job = TRY(job_of(call));
  return Value().set("Tags", tag_set(job->tags));
}

Answer S3Control::put_job_tagging(const Call& call) {
  ReplicationJob* job = TRY(job_of(call));
  job->tags = TRY(read_tag_set(call.input["Tags"], most_job_tags));
  return Value::structure();
}

Answer S3Control::delete_job_tagging(const Call& call) {
  ReplicationJob* job = TRY(job_of(call));
  job->tags.clear();
  return Value::structure();
}

Answer S3Control::get_public_access_block(const Call&) {
  const auto& block = lab_.s3().account_public_access();
  if (!block) {
    return refuse(404, "NoSuchPublicAccessBlockConfiguration",
                  "The public access block configuration was not found",
                  Value().set("AccountId", lab_.account().id));
  }
  Value all;
  all.set("BlockPublicAcls", block->block_acls)
      .set("IgnorePublicAcls", block->ignore_acls)
      .set("BlockPublicPolicy", block->block_policy)
      .set("RestrictPublicBuckets", block->restrict_buckets);
  return Value().set("PublicAccessBlockConfiguration", std::move(all));
}

Answer S3Control::put_public_access_block(const Call& call) {
  const Value& block = call.input["PublicAccessBlockConfiguration"];
  lab_.s3().account_public_access() =
      PublicAccessBlock{.block_acls = block["BlockPublicAcls"].flag(),
                        .ignore_acls = block["IgnorePublicAcls"].flag(),
                        .block_policy = block["BlockPublicPolicy"].flag(),
                        .restrict_buckets = block["RestrictPublicBuckets"].flag()};
  return Value();
}

Answer S3Control::delete_public_access_block(const Call&) {
  lab_.s3().account_public_access().reset();
  return Value();
}

}  // namespace godwit::lab::services
