// Fact E6: Firebase's functions.config() and the service behind it come to an end.
// https://firebase.google.com/docs/functions/config-env#migrate-config
#include <algorithm>

#include "check/deeds.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void tell(const Span& span, Findings& findings) {
  Finding& finding = findings.add(
      span,
      "functions.config is deprecated: current tools of Firebase refuse functions:config:* unless "
      "it "
      "is switched on again, and the service behind it ends in March 2027",
      "use parameters (defineString, defineSecret) and firebase functions:secrets:set");
  finding.basis = {"end of functions.config", "2026-11",
                   "Firebase's guide, Configure your environment"};
}

bool is_script(std::string_view path) {
  return path.ends_with(".js") || path.ends_with(".ts") || path.ends_with(".mjs") ||
         path.ends_with(".cjs");
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    const auto words = program_words(command);
    if (words.size() < 2 || words[0]->value.text != "firebase") continue;
    // functions:config:export is the way out of it.
    const std::string& verb = words[1]->value.text;
    if (verb.starts_with("functions:config:") && verb != "functions:config:export") {
      tell(words[1]->span, findings);
    }
  }
  for (const ShownFile& file : subject.files) {
    if (!is_script(file.path)) continue;
    constexpr std::string_view call = "functions.config()";
    const std::size_t at = file.text.content().find(call);
    if (at != std::string::npos) tell(span_of(file.text, at, at + call.size()), findings);
  }
}

}  // namespace

extern const Rule config_service_ends;
const Rule config_service_ends{.id = "config-service-ends",
                               .severity = Severity::warning,
                               .title = "a configuration service is used that comes to an end",
                               .look = look};

}  // namespace godwit::check::rule
