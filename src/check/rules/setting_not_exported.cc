// What the AWS CLI reads from its environment has to be there: a variable of the shell is not.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "check/rule.h"
#include "check/sessions.h"

namespace godwit::check::rule {
namespace {

bool is_read_by_cli(std::string_view name) {
  static constexpr std::string_view names[] = {
      "AWS_REGION",        "AWS_DEFAULT_REGION",    "AWS_PROFILE",       "AWS_DEFAULT_PROFILE",
      "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"};
  return std::ranges::find(names, name) != std::end(names);
}

// Would a command do something else if it saw the variable?
bool depends_on(const Command& command, std::string_view name) {
  if (!command.aws) return false;
  if (std::ranges::any_of(command.environment,
                          [&](const auto& each) { return each.first == name; })) {
    return false;
  }
  if (name.ends_with("REGION")) {
    static constexpr std::string_view anywhere[] = {
        "iam", "sts", "route53", "cloudfront", "organizations", "s3", "configure", "support"};
    return command.option("region") == nullptr &&
           std::ranges::find(anywhere, command.aws->service) == std::end(anywhere);
  }
  if (name.ends_with("PROFILE")) return command.option("profile") == nullptr;
  if (name.ends_with("URL")) return command.option("endpoint-url") == nullptr;
  return true;
}

void look(const Subject& subject, Findings& findings) {
  const auto owner = [&](std::size_t script) {
    const Script& of = subject.scripts[script];
    return is_typed(of) ? static_cast<std::size_t>(of.document) : subject.documents.size() + script;
  };
  std::set<std::pair<std::size_t, std::string_view>> used;
  for (const Use& use : subject.uses) used.emplace(owner(use.script), use.name);
  // A block that runs nothing, and sets what no command uses: a program's environment is shown, not
  // the shell's.
  std::set<std::size_t> shown;
  for (const Setting& setting : subject.settings) {
    const Script& script = subject.scripts[setting.script];
    if (script.document >= 0 && script.commands.empty() && !setting.exported &&
        !is_read_by_cli(setting.name) && !used.contains({owner(setting.script), setting.name})) {
      shown.insert(setting.script);
    }
  }
  for (const Setting& setting : subject.settings) {
    // Where it is exported once, the shell keeps it so.
    if (setting.exported) used.emplace(owner(setting.script), setting.name);
  }
  for (const Setting& setting : subject.settings) {
    const std::size_t of = owner(setting.script);
    if (setting.environment_file || shown.contains(setting.script) ||
        !is_read_by_cli(setting.name)) {
      continue;
    }
    if (!used.emplace(of, setting.name).second) continue;  // and once is enough
    if (subject.scripts[setting.script].sources_unknown) continue;
    const Command* command = nullptr;
    for (std::size_t index = setting.command; index < subject.commands.size() && command == nullptr;
         ++index) {
      const Command& each = subject.commands[index];
      // Those of a file follow each other.
      if (of >= subject.documents.size() && each.script != setting.script) break;
      if (owner(each.script) == of && depends_on(each, setting.name)) command = &each;
    }
    if (command == nullptr) continue;
    Finding& finding = findings.add(
        setting.span,
        fmt::format("{} is a variable of the shell alone: the AWS CLI does not see it, and uses "
                    "what its own configuration says",
                    setting.name),
        fmt::format("export {}=..., or give the option with each command", setting.name));
    finding.related.push_back({command->span, "this command would have needed it"});
  }
}

}  // namespace

extern const Rule setting_not_exported;
const Rule setting_not_exported{.id = "setting-not-exported",
                                .severity = Severity::warning,
                                .title = "a setting of the AWS CLI is not exported",
                                .look = look};

}  // namespace godwit::check::rule
