// switch: a health check of the target that is unhealthy while its endpoint is, or while the switch
// is thrown. Three things in a row: an alarm in the source's region on a metric that only Godwit
// writes, a check on that alarm, and a check that needs both that one and the endpoint's. The way
// back needs none of Route 53's control plane then (fact C11; step/retreat.h).
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values-alarm.html
//
// Parameters: name, endpoint_check, switch_region, switch_metric. Remembers: alarm, alarm_check,
// id.
#include <algorithm>

#include "aws/api/route53.h"
#include "step/kinds.h"
#include "step/ours.h"
#include "step/switch_metric.h"

namespace godwit::step {
namespace {

using namespace aws::route53;

class SwitchStep : public Step {
 public:
  // Each is made under a name or a reference that follows from run and step: making it again makes
  // nothing new.
  Result<Progress> advance(Context& context) override {
    const std::string& region = context.parameters.text("switch_region");
    if (context.recall("alarm").empty()) {
      const std::string name = alarm_name(context);
      TRY_VOID(aws::cloudwatch::put_alarm(
          context.cloud, region,
          {name, "Thrown by Godwit where Route 53's control plane does not answer",
           switch_metric(context), tags_of_ours(context)}));
      context.remember("alarm", name);
      return Again{};
    }
    if (context.recall("alarm_check").empty()) {
      HealthCheck check;
      check.type = "CLOUDWATCH_METRIC";
      check.caller_reference = client_token(context) + "-alarm";
      check.alarm = context.recall("alarm");
      check.alarm_region = region;
      context.remember("alarm_check", TRY(create_health_check(context.cloud, check)).id);
      return Again{};
    }
    if (context.recall("id").empty()) {
      HealthCheck check;
      check.type = "CALCULATED";
      check.caller_reference = client_token(context);
      check.children = {context.text("endpoint_check"), context.recall("alarm_check")};
      check.healthy_children = 2;
      context.remember("id", TRY(create_health_check(context.cloud, check)).id);
      return Again{};
    }
    return Done{"health check " + context.recall("id")};
  }

  Result<Progress> undo(Context& context) override {
    // The parent first: a check that others need cannot be deleted.
    for (const std::string& reference : {client_token(context), client_token(context) + "-alarm"}) {
      for (const HealthCheck& check : TRY(list_health_checks(context.cloud))) {
        if (check.caller_reference != reference || context.recall("deleted") == check.id) continue;
        context.remember("deleted", check.id);  // the list may show it for a while
        auto deleted = delete_health_check(context.cloud, check.id);
        if (deleted || deleted.error().kind == ErrorKind::not_found) return Again{};
        context.memory.erase("deleted");
        if (deleted.error().kind == ErrorKind::conflict) {
          return look_again(context, deleted.error());
        }
        return fail(deleted.error());
      }
    }
    const std::string& region = context.parameters.text("switch_region");
    if (context.recall("deleted_alarm").empty()) {
      const bool there =
          TRY(aws::cloudwatch::alarm_state(context.cloud, region, alarm_name(context))).has_value();
      if (!there) {
        if (auto wait = may_be_unseen(context)) return *wait;
        return Done{context.changed ? "deleted" : "none was created"};
      }
      TRY_VOID(aws::cloudwatch::delete_alarm(context.cloud, region, alarm_name(context)));
      context.remember("deleted_alarm", "yes");
      return Again{};
    }
    return Done{"deleted"};
  }

  Result<Verdict> observe(Context& context) override {
    const auto state = TRY(aws::cloudwatch::alarm_state(
        context.cloud, context.parameters.text("switch_region"), alarm_name(context)));
    if (!state) return Verdict{State::absent, "no alarm of this step's name"};
    const auto checks = TRY(list_health_checks(context.cloud));
    const bool whole = std::ranges::any_of(checks, [&](const HealthCheck& check) {
      return check.caller_reference == client_token(context);
    });
    return Verdict{whole ? State::in_place : State::in_progress, "the alarm is " + *state};
  }

 private:
  static std::string alarm_name(const Context& context) {
    return fmt::format("godwit {} {}", context.run, context.parameters.text("name"));
  }
};

}  // namespace

std::unique_ptr<Step> make_switch() { return std::make_unique<SwitchStep>(); }

}  // namespace godwit::step
