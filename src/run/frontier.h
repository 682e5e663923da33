// Frontier: which steps of a graph may have a turn: those whose dependencies are all done. It
// counts what each still waits for, so that a step that is done costs its edges and nothing else.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "plan/graph.h"
#include "run/run_state.h"

namespace godwit::run {

// Which steps are asked for: `until` and what it waits for, or `only` these; both empty: all.
struct Selection {
  std::string until;
  std::set<std::string> only;
};

class Frontier {
 public:
  // The graph outlives the frontier.
  explicit Frontier(const plan::Graph& graph);

  std::size_t position(std::string_view id) const;  // the graph has it
  bool knows(std::string_view id) const { return positions_.contains(id); }
  std::size_t place(std::size_t position) const { return places_[position]; }  // 0 goes first

  // Begins again from the state of the run: what is ready comes back, by priority. Errors:
  // not_found (no such step), conflict (one of `only` waits for what is neither done nor among
  // them).
  Result<std::vector<std::size_t>> begin(const RunState& state, const Selection& selection);
  // The step is done: what that makes ready, by priority.
  std::vector<std::size_t> done(std::size_t position);

  bool selection_done() const { return selected_left_ == 0; }
  bool all_done() const { return left_ == 0; }

 private:
  Result<std::vector<bool>> select(const Selection& selection, const std::vector<bool>& is_done);
  Error no_such_step(const std::string& id) const;
  void sort(std::vector<std::size_t>& steps) const;

  const plan::Graph& graph_;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::vector<std::size_t> places_;
  std::vector<std::vector<std::size_t>> followers_;
  std::vector<std::size_t> unmet_;
  std::vector<bool> selected_;
  std::size_t left_ = 0;           // not done
  std::size_t selected_left_ = 0;  // of those that are asked for
};

}  // namespace godwit::run
