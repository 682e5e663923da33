// ConsumerWorld: for tests of the steps that tell consumers: a Supabase and a Secret Manager that
// know just enough, files, programs, and an executor of one step that can lose its power, and
// answers, at every single change.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "aws/model.h"
#include "base/encoding.h"
#include "base/text.h"
#include "consumer/setting.h"
#include "env/simulated_env.h"
#include "plan/graph.h"
#include "step/steps.h"

namespace godwit::step {

// What becomes of one change.
enum class Fate {
  done,
  lost,         // it happens, and its answer never arrives
  timed_out,    // it does not happen, and nobody is told
  dies_before,  // the process dies when its intent is written
  dies_after,   // the process dies when it has happened
  unreachable   // it is never sent, and that is known
};

class ConsumerWorld : public aws::Cloud, public Effects {
 public:
  // Supabase: name -> value, function -> version. Google: secret -> payloads, oldest first.
  std::map<std::string, std::string> secrets;
  std::map<std::string, int> functions;
  std::map<std::string, std::string> deployed;  // bodies, as they were sent
  std::map<std::string, std::vector<std::string>> versions;
  Duration latest_lags{};  // "latest" is the version before for so long

  SimulatedEnv env{Time(hours(1)), 5};
  plan::StepSpec spec;
  std::function<void()> looked;  // after everything that may have changed something

  // What happens to the n-th change, the first being 1.
  std::map<int, Fate> fates;
  int changes = 0;
  std::vector<std::string> intents;  // operation and subject of each

  // The state of the one step.
  Memory memory;
  std::optional<Time> changed;
  bool outcome_unknown = false;
  std::string adopted;
  int round = 0;

  // Turns until it is done; the note. Errors that a run ends with are handed on.
  Result<std::string> advance() { return run(false); }
  Result<std::string> undo() { return run(true); }

  Result<std::optional<std::string>> advance_one_turn() { return one_turn(false); }
  bool died_in_last_turn() const { return died_; }

  Result<Verdict> observe() {
    Memory copy = memory;
    Context context = context_for(copy);
    return make_step(spec)->observe(context);
  }
  Result<std::string> foresee() {
    Memory copy = memory;
    Context context = context_for(copy);
    return make_step(spec)->foresee(context);
  }

  // Another disk than the world's own.
  void use(SimulatedDisk& disk) { disk_ = &disk; }
  void lose_power() { dead_ = true; }
  bool is_dead() const { return dead_; }

  // ---- Cloud and Effects

  Result<aws::Response> send(const aws::Request& request) override {
    if (dead_) return fail({ErrorKind::interrupted, "send", {}, "the process is dead", {}});
    if (aws::reads_only(request.operation)) return handle(request);
    Result<aws::Response> answer = aws::Response{};
    const auto outcome =
        change(request.service + " " + request.operation, request.http.path, [&]() -> Result<void> {
          answer = handle(request);
          return {};
        });
    if (!outcome) return fail(outcome.error());
    if (answer->status >= 300) changed.reset();  // refused
    return answer;
  }

  Result<void> perform(const std::string& operation, const std::string& subject,
                       const std::function<Result<void>()>& effect) override {
    return change(operation, subject, effect);
  }

 private:
  Context context_for(Memory& copy) {
    env_.emplace(Env{env.clock, env.scheduler, env.random, *disk_, env.http, env.resolver,
                     env.sleeper, env.programs});
    return {*env_,
            *this,
            spec.parameters,
            run_,
            spec.id,
            copy,
            [](const std::string&) -> const Memory* { return nullptr; },
            round,
            adopted,
            changed,
            this};
  }

  Result<std::string> run(bool back) {
    for (int turn = 0; turn < 2000; ++turn) {
      auto note = one_turn(back);
      if (!note) return fail(note.error());
      if (*note) return **note;
    }
    return fail({ErrorKind::unknown, "run", {}, "it never ends", {}});
  }

