// drill: does traffic move when a side fails? One side's health check is made to fail, answers are
// watched until they name the other side, held for a while, and the check is mended again.
// Parameters: method, health_check, record, from_endpoint, to_endpoint, home, hold, limit.
// Remembers: phase, since, moved, failed, undo_since.
//
// Inverting a check makes it fail. Disabling it does not: a disabled check counts as healthy (fact
// C1), which is why a drill that disables moves nothing.
#include "aws/api/route53.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using namespace aws::route53;

constexpr int answers_in_a_row = 6;  // enough to believe that traffic is there, at one each 10 s

class DrillStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    HealthCheck check = TRY(get_health_check(context.cloud, context.text("health_check")));
    const std::string& phase = context.recall("phase");
    if (phase.empty()) {
      if (check.inverted || check.disabled) {
        return fail({ErrorKind::conflict, "drill", "health check " + check.id,
                     check.inverted ? "it is inverted already" : "it is disabled already",
                     "set it right, then resume"});
      }
      return enter(context, "break");
    }
    if (phase == "break") {
      if (!is_broken(context, check)) {
        TRY_VOID(set_broken(context, check, true));
        context.remember("since", context.now());
        return Again{};
      }
      return watch(context, "to_endpoint", "hold");
    }
    if (phase == "hold") {
      Time end = context.recall_time("since").value() + context.parameters.duration("hold");
      if (context.now() < end) return Wait{end, "holding traffic on the other side"};
      return enter(context, "mend");
    }
    if (phase == "mend") {
      if (is_broken(context, check)) {
        TRY_VOID(set_broken(context, check, false));
        context.remember("since", context.now());
        return Again{};
      }
      if (!context.recall("failed").empty()) return failed(context);
      return watch(context, "from_endpoint", "done");
    }
    if (!context.recall("failed").empty()) return failed(context);
    return Done{"traffic moved in " + context.recall("moved") + ", and back"};
  }

  // Mends the check, and waits until answers name the side where users are at home.
  Result<Progress> undo(Context& context) override {
    if (context.recall("phase").empty()) return Done{"nothing was made to fail"};
    auto check = get_health_check(context.cloud, context.text("health_check"));
    if (!check && check.error().kind == ErrorKind::not_found) {
      return Done{"the health check is gone"};
    }
    if (!check) return fail(check.error());
    if (is_broken(context, *check)) {
      TRY_VOID(set_broken(context, *check, false));
      return Again{};
    }
    const auto since = context.recall_time("undo_since");
    if (!since) {
      in_a_row_ = 0;
      context.remember("undo_since", context.now());
      return Again{};
    }
    in_a_row_ = names(context, context.parameters.text("home")) ? in_a_row_ + 1 : 0;
    if (in_a_row_ >= answers_in_a_row) return Done{"answers name the source"};
    if (context.now() - *since > context.parameters.duration("limit")) {
      return Done{fmt::format("the health check is as it was; not all answers name {} yet",
                              context.parameters.text("home"))};
    }
    return Wait{context.now() + seconds(10), "watching where answers point"};
  }

  Result<Verdict> observe(Context& context) override {
    auto found = get_health_check(context.cloud, context.text("health_check"));
    if (!found && found.error().kind == ErrorKind::not_found) {
      return Verdict{State::absent, "the health check is gone"};
    }
    const HealthCheck check = TRY(std::move(found));
    bool broken = is_broken(context, check);
    return Verdict{broken ? State::in_progress : State::absent,
                   broken ? "the health check is made to fail" : "the health check is as it was"};
  }

 private:
  static bool disables(const Context& context) {
    return context.parameters.text("method") == "disabled";
  }
  static bool is_broken(const Context& context, const HealthCheck& check) {
    return disables(context) ? check.disabled : check.inverted;
  }
  static Result<void> set_broken(Context& context, const HealthCheck& check, bool broken) {
    return disables(context) ? set_disabled(context.cloud, check.id, broken)
                             : set_inverted(context.cloud, check.id, broken);
  }

  Result<Progress> enter(Context& context, const std::string& phase) {
    context.remember("phase", phase);
    context.remember("since", context.now());
    in_a_row_ = answers_ = there_ = 0;
    return Again{};
  }

  // Does a fresh answer name that endpoint?
  static bool names(Context& context, const std::string& endpoint) {
    auto answer = context.env.resolver.resolve(context.parameters.text("record"));
    auto expected = context.env.resolver.resolve(endpoint);
    return answer && expected &&
           std::find(expected->addresses.begin(), expected->addresses.end(),
                     answer->addresses.front()) != expected->addresses.end();
  }

  // Asks for the name until answers point to that side, several times in a row.
  Result<Progress> watch(Context& context, const std::string& side, const std::string& next_phase) {
    const std::string& endpoint = context.parameters.text(side);
    const bool there = names(context, endpoint);
    ++answers_;
    there_ += there;
    in_a_row_ = there ? in_a_row_ + 1 : 0;
    Duration waited = context.now() - context.recall_time("since").value();
    if (in_a_row_ >= answers_in_a_row) {
      if (next_phase == "hold") context.remember("moved", format_duration(waited));
      return enter(context, next_phase);
    }
    if (waited > context.parameters.duration("limit")) {
      context.remember("failed",
                       fmt::format("after {} with its health check {}, {} of {} answers named {}",
                                   format_duration(waited),
                                   next_phase == "done" ? "mended"
                                   : disables(context)  ? "disabled"
                                                        : "inverted",
                                   there_, answers_, endpoint));
      return enter(context, next_phase == "done" ? "done" : "mend");
    }
    return Wait{context.now() + seconds(10), "watching where answers point"};
  }

  static Result<Progress> failed(Context& context) {
    std::string what = context.recall("failed");
    context.memory.clear();  // a resumed run drills again
    return fail(
        {ErrorKind::refused, "drill", context.parameters.text("record"),
         "it moved no traffic: " + what,
         disables(context)
             ? "a disabled health check counts as healthy; use `method: inverted`"
             : "check the records' health checks and the other side's health, then resume"});
  }

  int in_a_row_ = 0;
  int answers_ = 0;
  int there_ = 0;
};

}  // namespace

std::unique_ptr<Step> make_drill() { return std::make_unique<DrillStep>(); }

}  // namespace godwit::step
