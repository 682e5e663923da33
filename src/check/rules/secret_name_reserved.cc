// Fact E5: names of Supabase's secrets may not begin with SUPABASE_.
// https://supabase.com/docs/guides/functions/secrets
#include <fmt/format.h>

#include "check/consumer_settings.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Reserved {
  std::string_view keeper;
  std::string_view prefix;
};
// https://docs.github.com/en/actions/reference/security/secrets
constexpr Reserved reserved[] = {{"Supabase", "SUPABASE_"}, {"GitHub", "GITHUB_"}};

void look(const Subject& subject, Findings& findings) {
  for (const ConsumerSetting& setting : consumer_settings_of(subject)) {
    for (const Reserved& each : reserved) {
      if (setting.keeper != each.keeper || !setting.name.starts_with(each.prefix)) continue;
      findings.add(setting.span,
                   fmt::format("{} refuses or skips {}: names that begin with {} are its own",
                               each.keeper, setting.name, each.prefix),
                   "choose another name, and have the function read that");
    }
  }
}

}  // namespace

extern const Rule secret_name_reserved;
const Rule secret_name_reserved{.id = "secret-name-reserved",
                                .severity = Severity::error,
                                .title = "a secret has a name that is reserved",
                                .look = look};

}  // namespace godwit::check::rule