  // The note, where it is done.
  Result<std::optional<std::string>> one_turn(bool back) {
    const std::optional<std::string> not_done;
    env.clock.advance_to(env.clock.now() + seconds(1));
    const auto step = make_step(spec);
    Memory copy = memory;
    Context context = context_for(copy);
    acted_ = false;
    died_ = false;
    if (outcome_unknown) {
      const auto verdict = step->observe(context);
      if (!verdict) return fail(verdict.error());
      outcome_unknown = false;
      if (verdict->state == State::different && !back) {
        return fail({ErrorKind::conflict, "observe", {}, verdict->detail, {}});
      }
      return not_done;
    }
    const auto progress = back ? step->undo(context) : step->advance(context);
    if (dead_) {  // what it remembered in this turn is lost
      dead_ = false;
      died_ = true;
      outcome_unknown = true;
      disk_->crash();
      if (looked) looked();
      return not_done;
    }
    memory = copy;
    if (!progress) {
      const ErrorKind kind = progress.error().kind;
      if (kind == ErrorKind::unknown || kind == ErrorKind::unreachable) return not_done;
      return fail(progress.error());
    }
    if (const auto* wait = std::get_if<Wait>(&*progress)) {
      EXPECT_GT(wait->until, env.clock.now());
      env.clock.advance_to(wait->until);
    }
    if (const auto* done = std::get_if<Done>(&*progress)) return std::optional(done->note);
    return not_done;
  }

  Result<void> change(const std::string& operation, const std::string& subject,
                      const std::function<Result<void>()>& effect) {
    EXPECT_FALSE(acted_) << "two changes in a turn";
    acted_ = true;
    ++changes;
    intents.push_back(operation + " " + subject);
    const auto found = fates.find(changes);
    const Fate fate = found == fates.end() ? Fate::done : found->second;
    changed = env.clock.now();
    Result<void> result;
    switch (fate) {
      case Fate::unreachable:
        changed.reset();
        return fail({ErrorKind::unreachable, operation, subject, "nobody there", {}});
      case Fate::dies_before:
        dead_ = true;
        return fail({ErrorKind::interrupted, operation, subject, "dead", {}});
      case Fate::timed_out:
        outcome_unknown = true;
        return fail({ErrorKind::unknown, operation, subject, "no answer", {}});
      case Fate::done:
      case Fate::lost:
      case Fate::dies_after:
        result = effect();
        break;
    }
    if (looked && !dead_) looked();
    if (dead_) return fail({ErrorKind::interrupted, operation, subject, "dead", {}});
    if (fate == Fate::dies_after) {
      dead_ = true;
      return fail({ErrorKind::interrupted, operation, subject, "dead", {}});
    }
    if (fate == Fate::lost) {
      outcome_unknown = true;
      return fail({ErrorKind::unknown, operation, subject, "no answer", {}});
    }
    if (!result) {
      if (result.error().kind == ErrorKind::unknown) {
        outcome_unknown = true;
      } else {
        changed.reset();
      }
    }
    return result;
  }

  static aws::Response answer(int status, const boost::json::value& body) {
    aws::Response response;
    response.status = status;
    response.body = boost::json::serialize(body);
    return response;
  }

  Result<aws::Response> handle(const aws::Request& request) {
    const std::string body(request.http.body.bytes());
    if (request.service == "supabase") return supabase(request, body);
    return google(request, body);
  }

  aws::Response supabase(const aws::Request& request, const std::string& body) {
    const std::string& operation = request.operation;
    if (operation == "ListSecrets") {
      boost::json::array list;
      for (const auto& [name, value] : secrets) {
        list.push_back({{"name", name}, {"value", consumer::digest_of(value)}});
      }
      return answer(200, list);
    }
    if (operation == "SetSecrets") {
      const auto list = boost::json::parse(body);
      for (const auto& each : list.as_array()) {
        secrets[each.at("name").as_string().c_str()] = each.at("value").as_string().c_str();
      }
      return answer(201, nullptr);
    }
    if (operation == "DeleteSecrets") {
      const auto list = boost::json::parse(body);
      for (const auto& each : list.as_array()) {
        secrets.erase(each.as_string().c_str());
      }
      return answer(200, nullptr);
    }
    const bool deploys = operation == "DeployFunction";
    const std::string slug = deploys ? request.http.query.substr(5)
                                     : request.http.path.substr(request.http.path.rfind('/') + 1);
    if (deploys) {
      ++functions[slug];
      deployed[slug] = body;
    } else if (!functions.contains(slug)) {
      return answer(404, {{"message", "Function not found"}});
    }
    return answer(
        200,
        {{"slug", slug}, {"status", "ACTIVE"}, {"version", functions[slug]}, {"verify_jwt", true}});
  }

