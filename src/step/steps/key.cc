// key: a KMS key in the target region, with an alias and rotation.
// Parameters: region, alias, description, rotation, tags ("name=value"), protects (bucket names).
// Remembers: id, arn.
//
// CreateKey takes no client token, so the key is tagged with run and step at its creation, and that
// tag is looked for before a key is created: a crash in between leaves no second key (fact D12).
// The look comes some minutes after a creation of unknown outcome: lists show a new key late.
//
// The way back deletes a key only where nothing is known to need it; and even then it can be had
// back for 30 days.
#include <algorithm>

#include "aws/api/kms.h"
#include "aws/api/s3.h"
#include "step/kinds.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using namespace aws::kms;

constexpr int days_until_deleted = 30;  // the longest that KMS offers

class KeyStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    const std::string& region = context.parameters.text("region");
    const std::string& alias = context.parameters.text("alias");
    if (context.recall("id").empty()) {
      const std::string found = TRY(find_ours(context));
      if (found.empty()) return make(context);
      Key key = TRY(describe_key(context.cloud, region, found));
      context.remember("id", key.id);
      context.remember("arn", key.arn);
    }
    const std::string id = context.recall("id");
    if (!alias.empty()) {
      std::string target = TRY(alias_target(context, alias));
      if (target.empty()) {
        auto created = create_alias(context.cloud, region, alias, id);
        if (created) return Again{};
        if (created.error().kind == ErrorKind::conflict)
          return look_again(context, created.error());
        return fail(created.error());
      }
      if (target != id) {
        return fail({ErrorKind::conflict, "create alias", alias + " in " + region,
                     "it already points to key " + target,
                     "choose another alias in the plan, or delete this one if nothing uses it"});
      }
    }
    if (context.parameters.flag("rotation") &&
        !TRY(get_key_rotation_status(context.cloud, region, id))) {
      TRY_VOID(enable_key_rotation(context.cloud, region, id));
      return Again{};
    }
    return Done{"key " + id};
  }

  Result<Progress> undo(Context& context) override {
    const std::string& region = context.parameters.text("region");
    const std::string id =
        context.recall("id").empty() ? TRY(find_ours(context)) : context.recall("id");
    if (id.empty()) {
      if (auto wait = may_be_unseen(context)) return *wait;
      return Done{"no key was created"};
    }
    if (is_adopted(context, id)) return give_back(context, id);
    auto key = describe_key(context.cloud, region, id);
    if (!key && key.error().kind == ErrorKind::not_found) return look_again(context, key.error());
    if (!key) return fail(key.error());
    if (key->state == "PendingDeletion") {
      return Done{fmt::format("key {} will be deleted in {} days", id, days_until_deleted)};
    }
    if (const std::string why = TRY(why_kept(context, *key)); !why.empty()) {
      return Done{"kept: " + why};
    }
    const std::string& alias = context.parameters.text("alias");
    const bool has_alias = !alias.empty() && TRY(alias_target(context, alias)) == id;
    auto taken = has_alias ? delete_alias(context.cloud, region, alias)
                           : schedule_key_deletion(context.cloud, region, id, days_until_deleted);
    if (taken) return Again{};
    // The alias is gone, or the key on its way, and the look did not show it yet.
    const ErrorKind kind = taken.error().kind;
    const bool done_already = kind == ErrorKind::not_found || kind == ErrorKind::conflict ||
                              taken.error().code == "KMSInvalidStateException";
    if (done_already) return look_again(context, taken.error());
    return fail(taken.error());
  }

  Result<Verdict> observe(Context& context) override {
    std::string id = TRY(find_ours(context));
    if (id.empty()) return Verdict{State::absent, "no key carries this step's tag"};
    const std::string& alias = context.parameters.text("alias");
    bool aliased = alias.empty() || TRY(alias_target(context, alias)) == id;
    bool rotates =
        !context.parameters.flag("rotation") ||
        TRY(get_key_rotation_status(context.cloud, context.parameters.text("region"), id));
    return Verdict{aliased && rotates ? State::in_place : State::in_progress, "key " + id};
  }

  Result<std::string> foresee(Context& context) override {
    const std::string id =
        context.recall("id").empty() ? TRY(find_ours(context)) : context.recall("id");
    if (id.empty()) return std::string("no key was created");
    if (is_adopted(context, id)) return "kept: key " + id + " was there before";
    const Key key = TRY(describe_key(context.cloud, context.parameters.text("region"), id));
    const std::string why = TRY(why_kept(context, key));
    return why.empty() ? "nothing is known to need key " + id : "kept for now: " + why;
  }

 private:
  static Tags tags(const Context& context) {
    Tags tags = tags_of_ours(context);
    for (const std::string& tag : context.parameters.list("tags")) {
      std::size_t equals = tag.find('=');
      tags[tag.substr(0, equals)] = tag.substr(equals + 1);
    }
    return tags;
  }

  // There is no key of ours yet.
  static Result<Progress> make(Context& context) {
    const std::string& region = context.parameters.text("region");
    const std::string& alias = context.parameters.text("alias");
    if (const std::string theirs = alias.empty() ? "" : TRY(alias_target(context, alias));
        !theirs.empty()) {
      if (!is_adopted(context, theirs)) {
        // Our own alias may be seen before our own key's tags.
        if (auto wait = may_be_unseen(context)) return *wait;
        return ask_to_adopt(
            "key", theirs,
            fmt::format("{} in {} points to it, and this step did not make it", alias, region));
      }
      TRY_VOID(tag_resource(context.cloud, region, theirs, tags(context)));
      return Again{};
    }
    if (auto wait = may_be_unseen(context)) return *wait;
    Key created = TRY(
        create_key(context.cloud, region, context.parameters.text("description"), tags(context)));
    context.remember("id", created.id);
    context.remember("arn", created.arn);
    return Again{};
  }

  // A key that was there before: all that goes are our marks.
  static Result<Progress> give_back(Context& context, const std::string& id) {
    const std::string& region = context.parameters.text("region");
    if (is_ours(context, TRY(list_resource_tags(context.cloud, region, id)))) {
      std::vector<std::string> names;
      for (const auto& [name, value] : tags_of_ours(context)) names.push_back(name);
      TRY_VOID(untag_resource(context.cloud, region, id, names));
      return Again{};
    }
    return Done{"kept: key " + id + " was there before"};
  }

  // The key that this step of this run created, one that is not on its way out if there is any;
  // empty if there is none.
  static Result<std::string> find_ours(Context& context) {
    const std::string& region = context.parameters.text("region");
    std::string going;
    for (const std::string& id : TRY(list_keys(context.cloud, region))) {
      auto tags = list_resource_tags(context.cloud, region, id);
      // Keys whose policy hides them from us are not ours.
      if (!tags && tags.error().kind == ErrorKind::refused) continue;
      if (!tags) return fail(tags.error());
      if (!is_ours(context, *tags)) continue;
      if (TRY(describe_key(context.cloud, region, id)).state != "PendingDeletion") return id;
      going = id;
    }
    // A key that was on its way out when the run went forward again is not this one.
    return context.round > 0 ? std::string() : going;
  }

  static Result<std::string> alias_target(Context& context, const std::string& name) {
    for (const Alias& alias : TRY(list_aliases(context.cloud, context.parameters.text("region")))) {
      if (alias.name == name) return alias.target_key_id;
    }
    return std::string();
  }

  // What still needs the key, as far as the API can say; empty: nothing. Which objects were written
  // with it in buckets that encrypt with another one, nobody but the objects can say: that is what
  // the 30 days are for.
  static Result<std::string> why_kept(Context& context, const Key& key) {
    const std::string& region = context.parameters.text("region");
    for (const std::string& bucket : context.parameters.list("protects")) {
      auto head = aws::s3::head_bucket(context.cloud, {region, bucket});
      if (head) return fmt::format("bucket {} still depends on key {}", bucket, key.id);
      if (head.error().kind != ErrorKind::not_found) return fail(head.error());
    }
    for (const std::string& bucket : TRY(aws::s3::list_buckets(context.cloud, region))) {
      auto encryption = aws::s3::get_bucket_encryption(context.cloud, {region, bucket});
      if (!encryption && encryption.error().kind == ErrorKind::not_found) continue;
      if (!encryption && encryption.error().kind == ErrorKind::refused) {
        return fmt::format("bucket {} does not say whether it depends on key {}", bucket, key.id);
      }
      if (!encryption) return fail(encryption.error());
      if (encryption->key_arn == key.arn || encryption->key_arn == key.id) {
        return fmt::format("bucket {} encrypts with key {}", bucket, key.id);
      }
    }
    if (const auto grantees = TRY(list_grantees(context.cloud, region, key.id));
        !grantees.empty()) {
      return fmt::format("{} may use key {} by a grant", grantees.front(), key.id);
    }
    for (const Alias& alias : TRY(list_aliases(context.cloud, region))) {
      if (alias.target_key_id == key.id && alias.name != context.parameters.text("alias")) {
        return fmt::format("{} points to key {}", alias.name, key.id);
      }
    }
    return std::string();
  }
};

}  // namespace

std::unique_ptr<Step> make_key() { return std::make_unique<KeyStep>(); }

}  // namespace godwit::step
