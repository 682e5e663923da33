#include "run/turn.h"

#include <algorithm>
#include <map>

#include "run/approvals.h"
#include "run/gate.h"
#include "run/journalling_cloud.h"

namespace godwit::run {
namespace {

// What other steps remember, copied when it is first asked for.
class Memories {
 public:
  explicit Memories(const TurnTools& tools) : tools_(tools) {}

  const step::Memory* of(const std::string& step) {
    const auto [found, is_new] = copies_.try_emplace(step);
    if (is_new) found->second = tools_.memory_of(step);
    return found->second ? &*found->second : nullptr;
  }

 private:
  const TurnTools& tools_;
  std::map<std::string, std::optional<step::Memory>> copies_;
};

class Turn {
 public:
  Turn(const TurnTools& tools, const TurnOrder& order)
      : tools_(tools),
        order_(order),
        journalling_(tools.cloud,
                     [this](RecordKind kind, boost::json::object payload) {
                       return write_call(kind, std::move(payload));
                     }),
        cloud_(journalling_, tools.limits, tools.env.clock, tools.env.sleeper),
        memories_(tools),
        began_(tools.env.clock.now()) {}

  TurnEnd take() {
    TurnEnd end = carry_out();
    if (!broken_ && wrote_ && tools_.syncs) {
      if (auto synced = tools_.scribe.sync(); !synced) broken_ = synced.error();
    }
    if (broken_) {
      end = {};
      end.error = *broken_;
    }
    // In a simulation time has stood still meanwhile; in life it has passed.
    end.next = std::max(tools_.env.clock.now(), began_ + gates_elapsed_ + cloud_.elapsed());
    return end;
  }

 private:
  TurnEnd carry_out() {
    if (order_.begins) {
      if (!order_.back) {
        const auto closed =
            read_gates(tools_, order_.spec.gates, order_.run, order_.spec.id, gates_elapsed_);
        if (closed) return {.kind = TurnEnd::Kind::closed, .why = closed->why};
      }
      write(order_.back ? RecordKind::undo_begun : RecordKind::step_begun);
      if (broken_) return {};
    }
    step::Memory memory = order_.state.memory;
    step::Context context = context_for(memory);
    if (order_.state.outcome_unknown) return look(context);
    const auto progress = order_.back ? order_.step.undo(context) : order_.step.advance(context);
    if (broken_) return {};
    return write_down(progress, memory);
  }

  // After an unknown outcome: never again without a look.
  TurnEnd look(step::Context& context) {
    const Result<step::Verdict> verdict = order_.step.observe(context);
    if (!verdict) return {.kind = TurnEnd::Kind::failed, .error = verdict.error()};
    write(RecordKind::observed,
          {{"verdict", step::to_string(verdict->state)}, {"detail", verdict->detail}});
    if (verdict->state == step::State::different && !order_.back) {
      return {.kind = TurnEnd::Kind::failed,
              .error = {ErrorKind::conflict,
                        "observe " + order_.spec.id,
                        {},
                        verdict->detail,
                        "bring it to what the plan says, then resume"}};
    }
    return {.kind = TurnEnd::Kind::again};
  }

  TurnEnd write_down(const Result<step::Progress>& progress, const step::Memory& memory) {
    const auto* done = progress ? std::get_if<step::Done>(&*progress) : nullptr;
    // What a finished step remembers is part of its last record.
    const bool last = done != nullptr && !order_.back;
    if (memory != order_.state.memory && !last) write(RecordKind::remembered, to_json(memory));
    if (last) {
      write(RecordKind::step_done, {{"note", done->note}, {"memory", to_json(memory)}});
    } else if (done != nullptr) {
      write(RecordKind::undo_done, {{"note", done->note}});
    }
    if (done != nullptr) return {.kind = TurnEnd::Kind::done};
    if (!progress) return {.kind = TurnEnd::Kind::failed, .error = progress.error()};
    if (const auto* waiting = std::get_if<step::Wait>(&*progress)) {
      return {.kind = TurnEnd::Kind::wait, .until = waiting->until, .why = waiting->why};
    }
    return {.kind = TurnEnd::Kind::again};
  }

  void write(RecordKind kind, boost::json::object payload = {}) {
    if (broken_) return;
    wrote_ = true;
    auto written = tools_.scribe.append(kind, order_.spec.id, std::move(payload));
    if (!written) broken_ = written.error();
  }

  // The intent is on stable storage before its call is sent; that also sees that the run is still
  // ours. All else can wait for the end of the turn.
  Result<void> write_call(RecordKind kind, boost::json::object payload) {
    write(kind, std::move(payload));
    if (!broken_ && kind == RecordKind::intent) {
      if (auto synced = tools_.scribe.sync(); !synced) broken_ = synced.error();
      if (!broken_) tools_.heard();
    }
    if (broken_) return fail(*broken_);
    return {};
  }

  step::Context context_for(step::Memory& memory) {
    return {tools_.env,
            cloud_,
            order_.spec.parameters,
            order_.run,
            order_.spec.id,
            memory,
            [this](const std::string& other) { return memories_.of(other); },
            order_.state.round,
            order_.state.adopted,
            order_.state.changed,
            &journalling_};
  }

  const TurnTools& tools_;
  const TurnOrder& order_;
  JournallingCloud journalling_;
  RateLimitedCloud cloud_;
  Memories memories_;
  Time began_;
  Duration gates_elapsed_{};
  bool wrote_ = false;
  std::optional<Error> broken_;  // the journal
};

}  // namespace

TurnEnd take_turn(const TurnTools& tools, const TurnOrder& order) {
  return Turn(tools, order).take();
}

std::optional<ClosedGate> read_gates(const TurnTools& tools,
                                     const std::vector<plan::GateSpec>& gates,
                                     const std::string& run, const std::string& step,
                                     Duration& elapsed) {
  for (const plan::GateSpec& gate : gates) {
    if (is_approval(gate)) continue;  // the executor asks for those before it gives a turn
    JournallingCloud reading(
        tools.cloud, [](RecordKind, const boost::json::object&) -> Result<void> {
          return fail(
              {ErrorKind::refused, "read gate", {}, "a gate tried to change something", {}});
        });
    RateLimitedCloud cloud(reading, tools.limits, tools.env.clock, tools.env.sleeper);
    Memories memories(tools);
    step::Memory none;
    step::Context context{
        tools.env, cloud, gate.parameters, run, step, none, [&](const std::string& other) {
          return memories.of(other);
        }};
    const Result<GateReading> read = read_gate(gate, context);
    elapsed += cloud.elapsed();
    if (!read) return ClosedGate{gate.title + ": " + read.error().cause};
    if (!read->open) return ClosedGate{read->why};
  }
  return std::nullopt;
}

}  // namespace godwit::run
