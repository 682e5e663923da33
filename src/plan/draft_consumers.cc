#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/drafts.h"
#include "plan/rewrite_text.h"

namespace godwit::plan {

namespace {

bool is_inside(const std::string& path, const std::string& folder) {
  if (path.empty() || folder.empty()) return false;
  return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + '/') ||
         folder == ".";
}

std::vector<std::string> names_of(const Consumer& consumer) {
  std::vector<std::string> names;
  for (const NamedUse& use : consumer.set) names.push_back(use.name);
  return names;
}

std::string settings_of(const Consumer& consumer, std::string_view noun) {
  const std::size_t count = consumer.set.size();
  std::string text = count == 1 ? fmt::format("the {} {}", noun, consumer.set.front().name)
                                : fmt::format("{} {}s", count, noun);
  if (!consumer.record.empty()) text += fmt::format(", as one record in {}", consumer.record);
  return text;
}

// Who has no record has the old values back as they were; a record goes on, for its readers go by
// the highest epoch. A file is replaced as a whole.
std::string way_back_of(const Consumer& consumer) {
  if (consumer.record.empty() || consumer.kind == ConsumerKind::file)
    return "put the old values back";
  return fmt::format("put the old values back, in {} too, with a new epoch", consumer.record);
}

void set_kind(const Consumer& consumer, Draft& draft) {
  StepSpec& step = draft.step;
  Parameters& parameters = step.parameters;
  switch (consumer.kind) {
    case ConsumerKind::supabase: {
      std::vector<std::string> slugs;
      for (const Reference& function : consumer.deploy) slugs.push_back(function.name);
      step.kind = "supabase";
      step.title =
          fmt::format("set {} of the Supabase project {}{}", settings_of(consumer, "secret"),
                      consumer.project, slugs.empty() ? "" : ", and deploy " + join(slugs, ", "));
      step.way_back =
          way_back_of(consumer) + (slugs.empty() ? "" : ", and deploy the functions as they were");
      parameters.set("project", consumer.project);
      parameters.set("old", consumer.old_values);
      parameters.set("deploy", slugs);
      parameters.set("sources", consumer.sources);
      break;
    }
    case ConsumerKind::firebase:
      step.kind = "firebase";
      step.title = fmt::format("set {} of the Google Cloud project {}",
                               settings_of(consumer, "secret"), consumer.project);
      step.way_back = way_back_of(consumer);
      parameters.set("project", consumer.project);
      break;
    case ConsumerKind::file:
      step.kind = "settings_file";
      step.title = fmt::format("set {} in {}", settings_of(consumer, "key"), consumer.file);
      step.way_back = way_back_of(consumer);
      parameters.set("file", consumer.file);
      break;
    case ConsumerKind::command:
      step.kind = "command";
      step.title = fmt::format("run {}", join(consumer.run, " "));
      step.way_back = fmt::format("run {}", join(consumer.undo, " "));
      parameters.set("run", consumer.run);
      parameters.set("undo", consumer.undo);
      parameters.set("check", consumer.check);
      parameters.set("timeout", consumer.timeout);
      break;
  }
}

void set_settings(const Plan& plan, const Consumer& consumer, Draft& draft) {
  if (consumer.kind == ConsumerKind::command) return;
  Parameters& parameters = draft.step.parameters;
  parameters.set("names", names_of(consumer));
  for (const NamedUse& use : consumer.set) {
    parameters.set("value/" + use.name, text_of(plan, use.value));
  }
  parameters.set("record", consumer.record);
  parameters.set("sealing_key", plan.sealing_key);
}

// On the way back functions are deployed as they were before the rewrite, which its journal knows.
void tell_of_rewrite(const Plan& plan, bool rewritten, Draft& draft) {
  Parameters& parameters = draft.step.parameters;
  parameters.set("rewritten", rewritten);
  parameters.set("repository", rewritten ? plan.rewrite->repository : "");
  parameters.set("rewrite_journal", rewritten ? rewrite_journal(plan) : "");
}

}  // namespace

std::string consumer_step(const std::string& consumer) { return "consumer/" + consumer; }

void draft_consumers(const Plan& plan, Drafts& drafts) {
  for (const Consumer& consumer : plan.consumers) {
    Draft& draft = drafts.add(consumer_step(consumer.name), "", "consumers");
    set_kind(consumer, draft);
    set_settings(plan, consumer, draft);
    // Who is told of the target is its user from then on.
    wait_for(draft, account_step);
    wait_for(draft, last_steps(plan));
    for (const Traffic& traffic : plan.traffic) {
      wait_for(draft, fmt::format("traffic/{}/shift", traffic.name));
    }
    for (const NamedUse& use : consumer.set) wait_for(draft, plan, use.value);
    const bool rewritten = plan.rewrite && (is_inside(consumer.file, plan.rewrite->repository) ||
                                            is_inside(consumer.sources, plan.rewrite->repository));
    if (rewritten) wait_for(draft, rewrite_step);
    if (consumer.kind == ConsumerKind::supabase) tell_of_rewrite(plan, rewritten, draft);
    draft.after.insert(draft.after.end(), consumer.after.begin(), consumer.after.end());
  }
}

}  // namespace godwit::plan
