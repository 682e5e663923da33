#include "plan/graph.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::plan {

namespace {

// The canonical text of a graph: every text with its length before it and every
// list with its count, so that no two graphs have the same.
class Canonical {
 public:
  void add(const std::string& text) {
    text_ += std::to_string(text.size());
    text_ += ':';
    text_ += text;
  }
  void add(std::size_t count) { text_ += '#' + std::to_string(count) + ';'; }
  void add(const std::vector<std::string>& list) {
    add(list.size());
    for (const std::string& text : list) add(text);
  }
  void add(const Parameters& parameters) {
    add(parameters.values().size());
    for (const auto& [name, value] : parameters.values()) {
      add(name);
      add(value);
    }
  }
  void add(const std::vector<GateSpec>& gates, bool with_titles) {
    add(gates.size());
    for (const GateSpec& gate : gates) {
      add(gate.kind);
      if (with_titles) add(gate.title);
      add(gate.parameters);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_ = "godwit graph 2\n";
};

}  // namespace

const StepSpec* Graph::find(const std::string& id) const {
  const auto found = std::ranges::find(steps, id, &StepSpec::id);
  return found != steps.end() ? &*found : nullptr;
}

std::string Graph::digest() const {
  Canonical canonical;
  canonical.add(plan);
  canonical.add(account);
  canonical.add(steps.size());
  for (const StepSpec& step : steps) {
    for (const auto* text : {&step.id, &step.kind, &step.title, &step.phase, &step.way_back}) {
      canonical.add(*text);
    }
    canonical.add(step.parameters);
    canonical.add(step.after);
    canonical.add(step.gates, true);
    canonical.add(std::to_string(step.deadline.count()));
  }
  return to_hex(sha256(canonical.text()));
}

std::string digest(const StepSpec& step) {
  Canonical canonical;
  canonical.add(step.kind);
  canonical.add(step.parameters);
  canonical.add(step.after);
  canonical.add(step.gates, false);
  canonical.add(std::to_string(step.deadline.count()));
  return to_hex(sha256(canonical.text())).substr(0, 32);
}

}  // namespace godwit::plan
