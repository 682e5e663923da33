#include "plan/drafts.h"

#include <algorithm>

namespace godwit::plan {

Draft& Drafts::add(std::string id, std::string kind, std::string phase) {
  Draft& draft = drafts_.emplace_back();
  draft.step.id = std::move(id);
  draft.step.kind = std::move(kind);
  draft.step.phase = std::move(phase);
  return draft;
}

void wait_for(Draft& draft, const std::string& id) {
  if (!id.empty()) draft.after.push_back({id, {}});
}

void wait_for(Draft& draft, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) wait_for(draft, id);
}

std::string remembered(const std::string& step, const std::string& name) {
  return "${" + step + "." + name + "}";
}

std::vector<std::string> last_steps(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Bucket& bucket : plan.buckets) {
    for (std::string& id : last_steps(bucket)) ids.push_back(std::move(id));
  }
  return ids;
}

Duration longest_quiet(const Plan& plan) {
  Duration longest{};
  for (const Traffic& traffic : plan.traffic) longest = std::max(longest, traffic.quiet);
  return longest;
}

}  // namespace godwit::plan
