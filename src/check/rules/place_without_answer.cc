// Fact C2: without a default, whoever is in none of the places gets no answer.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "check/countries.h"
#include "check/described_routing.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_default(const traffic::RecordSet& record) {
  return (record.geolocation && record.geolocation->country == "*") ||
         (record.cidr && record.cidr->location == "*");
}

bool has_default(const std::vector<JudgedBatch>& all, int flow, const std::string& name) {
  return std::ranges::any_of(all, [&](const JudgedBatch& judged) {
    return judged.batch.flow == flow &&
           std::ranges::any_of(judged.batch.batch.changes, [&](const traffic::Change& change) {
             return change.record.name == name && is_default(change.record);
           });
  });
}

void look_at_batches(const std::vector<JudgedBatch>& all, Findings& findings) {
  std::vector<std::string> told;
  for (const JudgedBatch& judged : all) {
    for (const traffic::Finding& each : judged.effect.findings) {
      const RecordChange* change = change_of(judged, each);
      if (each.id != "place-without-answer" || change == nullptr) continue;
      const std::string name = traffic::canonical_name(change->fields.at("Name").text);
      // One record may join others that nobody shows.
      if (!judged.from_account && (each.records.size() < 2 || judged.batch.abbreviated)) continue;
      if (has_default(all, judged.batch.flow, name)) continue;
      if (std::ranges::find(told, name) != told.end()) continue;
      told.push_back(name);
      constexpr const char* remedy =
          "add a record for the default location (CountryCode \"*\"), which answers everybody else";
      if (!each.places.empty()) {
        tell(judged, each, "Name", remedy, findings);
        continue;
      }
      findings.add(change->at("Name"),
                   fmt::format("{} has records for {} places and no default: who is in none of "
                               "them, or cannot be located, gets no answer at all",
                               name, each.records.size()),
                   remedy);
    }
  }
}

bool is_word_at(std::string_view text, std::string_view word, std::size_t at) {
  const auto is_letter = [&](std::size_t index) {
    return index < text.size() && std::isalnum(static_cast<unsigned char>(text[index])) != 0;
  };
  return (at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size());
}

// A country that the document speaks of elsewhere and does not list: in capitals as names are.
std::optional<Related> unlisted_country(const std::vector<Passage>& passages,
                                        const DescribedRouting& routing) {
  std::vector<std::string_view> listed;
  for (const std::string& name : routing.countries) listed.push_back(country_named(name));
  constexpr std::size_t least_letters = 4;
  for (const Passage& passage : passages) {
    if (passage.document != routing.document) continue;
    for (const std::string_view name : country_names()) {
      if (name.size() < least_letters) continue;
      if (std::ranges::find(listed, country_named(name)) != listed.end()) continue;
      const std::size_t at = passage.plain.find(name);
      if (at == std::string::npos || !is_word_at(passage.plain, name, at)) continue;
      // Where a region is, is no place of users.
      if (!regions_in(passage.plain).empty()) continue;
      return Related{span_in(passage, name), std::string(name)};
    }
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  look_at_batches(judge(subject), findings);
  std::vector<Passage> passages;
  for (const DescribedRouting& routing : described_routings(subject)) {
    if (routing.has_default) continue;
    if (passages.empty()) passages = passages_of(subject);
    auto example = unlisted_country(passages, routing);
    Finding& finding = findings.add(
        routing.span,
        fmt::format("{} countries are listed and no default: {}whoever cannot be located get no "
                    "answer at all",
                    routing.countries.size(),
                    example ? fmt::format("{} (line {}), every other country and ",
                                          example->message, example->span.at.line)
                            : "every other country and "),
        "add a default location, which answers everybody else");
    finding.severity = Severity::warning;
    if (!example) continue;
    example->message = "named here, and in no list";
    finding.related.push_back(*std::move(example));
  }
}

}  // namespace

extern const Rule place_without_answer;
const Rule place_without_answer{
    .id = "place-without-answer",
    .severity = Severity::warning,
    .title = "geolocation or IP-based routing has no default: some get no answer",
    .look = look};

}  // namespace godwit::check::rule
