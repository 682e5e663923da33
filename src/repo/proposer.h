// Proposer: a plan's rules made ready, and what they make of one file after the other; may be used
// by many threads, each with a scratch of its own.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "repo/exceptions.h"
#include "repo/matcher.h"
#include "repo/rewrite.h"

namespace godwit::repo {

// One thing that a rule says: a name and its value, a literal and another, an order.
struct RuleItem {
  enum class Deed : std::uint8_t { set, order, replace } deed = Deed::set;
  std::string old;    // set: the name; order: the list's name, or empty; replace: the literal
  std::string value;  // set, replace: the new text
  std::vector<std::string> order;
  Location where;
};

struct ReadyRule {
  std::string name;
  Files files;
  Uses uses;
  std::vector<RuleItem> items;
  Location where;
};

// To the region that the plan leaves: by its code, in any spelling, or a bucket that is moved.
bool binds_to_source(const Hit& hit, const plan::Plan& plan);

struct FileProposal {
  std::string path;
  std::optional<FileChange> change;
  std::vector<Work> work;         // by place
  std::vector<Hit> excepted;      // by place
  std::vector<Settled> settled;   // by place
  FileScan scan;                  // for connect()
  std::vector<Location> changed;  // hits that are changed, by place
  // Which were about something: rule and item; exceptions.
  std::set<std::pair<std::size_t, std::size_t>> used_items;
  std::set<std::size_t> used_exceptions;
  std::vector<Hidden> hidden;
};

class Proposer {
 public:
  struct Scratch {
    Matcher::Scratch vocabulary;
    std::optional<Matcher::Scratch> rules;
  };

  // What it is given outlives it. Errors, all of them: values that are not known.
  static Checked<Proposer> make(const plan::Plan& plan, const Values& values,
                                const Vocabulary& vocabulary);

  Scratch scratch() const;
  // Pure. Nothing: no rule is about the file, and nothing in it binds to anything.
  std::optional<FileProposal> look_at(const std::string& path, std::string_view text,
                                      Scratch& scratch) const;
  // By path.
  Proposal put_together(std::vector<FileProposal> files) const;

 private:
  using Items = std::vector<std::pair<std::size_t, std::size_t>>;  // of rules, by both numbers

  Proposer(const plan::Plan& plan, const Vocabulary& vocabulary, Matcher matcher);
  std::map<std::string, Items> values_of_source() const;

  const plan::Plan& plan_;
  const Vocabulary& vocabulary_;
  Matcher matcher_;  // of the vocabulary
  std::vector<ReadyRule> rules_;
  Exceptions exceptions_;
  std::optional<Matcher> words_;  // of the rules: what a file must have for an item to be about it
  std::vector<Items> items_of_word_;
  std::size_t first_value_ = 0;  // words from here on are new texts that bind to the source
  bool any_list_ = false;        // an order is about lists of any name
};

}  // namespace godwit::repo
