// replicate: a replication rule from one bucket to another, beside whatever rules are there
// already. Parameters: from_region, from_bucket, to_region, to_bucket, role, rule_id,
// encrypted_objects, delete_markers, time_control, replica_modifications, direction ("forward" or
// "back"), quiet. Remembers: before (the rule of that id that was there, if any),
// had_configuration.
//
// The rule replicates what is written from now on (fact D1); KMS objects only where it says so and
// names the key of the destination (fact D3).
#include "aws/api/s3.h"
#include "step/inventory.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using namespace aws::s3;

class ReplicateStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    ReplicationRule wanted = TRY(rule(context));
    auto configuration = TRY(get_bucket_replication(context.cloud, from(context)));
    ReplicationConfiguration changed = configuration.value_or(ReplicationConfiguration{});
    ReplicationRule* present = find(changed, wanted.id);
    wanted.priority = present ? present->priority : next_priority(changed);
    if (present && *present == wanted) return Done{"rule " + wanted.id};
    if (present) {
      return fail({ErrorKind::conflict, "put replication rule",
                   wanted.id + " on " + from(context).name,
                   "a rule of that id is there with other settings",
                   "remove or rename that rule, then resume"});
    }
    changed.role = context.parameters.text("role");
    if (configuration && configuration->role != changed.role) {
      // One role serves all rules of a bucket; replacing it could break the others.
      return fail({ErrorKind::conflict, "put replication rule",
                   wanted.id + " on " + from(context).name,
                   "its other rules use the role " + configuration->role,
                   "name that role in the plan's `data.replication_role`, with rights for both"});
    }
    changed.rules.push_back(wanted);
    TRY_VOID(put_bucket_replication(context.cloud, from(context), changed));
    return Again{};
  }

  Result<Progress> undo(Context& context) override {
    auto configuration = TRY(get_bucket_replication(context.cloud, from(context)));
    const std::string& id = context.parameters.text("rule_id");
    if (!configuration || !find(*configuration, id)) return Done{"rule " + id + " is gone"};
    if (context.parameters.text("direction") == "back") {
      if (auto wait = TRY(not_safe_yet(context))) return *wait;
    }
    std::erase_if(configuration->rules, [&](const ReplicationRule& rule) { return rule.id == id; });
    if (configuration->rules.empty()) {
      TRY_VOID(delete_bucket_replication(context.cloud, from(context)));
    } else {
      TRY_VOID(put_bucket_replication(context.cloud, from(context), *configuration));
    }
    return Again{};
  }

  Result<Verdict> observe(Context& context) override {
    auto configuration = TRY(get_bucket_replication(context.cloud, from(context)));
    const std::string& id = context.parameters.text("rule_id");
    bool there = configuration && find(*configuration, id);
    return Verdict{there ? State::in_place : State::absent,
                   (there ? "rule " : "no rule ") + id + " on " + from(context).name};
  }

 private:
  static BucketName from(const Context& context) {
    return {context.parameters.text("from_region"), context.parameters.text("from_bucket")};
  }
  static BucketName to(const Context& context) {
    return {context.parameters.text("to_region"), context.parameters.text("to_bucket")};
  }

  static ReplicationRule* find(ReplicationConfiguration& configuration, const std::string& id) {
    for (ReplicationRule& rule : configuration.rules) {
      if (rule.id == id) return &rule;
    }
    return nullptr;
  }

  static int next_priority(const ReplicationConfiguration& configuration) {
    int highest = 0;
    for (const ReplicationRule& rule : configuration.rules)
      highest = std::max(highest, rule.priority);
    return highest + 1;
  }

  static Result<ReplicationRule> rule(Context& context) {
    const auto& parameters = context.parameters;
    ReplicationRule rule;
    rule.id = parameters.text("rule_id");
    rule.destination_bucket_arn = "arn:aws:s3:::" + to(context).name;
    rule.delete_markers = parameters.flag("delete_markers");
    rule.time_control = parameters.flag("time_control");
    rule.replica_modifications = parameters.flag("replica_modifications");
    if (parameters.flag("encrypted_objects")) {
      // Replicas are encrypted as the destination encrypts everything else.
      Encryption encryption = TRY(get_bucket_encryption(context.cloud, to(context)));
      if (!encryption.key_arn.empty()) {
        rule.encrypted_objects = true;
        rule.replica_key_arn = encryption.key_arn;
      }
    }
    return rule;
  }

  // Before the way from the target back to the source is closed, whatever was written in the target
  // must have arrived, and nobody may have written there for a while (fact D7): users whose
  // resolvers ignore TTLs come late. nullopt where that is so.
  static Result<std::optional<Wait>> not_safe_yet(Context& context) {
    Inventory here = TRY(take_inventory(context.cloud, from(context)));
    Inventory there = TRY(take_inventory(context.cloud, to(context)));
    if (!missing_in(here, there).empty()) {
      return Wait{context.now() + minutes(1),
                  fmt::format("waiting for everything in {} to arrive in {}", from(context).name,
                              to(context).name)};
    }
    Duration quiet = context.parameters.duration("quiet");
    Time last = TRY(last_write(context, here, context.now() - quiet));
    if (last + quiet <= context.now()) return std::nullopt;
    return Wait{last + quiet, fmt::format("waiting until nothing was written in {} for {}",
                                          from(context).name, format_duration(quiet))};
  }

  // When somebody last wrote to the bucket itself, rather than replication; `since` if nobody has
  // after that.
  static Result<Time> last_write(Context& context, const Inventory& inventory, Time since) {
    std::vector<const Version*> recent;
    for (const auto& [key, versions] : inventory) {
      for (const Version& version : versions) {
        if (version.last_modified > since && !version.delete_marker) recent.push_back(&version);
      }
    }
    std::stable_sort(recent.begin(), recent.end(), [](const Version* a, const Version* b) {
      return a->last_modified > b->last_modified;
    });
    for (const Version* version : recent) {
      ObjectInfo info =
          TRY(head_object(context.cloud, from(context), version->key, version->version_id));
      if (info.replication_status != "REPLICA") return version->last_modified;
    }
    return since;
  }
};

}  // namespace

std::unique_ptr<Step> make_replicate() { return std::make_unique<ReplicateStep>(); }

}  // namespace godwit::step
