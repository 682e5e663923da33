#include "rehearse/way_back_time.h"

#include <algorithm>

namespace godwit::rehearse {
namespace {

using run::RecordKind;

bool moves_users(const plan::Graph& graph, const std::string& id) {
  const plan::StepSpec* step = graph.find(id);
  return step != nullptr &&
         (step->kind == "shift" || step->kind == "soak" || step->kind == "drill");
}

// One way back: from its first record to the one after its last.
class Reader {
 public:
  Reader(const plan::Graph& graph, const run::Record& begun) : graph_(graph) {
    time_.request = run::way_back_from_json(begun.payload);
    time_.begun = begun.time;
  }

  void read(const run::Record& record) {
    if (record.kind == RecordKind::undo_begun) {
      // Steps that move users come first: another kind says that users are home.
      if (!moves_users(graph_, record.step)) at_home(users_moved_.value_or(time_.begun));
      undo_begun_ = record.time;
    } else if (record.kind == RecordKind::undo_done) {
      if (moves_users(graph_, record.step)) users_moved_ = record.time;
      time_.steps.push_back({record.step, record.time - undo_begun_.value_or(time_.begun)});
    } else if (record.kind == RecordKind::run_ended) {
      if (run::text_in(record.payload, "outcome") != to_string(run::Outcome::rolled_back)) return;
      at_home(users_moved_.value_or(time_.begun));
      time_.ended = record.time - time_.begun;
    }
  }

  WayBackTime& time() { return time_; }

 private:
  void at_home(Time when) {
    if (!time_.home) time_.home = when - time_.begun;
  }

  const plan::Graph& graph_;
  WayBackTime time_;
  std::optional<Time> users_moved_;
  std::optional<Time> undo_begun_;
};

}  // namespace

std::vector<WayBackTime> way_back_times(const plan::Plan& plan, const plan::Graph& graph,
                                        const Evidence& evidence) {
  std::vector<WayBackTime> times;
  std::optional<Reader> reader;
  Time until{};  // the moment when the way back was over, and something else began
  const auto finish = [&] {
    if (!reader) return;
    WayBackTime& time = reader->time();
    for (const lab::Sighting& sighting : evidence.history) {
      if (sighting.region < 0 || sighting.time < time.begun || sighting.time >= until) continue;
      if (evidence.regions[static_cast<std::size_t>(sighting.region)] != plan.target) continue;
      time.last_visitor = std::max(time.last_visitor, sighting.time - time.begun);
    }
    times.push_back(std::move(time));
    reader.reset();
  };
  for (const run::Record& record : evidence.journal) {
    const bool begins = record.kind == RecordKind::rollback_begun;
    if (begins || record.kind == RecordKind::forward_begun) {
      until = record.time;
      finish();
    }
    if (begins) {
      reader.emplace(graph, record);
    } else if (reader) {
      reader->read(record);
    }
  }
  until = Time::max();
  finish();
  return times;
}

}  // namespace godwit::rehearse
