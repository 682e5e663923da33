// Many rehearsals at once: what `godwit rehearse --seeds` and `--soak` do after loading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "rehearse/fault.h"
#include "rehearse/files.h"

namespace godwit::cli {

struct SeedsRequest {
  std::string plan_path;  // for commands that people copy, and so is the next; empty: the usual one
  std::string account_path;
  std::uint64_t first = 1;
  std::size_t count = 0;         // 0: until `soak` is over
  std::optional<Duration> soak;  // ends at the first failure, too
  std::size_t jobs = 1;
  std::size_t requests = 0;                // of each seed
  std::vector<rehearse::Fault> faults;     // of each seed; empty: drawn
  const rehearse::Files* files = nullptr;  // on the machine
  bool json = false;
};

// The account as given; it is scaled here.
int rehearse_seeds(Console& console, const plan::Plan& plan, const plan::Graph& graph,
                   const account::Account& account, const SeedsRequest& request);

}  // namespace godwit::cli
