// History: what users did and saw, and whether a store that is right could have answered so. What
// right means, and how it is decided, is docs/history.md. Pure; knows users' requests and nothing
// else.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace godwit::rehearse {

// A content's digest; nullopt: there was none.
using Value = std::optional<std::uint32_t>;

struct Operation {
  enum class Kind : std::uint8_t { write, remove, read };
  Kind kind = Kind::read;
  std::uint32_t key = 0;  // any number: the same key, the same number
  Time invoked{};
  // Writes and removals: only where they were acknowledged. Reads: only where there was an answer
  // that says what was there, or that nothing was.
  std::optional<Time> completed;
  Value value;  // written, or read
};

struct Contract {
  Duration staleness = minutes(15);  // the Δ of what is read
  Duration absence{};                // the Δ of "there is nothing"
  Time settled = Time::max();        // reads that were invoked after that: Δ is 0 for both
};

struct Anomaly {
  enum class Kind : std::uint8_t { lost, stale, resurrected, duplicated, mixed_up };
  Kind kind = Kind::lost;
  std::size_t read = 0;  // index of the operation that shows it
  // Of the operation that the read contradicts: what was written, replaced or removed; none where
  // nobody wrote such a thing.
  std::optional<std::size_t> against;
};
std::string_view to_string(Anomaly::Kind kind);

// What a key holds before the first operation.
struct Initial {
  std::uint32_t key = 0;
  std::uint32_t value = 0;
};

// In the order of keys. What was lost or mixed up is there once for each read that shows it, all
// else once for a value that was read and a write that it contradicts. O(n log n).
std::vector<Anomaly> check_history(const std::vector<Operation>& operations,
                                   const std::vector<Initial>& initial, const Contract& contract);

}  // namespace godwit::rehearse
