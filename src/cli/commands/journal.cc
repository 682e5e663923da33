// godwit journal FILE: verifies a journal's chain and shows its records.
#include "run/journal.h"

#include <ostream>

#include "cli/load.h"
#include "report/journal_text.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string journal;
  bool json = false;
};

int show(const Arguments& arguments, Console& console) {
  // Opening a journal makes one where there is none, and in an empty file; looking at it must not.
  auto file = console.env.disk.open(arguments.journal, OpenMode::read);
  auto size = file ? (*file)->size() : Result<std::uint64_t>(fail(file.error()));
  if (!size || *size == 0) {
    print(console, size ? Error{ErrorKind::not_found, "open journal", arguments.journal,
                                "the file is empty", "name a run's journal"}
                        : size.error());
    return size ? bad_input : exit_code(size.error());
  }
  file->reset();
  auto journal = run::Journal::open(console.env.disk, console.env.clock, arguments.journal);
  if (!journal) {
    print(console, journal.error());
    return exit_code(journal.error());
  }
  console.out << (arguments.json ? report::journal_json((*journal)->records())
                                 : report::journal_text((*journal)->records(), console.terminal));
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
