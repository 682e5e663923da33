// Fact E5: a secret that nobody can read back is overwritten, and its value was saved nowhere.
// https://supabase.com/docs/reference/api/v1-list-all-secrets
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "check/consumer_settings.h"
#include "check/loose_json.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_value(const ConsumerSetting& setting) {
  const std::string& text = setting.value.text;
  return setting.value.known && !text.empty() && !is_placeholder(text) &&
         text.find("OLD_") == std::string::npos;
}

bool told_in_words(const Subject& subject) {
  constexpr std::array<std::string_view, 8> saves = {
      "save", "export", "record", "note", "write down", "back up", "keep", "inventory"};
  constexpr std::array<std::string_view, 4> what = {"secret", "current value", "old value",
                                                    "environment variable"};
  return std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    return passage.kind != Passage::Kind::cell && has_any_beginning(passage.plain, saves) &&
           has_any_beginning(passage.plain, what);
  });
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<ConsumerSetting> settings = consumer_settings_of(subject);
  std::set<std::string> back;     // keepers that a way back sets something of
  std::set<std::string> known;    // names with a value that is written down for the way back
  std::set<std::string> unknown;  // names that a way back sets to what it does not say
  for (const ConsumerSetting& setting : settings) {
    if (!setting.way_back) continue;
    back.insert(setting.keeper);
    (is_value(setting) ? known : unknown).insert(setting.keeper + " " + setting.name);
  }
  if (back.empty() || told_in_words(subject)) return;
  std::vector<const ConsumerSetting*> lost;
  std::set<std::string> seen;
  for (const ConsumerSetting& setting : settings) {
    const std::string id = setting.keeper + " " + setting.name;
    if (setting.way_back || !setting.write_only || !back.contains(setting.keeper)) continue;
    if (known.contains(id) || !seen.insert(id).second) continue;
    // A way back by a variable: whether that is set is another rule's question.
    const bool by_variable = std::ranges::any_of(settings, [&](const ConsumerSetting& other) {
      return other.way_back && other.keeper == setting.keeper && other.name == setting.name &&
             other.value.text.contains('$');
    });
    if (!by_variable) lost.push_back(&setting);
  }
  if (lost.empty()) return;
  std::vector<std::string> names;
  for (const ConsumerSetting* setting : lost) names.push_back(setting->name);
  const ConsumerSetting& first = *lost.front();
  Finding& finding = findings.add(
      first.span,
      fmt::format("{} shows digests or names of secrets, never values: once this has run, what {} "
                  "had before is known nowhere, and the way back needs it",
                  first.keeper, join(names, ", ")),
      "save the old values first, where they are safe (Secrets Manager), and verify by digest");
  for (std::size_t i = 1; i < lost.size(); ++i)
    finding.related.push_back({lost[i]->span, "and this"});
  for (const ConsumerSetting& setting : settings) {
    if (setting.way_back && unknown.contains(setting.keeper + " " + setting.name)) {
      finding.related.push_back({setting.span, "needed here"});
    }
  }
}

}  // namespace

extern const Rule secrets_not_saved;
const Rule secrets_not_saved{
    .id = "secrets-not-saved",
    .severity = Severity::error,
    .title = "a secret is overwritten that the way back needs, and nobody can read",
    .look = look};

}  // namespace godwit::check::rule
