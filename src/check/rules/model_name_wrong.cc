// A document speaks of one version of a model and uses the id of another (fact A6).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string_view tier_of(std::string_view name) { return name.substr(0, name.find(' ')); }

void look(const Subject& subject, Findings& findings) {
  const std::vector<Mention> ids = model_ids(subject);
  if (ids.empty()) return;
  const std::vector<Mention> names = model_names(subject);
  std::set<std::string> used;
  for (const Mention& id : ids) used.insert(claude_name(split_model_id(id.name).model));
  std::set<std::string> spoken;
  for (const Mention& name : names) spoken.insert(name.name);
  std::set<std::pair<int, std::string>> told;  // once for each line
  for (const Mention& name : names) {
    if (name.denies || name.before || used.contains(name.name)) continue;
    // The same tier, in a version that the document never names: it is taken for this one.
    const auto taken = std::ranges::find_if(ids, [&](const Mention& id) {
      const std::string other = claude_name(split_model_id(id.name).model);
      return !other.empty() && tier_of(other) == tier_of(name.name) && !spoken.contains(other) &&
             !id.before;
    });
    if (taken == ids.end()) continue;
    if (!told.insert({name.span.at.line, name.span.at.file}).second) continue;
    const std::string_view model = split_model_id(taken->name).model;
    const auto* life = catalog::find_model_life(model);
    Finding& finding = findings.add(
        name.span,
        fmt::format("this says {}, but the model that is used is {}: that is {}", name.words, model,
                    life != nullptr ? std::string(life->name) : "another version"),
        "write the name of what is used, or use what is written");
    finding.related.push_back({taken->span, "the model that is used"});
    finding.basis = basis_of(catalog::Topic::bedrock_models);
  }
}

}  // namespace

extern const Rule model_name_wrong;
const Rule model_name_wrong{
    .id = "model-name-wrong",
    .severity = Severity::error,
    .title = "a document speaks of another version of a model than the one it uses",
    .look = look,
};

}  // namespace godwit::check::rule
