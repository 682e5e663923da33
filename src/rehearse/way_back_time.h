// WayBackTime: how long a way back took, as the journal and the users tell.
#pragma once

#include <optional>
#include <vector>

#include "rehearse/evidence.h"

namespace godwit::rehearse {

struct WayBackTime {
  run::WayBackRequest request;
  Time begun{};
  // From then on. `home`: until every answer of the name servers names the source, which is when
  // the last step that moves users is undone; zero where none had begun. Missing where the next way
  // back, or the end of the evidence, came first.
  std::optional<Duration> home;
  // Until the last request that the target answered, or failed to: caches and kept connections
  // outlive the answer that led there. Zero: nobody came.
  Duration last_visitor{};
  std::optional<Duration> ended;  // until nothing was left to undo
  // What the way back took, step by step, in the order in which they were undone.
  struct Undone {
    std::string step;
    Duration took{};
  };
  std::vector<Undone> steps;
};

// Of each way back in the evidence, in their order. Pure.
std::vector<WayBackTime> way_back_times(const plan::Plan& plan, const plan::Graph& graph,
                                        const Evidence& evidence);

}  // namespace godwit::rehearse
