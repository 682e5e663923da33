// versioning: the source bucket keeps versions, without which S3 refuses to replicate (fact D2).
// Parameters: region, name, owner.
#include "aws/api/s3.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using namespace aws::s3;

class VersioningStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    BucketName bucket = name(context);
    TRY_VOID(head_bucket(context.cloud, bucket, context.parameters.text("owner")));
    Versioning before = TRY(get_bucket_versioning(context.cloud, bucket));
    if (before != Versioning::enabled) {
      if (context.recall("before").empty()) {
        // What was there reaches the journal before it is changed.
        context.remember("before", before == Versioning::never ? "never" : "suspended");
        return Again{};
      }
      TRY_VOID(put_bucket_versioning(context.cloud, bucket, Versioning::enabled));
      return Again{};
    }
    return Done{context.recall("before").empty() ? "was on already" : "turned on"};
  }

  Result<Progress> undo(Context& context) override {
    // A bucket cannot go back to "never"; suspending it would end the protection of what was
    // written meanwhile. Versions cost storage and harm nobody.
    return Done{context.recall("before").empty() ? "" : "kept: versioning stays on"};
  }

  Result<Verdict> observe(Context& context) override {
    bool on = TRY(get_bucket_versioning(context.cloud, name(context))) == Versioning::enabled;
    return Verdict{on ? State::in_place : State::absent,
                   on ? "versioning is on" : "versioning is off"};
  }

 private:
  static BucketName name(const Context& context) {
    return {context.parameters.text("region"), context.parameters.text("name")};
  }
};

}  // namespace

std::unique_ptr<Step> make_versioning() { return std::make_unique<VersioningStep>(); }

}  // namespace godwit::step
