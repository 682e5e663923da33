// Chime SDK meetings are made where no control region is, or recorded where nothing records (fact
// A4).
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "base/text.h"
#include "check/mentions.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/statements.h"

namespace godwit::check::rule {
namespace {

// Does the document record meetings at all?
bool records_meetings(const Subject& subject, int document) {
  if (document < 0) return false;
  const std::string_view text =
      subject.documents[static_cast<std::size_t>(document)].content.source.content();
  for (const std::string_view words :
       {"media capture", "MediaCapture", "media-capture", "media pipeline", "meeting recording",
        "meeting-recording", "ChimeRecording", "record meetings", "recorded meetings",
        "Meeting recording"}) {
    if (text.find(words) != std::string_view::npos) return true;
  }
  return false;
}

// Media regions are where meetings are held, not where they are made.
bool is_about_media(const Mention& mention) {
  return has_word(mention.context, "media") && !has_word(mention.context, "control");
}

void look(const Subject& subject, Findings& findings) {
  std::set<std::tuple<int, std::string, Mention::Where>> told;
  std::set<std::tuple<int, std::string, Mention::Where>> told_of_pipelines;
  for (const Mention& mention : service_mentions(subject)) {
    if (mention.denies || mention.before) continue;
    const bool meetings = mention.name == "meetings-chime";
    if (!meetings && mention.name != "media-pipelines-chime") continue;
    for (const std::string& region : mention.regions) {
      if (meetings && is_offered(subject, mention.name, region) == false) {
        if (is_about_media(mention)) continue;
        if (!told.insert({mention.document, region, mention.where}).second) continue;
        Finding& finding = findings.add(
            mention.span,
            fmt::format(
                "{} is no control region of Chime SDK: no meeting can be created, joined or "
                "ended there",
                region),
            fmt::format(
                "create meetings through a control region ({}); their media may still be in {}",
                some_regions(catalog::regions_of(mention.name), region), region));
        finding.basis = basis_of(subject, mention.name);
        continue;
      }
      const bool records = !meetings || records_meetings(subject, mention.document);
      if (!records || is_offered(subject, "media-pipelines-chime", region) != false) continue;
      if (!told_of_pipelines.insert({mention.document, region, mention.where}).second) continue;
      Finding& finding = findings.add(
          mention.span,
          fmt::format("Chime SDK has no media pipelines in {}: meetings that are made through it "
                      "cannot be recorded",
                      region),
          fmt::format("make meetings that are recorded through a region that has both ({})",
                      some_regions(catalog::regions_of("media-pipelines-chime"), region)));
      finding.severity = meetings ? Severity::warning : Severity::error;
      finding.basis = basis_of(subject, mention.name);
    }
  }
}

}  // namespace

extern const Rule control_region_missing;
const Rule control_region_missing{
    .id = "control-region-missing",
    .severity = Severity::error,
    .title = "Chime SDK meetings are made in a region that cannot make or record them",
    .look = look,
};

}  // namespace godwit::check::rule
