#include "rehearse/audit_check.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "step/effects.h"

namespace godwit::rehearse {
namespace {

using lab::AuditEntry;
using lab::Deed;
using run::Record;
using run::RecordKind;

struct Intent {
  const Record* record;
  RecordKind outcome = RecordKind::unknown;  // applied, refused or unknown
};

struct Call {
  const AuditEntry* entry;
  std::size_t index;  // in the trail, and what changed on the machine after it
};

// Operation and subject: what an intent and a call have in common.
using Topic = std::pair<std::string, std::string>;
struct Pair {
  std::vector<Intent> intents;
  std::vector<Call> calls;
};

std::string describe(const AuditEntry& entry) {
  return fmt::format("{} of {}, {} on {}", format_time(entry.time), entry.principal,
                     entry.operation, entry.subject);
}

std::string describe(const Intent& intent) {
  return fmt::format("record {} ({}, {})", intent.record->sequence, intent.record->step,
                     run::text_in(intent.record->payload, "operation"));
}

// May this be the call that the intent speaks of?
bool may_be(const Intent& intent, const AuditEntry& entry) {
  if (intent.outcome == RecordKind::applied) return entry.effect;
  if (intent.outcome == RecordKind::refused) return !entry.effect;
  return true;
}

// Aligns intents and calls of one topic, so that as little as possible is left over: the longest
// common subsequence, where what may be left alone costs nothing. Gives each call its intent.
class Alignment {
 public:
  explicit Alignment(const Pair& pair)
      : pair_(pair), rows_(pair.intents.size() + 1), columns_(pair.calls.size() + 1) {
    costs_.resize(rows_ * columns_);
    for (std::size_t i = rows_; i-- > 0;) {
      for (std::size_t j = columns_; j-- > 0;) cost(i, j) = cheapest(i, j);
    }
  }

  // Calls `both(intent, call)`, `only_intent(intent)` and `only_call(call)`, in order.
  template <class Both, class OnlyIntent, class OnlyCall>
  void walk(Both both, OnlyIntent only_intent, OnlyCall only_call) const {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i + 1 < rows_ || j + 1 < columns_) {
      if (fits(i, j) && cost(i, j) == cost(i + 1, j + 1)) {
        both(pair_.intents[i++], pair_.calls[j++]);
      } else if (i + 1 < rows_ && cost(i, j) == cost(i + 1, j) + missed(i)) {
        only_intent(pair_.intents[i++]);
      } else {
        only_call(pair_.calls[j++]);
      }
    }
  }

 private:
  bool fits(std::size_t i, std::size_t j) const {
    return i + 1 < rows_ && j + 1 < columns_ && may_be(pair_.intents[i], *pair_.calls[j].entry);
  }
  // Of an intent without a call.
  unsigned missed(std::size_t i) const {
    return pair_.intents[i].outcome == RecordKind::applied ? 1 : 0;
  }
  unsigned cheapest(std::size_t i, std::size_t j) const {
    if (i + 1 == rows_ && j + 1 == columns_) return 0;
    unsigned best = ~0U;
    if (fits(i, j)) best = cost(i + 1, j + 1);
    if (i + 1 < rows_) best = std::min(best, cost(i + 1, j) + missed(i));
    if (j + 1 < columns_) best = std::min(best, cost(i, j + 1) + 1);
    return best;
  }
  unsigned& cost(std::size_t i, std::size_t j) { return costs_[i * columns_ + j]; }
  unsigned cost(std::size_t i, std::size_t j) const { return costs_[i * columns_ + j]; }

  const Pair& pair_;
  std::size_t rows_;
  std::size_t columns_;
  std::vector<unsigned> costs_;
};

class Check {
 public:
  Check(const std::vector<Record>& journal, const std::vector<AuditEntry>& trail,
        const std::vector<Tenure>& tenures, const std::vector<LocalChange>& local)
      : journal_(journal), trail_(trail), tenures_(tenures) {
    for (const LocalChange& change : local) add(change);
    explained_by_.resize(trail_.size());
  }

