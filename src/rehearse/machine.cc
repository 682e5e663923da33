#include "rehearse/machine.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "step/effects.h"

namespace godwit::rehearse {
namespace {

std::unexpected<Error> failure(ErrorKind kind, const std::string& program, std::string cause) {
  return fail({.kind = kind,
               .operation = "run",
               .subject = program,
               .cause = std::move(cause),
               .remedy = {},
               .code = {},
               .where = {}});
}

}  // namespace

Machine::Machine(const Clock& clock, SimulatedDisk& disk, Schedule& schedule,
                 const plan::Plan& plan, const Files& files)
    : clock_(clock), disk_(disk), schedule_(schedule), plan_(plan) {
  for (const auto& [path, content] : files) {
    // In memory, on an empty disk: nothing of this can fail.
    auto file = disk_.open(path, OpenMode::create);
    if (!file || !(*file)->write(0, content) || !(*file)->sync()) continue;
    watched_.insert(path);
  }
  watched_.insert(plan.sealing_key);
}

bool Machine::is_needed(const plan::Plan& plan) {
  return plan.rewrite.has_value() || !plan.consumers.empty();
}

void Machine::file_changed(const std::string& principal, const std::string& path,
                           std::uint64_t after_record) {
  if (!watched_.contains(path)) return;
  changes_.push_back({clock_.now(), principal, step::file_write, path, after_record});
  if (listener_) listener_();
}

Result<ProgramResult> Machine::run(const std::string& principal,
                                   const std::vector<std::string>& arguments, Duration timeout,
                                   std::uint64_t after_record) {
  const std::string line = join(arguments, " ");
  bool known = false;
  bool yes = true;  // what `check` says
  bool acts = false;
  for (const plan::Consumer& consumer : plan_.consumers) {
    if (consumer.kind != plan::ConsumerKind::command) continue;
    acts = acts || arguments == consumer.run || arguments == consumer.undo;
    if (arguments == consumer.check) yes = yes && has_happened(consumer.name);
    known = known || acts || arguments == consumer.check;
  }
  if (!known) {
    return failure(ErrorKind::not_found, arguments.empty() ? "" : arguments.front(),
                   "there is no such program");
  }
  Trouble* trouble = schedule_.strike(FaultKind::failing_programs);
  // It fails before it has done anything, or hangs, before or after that. A question is never
  // answered wrongly: it is not answered at all.
  const std::uint64_t which = trouble != nullptr && acts ? trouble->chance->below(3) : 2;
  if (which == 0) return ProgramResult{.status = 1, .output = {}, .errors = "out of luck\n"};
  if (acts && (trouble == nullptr || which == 1)) {
    LocalChange change{clock_.now(), principal, step::program_run, line, after_record};
    for (const plan::Consumer& consumer : plan_.consumers) {
      if (consumer.kind != plan::ConsumerKind::command) continue;
      if (arguments == consumer.run) {
        change.again = !happened_.insert(consumer.name).second || change.again;
      } else if (arguments == consumer.undo) {
        change.again = happened_.erase(consumer.name) == 0 || change.again;
      }
    }
    changes_.push_back(std::move(change));
    if (listener_) listener_();
  }
  if (trouble != nullptr) {
    return failure(ErrorKind::unknown, line,
                   "it was killed: it took longer than " + format_duration(timeout));
  }
  return ProgramResult{.status = yes ? 0 : 1, .output = {}, .errors = {}};
}

std::map<std::string, std::string> Machine::digests(
    const std::vector<std::string>& left_out) const {
  std::map<std::string, std::string> digests;
  for (const std::string& path : disk_.paths()) {
    const bool out = std::ranges::any_of(
        left_out, [&](const std::string& beginning) { return path.starts_with(beginning); });
    if (out) continue;
    if (auto content = read_file(disk_, path)) digests[path] = to_hex(sha256(*content));
  }
  return digests;
}

}  // namespace godwit::rehearse
