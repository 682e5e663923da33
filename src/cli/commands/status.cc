// godwit status RUN: how far a run is, by its journal alone; also while another process works on
// it.
#include <ostream>

#include "cli/load.h"
#include "report/run_status.h"
#include "run/journal_view.h"
#include "run/lease_file.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string journal;
  bool watch = false;
  bool json = false;
};

constexpr Duration pause = seconds(2);

// Who carries the run out, or did last; nothing where nobody can tell.
std::optional<report::Holder> holder_of(Disk& disk, const std::string& journal) {
  const auto exists = disk.exists(run::lease_path(journal));
  if (!exists || !*exists) return std::nullopt;  // opening it would make it
  const auto lease = run::LeaseFile::open(disk, journal);
  if (!lease) return std::nullopt;
  const auto tenure = (*lease)->tenure();
  if (!tenure || !*tenure || (*tenure)->holder.empty()) return std::nullopt;
  return report::Holder{(*tenure)->holder, (*tenure)->fence, (*tenure)->expires};
}

int show(const Arguments& arguments, Console& console) {
  std::uint64_t shown = 0;
  while (true) {
    const auto records =
        run::look_at_journal(console.env.disk, console.env.clock, arguments.journal);
    if (!records) {
      print(console, records.error());
      return exit_code(records.error());
    }
    report::RunStatus status = report::status_of(*records);
    status.holder = holder_of(console.env.disk, arguments.journal);
    if (records->size() != shown) {
      // A new page each time where there are pages.
      if (arguments.watch && console.terminal.color()) console.out << "\033[H\033[2J";
      console.out << (arguments.json ? report::status_json(status)
                                     : report::status_text(status, console.terminal))
                  << std::flush;
      shown = records->size();
    }
    if (!arguments.watch || status.outcome != run::Outcome::none || !console.out.good()) {
      return status.outcome == run::Outcome::failed ? failed : ok;
    }
    console.env.sleeper.sleep(pause);
  }
}

}  // namespace

Command::Run declare_status(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("RUN", arguments->journal, "the run's journal")->required();
  app.add_flag("--watch", arguments->watch, "show it again whenever it changes, until its end");
  app.add_flag("--json", arguments->json, "print JSON (docs/apply.md)");
  return [arguments](Console& console) { return show(*arguments, console); };
}

}  // namespace godwit::cli
