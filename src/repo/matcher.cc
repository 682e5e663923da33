#include "repo/matcher.h"

#include <hs/hs.h>

#include <algorithm>
#include <cassert>
#include <new>
#include <string>

namespace godwit::repo {
namespace {

std::unexpected<Error> failure(std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "prepare what to look for",
               .subject = "the vocabulary",
               .cause = std::move(cause),
               .remedy = "look for fewer texts, or for longer ones"});
}

// Vectorscan counts bytes in 32 bits.
constexpr std::size_t piece_size = std::size_t{1} << 26;
constexpr std::size_t longest_word = 1 << 16;

bool before(const Match& a, const Match& b) {
  return a.end != b.end ? a.end < b.end : a.word < b.word;
}

}  // namespace

struct Matcher::State {
  hs_database_t* database = nullptr;
  hs_scratch_t* first = nullptr;  // that others are copies of
  std::size_t longest = 0;        // word, in bytes; at most longest_word

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    hs_free_scratch(first);
    hs_free_database(database);
  }
};

struct Matcher::Scratch::State {
  hs_scratch_t* scratch = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hs_free_scratch(scratch); }
};

Matcher::Scratch::Scratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
Matcher::Scratch::Scratch(Scratch&&) noexcept = default;
Matcher::Scratch::~Scratch() = default;

Matcher::Matcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Result<Matcher> Matcher::make(std::span<const Word> words) {
  if (words.empty()) return failure("there is nothing to look for");
  auto state = std::make_unique<State>();
  std::vector<const char*> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> numbers;
  std::vector<std::size_t> lengths;
  for (const Word& word : words) {
    if (word.text.empty()) return failure("a text to look for is empty");
    if (word.text.size() > longest_word) return failure("a text to look for is very long");
    texts.push_back(word.text.data());
    flags.push_back(word.any_case ? HS_FLAG_CASELESS : 0);
    numbers.push_back(static_cast<unsigned>(numbers.size()));
    lengths.push_back(word.text.size());
  }
  state->longest = std::ranges::max(lengths);
  hs_compile_error_t* error = nullptr;
  const hs_error_t compiled = hs_compile_lit_multi(
      texts.data(), flags.data(), numbers.data(), lengths.data(),
      static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &state->database, &error);
  if (compiled != HS_SUCCESS) {
    const std::string cause = error == nullptr ? "it cannot be compiled" : error->message;
    hs_free_compile_error(error);
    return failure(cause);
  }
  if (hs_alloc_scratch(state->database, &state->first) != HS_SUCCESS) {
    return failure("there is no memory for it");
  }
  return Matcher(std::move(state));
}

Matcher::Scratch Matcher::scratch() const {
  auto state = std::make_unique<Scratch::State>();
  if (hs_clone_scratch(state_->first, &state->scratch) != HS_SUCCESS) throw std::bad_alloc();
  return Scratch(std::move(state));
}

void Matcher::find(std::string_view text, Scratch& scratch, std::vector<Match>& matches) const {
  matches.clear();
  struct Found {
    std::vector<Match>& matches;
    std::size_t begin;  // of the piece, in the text
    std::size_t known;  // up to here all that end have been found
  };
  const auto on_match = [](unsigned word, unsigned long long, unsigned long long end, unsigned,
                           void* context) {
    Found& found = *static_cast<Found*>(context);
    if (found.begin + end > found.known) found.matches.push_back({word, found.begin + end});
    return 0;
  };
  // Each piece begins so far within the one before that what lies across is whole in one of them.
  for (std::size_t begin = 0, known = 0; known < text.size();) {
    const std::string_view piece = text.substr(begin, piece_size);
    Found found{matches, begin, known};
    const hs_error_t scanned =
        hs_scan(state_->database, piece.data(), static_cast<unsigned>(piece.size()), 0,
                scratch.state_->scratch, on_match, &found);
    assert(scanned == HS_SUCCESS);
    static_cast<void>(scanned);
    known = begin + piece.size();
    begin = known - std::min(known, state_->longest - 1);
  }
  if (!std::ranges::is_sorted(matches, before)) std::ranges::sort(matches, before);
}

}  // namespace godwit::repo
