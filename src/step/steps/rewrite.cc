// rewrite: what a plan's rules make of a source tree, file by file old or new (repo/apply.h).
// Parameters: repository (a folder), journal (of the changes), rules (plan/rewrite_text.h), values
// (names; the text of each is value/NAME).
// Remembers: files, how many are changed; work, how many places are left to a person.
//
// All of it is one effect. The journal of the changes says how far it is, whoever began it: a crash
// in the middle is carried on, and the way back is by that journal alone. What is looked for is
// what the plan names; names that only an account file knows are not.
#include "repo/rewrite.h"

#include <fmt/format.h>

#include "base/counted.h"
#include "base/text.h"
#include "plan/rewrite_text.h"
#include "repo/apply.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

using repo::FileChange;

// A conflict is seen before anything is written. What fails otherwise may have failed between two
// files: a look at the journal of the changes tells.
Error half_way(Error error) {
  if (error.kind != ErrorKind::conflict) error.kind = ErrorKind::unknown;
  return error;
}

class RewriteStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    const auto begun = TRY(begun_changes(context));
    if (begun) {
      const repo::Standing standing =
          TRY(repo::standing_of(context.env.disk, folder(context), *begun));
      if (standing.after < begun->size()) return carry_out(context, *begun);
      // Ours, as an earlier turn has proposed it.
      if (!context.recall("files").empty()) return done(context);
    }
    const repo::Proposal proposal = TRY(propose(context));
    if (begun && !proposal.changes.empty()) {
      return fail({ErrorKind::conflict, "rewrite", folder(context),
                   fmt::format("the journal {} is about other changes, and is complete: {} would "
                               "change now",
                               journal(context), counted(proposal.changes.size(), "file")),
                   "take those changes back (godwit rewrite PLAN --revert), or remove that journal "
                   "to keep them; then resume the run"});
    }
    context.remember("files", std::to_string(begun ? begun->size() : proposal.changes.size()));
    context.remember("work", std::to_string(proposal.work.size()));
    if (begun || proposal.changes.empty()) return done(context);
    return carry_out(context, proposal.changes);
  }

  Result<Progress> undo(Context& context) override {
    if (!TRY(begun_changes(context))) return Done{"the tree is as it was"};
    TRY_VOID(context.effects->perform(tree_rewrite, folder(context), [&]() -> Result<void> {
      const auto reverted = repo::revert(context.env.disk, folder(context), journal(context));
      if (!reverted) return fail(half_way(reverted.error()));
      return {};
    }));
    return Again{};
  }

  Result<Verdict> observe(Context& context) override {
    const auto begun = TRY(begun_changes(context));
    if (!begun) return Verdict{State::absent, "there is no journal of changes"};
    const repo::Standing standing =
        TRY(repo::standing_of(context.env.disk, folder(context), *begun));
    const std::string detail =
        fmt::format("{} of {} changed", standing.after, counted(begun->size(), "file"));
    if (!standing.others.empty()) {
      return Verdict{State::different, detail + "; " + join(standing.others, ", ")};
    }
    return Verdict{standing.before == 0 ? State::in_place : State::in_progress, detail};
  }

  Result<std::string> foresee(Context& context) override {
    const auto begun = TRY(begun_changes(context));
    if (!begun) return std::string("nothing was rewritten");
    const repo::Standing standing =
        TRY(repo::standing_of(context.env.disk, folder(context), *begun));
    if (standing.others.empty()) {
      return counted(standing.after, "file") + " will have the old content again";
    }
    return fmt::format(
        "it will stop here, for {}: put back what the change left there, or take "
        "the change back by hand",
        join(standing.others, ", "));
  }

 private:
  static const std::string& folder(const Context& context) {
    return context.parameters.text("repository");
  }
  static const std::string& journal(const Context& context) {
    return context.parameters.text("journal");
  }

  // What a journal says; nothing: there is none.
  static Result<std::optional<std::vector<FileChange>>> begun_changes(Context& context) {
    auto begun = repo::read_journal(context.env.disk, journal(context));
    if (begun) return *std::move(begun);
    if (begun.error().kind == ErrorKind::not_found) return std::nullopt;
    return fail(begun.error());
  }

  static Result<repo::Proposal> propose(Context& context) {
    const plan::Plan plan = TRY(plan::read_rewrite_text(context.parameters.text("rules")));
    repo::Values values;
    for (const std::string& name : context.parameters.list("values")) {
      values[name] = context.text("value/" + name);
    }
    auto proposal = repo::propose(context.env.disk, folder(context), plan, values,
                                  repo::Vocabulary::of(&plan, nullptr));
    if (proposal) return *std::move(proposal);
    return fail(proposal.error().front());
  }

  static Result<Progress> carry_out(Context& context, const std::vector<FileChange>& changes) {
    TRY_VOID(context.effects->perform(tree_rewrite, folder(context), [&]() -> Result<void> {
      const auto applied =
          repo::apply(context.env.disk, folder(context), changes, journal(context));
      if (!applied) return fail(half_way(applied.error()));
      return {};
    }));
    return Again{};
  }

  static Result<Progress> done(const Context& context) {
    const std::string& work = context.recall("work");
    std::string note = context.recall("files") + " files changed";
    if (!work.empty() && work != "0") {
      note += fmt::format("; {} places are left to a person: godwit rewrite lists them", work);
    }
    return Done{note};
  }
};

}  // namespace

std::unique_ptr<Step> make_rewrite() { return std::make_unique<RewriteStep>(); }

}  // namespace godwit::step
