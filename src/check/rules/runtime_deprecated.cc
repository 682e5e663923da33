// A function is made with a runtime that Lambda has deprecated (fact A8).
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  const std::string today = day_of(subject);
  std::set<std::tuple<std::string, std::string, int>> told;  // once for each line
  for (const Mention& mention : runtime_mentions(subject)) {
    if (mention.before || mention.denies) continue;
    const catalog::Runtime* runtime = catalog::find_runtime(mention.name);
    if (runtime == nullptr || runtime->deprecated.empty() || runtime->deprecated > today) continue;
    const Location& at = mention.span.at;
    if (!told.insert({mention.name, at.file, at.line}).second) continue;
    const bool blocked = !runtime->create_blocked.empty() && runtime->create_blocked <= today;
    std::string message =
        fmt::format("{} is deprecated since {}", runtime->id, runtime->deprecated);
    if (blocked) {
      message +=
          fmt::format("; since {} no function can be created with it", runtime->create_blocked);
    } else if (!runtime->create_blocked.empty()) {
      message += fmt::format(
          ": it gets no security fixes, and from {} on no function can be created with it",
          runtime->create_blocked);
    }
    Finding& finding = findings.add(
        mention.span, std::move(message),
        runtime->successor.empty()
            ? std::string("take one that is supported")
            : fmt::format("move to {} before functions are made with it", runtime->successor));
    finding.severity = blocked ? Severity::error : Severity::warning;
    finding.basis = basis_of(catalog::Topic::runtimes);
  }
}

}  // namespace

extern const Rule runtime_deprecated;
const Rule runtime_deprecated{
    .id = "runtime-deprecated",
    .severity = Severity::warning,
    .title = "a function is made with a runtime that Lambda has deprecated",
    .look = look,
};

}  // namespace godwit::check::rule
