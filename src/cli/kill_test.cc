// The program itself is killed with SIGKILL at fifty random moments, spread over the whole run,
// while its journal is on this machine's disk; it is resumed each time, until it ends: forward, and
// on the way back. Each time everything ends as it does without a kill: the simulated account, what
// users were promised, and every invariant, the journal against the account's trail among them.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "base/split_mix.h"
#include "cli/testing/lab_process.h"
#include "env/simulated_clock.h"
#include "run/journal_view.h"

namespace godwit::cli {
namespace {

using std::chrono::milliseconds;

// Where two values first differ, in words; empty where they do not. Whole they are too long to
// read.
std::string first_difference(const boost::json::value& is, const boost::json::value& should,
                             const std::string& at) {
  if (is == should) return {};
  if (is.is_object() && should.is_object()) {
    for (const auto& [key, value] : should.get_object()) {
      const auto* own = is.get_object().if_contains(key);
      const std::string there = at + "." + std::string(key);
      if (own == nullptr) return there + " is missing";
      if (auto found = first_difference(*own, value, there); !found.empty()) return found;
    }
    for (const auto& [key, value] : is.get_object()) {
      if (!should.get_object().contains(key)) return at + "." + std::string(key) + " is too much";
    }
  }
  if (is.is_array() && should.is_array() && is.get_array().size() == should.get_array().size()) {
    for (std::size_t i = 0; i < should.get_array().size(); ++i) {
      if (auto found = first_difference(is.get_array()[i], should.get_array()[i],
                                        at + "[" + std::to_string(i) + "]");
          !found.empty()) {
        return found;
      }
    }
  }
  return at + ": " + boost::json::serialize(is).substr(0, 300) + ", not " +
         boost::json::serialize(should).substr(0, 300);
}

struct KillTest : testing::InFolder {
  std::string journal = path("run.journal");
  std::string fault;  // that turns the run around; empty: forward to the end

  void SetUp() override { write_small(); }
  void forget_journal() {
    for (const char* suffix : {"", "-wal", "-shm", "-lease", "-requests"}) {
      std::ignore = disk.remove(journal + suffix);
    }
  }

  // Its exit code; -1 if it was killed, which happens after `patience`.
  int run(bool resume, milliseconds patience) {
    std::vector<std::string> words = {
        "rehearse",       path("plan.yaml"), "--account",   path("account.yaml"),
        "--json",         "--once",          "--real-disk", "--snapshot",
        path("snapshot"), "--journal",       journal};
    if (!fault.empty()) words.insert(words.end(), {"--fault", fault});
    if (resume) words.emplace_back("--resume");
    testing::Child child(std::move(words), path("out"), "/dev/null");
    return child.wait(patience).value_or(-1);
  }

  // The account at the end. On a way back, users' new items are left out: each kill makes the run a
  // minute longer, so that a user may write once more before it is over. What became of every one
  // of them is what the invariants judge.
  boost::json::value account() {
    auto snapshot = boost::json::parse(content("snapshot"));
    if (fault.empty()) return snapshot;
    for (auto& [_, content] : snapshot.at("s3").as_object()) {
      auto& objects = content.at("objects").as_object();
      for (auto object = objects.begin(); object != objects.end();) {
        object = object->key().starts_with("user-") ? objects.erase(object) : object + 1;
      }
    }
    return snapshot;
  }

  // What must not depend on kills.
  boost::json::value result() {
    const auto report = boost::json::parse(content("out"));
    const auto& pass = report.at("passes").as_array()[0];
    boost::json::array statuses;
    for (const auto& step : pass.at("steps").as_array()) {
      statuses.push_back({step.at("step"), step.at("status")});
    }
    EXPECT_TRUE(report.at("passed").as_bool());
    for (const auto& invariant : pass.at("invariants").as_array()) {
      EXPECT_TRUE(invariant.at("held").as_bool()) << boost::json::serialize(invariant);
    }
    return {{"account", account()},
            {"outcome", pass.at("outcome")},
            {"owner", pass.at("owner")},
            {"writes", fault.empty() ? pass.at("acknowledged_writes") : boost::json::value()},
            {"failed", pass.at("requests").at("failed")},
            {"steps", std::move(statuses)}};
  }

  // What a report has to say where not all is well.
  std::string complaint() {
    const std::string out = read_file(disk, path("out")).value_or("");
    boost::system::error_code unreadable;
    const auto report = boost::json::parse(out, unreadable);
    if (unreadable) return out;
    const auto& pass = report.at("passes").as_array()[0];
    std::string text =
        boost::json::serialize(pass.at("outcome")) + " " + boost::json::serialize(pass.at("error"));
    for (const auto& invariant : pass.at("invariants").as_array()) {
      if (!invariant.at("held").as_bool()) text += " " + boost::json::serialize(invariant);
    }
    return text;
  }

  std::size_t records() {
    const auto view = run::view_journal(disk, SimulatedClock(Time{}), journal);
    return view ? view->records.size() : 0;
  }

  // Rounds of kills, each from the beginning to the end of the run. Moments and their order come
  // from the seed; where in the run they fall is the machine's business.
  void kill_and_resume(std::uint64_t seed, int kills) {
    const auto forever = std::chrono::minutes(5);
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_EQ(run(false, forever), 0);
    auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
    const boost::json::value whole = result();
    const std::size_t all_records = records();
    ASSERT_GT(all_records, 50U);

    int killed = 0;
    std::uint64_t draw = 0;
    std::set<std::size_t> lengths;  // of the journal when it died
    constexpr std::size_t spread = 5;
    for (int round = 0; killed < kills || lengths.size() < spread; ++round) {
      ASSERT_LT(round, 10 * kills) << "it ends before it is killed, or is never far when it is";
      forget_journal();
      int code = -1;
      for (int life = 0; code == -1; ++life) {
        // A life that resumes is as long as the first one: it goes through all of them again.
        const auto moment = milliseconds(static_cast<std::int64_t>(
            split_mix_at(seed, draw++) % static_cast<std::uint64_t>(took.count() + 1)));
        const bool goes_on = life >= 5 || (killed >= kills && lengths.size() >= spread);
        // Killed before its first record, it has an empty journal, which is as good as none.
        code = run(disk.exists(journal).value(), goes_on ? milliseconds(forever) : moment);
        if (code != -1) break;
        ++killed;
        // On a machine that has become slower since, all of them would fall into its beginning.
        if (!lengths.insert(records()).second && life == 0) took += took / 10;
      }
      ASSERT_EQ(code, 0) << "round " << round << ": " << complaint();
      const auto difference = first_difference(result(), whole, "result");
      EXPECT_EQ(difference, "") << "round " << round;
    }
    std::printf("%d kills, at %zu different lengths of a journal of %zu records\n", killed,
                lengths.size(), all_records);
  }
};

TEST_F(KillTest, ForwardFromAnyMoment) { kill_and_resume(5, 25); }

TEST_F(KillTest, AndBackFromAnyMoment) {
  fault = "roll-back full at traffic/api/soak+2h";
  kill_and_resume(6, 25);
}

}  // namespace
}  // namespace godwit::cli
