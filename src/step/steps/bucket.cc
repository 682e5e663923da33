// bucket: a bucket in the target region: created, closed to the public, encrypted, versioned,
// tagged. Parameters: region, name, owner (account id), key_arn (may be empty: SSE-S3).
//
// A name without the account id in it may be taken by somebody else: the owner is checked (fact
// D11). A bucket that is there and that this step did not make is taken over only if a person says
// so. The way back deletes a bucket only while it holds no version at all.
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
      auto created = create_bucket(context.cloud, bucket);
      if (created) return Again{};
      if (created.error().code != "BucketAlreadyOwnedByYou") return fail(created.error());
      return look_again(context, created.error());
    }
    // Tags first: they are how a bucket is known to be this step's after a crash.
    Tags tags = TRY(get_bucket_tagging(context.cloud, bucket));
    if (!is_ours(context, tags)) {
      if (!TRY(is_fresh(context, tags)) && !is_adopted(context, bucket.name)) {
        return ask_to_adopt("bucket", bucket.name,
                            "it exists in " + bucket.region + ", and this step did not make it");
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
    if (!TRY(exists(context))) {
      // What was asked for a moment ago, and not answered, may still come.
      if (context.recall("deleted").empty()) {
        if (auto wait = may_be_unseen(context)) return *wait;
      }
      return Done{"no bucket is left"};
    }
    Tags tags = TRY(get_bucket_tagging(context.cloud, bucket));
    if (is_adopted(context, bucket.name)) return give_back(context, tags);
    if (!is_ours(context, tags) && !TRY(is_fresh(context, tags))) {
      return Done{"kept: bucket " + bucket.name + " was not made by this step"};
    }
    if (const std::string content = TRY(describe_content(context)); !content.empty()) {
      return Done{"kept: " + content};
    }
    context.remember("deleted", "yes");
    auto deleted = delete_bucket(context.cloud, bucket);
    if (deleted) return Again{};
    // Something was written meanwhile, or the bucket is gone already: the next look shows it.
    const ErrorKind kind = deleted.error().kind;
    if (kind == ErrorKind::conflict || kind == ErrorKind::not_found) {
      return look_again(context, deleted.error());
    }
    return fail(deleted.error());
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

  Result<std::string> foresee(Context& context) override {
    if (!TRY(exists(context))) return std::string("no bucket is there");
    if (is_adopted(context, name(context).name)) return std::string("kept: it was there before");
    const std::string content = TRY(describe_content(context));
    return content.empty() ? "deleted: it is empty" : "kept: " + content;
  }

 private:
  // CreateBucket takes no tags, so between it and the next turn there is a moment in which the
  // bucket is there without them: it is ours if we have asked for it, it is still empty and nobody
  // tagged it.
  static Result<bool> is_fresh(Context& context, const Tags& tags) {
    if (!context.changed || !tags.empty()) return false;
    return TRY(list_object_versions(context.cloud, name(context))).versions.empty();
  }

  // "bucket x holds 12 versions"; empty: it holds none.
  static Result<std::string> describe_content(Context& context) {
    auto page = TRY(list_object_versions(context.cloud, name(context)));
    if (page.versions.empty()) return std::string();
    return fmt::format("bucket {} holds {}{} version{}", name(context).name,
                       page.truncated ? "more than " : "", page.versions.size(),
                       page.versions.size() == 1 ? "" : "s");
  }

  // A bucket that was there before: all that goes are our marks.
  static Result<Progress> give_back(Context& context, Tags tags) {
    if (is_ours(context, tags)) {
      for (const auto& [key, value] : tags_of_ours(context)) tags.erase(key);
      TRY_VOID(put_bucket_tagging(context.cloud, name(context), tags));
      return Again{};
    }
    return Done{"kept: bucket " + name(context).name + " was there before"};
  }

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
