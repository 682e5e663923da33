// godwit journal [show|verify|export] FILE: a run's journal, for people and for programs. None of
// them locks or changes it.
#include <ostream>

#include "cli/load.h"
#include "report/journal_text.h"
#include "run/journal_view.h"

namespace godwit::cli {
namespace {

enum class Wish { show, verify, export_lines };

struct Arguments {
  Wish wish = Wish::show;
  std::string journal;
  bool json = false;
};

int look(const Arguments& arguments, Console& console) {
  if (arguments.journal.empty()) {
    console.err << "which journal? godwit journal FILE\n";
    return bad_input;
  }
  const auto view = run::view_journal(console.env.disk, console.env.clock, arguments.journal);
  if (!view) {
    print(console, view.error());
    return view.error().kind == ErrorKind::not_found ? bad_input : exit_code(view.error());
  }
  if (arguments.wish == Wish::verify) {
    console.out << report::verification_text(*view);
  } else if (arguments.wish == Wish::export_lines || arguments.json) {
    console.out << report::journal_json(view->records);
  } else {
    console.out << report::journal_text(view->records, console.terminal);
  }
  return ok;
}

constexpr const char* codes =
    "Exit codes: 0 it verifies; 2 there is no such journal; 3 it does not verify, or cannot be "
    "read.";

}  // namespace

Command::Run declare_journal(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  const auto declare = [&](CLI::App& verb, Wish wish) {
    auto* file = verb.add_option("FILE", arguments->journal, "a run's journal (docs/journal.md)");
    if (wish == Wish::show) {
      verb.add_flag("--json", arguments->json, "print one JSON object per record and line");
    }
    verb.footer(codes);
    return file;
  };
  const auto add = [&](const char* name, const char* help, Wish wish) {
    CLI::App* verb = app.add_subcommand(name, help);
    declare(*verb, wish)->required();
    verb->callback([arguments, wish] { arguments->wish = wish; });
  };
  // Without a verb it is shown.
  declare(app, Wish::show);
  app.require_subcommand(0, 1);
  add("show", "its records, as a table", Wish::show);
  add("verify", "what of it was checked, or the first record that is wrong", Wish::verify);
  add("export", "its records as lines of JSON, with everything that their hashes cover",
      Wish::export_lines);
  return [arguments](Console& console) { return look(*arguments, console); };
}

}  // namespace godwit::cli
