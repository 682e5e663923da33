#include <fmt/format.h>

#include "plan/drafts.h"
#include "plan/rewrite_text.h"

namespace godwit::plan {

void draft_rewrite(const Plan& plan, Drafts& drafts) {
  if (!plan.rewrite) return;
  const Rewrite& rewrite = *plan.rewrite;
  Draft& draft = drafts.add(rewrite_step, "rewrite", "prepare");
  draft.step.title = fmt::format("change {} by {} rules, from {} to {}", rewrite.repository,
                                 rewrite.rules.size(), plan.source, plan.target);
  draft.step.way_back = "put the old content back; refused where a file has changed meanwhile";
  wait_for(draft, account_step);
  Parameters& parameters = draft.step.parameters;
  parameters.set("repository", rewrite.repository);
  parameters.set("journal", rewrite_journal(plan));
  parameters.set("rules", rewrite_text(plan));
  parameters.set("values", values_of_rewrite(plan));
  for (const std::string& name : values_of_rewrite(plan)) {
    ValueUse use;
    use.value.name = name;
    wait_for(draft, plan, use);
    parameters.set("value/" + name, text_of(plan, use));
  }
  draft.after.insert(draft.after.end(), rewrite.after.begin(), rewrite.after.end());
}

}  // namespace godwit::plan
