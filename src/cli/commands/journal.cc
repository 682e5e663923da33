// godwit journal FILE: verifies a journal's chain and shows its records.
#include <ostream>

#include "cli/load.h"
#include "report/journal_text.h"
#include "run/journal_view.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string journal;
  bool json = false;
};

int show(const Arguments& arguments, Console& console) {
  const auto records = run::look_at_journal(console.env.disk, console.env.clock, arguments.journal);
  if (!records) {
    print(console, records.error());
    return records.error().kind == ErrorKind::not_found ? bad_input : exit_code(records.error());
  }
  console.out << (arguments.json ? report::journal_json(*records)
                                 : report::journal_text(*records, console.terminal));
  return ok;
}

}  // namespace

Command::Run declare_journal(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("FILE", arguments->journal, "a run's journal (docs/journal.md)")->required();
  app.add_flag("--json", arguments->json, "print one JSON object per record and line");
  return [arguments](Console& console) { return show(*arguments, console); };
}

}  // namespace godwit::cli
