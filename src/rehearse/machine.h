// Machine: what a run is carried out on, beside its journal: files that steps change and programs
// that they run. All processes of a pass share it. It writes down what changes, by whom, and after
// which record of whose journal, as somebody would who looks over their shoulders.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "env/programs.h"
#include "env/simulated_disk.h"
#include "plan/plan.h"
#include "rehearse/faults/schedule.h"
#include "rehearse/files.h"

namespace godwit::rehearse {

// A file that was there before the run has changed, or the sealing key was made; or a program has
// done what it is for.
struct LocalChange {
  Time time{};
  std::string principal;           // as in the account's audit trail: "engine 2"
  std::string operation;           // step::file_write or step::program_run
  std::string subject;             // the path; program and arguments
  std::uint64_t after_record = 0;  // the last one that was durable in that process's journal
  bool again = false;              // of a program: what it does had been done already
};

class Machine {
 public:
  // Puts the files on the disk. Clock and disk are the world's; all outlive it.
  Machine(const Clock& clock, SimulatedDisk& disk, Schedule& schedule, const plan::Plan& plan,
          const Files& files);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  // Whether a plan has anything to do with a machine.
  static bool is_needed(const plan::Plan& plan);

  SimulatedDisk& disk() { return disk_; }
  Time now() const { return clock_.now(); }

  // Called after each change.
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

  // A file has changed, for whoever reads it now.
  void file_changed(const std::string& principal, const std::string& path,
                    std::uint64_t after_record);
  // The programs of the plan's consumers, as Programs::run has it. What they do is not known, but
  // that: `run` brings about what `check` looks for, and `undo` takes it away.
  Result<ProgramResult> run(const std::string& principal, const std::vector<std::string>& arguments,
                            Duration timeout, std::uint64_t after_record);

  // What the programs of that consumer have brought about.
  bool has_happened(const std::string& consumer) const { return happened_.contains(consumer); }
  const std::set<std::string>& happened() const { return happened_; }

  const std::vector<LocalChange>& changes() const { return changes_; }
  // Files that were there before the run, or are there now: path -> SHA-256, hexadecimal; without
  // those whose path begins with one of these.
  std::map<std::string, std::string> digests(const std::vector<std::string>& left_out) const;

 private:
  const Clock& clock_;
  SimulatedDisk& disk_;
  Schedule& schedule_;
  const plan::Plan& plan_;
  std::set<std::string> watched_;   // paths
  std::set<std::string> happened_;  // consumers of kind `command`
  std::vector<LocalChange> changes_;
  std::function<void()> listener_;
};

// The machine's programs, run by one process.
class ProcessPrograms : public Programs {
 public:
  ProcessPrograms(Machine& machine, std::string principal, std::function<std::uint64_t()> records)
      : machine_(machine), principal_(std::move(principal)), records_(std::move(records)) {}
  Result<ProgramResult> run(const std::vector<std::string>& arguments, Duration timeout) override {
    return machine_.run(principal_, arguments, timeout, records_());
  }

 private:
  Machine& machine_;
  std::string principal_;
  std::function<std::uint64_t()> records_;
};

}  // namespace godwit::rehearse
