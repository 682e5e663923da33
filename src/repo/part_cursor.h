// PartCursor: which parts of a reading are around places that are asked for in order; linear in the
// parts and the places together, however many there are of both.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "repo/reading.h"

namespace godwit::repo {

class PartCursor {
 public:
  explicit PartCursor(const Reading& reading) : parts_(reading.parts) {}

  // Of the parts around the place, the outermost first; good until the next call. `begin` is never
  // before the `end` of the last call.
  std::span<const Part* const> around(std::size_t begin, std::size_t end) {
    for (; next_ < parts_.size() && parts_[next_].begin <= begin; ++next_) {
      leave(parts_[next_].begin);
      around_.push_back(&parts_[next_]);
    }
    leave(begin);
    // What ends within the place is not around it, nor around anything after it.
    while (!around_.empty() && around_.back()->end < end) around_.pop_back();
    return around_;
  }

 private:
  // Parts nest: what ends before this is on top.
  void leave(std::size_t offset) {
    while (!around_.empty() && around_.back()->end <= offset) around_.pop_back();
  }

  std::span<const Part> parts_;
  std::size_t next_ = 0;
  std::vector<const Part*> around_;
};

}  // namespace godwit::repo
