// Drafts: the steps as they are compiled, in plan order. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "plan/graph.h"
#include "plan/plan.h"
#include "yaml/problems.h"

namespace godwit::plan {

struct Draft {
  StepSpec step;                 // its `after` is filled in last
  std::vector<Reference> after;  // with a place where the user wrote it
};

class Drafts {
 public:
  // The draft is good until the next one is added.
  Draft& add(std::string id, std::string kind, std::string phase);

  std::vector<Draft>& all() { return drafts_; }

 private:
  std::vector<Draft> drafts_;
};

// Adds what is ours to wait for; nothing where the id is empty.
void wait_for(Draft& draft, const std::string& id);
void wait_for(Draft& draft, const std::vector<std::string>& ids);

// What a step remembers, for another: "${key/chime.arn}".
std::string remembered(const std::string& step, const std::string& name);

void draft_keys(const Plan& plan, Drafts& drafts);
void draft_buckets(const Plan& plan, Drafts& drafts);
void draft_traffic(const Plan& plan, Drafts& drafts);
void draft_values(const Plan& plan, Drafts& drafts);
void draft_rewrite(const Plan& plan, Drafts& drafts);
void draft_consumers(const Plan& plan, Drafts& drafts);

inline const std::string account_step = "account/verify";
std::string value_step(const std::string& value);  // "value/NAME", which remembers "text"
inline const std::string rewrite_step = "rewrite";
std::string consumer_step(const std::string& consumer);
// A use as a step's parameter: the text, or a reference to what the value's step remembers.
std::string text_of(const Plan& plan, const ValueUse& use);
// Waits for the step that reads the use's value; for nothing where the plan gives it.
void wait_for(Draft& draft, const Plan& plan, const ValueUse& use);
// The last steps of all buckets.
std::vector<std::string> last_steps(const Plan& plan);
std::string key_step(const std::string& key);
// The steps of a bucket that nothing else of that bucket waits for.
std::vector<std::string> last_steps(const Bucket& bucket);

// The longest that any traffic asks the target to be quiet before a way back.
Duration longest_quiet(const Plan& plan);

// Approvals and deadlines, at the steps that they name. Problems: there is no such step.
void place_conduct(const Plan& plan, Graph& graph, yaml::Problems& problems);

// Each after all that it waits for; where that leaves a choice, in plan order. Problems: `after`
// that names no step, and cycles.
std::vector<StepSpec> in_order(std::vector<Draft> drafts, yaml::Problems& problems);

}  // namespace godwit::plan
