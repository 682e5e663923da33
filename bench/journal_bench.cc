// The journal: what a record costs on the simulated disk, where a rehearsal has it, and steps a
// second on this machine's, against one SQLite transaction per step.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "env/real_clock.h"
#include "env/real_disk.h"
#include "env/simulated_env.h"
#include "run/journal.h"

namespace godwit::bench {
namespace {

constexpr const char* step_name = "bucket/medzen-recordings/replicate";
const boost::json::object intent = {{"operation", "s3 PutBucketReplication"},
                                    {"subject", "medzen-recordings.s3.eu-west-1.amazonaws.com/"}};

std::string file(const char* name) {
  const std::string path = std::filesystem::temp_directory_path() / name;
  for (const char* suffix : {"", "-wal", "-shm", "-lease"}) std::filesystem::remove(path + suffix);
  return path;
}

double seconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void journal_on_simulated_disk(benchmark::State& state) {
  SimulatedEnv env;
  auto journal = run::Journal::open(env.disk, env.clock, "/run.journal");
  const std::int64_t records = state.range(0);
  for (auto _ : state) {
    for (std::int64_t i = 0; i < records; ++i) {
      std::ignore = (*journal)->append(run::RecordKind::intent, step_name, intent);
    }
    if (auto synced = (*journal)->sync(); !synced) {
      state.SkipWithError(to_string(synced.error()).c_str());
    }
  }
  state.SetItemsProcessed(state.iterations() * records);
}
BENCHMARK(journal_on_simulated_disk)->Arg(1)->Arg(3);

void journal_opening_on_simulated_disk(benchmark::State& state) {
  SimulatedEnv env;
  {
    auto journal = run::Journal::open(env.disk, env.clock, "/run.journal");
    for (int i = 0; i < 600; ++i) {
      std::ignore = (*journal)->append(run::RecordKind::intent, step_name, intent);
    }
    std::ignore = (*journal)->sync();
  }
  for (auto _ : state) {
    auto journal = run::Journal::open(env.disk, env.clock, "/run.journal");
    if (!journal) state.SkipWithError(to_string(journal.error()).c_str());
  }
}
BENCHMARK(journal_opening_on_simulated_disk);

// One record and one sync, as a serial step has them, against what the disk takes for it alone.
void journal_sync_against_fdatasync(benchmark::State& state) {
  RealDisk disk;
  RealClock clock;
  const std::string path = file("godwit_bench.journal");
  const std::string raw_path = file("godwit_bench.raw");
  auto journal = run::Journal::open(disk, clock, path, {.term = hours(1)});
  const int raw = ::open(raw_path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
  const std::string page(4096, 'x');
  double ours = 0;
  double bare = 0;
  off_t offset = 0;
  for (auto _ : state) {
    bare += seconds_of([&] {
      if (pwrite(raw, page.data(), page.size(), offset) < 0 || fdatasync(raw) != 0) std::abort();
    });
    offset += static_cast<off_t>(page.size());
    ours += seconds_of([&] {
      std::ignore = (*journal)->append(run::RecordKind::intent, step_name, intent);
      if (!(*journal)->sync()) std::abort();
    });
  }
  close(raw);
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["sync_us"] = ours / rounds * 1e6;
  state.counters["fdatasync_us"] = bare / rounds * 1e6;
  state.counters["ratio"] = ours / bare;
  journal->reset();
  file("godwit_bench.journal");
  file("godwit_bench.raw");
}
BENCHMARK(journal_sync_against_fdatasync)->UseRealTime()->Iterations(300);

// A plain SQLite database as anybody would have it, and all that a step has to say in one
// transaction: begun, intent, applied, done.
class Peer {
 public:
  explicit Peer(const std::string& path) {
    sqlite3_open(path.c_str(), &database_);
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE record (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
        " kind TEXT NOT NULL, step TEXT NOT NULL, payload TEXT NOT NULL, hash BLOB NOT NULL)"
        " STRICT;");
    sqlite3_prepare_v2(database_, "INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?)", -1, &insert_,
                       nullptr);
  }
  ~Peer() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  void step() {
    execute("BEGIN IMMEDIATE");
    insert("step_begun", "{}");
    insert("intent", run::canonical(intent));
    insert("applied", "{}");
    insert("step_done", R"({"memory":{},"note":"done"})");
    execute("COMMIT");
  }

 private:
  void execute(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  }
  void insert(const char* kind, const std::string& payload) {
    sqlite3_bind_int64(insert_, 1, 1767571200000000);
    sqlite3_bind_text(insert_, 2, kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert_, 3, step_name, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert_, 4, payload.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_blob(insert_, 5, hash_.data(), static_cast<int>(hash_.size()), SQLITE_STATIC);
    if (sqlite3_step(insert_) != SQLITE_DONE) std::abort();
    sqlite3_reset(insert_);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::string hash_ = std::string(32, 'h');
};

// Two syncs a step: its call may not leave before the intent is on stable storage.
void one_step(run::Journal& journal, const std::string& name) {
  std::ignore = journal.append(run::RecordKind::step_begun, name, {});
  std::ignore = journal.append(run::RecordKind::intent, name, intent);
  if (!journal.sync()) std::abort();
  std::ignore = journal.append(run::RecordKind::applied, name, {});
  std::ignore = journal.append(run::RecordKind::step_done, name,
                               {{"note", "done"}, {"memory", boost::json::object()}});
  if (!journal.sync()) std::abort();
}

void steps_in_flight_against_sqlite(benchmark::State& state) {
  constexpr int in_flight = 64;
  constexpr int rounds = 20;
  constexpr int peer_steps = 50;
  RealDisk disk;
  RealClock clock;
  const std::string path = file("godwit_bench.journal");
  const std::string peer_path = file("godwit_bench.peer");
  auto journal = run::Journal::open(disk, clock, path, {.term = hours(1), .writer_thread = true});
  double ours = 0;
  double theirs = 0;
  {
    Peer peer(peer_path);
    for (auto _ : state) {
      theirs += seconds_of([&] {
        for (int i = 0; i < peer_steps; ++i) peer.step();
      });
      ours += seconds_of([&] {
        std::vector<std::jthread> steps;
        for (int i = 0; i < in_flight; ++i) {
          steps.emplace_back([&, name = fmt::format("bucket/{}/replicate", i)] {
            for (int round = 0; round < rounds; ++round) one_step(**journal, name);
          });
        }
      });
    }
  }
  const double iterations = static_cast<double>(state.iterations());
  const double our_rate = iterations * in_flight * rounds / ours;
  const double their_rate = iterations * peer_steps / theirs;
  state.counters["steps_per_second"] = our_rate;
  state.counters["sqlite_steps_per_second"] = their_rate;
  state.counters["ratio"] = our_rate / their_rate;
  journal->reset();
  file("godwit_bench.journal");
  file("godwit_bench.peer");
}
BENCHMARK(steps_in_flight_against_sqlite)->UseRealTime()->Iterations(10);

}  // namespace
}  // namespace godwit::bench
