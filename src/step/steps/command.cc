// command: any program, with its inverse, and a third one that says which of the two has happened.
// The check is asked before and after; its word counts, not the program's.
//
// Parameters: run, undo, check (each a program and its arguments), timeout.
// Remembers: ended (when the last one of run or undo had ended), failed.
#include <fmt/format.h>

#include "base/text.h"
#include "step/kinds.h"
#include "step/patience.h"

namespace godwit::step {
namespace {

constexpr Duration longest_check = minutes(5);

class CommandStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    return go(context, "run", true, "done, as the check says");
  }
  Result<Progress> undo(Context& context) override {
    return go(context, "undo", false, "taken back, as the check says");
  }

  Result<Verdict> observe(Context& context) override {
    const bool happened = TRY(has_happened(context));
    return Verdict{happened ? State::in_place : State::absent,
                   happened ? "the check says that it has happened"
                            : "the check says that it has not happened"};
  }

  Result<std::string> foresee(Context& context) override {
    return std::string(TRY(has_happened(context)) ? "the check says that it has happened"
                                                  : "the check says that nothing is to be undone");
  }

 private:
  static Result<Progress> go(Context& context, const std::string& which, bool wanted,
                             const std::string& note) {
    if (TRY(has_happened(context)) == wanted) {
      context.memory.erase("failed");
      return Done{note};
    }
    const std::vector<std::string> words = context.parameters.list(which);
    // It has run, and to no avail. Once more only where a person says so, by resuming.
    if (const std::string failed = context.recall("failed"); !failed.empty()) {
      context.memory.erase("failed");
      return fail({.kind = ErrorKind::refused,
                   .operation = "run",
                   .subject = words.front(),
                   .cause = failed,
                   .remedy = "run it by hand to see why; then resume: the check is asked first",
                   .code = {},
                   .where = {}});
    }
    if (auto wait = may_still_run(context)) return *wait;
    const Duration timeout = context.parameters.duration("timeout");
    std::string ended;  // how; empty: it was never started
    const auto performed =
        context.effects->perform(program_run, join(words, " "), [&]() -> Result<void> {
          const auto result = context.env.programs.run(words, timeout);
          if (!result) {
            // It was killed when its time was over.
            if (result.error().kind == ErrorKind::unknown) {
              ended = "it took longer than " + format_duration(timeout);
            }
            return fail(result.error());
          }
          ended = fmt::format("it exited with {}", result->status);
          if (result->status == 0) {
            ended += ", and the check says otherwise";
            return {};
          }
          return fail({.kind = ErrorKind::unknown,
                       .operation = "run",
                       .subject = words.front(),
                       .cause = ended,
                       .remedy = {},
                       .code = {},
                       .where = {}});
        });
    if (!ended.empty()) {
      context.remember("ended", context.now());
      context.remember("failed", ended);
    }
    if (!performed) return fail(performed.error());
    return Again{};
  }

  static Result<bool> has_happened(Context& context) {
    const std::vector<std::string> words = context.parameters.list("check");
    const ProgramResult result = TRY(context.env.programs.run(words, longest_check));
    return result.status == 0;
  }

  // A life that died may have left it running: nobody has heard of its end. It is given its time.
  static std::optional<Wait> may_still_run(const Context& context) {
    if (!context.changed) return std::nullopt;
    const auto ended = context.recall_time("ended");
    if (ended && *ended >= *context.changed) return std::nullopt;
    const Time over = *context.changed + context.parameters.duration("timeout");
    if (context.now() >= over) return std::nullopt;
    return Wait{std::min(over, context.now() + until_next_look(context.now() - *context.changed)),
                "waiting for a program that may still be running"};
  }
};

}  // namespace

std::unique_ptr<Step> make_command() { return std::make_unique<CommandStep>(); }

}  // namespace godwit::step
