// key: a KMS key in the target region, with an alias and rotation.
// Parameters: region, alias, description, rotation, tags ("name=value"), protects (bucket names).
// Remembers: id, arn.
//
// CreateKey takes no client token, so the key is tagged with run and step at its creation, and that
// tag is looked for before a key is created: a crash in between leaves no second key (fact D12).
#include "aws/api/kms.h"
#include "aws/api/s3.h"
#include "step/kinds.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using namespace aws::kms;

class KeyStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    const std::string& region = context.parameters.text("region");
    if (context.recall("id").empty()) {
      std::string found = TRY(find_ours(context));
      if (found.empty()) {
        Key created = TRY(create_key(context.cloud, region, context.parameters.text("description"),
                                     tags(context)));
        context.remember("id", created.id);
        context.remember("arn", created.arn);
        return Again{};
      }
      Key key = TRY(describe_key(context.cloud, region, found));
      context.remember("id", key.id);
      context.remember("arn", key.arn);
    }
    const std::string id = context.recall("id");
    const std::string& alias = context.parameters.text("alias");
    if (!alias.empty()) {
      std::string target = TRY(alias_target(context, alias));
      if (target.empty()) {
        TRY_VOID(create_alias(context.cloud, region, alias, id));
        return Again{};
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
    std::string id = TRY(find_ours(context));
    if (id.empty()) return Done{"no key was created"};
    for (const std::string& bucket : context.parameters.list("protects")) {
      auto head = aws::s3::head_bucket(context.cloud, {region, bucket});
      if (head) return Done{fmt::format("kept: bucket {} still depends on key {}", bucket, id)};
      if (head.error().kind != ErrorKind::not_found) return fail(head.error());
    }
    const std::string& alias = context.parameters.text("alias");
    if (!alias.empty() && TRY(alias_target(context, alias)) == id) {
      TRY_VOID(delete_alias(context.cloud, region, alias));
      return Again{};
    }
    if (TRY(describe_key(context.cloud, region, id)).state != "PendingDeletion") {
      TRY_VOID(schedule_key_deletion(context.cloud, region, id, 30));
      return Again{};
    }
    return Done{"key " + id + " will be deleted in 30 days"};
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

 private:
  static Tags tags(const Context& context) {
    Tags tags = tags_of_ours(context);
    for (const std::string& tag : context.parameters.list("tags")) {
      std::size_t equals = tag.find('=');
      tags[tag.substr(0, equals)] = tag.substr(equals + 1);
    }
    return tags;
  }

  // The key that this step of this run created; empty if there is none.
  static Result<std::string> find_ours(Context& context) {
    const std::string& region = context.parameters.text("region");
    for (const std::string& id : TRY(list_keys(context.cloud, region))) {
      auto tags = list_resource_tags(context.cloud, region, id);
      // Keys whose policy hides them from us are not ours.
      if (!tags && tags.error().kind == ErrorKind::refused) continue;
      if (!tags) return fail(tags.error());
      if (is_ours(context, *tags)) return id;
    }
    return std::string();
  }

  static Result<std::string> alias_target(Context& context, const std::string& name) {
    for (const Alias& alias : TRY(list_aliases(context.cloud, context.parameters.text("region")))) {
      if (alias.name == name) return alias.target_key_id;
    }
    return std::string();
  }
};

}  // namespace

std::unique_ptr<Step> make_key() { return std::make_unique<KeyStep>(); }

}  // namespace godwit::step
