// Fact B1: a script puts a stack where its variable says; whoever changes the variable for one
// stack moves all the others that use it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Move {
  const Deployment* planned = nullptr;
  const Deployment* today = nullptr;
};

std::string name_of(const Deployment& deployment) {
  if (deployment.content != nullptr) return std::string(file_name(deployment.content->path));
  return deployment.stack.text;
}

std::string names_of(const std::vector<Move>& moves) {
  std::vector<std::string> names;
  for (const Move& move : moves) {
    std::string name = name_of(*move.planned);
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  if (names.size() < 2) return join(names, "");
  const std::string last = std::move(names.back());
  names.pop_back();
  return fmt::format("{} and {}", join(names, ", "), last);
}

std::string_view goes(const std::vector<Move>& moves) {
  return names_of(moves).contains(" and ") ? "go" : "goes";
}

void relate(const std::vector<Move>& moves, Finding& finding) {
  for (const Move& move : moves) {
    finding.related.push_back(
        {move.planned->command->span,
         fmt::format("deploys {} to {}", name_of(*move.planned), move.planned->region.text)});
  }
}

bool keeps_a_role(const Migration& migration, const std::string& region) {
  return (migration.secondary && migration.secondary->region == region) ||
         (migration.recovery && migration.recovery->region == region);
}

void look(const Subject& subject, Findings& findings) {
  const std::string& source = subject.migration.source.region;
  const std::string& target = subject.migration.target.region;
  if (source.empty() || target.empty() || source == target) return;
  const Deployments deployments = deployments_of(subject);

  // By the change that moves them, in the order of the documents.
  std::map<const Setting*, std::vector<Move>> strayed;
  std::map<const Setting*, std::vector<Move>> doubled;
  for (const Deployment& planned : deployments.planned) {
    const Setting* edit = edit_behind(subject, *planned.command, "region");
    const auto today = std::ranges::find(deployments.today, planned.command, &Deployment::command);
    if (edit == nullptr || today == deployments.today.end()) continue;
    if (!planned.region.known || !today->region.known) continue;
    const std::string& from = today->region.text;
    const std::string& to = planned.region.text;
    if (from == source && to != target && to != source)
      strayed[edit].push_back({&planned, &*today});
    if (from != source && from != target && to == target && keeps_a_role(subject.migration, from)) {
      doubled[edit].push_back({&planned, &*today});
    }
  }
  for (const Setting& setting : subject.settings) {
    if (const auto found = strayed.find(&setting); found != strayed.end()) {
      const Move& first = found->second.front();
      Finding& finding = findings.add(
          *setting.edited_at,
          fmt::format("{} {} to ${}: from {} to {}, and not to {}, where things move",
                      names_of(found->second), goes(found->second), setting.name, source,
                      first.planned->region.text, target),
          "give each stack a variable of its own for its region, and say for each stack where it "
          "is "
          "to be");
      relate(found->second, finding);
    }
    if (const auto found = doubled.find(&setting); found != doubled.end()) {
      const Move& first = found->second.front();
      Finding& finding = findings.add(
          *setting.edited_at,
          fmt::format(
              "{} {} to ${}: a second stack is made in {}, with nothing in it, and the one in "
              "{} is not updated any more",
              names_of(found->second), goes(found->second), setting.name, target,
              first.today->region.text),
          fmt::format("leave it in {}, or move what it holds first", first.today->region.text));
      relate(found->second, finding);
    }
  }
}

}  // namespace

extern const Rule stack_placement{
    .id = "stack-placement",
    .severity = Severity::error,
    .title = "a change of a script's variable puts a stack into another region than is meant",
    .look = look};

}  // namespace godwit::check::rule
