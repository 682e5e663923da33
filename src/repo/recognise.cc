#include "repo/recognise.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/text.h"
#include "repo/recognise_parts.h"
#include "repo/recognise_text.h"

namespace godwit::repo {

namespace {

constexpr int lines_around = 5;
constexpr std::size_t line_limit = 200;  // bytes: lines of minified files are longer than a thought

std::optional<Candidate> candidate_at(const Spot& spot) {
  const auto firm = [](std::optional<Literal> literal) -> std::optional<Candidate> {
    if (!literal) return std::nullopt;
    return Candidate{.literal = *std::move(literal)};
  };
  if (spot.word->kind == Word::Kind::literal) return recognise_word(spot);
  switch (spot.word->what) {
    case What::arn:
      return firm(recognise_arn(spot));
    case What::endpoint:
      return firm(recognise_host(spot));
    case What::s3_url:
      return firm(recognise_s3_scheme(spot));
    default:
      return recognise_id(spot);
  }
}

// By place; of what begins together the longest first, and what was asked for last: what it is by
// itself says more.
bool comes_before(const Literal& a, const Literal& b) {
  if (a.begin != b.begin) return a.begin < b.begin;
  if (a.end != b.end) return a.end > b.end;
  if (a.what != b.what) return a.what < b.what;
  return a.region < b.region;
}

// Only the outermost of those that are nested, and of two that overlap in part the first.
std::vector<Literal> outermost(std::vector<Literal> literals) {
  std::ranges::sort(literals, comes_before);
  std::vector<Literal> kept;
  for (Literal& literal : literals) {
    if (kept.empty() || literal.begin >= kept.back().end) kept.push_back(std::move(literal));
  }
  return kept;
}

// What is around a place, for words that need company.
class Surroundings {
 public:
  Surroundings(std::string_view text, const std::vector<Literal>& literals) : text_(text) {
    for (const Literal& literal : literals) {
      if (literal.region.empty()) continue;
      bound_.push_back(&literal);
      regions_.insert(literal.region);
    }
  }

  bool has_region(const std::string& region) const { return regions_.contains(region); }
  // Also where no region is named: a template of a network.
  bool speaks_of_aws() {
    if (!speaks_) speaks_ = !regions_.empty() || names_aws() || (names_vpc() && !names_others());
    return *speaks_;
  }

  // Does one of the same region stand within five lines?
  bool about(std::size_t begin, std::size_t end, const std::string& region) const {
    if (!has_region(region)) return false;
    std::size_t from = line_begin(begin);
    std::size_t to = line_end(end);
    for (int i = 0; i < lines_around; ++i) {
      if (from > 0) from = line_begin(from - 1);
      if (to < text_.size()) to = line_end(to + 1);
    }
    auto at = std::ranges::lower_bound(bound_, from, {}, &Literal::begin);
    for (; at != bound_.end() && (*at)->begin < to; ++at) {
      if ((*at)->region == region) return true;
    }
    return false;
  }

 private:
  std::size_t line_begin(std::size_t at) const {
    const std::size_t limit = at > line_limit ? at - line_limit : 0;
    while (at > limit && text_[at - 1] != '\n') --at;
    return at;
  }
  std::size_t line_end(std::size_t at) const {
    at = std::min(at, text_.size());
    const std::size_t limit = std::min(text_.size(), at + line_limit);
    while (at < limit && text_[at] != '\n') ++at;
    return at;
  }
  bool names_aws() const { return names_any({"aws", "AWS", "Aws", "amazon", "Amazon"}); }
  bool names_vpc() const { return names_any({"vpc", "Vpc", "VPC"}); }
  // They have networks that are called so, too.
  bool names_others() const {
    return names_any({"google", "Google", "gcp", "GCP", "gcloud", "azure", "Azure"});
  }
  // As words, or parts of names: not "laws", "draws".
  bool names_any(std::initializer_list<std::string_view> words) const {
    return std::ranges::any_of(words, [&](std::string_view word) {
      for (std::size_t at = text_.find(word); at != std::string_view::npos;
           at = text_.find(word, at + 1)) {
        if (begins_joined_word(text_, at)) return true;
      }
      return false;
    });
  }

  std::string_view text_;
  std::optional<bool> speaks_;
  std::vector<const Literal*> bound_;  // to a region, by place
  std::set<std::string> regions_;
};

bool is_in_company(const Candidate& candidate, Surroundings& around) {
  const Literal& literal = candidate.literal;
  switch (candidate.company) {
    case Word::Company::none:
      return true;
    case Word::Company::file:
      return around.has_region(literal.region);
    case Word::Company::aws:
      return around.speaks_of_aws();
    case Word::Company::line:
      return around.about(literal.begin, literal.end, literal.region);
  }
  return false;
}

}  // namespace

std::vector<Literal> recognise(std::string_view text, std::span<const Match> matches,
                               const Vocabulary& vocabulary) {
  std::vector<Literal> literals;
  std::vector<Candidate> doubtful;
  for (const Match& match : matches) {
    const Word& word = vocabulary.words()[match.word];
    if (word.kind == Word::Kind::secret || word.kind == Word::Kind::giving) continue;
    const auto candidate = candidate_at({.text = text,
                                         .begin = match.end - word.text.size(),
                                         .end = match.end,
                                         .word = &word,
                                         .vocabulary = &vocabulary});
    if (!candidate) continue;
    if (candidate->company == Word::Company::none) {
      literals.push_back(candidate->literal);
    } else {
      doubtful.push_back(*candidate);
    }
  }
  literals = outermost(std::move(literals));
  if (doubtful.empty()) return literals;
  Surroundings around(text, literals);
  std::vector<Literal> all = literals;
  for (Candidate& candidate : doubtful) {
    if (is_in_company(candidate, around)) all.push_back(std::move(candidate.literal));
  }
  return outermost(std::move(all));
}

}  // namespace godwit::repo
