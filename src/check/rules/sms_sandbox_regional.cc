// Messages are to be sent from another region, where the account is in the SMS sandbox (fact A9).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/mentions.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/statements.h"

namespace godwit::check::rule {
namespace {

bool knows_the_sandbox(const Subject& subject) {
  for (const Document& document : subject.documents) {
    const std::string text = to_lower(document.content.source.content());
    if (text.find("sandbox") != std::string::npos && text.find("sms") != std::string::npos) {
      return true;
    }
    if (text.find("server migration service") != std::string::npos) return true;  // the other SMS
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  const std::string& target = subject.migration.target.region;
  if (target.empty() || knows_the_sandbox(subject)) return;
  for (const Statement& statement : statements_of(subject)) {
    if (statement.before || statement.denies) continue;
    const std::size_t at = find_word(statement.words(), "SMS");
    if (at == std::string_view::npos || !statement.words().substr(at).starts_with("SMS")) continue;
    if (std::ranges::find(statement.about, target) == statement.about.end()) continue;
    const std::size_t begin = statement.begin + at;
    Finding& finding = findings.add(
        span_of(statement.text(), begin, begin + 3),
        fmt::format("text messages are sent from {}, where the account begins in the SMS sandbox: "
                    "only verified numbers get any, for about 1 USD a month",
                    target),
        fmt::format(
            "ask for the way out of the sandbox and for the spending limit in {} before the "
            "move (aws sns get-sms-sandbox-account-status --region {})",
            target, target));
    finding.basis = Basis{"the SMS sandbox", "2026-11",
                          "https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html"};
    return;
  }
}

}  // namespace

extern const Rule sms_sandbox_regional;
const Rule sms_sandbox_regional{
    .id = "sms-sandbox-regional",
    .severity = Severity::warning,
    .title = "text messages are sent from a new region, where the account is in the SMS sandbox",
    .look = look,
};

}  // namespace godwit::check::rule
