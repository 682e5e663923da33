// Matcher: finds many fixed texts at once (Vectorscan), at the speed of memory.
// "Hyperscan: A Fast Multi-pattern Regex Matcher for Modern CPUs", NSDI 2019.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "repo/vocabulary.h"

namespace godwit::repo {

struct Match {
  std::uint32_t word = 0;  // index of the vocabulary's
  std::size_t end = 0;     // bytes of the text, after its last one

  auto operator<=>(const Match&) const = default;
};

// Immutable; may be used by many threads, each with a scratch of its own.
class Matcher {
 public:
  class Scratch {  // made by its matcher; one thread
   public:
    Scratch(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class Matcher;
    struct State;
    explicit Scratch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };

  // Errors: invalid, where a word is empty or there are none.
  static Result<Matcher> make(std::span<const Word> words);
  Matcher(Matcher&&) noexcept;
  ~Matcher();

  Scratch scratch() const;
  // All of them, also where they overlap, by end and then by word; replaces what was in `matches`.
  void find(std::string_view text, Scratch& scratch, std::vector<Match>& matches) const;

 private:
  struct State;
  explicit Matcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace godwit::repo
