// godwit check FILE...: what would fail, lose data or do nothing, before anything happens.
#include <ostream>

#include "base/text.h"
#include "check/pages.h"
#include "check/rule.h"
#include "cli/load_subject.h"
#include "report/check_report.h"
#include "report/table.h"

namespace godwit::cli {
namespace {

using check::Severity;

struct Arguments : CheckArguments {
  std::string fail_on = "error";
  std::string explain;
  bool rules = false;
  bool json = false;
  bool sarif = false;
};

int list_rules(Console& console) {
  report::Table table(
      {{"rule"}, {"severity"}, {"finds that", report::Align::left, report::Fit::wrap}});
  for (const check::Rule* rule : check::rules()) {
    table.add({{std::string(rule->id), report::Style::bold},
               {std::string(to_string(rule->severity))},
               {std::string(rule->title)}});
  }
  console.out << table.text(console.terminal);
  return ok;
}

int explain(const std::string& id, Console& console) {
  const std::string_view page = check::page_of(id);
  if (check::find_rule(id) != nullptr && !page.empty()) {
    console.out << page;
    return ok;
  }
  std::vector<std::string> ids;
  for (const check::Rule* rule : check::rules()) ids.emplace_back(rule->id);
  console.err << "there is no rule '" << id << "'" << did_you_mean(id, ids)
              << "\n  `godwit check --rules` lists the rules\n";
  return bad_input;
}

int look(const Arguments& arguments, Console& console) {
  report::CheckReport report;
  report.today = console.env.clock.now();
  if (!arguments.today.empty()) {
    const auto today = parse_time(arguments.today);
    if (!today) {
      console.err << "--today " << arguments.today << " is no day\n  write it as 2026-11-23\n";
      return bad_input;
    }
    report.today = *today;
  }
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (arguments.fail_on == to_string(severity)) report.fail_on = severity;
  }
  auto loaded = load_subject(console, arguments);
  if (!loaded) return loaded.error();
  check::Subject& subject = (*loaded)->subject;
  subject.today = report.today;
  const check::Texts texts(subject);
  report.files = (*loaded)->files;
  report.repository_files = (*loaded)->repository_files;
  report.outcome = check::check(subject);
  report.texts = &texts;
  console.out << (arguments.json    ? report::check_json(report)
                  : arguments.sarif ? report::check_sarif(report)
                                    : report::check_text(report, console.terminal));
  return report.passed() ? ok : failed;
}

int run_check(const Arguments& arguments, Console& console) {
  if (arguments.rules) return list_rules(console);
  if (!arguments.explain.empty()) return explain(arguments.explain, console);
  if (arguments.files.empty()) {
    console.err << "nothing to check\n  name Markdown documents, a plan or a folder\n";
    return bad_input;
  }
  return look(arguments, console);
}

}  // namespace

Command::Run declare_check(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("FILE", arguments->files,
                 "Markdown documents, a plan (docs/plan-file.md), or folders of documents");
  app.add_option("--repo", arguments->repository,
                 "the repository that the documents speak of: scripts, templates, configuration");
  app.add_option("--plan", arguments->plan, "plan file: roles of regions, policy, exceptions");
  app.add_option("--account", arguments->account,
                 "account file; default: account.yaml beside the plan, where there is one");
  auto* json = app.add_flag("--json", arguments->json, "print JSON (docs/checks.md)");
  app.add_flag("--sarif", arguments->sarif, "print SARIF 2.1.0, for code review tools")
      ->excludes(json);
  app.add_option("--fail-on", arguments->fail_on, "the least severity that makes the answer no")
      ->check(CLI::IsMember({"error", "warning", "note"}))
      ->capture_default_str();
  app.add_option("--today", arguments->today, "judge dated facts as of this day: 2026-11-23");
  app.add_option("--catalog", arguments->catalog,
                 "what AWS says itself, as `godwit catalog refresh` has written it");
  app.add_flag("--rules", arguments->rules, "list the rules");
  app.add_option("--explain", arguments->explain, "print a rule's page");
  return [arguments](Console& console) { return run_check(*arguments, console); };
}

}  // namespace godwit::cli