  AuditReport run() {
    read_journal();
    read_trail();
    for (const auto& [tenure, topics] : topics_) {
      for (const auto& [topic, pair] : topics) align(pair);
    }
    follow_resources();
    std::ranges::stable_sort(found_, {}, &Found::at);
    for (Found& found : found_) report_.wrong.push_back(std::move(found.what));
    return std::move(report_);
  }

 private:
  struct Found {
    std::size_t at;  // in the trail; its end for what only the journal knows
    std::string what;
  };
  void blame(std::size_t at, std::string what) { found_.push_back({at, std::move(what)}); }

  // As an entry of the trail, where it is not part of the one before.
  void add(const LocalChange& change) {
    AuditEntry entry{.time = change.time,
                     .principal = change.principal,
                     .operation = change.operation,
                     .subject = change.subject,
                     .effect = true};
    if (change.operation == step::file_write) {
      const Record* intent = intent_of(change);
      if (intent != nullptr) {
        entry.operation = run::text_in(intent->payload, "operation");
        entry.subject = run::text_in(intent->payload, "subject");
        if (std::exchange(last_intent_, intent) == intent) return;
      }
    }
    trail_.push_back(std::move(entry));
  }

  // The intent that it follows on, if that speaks of it.
  const Record* intent_of(const LocalChange& change) const {
    if (change.after_record == 0 || change.after_record > journal_.size()) return nullptr;
    const Record& record = journal_[change.after_record - 1];
    if (record.kind != RecordKind::intent) return nullptr;
    const std::string operation = run::text_in(record.payload, "operation");
    const std::string subject = run::text_in(record.payload, "subject");
    const bool speaks_of_it =
        operation == step::file_write
            ? subject == change.subject
            : operation == step::tree_rewrite && change.subject.starts_with(subject + "/");
    return speaks_of_it ? &record : nullptr;
  }

  // A rewrite that had got as far as its last file, and whose end nobody has heard of.
  bool carries_on(const Intent& intent) const {
    const auto& payload = intent.record->payload;
    if (run::text_in(payload, "operation") != step::tree_rewrite) return false;
    const auto open = first_open_.find(run::text_in(payload, "subject"));
    return open != first_open_.end() && open->second < intent.record->sequence;
  }

  // Intents by the tenure that wrote them, each with its outcome.
  void read_journal() {
    std::size_t tenure = none;
    std::map<std::string, Intent*> open;  // by step; points into `intents`
    std::deque<std::pair<std::size_t, Intent>> intents;
    std::size_t marks = 0;
    for (const Record& record : journal_) {
      switch (record.kind) {
        case RecordKind::run_begun:
        case RecordKind::run_resumed:
          tenure = tenure_of(record, marks++);
          open.clear();
          break;
        case RecordKind::intent:
          intents.emplace_back(tenure, Intent{&record});
          open[record.step] = &intents.back().second;
          ++report_.intents;
          break;
        case RecordKind::applied:
        case RecordKind::refused:
        case RecordKind::unknown:
          if (const auto intent = open.find(record.step); intent != open.end()) {
            intent->second->outcome = record.kind;
            open.erase(intent);
          } else {
            blame(trail_.size(), fmt::format("record {} ({}): an outcome without an intent",
                                             record.sequence, record.step));
          }
          break;
        default:
          break;
      }
    }
    for (const auto& [of, intent] : intents) {
      const auto& payload = intent.record->payload;
      if (intent.outcome == RecordKind::unknown &&
          run::text_in(payload, "operation") == step::tree_rewrite) {
        first_open_.try_emplace(run::text_in(payload, "subject"), intent.record->sequence);
      }
      topics_[of][{run::text_in(payload, "operation"), run::text_in(payload, "subject")}]
          .intents.push_back(intent);
    }
  }

  // By its fence; where the records have none, by their order.
  std::size_t tenure_of(const Record& record, std::size_t mark) const {
    const auto* fence = record.payload.if_contains("fence");
    if (fence == nullptr) return mark < tenures_.size() ? mark : none;
    for (std::size_t i = 0; i < tenures_.size(); ++i) {
      if (tenures_[i].fence == fence->to_number<std::uint64_t>()) return i;
    }
    return none;
  }