  aws::Response google(const aws::Request& request, const std::string& body) {
    const std::string& operation = request.operation;
    const auto no_such = [] {
      return answer(404, {{"error", {{"status", "NOT_FOUND"}, {"message", "not found"}}}});
    };
    if (operation == "CreateSecret") {
      const std::string name = request.http.query.substr(9);
      if (versions.contains(name)) {
        return answer(409, {{"error", {{"status", "ALREADY_EXISTS"}, {"message", "there"}}}});
      }
      versions[name] = {};
      return answer(200, {{"name", name}});
    }
    std::string name = request.http.path.substr(request.http.path.find("/secrets/") + 9);
    name = name.substr(0, name.find_first_of("/:"));
    const auto found = versions.find(name);
    if (found == versions.end()) return no_such();
    const auto number = [&](std::size_t n) {
      return "projects/1/secrets/" + name + "/versions/" + std::to_string(n);
    };
    if (operation == "DeleteSecret") {
      versions.erase(found);
      return answer(200, boost::json::object());
    }
    if (operation == "AddVersion") {
      const auto data = boost::json::parse(body).at("payload").at("data").as_string();
      found->second.push_back(from_base64(data.c_str()).value());
      added_[name] = env.clock.now();
      return answer(200, {{"name", number(found->second.size())}, {"state", "ENABLED"}});
    }
    if (operation == "ListVersions") {
      boost::json::array list;
      for (std::size_t n = found->second.size(); n > 0; --n) {
        list.push_back({{"name", number(n)}, {"state", "ENABLED"}});
      }
      return answer(200, {{"versions", list}});
    }
    std::size_t latest = found->second.size();
    if (added_.contains(name) && env.clock.now() < added_[name] + latest_lags) --latest;
    if (latest == 0) return no_such();
    return answer(200, {{"name", number(latest)},
                        {"payload", {{"data", to_base64(found->second[latest - 1])}}}});
  }

  const std::string run_ = "run-1";
  SimulatedDisk* disk_ = &env.disk;
  std::optional<Env> env_;  // of references: made anew where the disk may be another
  bool acted_ = false;
  bool dead_ = false;
  bool died_ = false;
  std::map<std::string, Time> added_;
};

// What a reader goes by: the record where there is one, and never an older one than before.
class ConsumerReader {
 public:
  using Values = std::map<std::string, std::string>;
  ConsumerReader(std::string record, std::vector<std::string> names)
      : record_(std::move(record)), names_(std::move(names)) {}

  const Values& read(const Values& place) {
    Values now;
    if (const auto record = place.find(record_); record != place.end()) {
      const auto parsed = consumer::parse_record(record->second);
      EXPECT_TRUE(parsed.has_value()) << record->second;
      if (!parsed || parsed->epoch < epoch_) return values_;
      epoch_ = parsed->epoch;
      for (const consumer::Setting& setting : parsed->settings) {
        if (setting.value && wants(setting.name)) now[setting.name] = *setting.value;
      }
    } else {
      for (const auto& [name, value] : place) {
        if (wants(name)) now[name] = value;
      }
    }
    values_ = now;
    return values_;
  }
  std::uint64_t epoch() const { return epoch_; }

 private:
  bool wants(const std::string& name) const {
    return std::ranges::find(names_, name) != names_.end();
  }
  std::string record_;
  std::vector<std::string> names_;
  std::uint64_t epoch_ = 0;
  Values values_;
};

}  // namespace godwit::step
