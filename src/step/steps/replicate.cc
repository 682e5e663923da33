// replicate: a replication rule from one bucket to another, beside whatever rules are there
// already. Parameters: from_region, from_bucket, to_region, to_bucket, role, account, rule_id,
// encrypted_objects, delete_markers, time_control, replica_modifications, direction ("forward" or
// "back"), quiet, for the way back also records (the steps that made the target's). Remembers:
// removed; for the way back also coming_since, job, tries.
//
// The rule replicates what is written from now on (fact D1); KMS objects only where it says so and
// names the key of the destination (fact D3).
//
// The way back closes a rule only when it has nothing left to carry, and says so where something
// would be left behind: step/stranded.h.
#include <algorithm>

#include "aws/api/s3.h"
#include "aws/api/s3control.h"
#include "base/text.h"
#include "step/kinds.h"
#include "step/ours.h"
#include "step/patience.h"
#include "step/stranded.h"

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
      const std::string id = from(context).name + "/" + wanted.id;
      if (!is_adopted(context, id)) {
        // What this step has just put there may be seen in an older form.
        if (auto wait = may_be_unseen(context)) return *wait;
        return ask_to_adopt("replication rule", id,
                            "a rule of that id is there with other settings");
      }
      *present = wanted;
    } else {
      changed.rules.push_back(wanted);
    }
    if (configuration && configuration->role != context.parameters.text("role")) {
      // One role serves all rules of a bucket; replacing it could break the others.
      return fail({ErrorKind::conflict, "put replication rule",
                   wanted.id + " on " + from(context).name,
                   "its other rules use the role " + configuration->role,
                   "name that role in the plan's `data.replication_role`, with rights for both"});
    }
    changed.role = context.parameters.text("role");
    auto put = put_bucket_replication(context.cloud, from(context), changed);
    if (put) return Again{};
    // It does not see yet that both buckets keep versions.
    if (put.error().code == "InvalidRequest") return look_again(context, put.error());
    return fail(put.error());
  }

  Result<Progress> undo(Context& context) override {
    const std::string& id = context.parameters.text("rule_id");
    auto configuration = get_bucket_replication(context.cloud, from(context));
    if (!configuration && configuration.error().kind == ErrorKind::not_found) {
      return Done{"bucket " + from(context).name + " is gone"};
    }
    if (!configuration) return fail(configuration.error());
    if (!*configuration || !find(**configuration, id)) {
      if (context.recall("removed").empty()) {
        if (auto wait = may_be_unseen(context)) return *wait;
      }
      return Done{"rule " + id + " is gone"};
    }
    if (auto not_yet = TRY(not_safe_yet(context))) return *not_yet;
    context.remember("removed", "yes");
    std::erase_if((*configuration)->rules,
                  [&](const ReplicationRule& rule) { return rule.id == id; });
    if ((*configuration)->rules.empty()) {
      TRY_VOID(delete_bucket_replication(context.cloud, from(context)));
    } else {
      TRY_VOID(put_bucket_replication(context.cloud, from(context), **configuration));
    }
    return Again{};
  }

  Result<Verdict> observe(Context& context) override {
    auto found = get_bucket_replication(context.cloud, from(context));
    if (!found && found.error().kind == ErrorKind::not_found) {
      return Verdict{State::absent, "bucket " + from(context).name + " is gone"};
    }
    auto configuration = TRY(std::move(found));
    const std::string& id = context.parameters.text("rule_id");
    bool there = configuration && find(*configuration, id);
    return Verdict{there ? State::in_place : State::absent,
                   (there ? "rule " : "no rule ") + id + " on " + from(context).name};
  }

  Result<std::string> foresee(Context& context) override {
    if (context.parameters.text("direction") != "back") return std::string();
    const Inventory here = TRY(take_inventory(context.cloud, from(context)));
    const Inventory there = TRY(take_inventory(context.cloud, to(context)));
    const Stranded stranded =
        TRY(find_stranded(context, from(context), here, there, quiet(context)));
    if (stranded.coming + stranded.stuck == 0) {
      return fmt::format("everything in {} is in {}", from(context).name, to(context).name);
    }
    return fmt::format("{} versions of {} are not in {} yet", stranded.coming + stranded.stuck,
                       from(context).name, to(context).name);
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

  static bool is_back(const Context& context) {
    return context.parameters.text("direction") == "back";
  }
  static Duration quiet(const Context& context) { return context.parameters.duration("quiet"); }

  // Why the rule cannot go yet; nothing where it can.
  static Result<std::optional<Progress>> not_safe_yet(Context& context) {
    return is_back(context) ? not_quiet_yet(context) : left_behind(context);
  }

  // The rule forward is the last of the two to go: whatever users wrote in the target has to be in
  // the source by now, by another rule or by hand.
  static Result<std::optional<Progress>> left_behind(Context& context) {
    auto there = take_inventory(context.cloud, to(context));
    // Without the bucket there is nothing in it.
    if (!there && there.error().kind == ErrorKind::not_found) return std::nullopt;
    if (!there) return fail(there.error());
    const Inventory here = TRY(take_inventory(context.cloud, from(context)));
    const Stranded stranded =
        TRY(find_stranded(context, to(context), *there, here, quiet(context)));
    if (stranded.coming + stranded.stuck == 0) return std::nullopt;
    return fail({ErrorKind::conflict, "take back replication", to(context).name,
                 fmt::format("{} version{} written there {} not in {}, the first {}",
                             stranded.coming + stranded.stuck,
                             stranded.coming + stranded.stuck == 1 ? "" : "s",
                             stranded.coming + stranded.stuck == 1 ? "is" : "are",
                             from(context).name, stranded.first),
                 "copy them to the source, then roll back again"});
  }

  // Before the way from the target back to the source is closed, whatever was written in the target
  // must have arrived, and nobody may have written there for a while (fact D7): users whose
  // resolvers ignore TTLs come late.
  static Result<std::optional<Progress>> not_quiet_yet(Context& context) {
    const Inventory here = TRY(take_inventory(context.cloud, from(context)));
    const Inventory there = TRY(take_inventory(context.cloud, to(context)));
    const Stranded stranded =
        TRY(find_stranded(context, from(context), here, there, quiet(context)));
    if (stranded.stuck > 0) return carry(context, stranded);
    if (stranded.coming > 0) {
      const auto since = context.recall_time("coming_since");
      if (!since) context.remember("coming_since", context.now());
      return Wait{context.now() + until_next_look(context.now() - since.value_or(context.now())),
                  fmt::format("waiting for everything in {} to arrive in {}", from(context).name,
                              to(context).name)};
    }
    if (const auto left = users_left(context); left && *left + quiet(context) > context.now()) {
      return Wait{
          *left + quiet(context),
          fmt::format("waiting until answers have named {} alone for {}",
                      context.parameters.text("to_region"), format_duration(quiet(context)))};
    }
    const Time last = TRY(last_write(context, from(context), here, context.now() - quiet(context)));
    if (last + quiet(context) <= context.now()) return std::nullopt;
    return Wait{last + quiet(context),
                fmt::format("waiting until nothing was written in {} for {}", from(context).name,
                            format_duration(quiet(context)))};
  }

  // When the last record that named the target went: that nobody has written there yet says little
  // of those who still have an old answer. Nothing: there was none.
  static std::optional<Time> users_left(const Context& context) {
    std::optional<Time> last;
    for (const std::string& records : context.parameters.list("records")) {
      const Memory* memory = context.memory_of(records);
      if (memory == nullptr) continue;
      const auto left = memory->find("left");
      if (left == memory->end()) continue;
      if (const auto time = parse_integer(left->second)) {
        last = std::max(last.value_or(Time{}), Time(Duration(*time)));
      }
    }
    return last;
  }

  // Versions that the rule has failed to bring, or that are older than it: S3 Batch Replication
  // brings them. Where even that does not, somebody has to look.
  static Result<std::optional<Progress>> carry(Context& context, const Stranded& stranded) {
    const auto& parameters = context.parameters;
    const std::string& region = parameters.text("from_region");
    const std::string& account = parameters.text("account");
    const std::string& tries = context.recall("tries");
    if (context.recall("job").empty()) {
      context.remember("job", TRY(aws::s3control::create_replication_job(
                                  context.cloud, region, account,
                                  {"arn:aws:s3:::" + from(context).name, parameters.text("role"),
                                   client_token(context) + "-home" + tries,
                                   fmt::format("{} {} home", context.run, context.step)})));
      return Again{};
    }
    const auto job =
        TRY(aws::s3control::describe_job(context.cloud, region, account, context.recall("job")));
    const bool ended = job.status == "Complete" || job.status == "Failed" ||
                       job.status == "Cancelled" || job.status == "Suspended";
    if (!ended) {
      return Wait{context.now() + minutes(1),
                  fmt::format("bringing {} versions of {} home by S3 Batch Replication",
                              stranded.stuck, from(context).name)};
    }
    // A way back that is tried again gets another job.
    context.memory.erase("job");
    context.remember("tries", std::to_string(parse_integer(tries).value_or(0) + 1));
    return fail({ErrorKind::refused, "bring versions home", from(context).name,
                 fmt::format("{} version{} cannot be replicated to {}, the first {}{}{}",
                             stranded.stuck, stranded.stuck == 1 ? "" : "s", to(context).name,
                             stranded.first, job.failure.empty() ? "" : ": ", job.failure),
                 "nothing was taken away; mend the reason or copy them, then roll back again"});
  }
};

}  // namespace

std::unique_ptr<Step> make_replicate() { return std::make_unique<ReplicateStep>(); }

}  // namespace godwit::step
