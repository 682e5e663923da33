// bucket: a bucket in the target region: created, closed to the public, encrypted, versioned,
// tagged. Parameters: region, name, owner (account id), key_arn (may be empty: SSE-S3).
//
// A name without the account id in it may be taken by somebody else: the owner is checked (fact
// D11). A bucket of ours that is there but that this step did not make is not taken over silently.
#include "aws/api/s3.h"
#include "step/kinds.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using namespace aws::s3;

class BucketStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    BucketName bucket = name(context);
    if (!TRY(exists(context))) {
      TRY_VOID(create_bucket(context.cloud, bucket));
      return Again{};
    }
    // Tags first: they are how a bucket is known to be this step's after a crash.
    Tags tags = TRY(get_bucket_tagging(context.cloud, bucket));
    if (!is_ours(context, tags)) {
      // CreateBucket takes no tags, so between it and this there is a moment in which the bucket is
      // there without them: it is ours if it is still empty and nobody tagged it.
      bool fresh =
          tags.empty() && TRY(list_object_versions(context.cloud, bucket)).versions.empty();
      if (!fresh) {
        return fail({ErrorKind::conflict, "create bucket", bucket.name + " in " + bucket.region,
                     "it exists and was not made by this step",
                     "choose another name in the plan, or empty and delete that bucket"});
      }
      for (const auto& [key, value] : tags_of_ours(context)) tags[key] = value;
      TRY_VOID(put_bucket_tagging(context.cloud, bucket, tags));
      return Again{};
    }
    if (!TRY(get_public_access_block(context.cloud, bucket))) {
      TRY_VOID(put_public_access_block(context.cloud, bucket));
      return Again{};
    }
    Encryption wanted = encryption(context);
    if (TRY(get_bucket_encryption(context.cloud, bucket)) != wanted) {
      TRY_VOID(put_bucket_encryption(context.cloud, bucket, wanted));
      return Again{};
    }
    if (TRY(get_bucket_versioning(context.cloud, bucket)) != Versioning::enabled) {
      TRY_VOID(put_bucket_versioning(context.cloud, bucket, Versioning::enabled));
      return Again{};
    }
    return Done{"bucket " + bucket.name};
  }

  Result<Progress> undo(Context& context) override {
    BucketName bucket = name(context);
    if (!TRY(exists(context))) return Done{"no bucket is left"};
    if (!is_ours(context, TRY(get_bucket_tagging(context.cloud, bucket)))) {
      return Done{"kept: bucket " + bucket.name + " was not made by this step"};
    }
    auto page = TRY(list_object_versions(context.cloud, bucket));
    if (!page.versions.empty()) {
      return Done{fmt::format("kept: bucket {} holds {}{} versions", bucket.name,
                              page.truncated ? "more than " : "", page.versions.size())};
    }
    TRY_VOID(delete_bucket(context.cloud, bucket));
    return Again{};
  }

  Result<Verdict> observe(Context& context) override {
    BucketName bucket = name(context);
    if (!TRY(exists(context))) return Verdict{State::absent, "no bucket of that name"};
    bool complete = is_ours(context, TRY(get_bucket_tagging(context.cloud, bucket))) &&
                    TRY(get_public_access_block(context.cloud, bucket)) &&
                    TRY(get_bucket_encryption(context.cloud, bucket)) == encryption(context) &&
                    TRY(get_bucket_versioning(context.cloud, bucket)) == Versioning::enabled;
    return Verdict{complete ? State::in_place : State::in_progress, "bucket " + bucket.name};
  }

 private:
  static BucketName name(const Context& context) {
    return {context.parameters.text("region"), context.parameters.text("name")};
  }
  static Encryption encryption(const Context& context) {
    std::string key_arn = context.text("key_arn");
    bool bucket_key = !key_arn.empty();
    return {std::move(key_arn), bucket_key};
  }
  static Result<bool> exists(Context& context) {
    auto head = head_bucket(context.cloud, name(context), context.parameters.text("owner"));
    if (head) return true;
    if (head.error().kind == ErrorKind::not_found) return false;
    return fail(head.error());
  }
};

}  // namespace

std::unique_ptr<Step> make_bucket() { return std::make_unique<BucketStep>(); }

}  // namespace godwit::step