  void read_trail() {
    for (std::size_t i = 0; i < trail_.size(); ++i) {
      const AuditEntry& entry = trail_[i];
      report_.effects += entry.effect ? 1 : 0;
      const auto tenure = std::ranges::find(tenures_, entry.principal, &Tenure::principal);
      if (tenure == tenures_.end()) {
        if (entry.effect) blame(i, describe(entry) + ": it had no right to the run");
        continue;
      }
      const auto next = std::next(tenure);
      if (next != tenures_.end() && entry.effect && entry.time > next->began) {
        blame(i, fmt::format("{}: an effect after {} had taken the run over", describe(entry),
                             next->principal));
      }
      topics_[static_cast<std::size_t>(tenure - tenures_.begin())][{entry.operation, entry.subject}]
          .calls.push_back({&entry, i});
    }
  }

  void align(const Pair& pair) {
    const Alignment alignment(pair);
    alignment.walk(
        [&](const Intent& intent, const Call& call) { explained_by_[call.index] = intent.record; },
        [&](const Intent& intent) {
          if (intent.outcome != RecordKind::applied || carries_on(intent)) return;
          blame(trail_.size(), describe(intent) + ": applied, and nothing has happened");
        },
        [&](const Call& call) {
          const bool refused = std::ranges::any_of(pair.intents, [](const Intent& intent) {
            return intent.outcome == RecordKind::refused;
          });
          const bool applied = std::ranges::any_of(pair.intents, [](const Intent& intent) {
            return intent.outcome == RecordKind::applied;
          });
          std::string why =
              pair.intents.empty()             ? "no intent speaks of it"
              : call.entry->effect && refused  ? "an effect, where the journal has a refusal"
              : !call.entry->effect && applied ? "refused, where the journal has an effect"
                                               : "one call more than the journal has intents";
          blame(call.index, describe(*call.entry) + ": " + std::move(why));
        });
  }

  void follow_resources() {
    // By step, operation and token: what one purpose may have made once.
    std::map<std::tuple<std::string, std::string, std::string>, std::set<std::string>> made;
    for (std::size_t i = 0; i < trail_.size(); ++i) {
      const AuditEntry& entry = trail_[i];
      if (!entry.effect || entry.deed == Deed::sets) continue;
      const auto is_it = [&](const LiveResource& resource) {
        return resource.what == entry.resource && resource.region == entry.region;
      };
      const std::string there = entry.resource + " in " + entry.region;
      if (entry.deed == Deed::removes) {
        std::erase_if(report_.live, is_it);
        for (auto& [purpose, resources] : made) resources.erase(there);
        continue;
      }
      const std::string step = explained_by_[i] != nullptr ? explained_by_[i]->step : "";
      if (std::ranges::none_of(report_.live, is_it)) {
        report_.live.push_back({entry.resource, entry.region, step, entry.time});
      }
      auto& resources = made[{step, entry.operation, entry.token}];
      resources.insert(there);
      if (resources.size() > 1) {
        blame(i, fmt::format("{}: {} made {}, and that is the second one", describe(entry), step,
                             entry.resource));
      }
    }
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  const std::vector<Record>& journal_;
  std::vector<AuditEntry> trail_;  // with what changed on the machine
  const std::vector<Tenure>& tenures_;
  std::map<std::size_t, std::map<Topic, Pair>> topics_;  // by tenure
  std::vector<const Record*> explained_by_;              // the intent of each call
  std::map<std::string, std::uint64_t> first_open_;      // of rewrites, by tree: a record's number
  const Record* last_intent_ = nullptr;                  // of what changed on the machine
  std::vector<Found> found_;
  AuditReport report_;
};

}  // namespace

AuditReport check_audit(const std::vector<Record>& journal, const std::vector<AuditEntry>& trail,
                        const std::vector<Tenure>& tenures, const std::vector<LocalChange>& local) {
  return Check(journal, trail, tenures, local).run();
}

}  // namespace godwit::rehearse
