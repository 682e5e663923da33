#include "run/foresee.h"

#include "aws/model.h"
#include "step/steps.h"

namespace godwit::run {
namespace {

// Who only looks shall not be able to do more.
class ReadingCloud : public aws::Cloud {
 public:
  explicit ReadingCloud(aws::Cloud& next) : next_(next) {}
  Result<aws::Response> send(const aws::Request& request) override {
    if (aws::reads_only(request.operation)) return next_.send(request);
    return fail({ErrorKind::refused,
                 request.service + " " + request.operation,
                 request.http.host,
                 "a look tried to change something",
                 {}});
  }

 private:
  aws::Cloud& next_;
};

}  // namespace

std::map<std::string, std::string> foresee(const Env& env, aws::Cloud& cloud,
                                           const plan::Graph& graph, const RunState& state,
                                           const WayBackPlan& plan) {
  ReadingCloud reading(cloud);
  const auto memory_of = [&](const std::string& id) -> const step::Memory* {
    const auto found = state.steps.find(id);
    return found == state.steps.end() ? nullptr : &found->second.memory;
  };
  std::map<std::string, std::string> seen;
  for (const WayBackStep& undone : plan.undo) {
    const plan::StepSpec& spec = *graph.find(undone.id);
    const StepState& step = state.steps.at(undone.id);
    step::Memory memory = step.memory;
    step::Context context{env,    reading,   spec.parameters, state.run,    spec.id,
                          memory, memory_of, step.round,      step.adopted, step.changed};
    const auto what = step::make_step(spec)->foresee(context);
    if (!what) {
      seen[undone.id] = "cannot be seen now: " + what.error().cause;
    } else if (!what->empty()) {
      seen[undone.id] = *what;
    }
  }
  return seen;
}

}  // namespace godwit::run
