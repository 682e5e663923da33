#include "run/attempts.h"

namespace godwit::run {

std::uint32_t Attempts::count(RecordKind kind, const std::string& step) {
  if (kind == RecordKind::run_resumed) {
    for (auto& [id, count] : steps_) count.attempt += count.under_way ? 1 : 0;
  }
  if (step.empty()) return 0;
  Count& count = steps_[step];
  if (kind == RecordKind::step_begun || kind == RecordKind::undo_begun) {
    ++count.attempt;
    count.under_way = true;
  } else if (kind == RecordKind::step_done || kind == RecordKind::undo_done) {
    count.under_way = false;
  }
  return count.attempt;
}

}  // namespace godwit::run
