// Fact B6: a default is for whoever gives no value, and `aws cloudformation deploy` gives a stack
// that is there its old ones again.
// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
#include <fmt/format.h>

#include <string>
#include <vector>

#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// What the default is today: in the repository, or in what the document shows as "before".
const cloudformation::Parameter* today(const Subject& subject, const TemplateFile& change,
                                       const std::string& name) {
  for (const TemplateFile& file : subject.templates) {
    const bool old = file.document < 0 || file.form == ShownFile::Form::before;
    if (!old || &file == &change || !same_path(file.path, change.path)) continue;
    if (const auto* parameter = file.content.parameter(name)) return parameter;
  }
  return nullptr;
}

bool same_text(const yaml::Node* a, const yaml::Node* b) {
  return a != nullptr && b != nullptr && a->kind == b->kind && a->text == b->text;
}

void look(const Subject& subject, Findings& findings) {
  const Deployments deployments = deployments_of(subject);
  for (const TemplateFile& change : subject.templates) {
    if (change.document < 0 || change.form != ShownFile::Form::after) continue;
    const SourceText& text = change.content.source;
    for (const cloudformation::Parameter& parameter : change.content.parameters) {
      const cloudformation::Parameter* old = today(subject, change, parameter.name);
      if (parameter.default_value == nullptr || old == nullptr ||
          same_text(old->default_value, parameter.default_value)) {
        continue;
      }
      std::vector<const Deployment*> given;
      const Deployment* kept = nullptr;
      bool takes_it = false;  // some deployment does
      for (const Deployment& each : deployments.planned) {
        if (each.content == nullptr || !same_path(each.content->path, change.path)) continue;
        if (each.parameters.contains(parameter.name)) {
          given.push_back(&each);
        } else if (!each.all_given) {
          takes_it = true;  // perhaps
        } else {
          // A stack that goes to another region than today's is new, and takes the default.
          bool is_there = true;
          for (const Deployment& before : deployments.today) {
            if (before.command == each.command) {
              is_there = before.region.text == each.region.text;
            }
          }
          if (each.keeps && is_there && subject.scripts[each.command->script].document < 0) {
            kept = &each;
          } else {
            takes_it = true;
          }
        }
      }
      if (takes_it) continue;
      const Location at = text.at(parameter.default_value->place);
      const Span span{at, static_cast<int>(parameter.default_value->text.size())};
      if (!given.empty() && kept == nullptr) {
        Finding& finding = findings.add(
            span,
            fmt::format("the default of {} is never used: whoever deploys {} gives the parameter "
                        "itself",
                        parameter.name, file_name(change.path)),
            fmt::format("change what {} gives", file_name(given[0]->command->span.at.file)));
        for (const Deployment* each : given) {
          finding.related.push_back({each->parameters.at(parameter.name).span, "it is given here"});
        }
      } else if (kept != nullptr) {
        Finding& finding = findings.add(
            span,
            fmt::format("a stack that is there keeps the {} that it has: 'aws cloudformation "
                        "deploy' gives it the old value again, so the new default does nothing",
                        parameter.name),
            fmt::format("give it: --parameter-overrides {}=...", parameter.name));
        finding.severity = Severity::warning;
        finding.related.push_back({kept->command->span, "this does not give it"});
      }
    }
  }
}

}  // namespace

extern const Rule template_default_ineffective{
    .id = "template-default-ineffective",
    .severity = Severity::error,
    .title = "a template's default is changed, and nothing uses it",
    .look = look};

}  // namespace godwit::check::rule
