// Fact B3: an output that the stack does not have is an empty text, and no failure.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-filter.html
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/deployments.h"
#include "check/queries.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// What is generated is not seen.
bool is_transformed(const cloudformation::Template& content) {
  return content.source.content().find("Transform") != std::string::npos;
}

void look(const Subject& subject, Findings& findings) {
  std::optional<Deployments> deployments;  // only where somebody asks
  for (const Command& command : subject.commands) {
    const std::vector<AskedOutput> asked = asked_outputs(command);
    const std::string stack = command.option_text("stack-name");
    if (asked.empty() || stack.empty()) continue;
    if (!deployments) deployments = deployments_of(subject);
    const TemplateFile* file = template_of_stack(subject, *deployments, stack);
    if (file == nullptr || file->content.fragment || is_transformed(file->content)) continue;
    std::vector<std::string> names;
    for (const auto& output : file->content.outputs) names.push_back(output.name);
    for (const TemplateFile* change : changes_of(subject, *file)) {
      for (const auto& output : change->content.outputs) names.push_back(output.name);
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    for (const AskedOutput& output : asked) {
      if (std::ranges::find(names, output.name) != names.end()) continue;
      const std::string has =
          names.empty() ? "has no outputs" : fmt::format("has the outputs {}", join(names, ", "));
      Finding& finding = findings.add(
          output.span,
          fmt::format(
              "no stack of {} has an output '{}': the CLI prints an empty text and exits 0; "
              "the template {}{}",
              file->path, output.name, has, did_you_mean(output.name, names)),
          names.empty() ? "add the output to the template"
                        : "ask for one that is there, and stop where the answer is empty");
      const auto& outputs = file->content.outputs;
      if (!outputs.empty()) {
        finding.related.push_back(
            {{file->content.source.at(outputs.front().place), 0}, "the template's outputs"});
      }
    }
  }
}

}  // namespace

extern const Rule capture_output_missing;
const Rule capture_output_missing = {
    .id = "capture-output-missing",
    .severity = Severity::error,
    .title = "an output is asked for that no template has",
    .look = look,
};

}  // namespace godwit::check::rule
