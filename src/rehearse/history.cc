#include "rehearse/history.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace godwit::rehearse {
namespace {

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

// A write with all the reads that saw it, a removal, or what was there at first.
struct Cluster {
  Value value;
  std::size_t write = nobody;      // the operation; nobody: it was so at first
  std::size_t last_read = nobody;  // the one that began last
  Time begins = Time::min();       // the write's invocation
  Time acknowledged = Time::max();
  Time known = Time::max();   // when it had certainly happened: its zone's beginning
  Time seen = Time::max();    // the first completion of a read of it
  Time latest = Time::min();  // when it was certainly still so: its zone's end
  bool twice = false;         // another write of this key has the same value

  bool is_forward() const { return known < latest; }
};

// One key's history.
class Register {
 public:
  Register(const std::vector<Operation>& operations, const Contract& contract,
           std::vector<Anomaly>& found)
      : operations_(operations), contract_(contract), found_(found) {}

  // `own` are the indices of the key's operations, in the order of their invocations.
  void check(std::span<const std::uint32_t> own, Value initial) {
    clusters_.clear();
    clusters_.push_back({.value = initial, .acknowledged = Time::min(), .known = Time::min()});
    for (const std::uint32_t index : own) {
      if (operations_[index].kind != Operation::Kind::read) add_write(index);
    }
    index_values();
    for (const std::uint32_t index : own) {
      const Operation& read = operations_[index];
      if (read.kind == Operation::Kind::read && read.completed && read.value) read_value(index);
    }
    index_absence();
    for (const std::uint32_t index : own) {
      const Operation& read = operations_[index];
      if (read.kind == Operation::Kind::read && read.completed && !read.value) read_nothing(index);
    }
    compare_zones();
  }

 private:
  Time earliest(const Operation& read, Duration staleness) const {
    return read.invoked >= contract_.settled ? read.invoked : read.invoked - staleness;
  }

  void add_write(std::uint32_t index) {
    const Operation& write = operations_[index];
    const Time known = write.completed.value_or(Time::max());
    const bool removes = write.kind == Operation::Kind::remove;
    clusters_.push_back({.value = removes ? Value() : write.value,
                         .write = index,
                         .begins = write.invoked,
                         .acknowledged = known,
                         .known = known,
                         .latest = write.invoked});
  }

  void index_values() {
    by_value_.clear();
    for (std::uint32_t i = 0; i < clusters_.size(); ++i) {
      if (clusters_[i].value) by_value_.emplace_back(*clusters_[i].value, i);
    }
    std::ranges::sort(by_value_);
    for (std::size_t i = 1; i < by_value_.size(); ++i) {
      if (by_value_[i - 1].first != by_value_[i].first) continue;
      clusters_[by_value_[i - 1].second].twice = true;
      clusters_[by_value_[i].second].twice = true;
    }
  }

  void read_value(std::uint32_t index) {
    const Operation& read = operations_[index];
    // Of several writes of one value the first one counts: sorted by value, then by beginning.
    const auto found = std::ranges::lower_bound(by_value_, *read.value, {},
                                                &std::pair<std::uint32_t, std::uint32_t>::first);
    if (found == by_value_.end() || found->first != *read.value ||
        clusters_[found->second].begins > *read.completed) {
      found_.push_back({Anomaly::Kind::mixed_up, index, std::nullopt});
      return;
    }
    Cluster& cluster = clusters_[found->second];
    if (!cluster.twice) count(cluster, index, earliest(read, contract_.staleness));
  }

  // The read has seen that.
  void count(Cluster& cluster, std::uint32_t index, Time invoked) const {
    const Time completed = *operations_[index].completed;
    cluster.known = std::min(cluster.known, completed);
    cluster.seen = std::min(cluster.seen, completed);
    if (cluster.last_read == nobody || invoked >= cluster.latest) cluster.last_read = index;
    cluster.latest = std::max(cluster.latest, invoked);
  }

  // For each time, the last beginning of a write that had certainly happened by then; for each
  // number of removals, the two of them that may have happened last.
  void index_absence() {
    happened_.clear();
    absences_.clear();
    for (std::uint32_t i = 0; i < clusters_.size(); ++i) {
      const Cluster& cluster = clusters_[i];
      if (cluster.value) {
        happened_.emplace_back(cluster.known, i);
        continue;
      }
      Absence absence{.begins = cluster.begins, .last = i, .second = nobody};
      if (!absences_.empty()) {
        const Absence& before = absences_.back();
        absence.second = before.last;
        if (clusters_[before.last].acknowledged > cluster.acknowledged) {
          absence.last = before.last;
          absence.second = before.second == nobody ||
                                   clusters_[before.second].acknowledged < cluster.acknowledged
                               ? i
                               : before.second;
        }
      }
      absences_.push_back(absence);
    }
    std::ranges::sort(happened_);
    for (std::size_t i = 1; i < happened_.size(); ++i) {
      const std::uint32_t before = happened_[i - 1].second;
      if (clusters_[before].begins > clusters_[happened_[i].second].begins) {
        happened_[i].second = before;
      }
    }
  }

