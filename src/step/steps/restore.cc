// restore: archived versions come back for a while, because S3 does not replicate them before
// (fact D5). Parameters: region, bucket, days.
//
// One request per archived version, then a wait until none is left that is not restored. Asking
// twice does no harm: S3 answers RestoreAlreadyInProgress.
#include "aws/api/s3.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using namespace aws::s3;

bool is_archived(const Version& version) {
  return version.storage_class == "GLACIER" || version.storage_class == "DEEP_ARCHIVE";
}

class RestoreStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    if (!listed_) {
      archived_ = TRY(list_archived(context));
      listed_ = true;
      next_ = 0;
    }
    while (next_ < archived_.size()) {
      const Version& version = archived_[next_];
      ObjectInfo info =
          TRY(head_object(context.cloud, bucket(context), version.key, version.version_id));
      ++next_;
      if (info.restore.empty()) {
        auto asked = restore_object(context.cloud, bucket(context), version.key, version.version_id,
                                    static_cast<int>(context.parameters.integer("days")));
        if (!asked && asked.error().kind != ErrorKind::conflict) {
          --next_;
          return fail(asked.error());
        }
        return Again{};
      }
    }
    std::size_t ongoing = 0;
    for (const Version& version : archived_) {
      ObjectInfo info =
          TRY(head_object(context.cloud, bucket(context), version.key, version.version_id));
      ongoing += info.restore.find("ongoing-request=\"false\"") == std::string::npos;
    }
    if (ongoing > 0) {
      return Wait{context.now() + minutes(15), "waiting for archived versions to be restored"};
    }
    return Done{fmt::format("{} archived versions restored", archived_.size())};
  }

  Result<Progress> undo(Context&) override { return Done{"restored copies expire by themselves"}; }

  Result<Verdict> observe(Context& context) override {
    listed_ = false;  // whatever was in flight, the next turn looks at every version again
    auto archived = TRY(list_archived(context));
    return Verdict{archived.empty() ? State::in_place : State::in_progress,
                   fmt::format("{} archived versions", archived.size())};
  }

 private:
  static BucketName bucket(const Context& context) {
    return {context.parameters.text("region"), context.parameters.text("bucket")};
  }
  static Result<std::vector<Version>> list_archived(Context& context) {
    auto versions = TRY(list_all_versions(context.cloud, bucket(context)));
    std::erase_if(versions, [](const Version& version) { return !is_archived(version); });
    return versions;
  }

  std::vector<Version> archived_;
  bool listed_ = false;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Step> make_restore() { return std::make_unique<RestoreStep>(); }

}  // namespace godwit::step
