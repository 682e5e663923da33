// godwit rewrite PLAN: what a plan's rules make of a source tree, as a diff; written with --apply,
// taken back with --revert.
#include "repo/rewrite.h"

#include <optional>
#include <ostream>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "cli/load.h"
#include "env/threads.h"
#include "plan/rewrite_text.h"
#include "repo/apply.h"
#include "report/rewrite_report.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string plan;
  std::string account;
  std::string repository;
  std::string journal;
  std::vector<std::string> values;  // NAME=TEXT
  std::size_t threads = 0;
  bool apply = false;
  bool revert = false;
  bool json = false;
};

std::optional<repo::Values> values_of(const Arguments& arguments, const plan::Plan& plan,
                                      Console& console) {
  std::vector<std::string> names;
  for (const plan::NamedValue& value : plan.values) names.push_back(value.name);
  repo::Values values;
  for (const std::string& given : arguments.values) {
    const std::size_t equals = given.find('=');
    const std::string name = given.substr(0, equals);
    if (equals == std::string::npos) {
      console.err << "--value " << given << " is no value\n  write it as NAME=TEXT\n";
      return std::nullopt;
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      console.err << "the plan has no value '" << name << "'" << did_you_mean(name, names)
                  << "\n  name one of its section 'values'\n";
      return std::nullopt;
    }
    values[name] = given.substr(equals + 1);
  }
  return values;
}

std::string within(const std::string& folder, const std::string& path) {
  return folder.empty() || folder.ends_with('/') ? folder + path : folder + '/' + path;
}

int told(Console& console, const Error& error) {
  print(console, error);
  return exit_code(error);
}

// The files as they are, which the changes are about.
Result<std::string> diff_of(Console& console, const std::string& folder,
                            const repo::Proposal& proposal) {
  std::string diff;
  for (const repo::FileChange& change : proposal.changes) {
    std::string content = TRY(repo::content_of(console.env.disk, within(folder, change.path)));
    if (to_hex(sha256(content)) != change.digest_before) {
      return fail({.kind = ErrorKind::conflict,
                   .operation = "show changes",
                   .subject = change.path,
                   .cause = "it has changed just now",
                   .remedy = "try again"});
    }
    const auto hidden = proposal.hidden.find(change.path);
    if (hidden != proposal.hidden.end()) content = repo::shown(std::move(content), hidden->second);
    diff += repo::unified_diff(content, change);
  }
  return diff;
}

class Rewriting {
 public:
  Rewriting(const Arguments& arguments, const plan::Plan& plan, Console& console)
      : arguments_(arguments), plan_(plan), console_(console) {
    folder_ = arguments.repository.empty() ? plan.rewrite->repository : arguments.repository;
    journal_ = arguments.journal.empty() ? plan::rewrite_journal(plan) : arguments.journal;
  }

  int revert() {
    const auto reverted = repo::revert(console_.env.disk, folder_, journal_, threads());
    if (!reverted) return told(console_, reverted.error());
    return report({.applied = &*reverted, .reverted = true, .journal = journal_});
  }

  int propose_or_apply() {
    std::optional<account::Account> account;
    if (const std::string path = account_file(); !path.empty()) {
      account = load_account(console_, path);
      if (!account) return bad_input;
    }
    const auto values = values_of(arguments_, plan_, console_);
    if (!values) return bad_input;
    // What a life before this one has begun comes first: it was looked at and wanted.
    std::optional<repo::Applied> carried_on;
    if (arguments_.apply) {
      auto begun = repo::read_journal(console_.env.disk, journal_);
      if (!begun && begun.error().kind != ErrorKind::not_found)
        return told(console_, begun.error());
      if (begun) {
        auto applied = repo::apply(console_.env.disk, folder_, *begun, journal_, threads());
        if (!applied) return told(console_, applied.error());
        carried_on = *std::move(applied);
      }
    }
    const repo::Vocabulary vocabulary = repo::Vocabulary::of(&plan_, account ? &*account : nullptr);
    auto proposal =
        repo::propose(console_.env.disk, folder_, plan_, *values, vocabulary, threads());
    if (!proposal) {
      print(console_, proposal.error());
      return exit_code(proposal.error().front());
    }
    if (!arguments_.json) {
      const auto diff = diff_of(console_, folder_, *proposal);
      if (!diff) return told(console_, diff.error());
      console_.out << *diff;
    }
    if (!arguments_.apply) return report({.proposal = &*proposal, .journal = journal_});
    if (carried_on && proposal->changes.empty()) {
      return report({.proposal = &*proposal, .applied = &*carried_on, .journal = journal_});
    }
    const auto applied =
        repo::apply(console_.env.disk, folder_, proposal->changes, journal_, threads());
    if (!applied) return told(console_, applied.error());
    return report({.proposal = &*proposal, .applied = &*applied, .journal = journal_});
  }

 private:
  std::size_t threads() const { return arguments_.threads > 0 ? arguments_.threads : processors(); }
  std::string account_file() {
    if (!arguments_.account.empty()) return arguments_.account;
    const std::string usual = beside(arguments_.plan, "account.yaml");
    const auto there = console_.env.disk.exists(usual);
    return there && *there ? usual : std::string();
  }

  int report(const report::RewriteReport& report) {
    if (arguments_.json) console_.out << report::rewrite_json(report);
    console_.err << report::rewrite_text(report, console_.messages);
    return report.passed() ? ok : failed;
  }

  const Arguments& arguments_;
  const plan::Plan& plan_;
  Console& console_;
  std::string folder_;
  std::string journal_;
};

int run_rewrite(const Arguments& arguments, Console& console) {
  const auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  if (!plan->rewrite) {
    console.err << arguments.plan << ": the plan has no rules for a source tree\n"
                << "  add a section 'rewrite' (docs/plan-file.md)\n";
    return bad_input;
  }
  Rewriting rewriting(arguments, *plan, console);
  return arguments.revert ? rewriting.revert() : rewriting.propose_or_apply();
}

}  // namespace

Command::Run declare_rewrite(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("PLAN", arguments->plan, "plan file, with a section 'rewrite'")->required();
  app.add_option("--repo", arguments->repository, "the source tree; default: the plan's");
  app.add_option("--value", arguments->values,
                 "what a value of the plan is that only a stack knows: NAME=TEXT")
      ->take_all()
      ->expected(1);
  app.add_option("--account", arguments->account,
                 "account file: buckets and keys; default: account.yaml beside the plan, where "
                 "there is one");
  auto* apply = app.add_flag("--apply", arguments->apply, "write what the diff shows");
  app.add_flag("--revert", arguments->revert, "take back what was written")->excludes(apply);
  app.add_option("--journal", arguments->journal,
                 "where changes are written down first; default: the plan's name and '.rewrite', "
                 "beside the plan");
  app.add_option("--threads", arguments->threads, "how many; default: one for each processor")
      ->check(CLI::Range(1, 256));
  app.add_flag("--json", arguments->json, "print JSON (docs/rewrite.md)");
  return [arguments](Console& console) { return run_rewrite(*arguments, console); };
}

}  // namespace godwit::cli
