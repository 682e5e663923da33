// godwit scan FOLDER: all that binds a source tree to a region, and secrets seen on the way.
#include "repo/scan.h"

#include <map>
#include <optional>
#include <ostream>
#include <tuple>

#include "cli/load.h"
#include "env/threads.h"
#include "repo/deployed.h"
#include "repo/exceptions.h"
#include "repo/rewrite.h"
#include "report/scan_report.h"

namespace godwit::cli {
namespace {

using check::Severity;

struct Arguments {
  std::string folder;
  std::string plan;
  std::string account;
  std::vector<std::string> literals;
  bool only_literals = false;
  std::string fail_on = "error";
  std::string memory;
  std::size_t threads = 0;
  bool json = false;
  bool sarif = false;
};

Severity severity_named(const std::string& name) {
  for (const Severity severity : {Severity::error, Severity::warning}) {
    if (name == to_string(severity)) return severity;
  }
  return Severity::note;
}

// What is known of the regions: all of it may be missing.
struct Known {
  std::optional<plan::Plan> plan;
  std::optional<account::Account> account;
};

// False where something cannot be read: that has been said.
bool load(const Arguments& arguments, Console& console, Known& known) {
  std::string account = arguments.account;
  if (!arguments.plan.empty()) {
    known.plan = load_plan(console, arguments.plan);
    if (!known.plan) return false;
    if (account.empty()) {
      const std::string usual = beside(arguments.plan, "account.yaml");
      const auto there = console.env.disk.exists(usual);
      if (there && *there) account = usual;
    }
  }
  if (account.empty()) return true;
  known.account = load_account(console, account);
  return known.account.has_value();
}

// Of each hit the reason for which the plan leaves it as it is; or empty. What a rule of the plan
// gives the source's region on purpose is as it shall be.
std::vector<std::string> reasons(const repo::Scan& scan, const Known& known,
                                 const repo::Vocabulary& vocabulary, const Arguments& arguments,
                                 std::size_t threads, Console& console) {
  std::vector<std::string> because;
  if (!known.plan || !known.plan->rewrite) return because;
  std::map<std::tuple<std::string, int, int>, std::string> given;
  const auto proposal = repo::propose(console.env.disk, arguments.folder, *known.plan,
                                      repo::stand_ins(*known.plan), vocabulary, threads);
  if (proposal) {
    for (const repo::Settled& settled : proposal->settled) {
      const Location& at = settled.hit.at;
      given[{at.file, at.line, at.column}] = "rule '" + settled.rule + "' gives it";
    }
  }
  const auto& all = known.plan->rewrite->exceptions;
  const repo::Exceptions exceptions(all);
  for (const repo::Hit& hit : scan.hits) {
    const int found = exceptions.of(hit.at.file, hit.text, hit.use);
    const auto by_rule = given.find({hit.at.file, hit.at.line, hit.at.column});
    because.push_back(found >= 0               ? all[static_cast<std::size_t>(found)].because
                      : by_rule != given.end() ? by_rule->second
                                               : std::string());
  }
  return because;
}

// A file that is something else is not written over: whoever named it meant another one.
bool may_be_memory(const std::string& path, Console& console) {
  constexpr std::string_view beginning = "godwit scan memory ";
  if (path.empty()) return true;
  auto file = console.env.disk.open(path, OpenMode::read);
  if (!file) return true;  // there is none yet
  const auto begins = (*file)->read(0, beginning.size());
  if (begins && (begins->empty() || *begins == beginning)) return true;
  console.err << path << " is no memory of a scan: it is left as it is\n"
              << "  name another file, or remove this one\n";
  return false;
}

int run_scan(const Arguments& arguments, Console& console) {
  if (arguments.only_literals && arguments.literals.empty()) {
    console.err << "there is nothing to look for\n  name texts: --literal TEXT\n";
    return bad_input;
  }
  if (!may_be_memory(arguments.memory, console)) return bad_input;
  Known known;
  if (!load(arguments, console, known)) return bad_input;
  const repo::Vocabulary vocabulary =
      arguments.only_literals
          ? repo::Vocabulary::only(arguments.literals)
          : repo::Vocabulary::of(known.plan ? &*known.plan : nullptr,
                                 known.account ? &*known.account : nullptr, arguments.literals);
  repo::ScanOptions options;
  options.threads = arguments.threads > 0 ? arguments.threads : processors();
  options.memory = arguments.memory;
  auto scan = repo::scan(console.env.disk, arguments.folder, vocabulary, options);
  if (!scan) {
    print(console, scan.error());
    return exit_code(scan.error());
  }
  if (known.account) repo::lay_deployed(*scan, *known.account);
  std::vector<std::string> because =
      arguments.only_literals
          ? std::vector<std::string>()
          : reasons(*scan, known, vocabulary, arguments, options.threads, console);
  const report::ScanReport report(*std::move(scan), std::move(because),
                                  severity_named(arguments.fail_on));
  console.out << (arguments.json    ? report::scan_json(report)
                  : arguments.sarif ? report::scan_sarif(report)
                                    : report::scan_text(report, console.terminal));
  return report.passed() ? ok : failed;
}

}  // namespace

Command::Run declare_scan(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("FOLDER", arguments->folder, "the source tree")->required();
  app.add_option("--plan", arguments->plan,
                 "plan file: roles of regions, buckets, what stays as it is");
  app.add_option("--account", arguments->account,
                 "account file: buckets and keys; default: account.yaml beside the plan, where "
                 "there is one");
  app.add_option("--literal", arguments->literals, "find this text too; may be given several times")
      ->take_all()
      ->expected(1);
  app.add_flag("--only-literals", arguments->only_literals,
               "find the texts of --literal alone, without looking at syntax");
  auto* json = app.add_flag("--json", arguments->json, "print JSON (docs/scan.md)");
  app.add_flag("--sarif", arguments->sarif, "print SARIF 2.1.0, for code review tools")
      ->excludes(json);
  app.add_option("--fail-on", arguments->fail_on, "the least severity that makes the answer no")
      ->check(CLI::IsMember({"error", "warning", "note"}))
      ->capture_default_str();
  app.add_option("--memory", arguments->memory,
                 "a file that remembers what was found: what has not changed is not read again");
  app.add_option("--threads", arguments->threads, "how many; default: one for each processor")
      ->check(CLI::Range(1, 256));
  return [arguments](Console& console) { return run_scan(*arguments, console); };
}

}  // namespace godwit::cli
