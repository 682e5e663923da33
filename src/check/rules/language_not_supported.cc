// A service is said to know a language that it does not (facts A1, A2).
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string_view code_of(const std::string& language) {
  const auto found = std::ranges::find(catalog::languages(), language, &catalog::Language::name);
  return found == catalog::languages().end() ? std::string_view(language) : found->code;
}

std::string remedy_of(const std::string& service, const std::string& language) {
  if (service == "transcribemedical" && catalog::speaks("transcribe", code_of(language)) == true) {
    return fmt::format(
        "{} is for plain Transcribe, which knows it but has no medical vocabulary of its own",
        language);
  }
  if (service == "comprehendmedical") {
    return "translate to English first and check what comes of it, or do without";
  }
  return "take another service for this language, or leave it out";
}

void look(const Subject& subject, Findings& findings) {
  std::set<std::tuple<std::string, std::string, std::string, int>> told;
  for (const Mention& mention : service_mentions(subject)) {
    if (mention.denies || mention.before) continue;
    for (const std::string& language : mention.languages) {
      if (catalog::speaks(mention.name, code_of(language)) != false) continue;
      if (!told.insert({mention.span.at.file, mention.name, language, mention.span.at.line}).second)
        continue;
      const std::string_view known = catalog::languages_of(mention.name);
      const bool few = std::ranges::count(known, ' ') < 4;
      Finding& finding = findings.add(
          mention.span,
          few ? fmt::format("{} does not know {}: it knows {} only",
                            catalog::service_name(mention.name), language, known)
              : fmt::format("{} does not know {}", catalog::service_name(mention.name), language),
          remedy_of(mention.name, language));
      finding.basis = basis_of(catalog::Topic::languages);
    }
  }
}

}  // namespace

extern const Rule language_not_supported;
const Rule language_not_supported{
    .id = "language-not-supported",
    .severity = Severity::error,
    .title = "a service is said to know a language that it does not know",
    .look = look,
};

}  // namespace godwit::check::rule
