// Fact C2: without a default, whoever is in none of the places gets no answer.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
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
    return index < text.size() && is_letter_or_digit(text[index]);
  };
  return (at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size());
}

struct Mention {
  std::string_view country;  // as people call it
  Span span;
};

// Countries that a document speaks of, each once, in order: in capitals as names are.
std::vector<Mention> countries_of(const std::vector<Passage>& passages, int document) {
  std::map<std::string_view, std::vector<std::string_view>> by_first_word;
  constexpr std::size_t least_letters = 4;
  for (const std::string_view name : country_names()) {
    if (name.size() >= least_letters) by_first_word[name.substr(0, name.find(' '))].push_back(name);
  }
  std::vector<Mention> found;
  std::set<std::string_view> seen;
  for (const Passage& passage : passages) {
    // Where a region is, is no place of users.
    if (passage.document != document || !regions_in(passage.plain).empty()) continue;
    const std::string_view text = passage.plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!is_upper(text[at])) continue;
      std::size_t end = at;
      while (end < text.size() && is_letter(text[end])) ++end;
      const auto names = by_first_word.find(text.substr(at, end - at));
      if (names != by_first_word.end()) {
        for (const std::string_view name : names->second) {
          if (!text.substr(at).starts_with(name) || !is_word_at(text, name, at)) continue;
          if (seen.insert(country_named(name)).second)
            found.push_back({name, span_in(passage, name)});
        }
      }
      at = std::max(at, end - 1);
    }
  }
  return found;
}

// One that is in no list.
const Mention* unlisted(const std::vector<Mention>& mentions, const DescribedRouting& routing) {
  std::set<std::string_view> listed;
  for (const std::string& name : routing.countries) listed.insert(country_named(name));
  const auto found = std::ranges::find_if(mentions, [&](const Mention& mention) {
    return !listed.contains(country_named(mention.country));
  });
  return found != mentions.end() ? &*found : nullptr;
}

void look(const Subject& subject, Findings& findings) {
  look_at_batches(judge(subject), findings);
  std::vector<Passage> passages;
  std::map<int, std::vector<Mention>> mentions;  // by document
  for (const DescribedRouting& routing : described_routings(subject)) {
    if (routing.has_default) continue;
    if (passages.empty()) passages = passages_of(subject);
    const auto [of_document, is_new] = mentions.try_emplace(routing.document);
    if (is_new) of_document->second = countries_of(passages, routing.document);
    const Mention* example = unlisted(of_document->second, routing);
    Finding& finding = findings.add(
        routing.span,
        fmt::format("{} countries are listed and no default: {}whoever cannot be located get no "
                    "answer at all",
                    routing.countries.size(),
                    example != nullptr ? fmt::format("{} (line {}), every other country and ",
                                                     example->country, example->span.at.line)
                                       : "every other country and "),
        "add a default location, which answers everybody else");
    if (example != nullptr) {
      finding.related.push_back({example->span, "named here, and in no list"});
    }
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
