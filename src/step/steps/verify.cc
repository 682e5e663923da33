// verify: is every version of the source in the target, and the same? Version by version: content
// by checksum (an encrypted object's ETag is none, fact D10), size, metadata, tags, and its place
// in the key's history. Parameters: from_region, from_bucket, to_region, to_bucket.
//
// What may still be on its way (younger than 15 minutes, the limit of Replication Time Control) is
// left out: users write all the time. It only reads, so its position is not kept: after a crash it
// starts over.
#include "aws/api/s3.h"
#include "base/text.h"
#include "step/inventory.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using namespace aws::s3;

constexpr int keys_per_turn = 100;

class VerifyStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    if (!listed_) {
      source_ = TRY(take_inventory(context.cloud, from(context)));
      Inventory target = TRY(take_inventory(context.cloud, to(context)));
      leave_out_newer(source_, context.now() - minutes(15));
      auto missing = missing_in(source_, target);
      if (!missing.empty()) {
        const Version* first = missing.front();
        return fail({ErrorKind::conflict, "verify", to(context).name,
                     fmt::format("{} of {} versions of {} are missing, the first {} ({})",
                                 group_digits(missing.size()), group_digits(count(source_)),
                                 from(context).name, first->key, first->version_id),
                     "backfill what was there before the replication rule, then resume"});
      }
      if (auto out_of_order = first_out_of_order(source_, target); !out_of_order.empty()) {
        return different(context, out_of_order, "its versions are in another order");
      }
      listed_ = true;
      verified_ = 0;
      next_ = source_.begin();
    }
    for (int keys = 0; keys < keys_per_turn && next_ != source_.end(); ++keys, ++next_) {
      for (const Version& version : next_->second) {
        if (!version.delete_marker) TRY_VOID(compare(context, version));
        ++verified_;
      }
    }
    if (next_ != source_.end()) return Again{};
    return Done{fmt::format("{} versions equal", group_digits(verified_))};
  }

  Result<Progress> undo(Context&) override { return Done{}; }
  Result<Verdict> observe(Context&) override {
    return Verdict{State::absent, "nothing is changed"};
  }

 private:
  static BucketName from(const Context& context) {
    return {context.parameters.text("from_region"), context.parameters.text("from_bucket")};
  }
  static BucketName to(const Context& context) {
    return {context.parameters.text("to_region"), context.parameters.text("to_bucket")};
  }

  static std::size_t count(const Inventory& inventory) {
    std::size_t versions = 0;
    for (const auto& [key, of_key] : inventory) versions += of_key.size();
    return versions;
  }

  static void leave_out_newer(Inventory& inventory, Time limit) {
    for (auto& [key, versions] : inventory) {
      std::erase_if(versions,
                    [&](const Version& version) { return version.last_modified > limit; });
    }
    std::erase_if(inventory, [](const auto& entry) { return entry.second.empty(); });
  }

  // The first key whose versions stand in another order in the target; empty if none does. The
  // target may have further versions: users write there too once traffic has moved.
  static std::string first_out_of_order(const Inventory& source, const Inventory& target) {
    for (const auto& [key, versions] : source) {
      auto in_target = target.at(key).begin();
      auto end = target.at(key).end();
      for (const Version& version : versions) {
        in_target = std::find_if(in_target, end, [&](const Version& candidate) {
          return candidate.version_id == version.version_id;
        });
        if (in_target == end) return key;
      }
    }
    return {};
  }

  static std::unexpected<Error> different(const Context& context, const std::string& what,
                                          std::string cause) {
    return fail(
        {ErrorKind::conflict, "verify", to(context).name + "/" + what, std::move(cause),
         "compare both versions; delete the wrong replica, replicate it again, then resume"});
  }

  static Result<void> compare(Context& context, const Version& version) {
    ObjectInfo here =
        TRY(head_object(context.cloud, from(context), version.key, version.version_id));
    ObjectInfo there =
        TRY(head_object(context.cloud, to(context), version.key, version.version_id));
    if (here.checksum.empty() || there.checksum.empty()) {
      return different(context, version.key, "it has no checksum to compare");
    }
    if (here.checksum != there.checksum || here.size != there.size) {
      return different(context, version.key, "its content is another");
    }
    if (here.metadata != there.metadata || here.content_type != there.content_type) {
      return different(context, version.key, "its metadata are others");
    }
    if (TRY(get_object_tagging(context.cloud, from(context), version.key, version.version_id)) !=
        TRY(get_object_tagging(context.cloud, to(context), version.key, version.version_id))) {
      return different(context, version.key, "its tags are others");
    }
    return {};
  }

  bool listed_ = false;
  Inventory source_;
  Inventory::const_iterator next_;
  std::size_t verified_ = 0;
};

}  // namespace

std::unique_ptr<Step> make_verify() { return std::make_unique<VerifyStep>(); }

}  // namespace godwit::step
