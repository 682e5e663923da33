// Fact F4: clients learn the target's addresses only after the cutover.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "check/consumer_settings.h"
#include "check/cutovers.h"
#include "check/day_ranges.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

int document_of(const Subject& subject, std::size_t command) {
  return subject.scripts[subject.commands[command].script].document;
}

std::optional<DayRange> days_at(const Subject& subject, std::size_t command) {
  const Script& script = subject.scripts[subject.commands[command].script];
  if (script.document < 0 || script.code < 0) return std::nullopt;
  const markdown::Document& document =
      subject.documents[static_cast<std::size_t>(script.document)].content;
  const std::vector<SectionDays> days = days_of_sections(document);
  int section = document.code[static_cast<std::size_t>(script.code)].section;
  while (section >= 0) {
    if (days[static_cast<std::size_t>(section)].days) {
      return days[static_cast<std::size_t>(section)].days;
    }
    section = document.sections[static_cast<std::size_t>(section)].parent;
  }
  return std::nullopt;
}

// An address, and nothing that only says how a client behaves.
bool is_address(const ConsumerSetting& setting) {
  return has_beginning(setting.name, "url") || setting.name.find("URL") != std::string::npos ||
         has_beginning(setting.name, "endpoint") ||
         setting.name.find("ENDPOINT") != std::string::npos ||
         setting.name.find("endpoint") != std::string::npos ||
         setting.name.find("HOST") != std::string::npos ||
         setting.value.text.find("://") != std::string::npos;
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Cutover> cutovers = cutovers_of(subject);
  if (cutovers.empty()) return;
  const std::vector<ConsumerSetting> settings = consumer_settings_of(subject);
  std::vector<int> seen;
  for (const Cutover& cutover : cutovers) {
    const int document = document_of(subject, cutover.command);
    if (document < 0 || std::ranges::find(seen, document) != seen.end()) continue;
    seen.push_back(document);
    const auto moved = days_at(subject, cutover.command);
    std::vector<const ConsumerSetting*> late;
    std::optional<DayRange> first;
    for (const ConsumerSetting& setting : settings) {
      if (setting.way_back || !is_address(setting) || setting.command < cutover.command ||
          document_of(subject, setting.command) != document) {
        continue;
      }
      const bool before = std::ranges::any_of(settings, [&](const ConsumerSetting& other) {
        return !other.way_back && other.command < cutover.command && other.name == setting.name &&
               other.keeper == setting.keeper;
      });
      const auto days = days_at(subject, setting.command);
      // Within the same days they may go together.
      if (before || (moved && days && days->first <= moved->last)) continue;
      if (days && (!first || days->first < first->first)) first = days;
      late.push_back(&setting);
    }
    if (late.empty()) continue;
    std::string message = fmt::format(
        "this sends users to the target, and {} of {} has the target's address only later",
        late.front()->name, late.front()->keeper);
    if (moved && first)
      message += fmt::format(", on day {} instead of {}", first->first, moved->last);
    message += ": until then clients go to the source as before";
    Finding& finding =
        findings.add(cutover.span, std::move(message),
                     "give clients stable names that still answer from the source first, and move "
                     "the names last");
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < late.size() && i < most; ++i) {
      finding.related.push_back({late[i]->span, "set after the cutover"});
    }
  }
}

}  // namespace

extern const Rule cutover_before_clients;
const Rule cutover_before_clients{.id = "cutover-before-clients",
                                  .severity = Severity::warning,
                                  .title = "clients are told of the target after the cutover",
                                  .look = look};

}  // namespace godwit::check::rule
