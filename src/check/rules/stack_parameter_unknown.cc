// Fact B6: a parameter that the template does not have.
// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool changed(const Subject& subject, const TemplateFile& of, const std::string& name) {
  for (const TemplateFile* change : changes_of(subject, of)) {
    if (change->content.parameter(name) != nullptr) return true;
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  for (const Deployment& each : deployments_of(subject).planned) {
    // CloudFormation takes 200 at most.
    constexpr std::size_t most = 200;
    if (each.content == nullptr || each.content->content.parameters.size() > most) continue;
    std::vector<std::string> names;
    for (const auto& parameter : each.content->content.parameters) names.push_back(parameter.name);
    for (const auto& [name, given] : each.parameters) {
      if (each.content->content.parameter(name) != nullptr ||
          changed(subject, *each.content, name)) {
        continue;
      }
      Finding& finding = findings.add(
          given.span,
          fmt::format("{} has no parameter {}{}: {}", file_name(each.content->path), name,
                      did_you_mean(name, names),
                      each.keeps ? "'aws cloudformation deploy' leaves it out and says nothing"
                                 : "CloudFormation refuses the whole request"),
          "give it the name that the template has, or take it out");
      finding.related.push_back(
          {{each.content->content.source.at(Place{1, 1}), 0}, "the template"});
    }
  }
}

}  // namespace

extern const Rule stack_parameter_unknown{
    .id = "stack-parameter-unknown",
    .severity = Severity::error,
    .title = "a stack is given a parameter that its template does not have",
    .look = look};

}  // namespace godwit::check::rule
