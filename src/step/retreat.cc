#include "step/retreat.h"

#include "step/switch_metric.h"
#include "step/weighted_pair.h"

namespace godwit::step {
namespace {

constexpr Duration pause = seconds(10);

bool has_switch(const Context& context) { return context.parameters.has("switch_metric"); }
bool is_thrown(const Context& context) { return context.recall("switch") == "thrown"; }

// What can be done without the control plane.
Result<Progress> use_switch(Context& context) {
  if (!has_switch(context)) {
    return Wait{context.now() + pause,
                "Route 53's control plane does not answer: only health checks can move traffic"};
  }
  if (!is_thrown(context)) {
    if (context.recall("switch").empty()) {
      // That it has to be set again reaches the journal before it is thrown.
      context.remember("switch", "being thrown");
      return Again{};
    }
    TRY_VOID(set_switch(context, true));
    context.remember("switch", "thrown");
    return Again{};
  }
  return Wait{context.now() + pause,
              "Route 53's control plane does not answer: the switch sends traffic back"};
}

Result<Progress> with_control_plane(Context& context) {
  const WeightedPair pair = TRY(read_both(context));
  if (!has_weights(pair, 0)) {
    remember_change(context, TRY(put_weights(context, pair, 100, 0)));
    context.memory.erase("control_plane");
    return Wait{context.now() + pause, "sending traffic back to the source"};
  }
  if (const std::string settling = TRY(settle(context)); !settling.empty()) {
    return Wait{context.now() + pause, settling};
  }
  // Without weight the target gets nothing, whatever its health: the switch may be set again.
  if (!context.recall("switch").empty()) {
    TRY_VOID(set_switch(context, false));
    context.memory.erase("switch");
    // It answers again: without this the next turn would throw the switch once more.
    context.memory.erase("control_plane");
    return Again{};
  }
  return Done{"all traffic on the source"};
}

}  // namespace

bool is_outage(const Error& error) {
  return error.kind == ErrorKind::unreachable || error.kind == ErrorKind::throttled ||
         error.kind == ErrorKind::unknown;
}

Result<Progress> undo_by_retreat(Context& context) {
  const auto pair = read_pair(context, "record");
  if (pair && !pair->target) return Done{"nothing was shifted"};
  // Where it cannot be seen, the retreat knows what to do.
  if (!pair && !is_outage(pair.error())) return fail(pair.error());
  return retreat(context);
}

Result<Progress> retreat(Context& context) {
  // A turn has one change: the one that failed was it.
  if (!context.recall("control_plane").empty() && has_switch(context) && !is_thrown(context)) {
    return use_switch(context);
  }
  auto progress = with_control_plane(context);
  if (progress || !is_outage(progress.error())) return progress;
  if (context.recall("control_plane").empty()) {
    context.remember("control_plane", "does not answer");
    return Again{};
  }
  return use_switch(context);
}

}  // namespace godwit::step
