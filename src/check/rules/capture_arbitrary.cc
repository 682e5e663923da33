// Fact D12: the first element of a list that has no order is any of them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "awscli/global_options.h"
#include "check/queries.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Name {
  std::string_view service;
  std::string_view operation;
};
// Lists that have one element, or whose elements are as good as each other.
constexpr auto harmless = std::to_array<Name>({
    {"configservice", "describe-configuration-recorders"},
    {"configservice", "describe-delivery-channels"},
    {"ec2", "describe-account-attributes"},
    {"ec2", "describe-availability-zones"},
    {"ec2", "describe-regions"},
    {"guardduty", "list-detectors"},
    {"iam", "list-account-aliases"},
    {"mediaconvert", "describe-endpoints"},
    {"organizations", "list-roots"},
    {"sso-admin", "list-instances"},
});

bool is_harmless(const awscli::Invocation& asked) {
  return std::ranges::any_of(harmless, [&](const Name& each) {
    return each.service == asked.service && each.operation == asked.operation;
  });
}

// Nothing says which of them are meant.
bool asks_for_all(const awscli::Invocation& asked) {
  return std::ranges::all_of(asked.options, [](const awscli::Option& option) {
    return awscli::find_global_option(option.name) != nullptr || option.name == "max-items" ||
           option.name == "max-results" || option.name == "page-size";
  });
}

// The last command before it that makes such a thing: its answer says which.
const Command* maker(const Subject& subject, const Command& command) {
  const Command* found = nullptr;
  for (const Command& other : subject.commands) {
    if (other.index >= command.index) break;
    if (other.aws && other.aws->service == command.aws->service &&
        other.aws->operation.starts_with("create-") && other.sets.empty()) {
      const std::string made = other.aws->operation.substr(7);
      if (command.aws->operation.find(made) != std::string::npos) found = &other;
    }
  }
  return found;
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (!command.aws || (command.sets.empty() && command.inside < 0) || command.piped_away)
      continue;
    const std::string& operation = command.aws->operation;
    if (!operation.starts_with("list-") && !operation.starts_with("describe-")) continue;
    if (!asks_for_all(*command.aws) || is_harmless(*command.aws)) continue;
    const auto query = query_of(command);
    const std::string list = query ? list_picked_from(*query) : "";
    if (list.empty()) continue;
    const Command* made_by = maker(subject, command);
    Finding& finding = findings.add(
        command.option("query")->span,
        fmt::format("{} {} answers in no order that is promised: one of {} by its number is any "
                    "that the account has there",
                    command.aws->service, operation, list),
        made_by != nullptr
            ? fmt::format("capture what {} answers", made_by->aws->operation)
            : "pick it by what it is: an option or a filter that names it, an alias, a tag");
    if (made_by != nullptr) finding.related.push_back({made_by->span, "its answer says which"});
  }
}

}  // namespace

extern const Rule capture_arbitrary;
const Rule capture_arbitrary = {
    .id = "capture-arbitrary",
    .severity = Severity::error,
    .title = "the first of a list without an order is taken for a certain one",
    .look = look,
};

}  // namespace godwit::check::rule
