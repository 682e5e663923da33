// A model is used that has come to its end, or will (fact A6).
#include <fmt/format.h>

#include <algorithm>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string instead_of(const catalog::ModelLife& life) {
  if (life.successor.empty()) {
    return "take a model that is active (aws bedrock list-foundation-models says which)";
  }
  return fmt::format("take one that is active, such as {}, through an inference profile",
                     life.successor);
}

void tell(const Mention& mention, const catalog::ModelLife& life, const std::string& today,
          Findings& findings) {
  if (life.end_of_life.empty()) return;
  const bool over = life.end_of_life <= today;
  Finding& finding = findings.add(
      mention.span,
      over ? fmt::format("{} came to its end on {}: Bedrock refuses every request for it",
                         life.name, life.end_of_life)
           : fmt::format(
                 "{} comes to its end on {}; from then on Bedrock refuses every request for it",
                 life.name, life.end_of_life),
      instead_of(life));
  if (!over) finding.severity = Severity::warning;
  finding.basis = basis_of(catalog::Topic::bedrock_models);
}

// A name is no version: only where all models of that name have ended is anything known.
const catalog::ModelLife* last_of_name(const std::string& name) {
  const catalog::ModelLife* last = nullptr;
  for (const catalog::ModelLife& life : catalog::model_lives()) {
    if (claude_name(life.id) != name) continue;
    if (life.end_of_life.empty()) return nullptr;
    if (last == nullptr || life.end_of_life > last->end_of_life) last = &life;
  }
  return last;
}

void look(const Subject& subject, Findings& findings) {
  const std::string today = day_of(subject);
  for (const Mention& mention : model_ids(subject)) {
    if (mention.before || mention.denies) continue;
    const auto* life = catalog::find_model_life(split_model_id(mention.name).model);
    if (life != nullptr) tell(mention, *life, today, findings);
  }
  // Names: once in each document.
  std::vector<std::pair<int, std::string>> told;
  for (const Mention& mention : model_names(subject)) {
    if (mention.before || mention.denies) continue;
    const std::pair key(mention.document, mention.name);
    if (std::ranges::find(told, key) != told.end()) continue;
    told.push_back(key);
    const catalog::ModelLife* life = last_of_name(mention.name);
    if (life == nullptr || life->end_of_life > today) continue;
    Finding& finding =
        findings.add(mention.span,
                     fmt::format("no version of {} is left: the last one came to its end on {}",
                                 mention.words, life->end_of_life),
                     instead_of(*life));
    finding.basis = basis_of(catalog::Topic::bedrock_models);
  }
}

}  // namespace

extern const Rule model_retired;
const Rule model_retired{
    .id = "model-retired",
    .severity = Severity::error,
    .title = "a model of Bedrock is used that has come to its end",
    .look = look,
};

}  // namespace godwit::check::rule
