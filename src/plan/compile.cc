#include <fmt/format.h>

#include "plan/bake.h"
#include "plan/drafts.h"
#include "plan/graph.h"

namespace godwit::plan {

namespace {

void draft_account(const Plan& plan, Drafts& drafts) {
  Draft& draft = drafts.add(account_step, "account", "prepare");
  draft.step.title = fmt::format("make sure that the credentials are account {}'s", plan.account);
  draft.step.parameters.set("account", plan.account);
  draft.step.parameters.set("region", plan.source);
}

}  // namespace

Checked<Graph> compile(const Plan& plan) {
  yaml::Problems problems("compile plan", plan.file);
  Drafts drafts;
  draft_account(plan, drafts);
  draft_keys(plan, drafts);
  draft_buckets(plan, drafts);
  draft_traffic(plan, drafts);
  draft_values(plan, drafts);
  draft_rewrite(plan, drafts);
  draft_consumers(plan, drafts);
  for (const Traffic& traffic : plan.traffic) check_bake(traffic, settling_of(traffic), problems);

  Graph graph{.plan = plan.name, .account = plan.account};
  graph.steps = in_order(std::move(drafts.all()), problems);
  // A circle leaves steps out, and is told of already.
  if (problems.none()) place_conduct(plan, graph, problems);
  if (!problems.none()) return std::unexpected(problems.take());
  return graph;
}

}  // namespace godwit::plan
