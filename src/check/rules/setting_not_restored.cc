// A way back that puts some of the consumers' settings back and forgets others.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "check/consumer_settings.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  const std::vector<ConsumerSetting> settings = consumer_settings_of(subject);
  const auto first = std::ranges::find_if(settings, &ConsumerSetting::way_back);
  if (first == settings.end()) return;
  std::set<std::string> restored;
  for (const ConsumerSetting& setting : settings) {
    if (setting.way_back) restored.insert(setting.keeper + " " + setting.name);
  }
  std::vector<std::string> names;
  std::vector<Related> related;
  for (const ConsumerSetting& setting : settings) {
    const std::string id = setting.keeper + " " + setting.name;
    if (setting.way_back || !restored.insert(id).second) continue;
    names.push_back(setting.name);
    related.push_back({setting.span, fmt::format("{} is changed here", setting.name)});
  }
  if (names.empty()) return;
  findings
      .add(first->span,
           fmt::format("the way back puts {} back and forgets {}, which the way forward changes: "
                       "those who read it go on calling the target",
                       first->name, join(names, ", ")),
           "restore every setting that the way forward changes, in the same place")
      .related = std::move(related);
}

}  // namespace

extern const Rule setting_not_restored;
const Rule setting_not_restored{.id = "setting-not-restored",
                                .severity = Severity::warning,
                                .title = "a way back forgets settings that the way forward changes",
                                .look = look};

}  // namespace godwit::check::rule