  void read_nothing(std::uint32_t index) {
    const Operation& read = operations_[index];
    const Time invoked = earliest(read, contract_.absence);
    // The last write that had certainly happened.
    const auto after =
        std::ranges::lower_bound(happened_, invoked, {}, &std::pair<Time, std::uint32_t>::first);
    const Cluster* written =
        after == happened_.begin() ? nullptr : &clusters_[std::prev(after)->second];
    // The removal, or beginning without anything, that may have come after it.
    const auto begun = std::ranges::upper_bound(absences_, *read.completed, {}, &Absence::begins);
    const auto explains = [&](std::size_t cluster) {
      return cluster != nobody &&
             (written == nullptr || clusters_[cluster].acknowledged >= written->begins);
    };
    if (begun == absences_.begin() || !explains(std::prev(begun)->last)) {
      std::optional<std::size_t> against;
      if (written != nullptr && written->write != nobody) against = written->write;
      found_.push_back({Anomaly::Kind::lost, index, against});
      return;
    }
    const Absence& absence = *std::prev(begun);
    if (!explains(absence.second)) count(clusters_[absence.last], index, invoked);
  }

  void compare_zones() {
    zones_.clear();
    for (std::uint32_t i = 0; i < clusters_.size(); ++i) {
      if (clusters_[i].is_forward()) zones_.push_back({i, i});
    }
    std::ranges::sort(zones_, {}, [&](const Zone& zone) { return clusters_[zone.own].known; });
    for (std::size_t i = 1; i < zones_.size(); ++i) {
      const Cluster& own = clusters_[zones_[i].own];
      const Cluster& longest = clusters_[zones_[i - 1].longest];
      if (own.known < longest.latest) blame(own, longest);
      if (longest.latest > own.latest) zones_[i].longest = zones_[i - 1].longest;
    }
    for (const Cluster& cluster : clusters_) {
      // What may never have happened contradicts nothing.
      if (cluster.is_forward() || cluster.known == Time::max() || cluster.write == nobody) continue;
      const auto after = std::ranges::lower_bound(
          zones_, cluster.latest, {}, [&](const Zone& zone) { return clusters_[zone.own].known; });
      if (after == zones_.begin()) continue;
      const Cluster& around = clusters_[std::prev(after)->longest];
      if (cluster.known < around.latest) blame(around, cluster);
    }
  }

  // Two things that cannot both have been so. The older one was read too late.
  void blame(const Cluster& one, const Cluster& other) {
    const bool one_is_older =
        one.last_read != nobody && (other.last_read == nobody || one.begins <= other.begins);
    const Cluster& older = one_is_older ? one : other;
    const Cluster& newer = one_is_older ? other : one;
    Anomaly anomaly{.read = older.last_read, .against = std::nullopt};
    if (newer.write != nobody) anomaly.against = newer.write;
    if (!newer.value) {
      anomaly.kind = Anomaly::Kind::resurrected;
    } else if (!older.value) {
      anomaly.kind = Anomaly::Kind::lost;
    } else if (newer.seen < operations_[older.last_read].invoked) {
      anomaly.kind = Anomaly::Kind::duplicated;
    } else {
      anomaly.kind = Anomaly::Kind::stale;
    }
    found_.push_back(anomaly);
  }

  struct Absence {
    Time begins;
    std::size_t last;    // of those that have begun by then, which one may have happened last ...
    std::size_t second;  // ... and the one before that
  };
  struct Zone {
    std::uint32_t own;
    std::uint32_t longest;  // of those before it and itself, the one that ends last
  };

  const std::vector<Operation>& operations_;
  const Contract& contract_;
  std::vector<Anomaly>& found_;
  std::vector<Cluster> clusters_;  // in the order of their beginnings
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_value_;
  std::vector<std::pair<Time, std::uint32_t>> happened_;
  std::vector<Absence> absences_;
  std::vector<Zone> zones_;
};

}  // namespace

std::string_view to_string(Anomaly::Kind kind) {
  switch (kind) {
    case Anomaly::Kind::lost:
      return "lost";
    case Anomaly::Kind::stale:
      return "stale";
    case Anomaly::Kind::resurrected:
      return "resurrected";
    case Anomaly::Kind::duplicated:
      return "duplicated";
    case Anomaly::Kind::mixed_up:
      return "mixed up";
  }
  return "";
}

std::vector<Anomaly> check_history(const std::vector<Operation>& operations,
                                   const std::vector<Initial>& initial, const Contract& contract) {
  std::vector<Initial> at_first = initial;
  std::ranges::sort(at_first, {}, &Initial::key);
  std::vector<std::uint32_t> order(operations.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t index) {
    const Operation& operation = operations[index];
    return std::tuple(operation.key, operation.invoked, index);
  });
  std::vector<Anomaly> found;
  Register one(operations, contract, found);
  for (std::size_t from = 0; from < order.size();) {
    const std::uint32_t key = operations[order[from]].key;
    std::size_t to = from;
    while (to < order.size() && operations[order[to]].key == key) ++to;
    const auto there = std::ranges::lower_bound(at_first, key, {}, &Initial::key);
    const bool held = there != at_first.end() && there->key == key;
    one.check(std::span(order).subspan(from, to - from), held ? Value(there->value) : Value());
    from = to;
  }
  return found;
}

}  // namespace godwit::rehearse
