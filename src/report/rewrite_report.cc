#include "report/rewrite_report.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "aws/utf8.h"
#include "base/counted.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;

std::string place(const Location& at) {
  return fmt::format("{}:{}:{}", at.file, at.line, at.column);
}

std::string listed(const std::vector<repo::Work>& work, const Terminal& terminal) {
  std::string text;
  for (const repo::Work& one : work) {
    text += fmt::format("  {}{}\n", terminal.styled(Style::bold, place(one.hit.at)),
                        one.hit.text.empty() ? "" : "  " + one.hit.text);
    text += fmt::format("      {}{}\n", one.reason,
                        one.rule.empty() ? "" : fmt::format(" (rule {})", one.rule));
  }
  return text;
}

std::size_t edits_of(const repo::Proposal& proposal) {
  std::size_t count = 0;
  for (const repo::FileChange& change : proposal.changes) count += change.edits.size();
  return count;
}

std::string outcome(const RewriteReport& report) {
  if (report.applied != nullptr) {
    const std::size_t changed = report.applied->changed.size();
    const std::size_t already = report.applied->already.size();
    std::string text = report.reverted
                           ? fmt::format("put back {} as they were", counted(changed, "file"))
                           : fmt::format("changed {}", counted(changed, "file"));
    if (already > 0) text += fmt::format("; {} already", counted(already, "file"));
    if (!report.reverted && changed + already > 0) {
      text += fmt::format("\nthe journal {} takes it back: --revert", report.journal);
    }
    return text + '\n';
  }
  if (report.proposal == nullptr || report.proposal->changes.empty()) return "nothing to change\n";
  return fmt::format("{} in {} would change: --apply writes them\n",
                     counted(edits_of(*report.proposal), "place"),
                     counted(report.proposal->changes.size(), "file"));
}

object place_json(const Location& at) {
  return {{"file", aws::as_utf8(at.file)}, {"line", at.line}, {"column", at.column}};
}

object hit_json(const repo::Hit& hit) {
  object json = place_json(hit.at);
  json["length"] = hit.length;
  if (!hit.text.empty()) {
    json["text"] = aws::as_utf8(hit.text);
    json["what"] = to_string(hit.literal.what);
  }
  json["use"] = to_string(hit.use);
  if (!hit.name.empty()) json["name"] = aws::as_utf8(hit.name);
  return json;
}

array texts(const std::vector<std::string>& list) {
  array json;
  for (const std::string& text : list) json.push_back(boost::json::string(aws::as_utf8(text)));
  return json;
}

}  // namespace

std::string rewrite_text(const RewriteReport& report, const Terminal& terminal) {
  std::string text;
  if (const repo::Proposal* proposal = report.proposal) {
    if (!proposal->work.empty()) {
      text += fmt::format("left to a person: {}\n", counted(proposal->work.size(), "place"));
      text += listed(proposal->work, terminal);
    }
    for (const std::string& note : proposal->notes) text += "note: " + note + '\n';
    // Where all is changed already, what was to be replaced is gone.
    for (const Location& unused : proposal->unused) {
      if (proposal->changes.empty()) break;
      text += fmt::format("note: {} is about nothing in the tree\n", to_string(unused));
    }
    if (!proposal->complete) {
      text += "not all files were looked at: some are too large, or cannot be read\n";
    }
    if (!proposal->excepted.empty()) {
      text += fmt::format("{} as the plan's exceptions say: left as {}\n",
                          counted(proposal->excepted.size(), "place"),
                          proposal->excepted.size() == 1 ? "it is" : "they are");
    }
  }
  return text + outcome(report);
}

std::string rewrite_json(const RewriteReport& report) {
  object json{{"schema", "godwit.rewrite/1"}, {"passed", report.passed()}};
  if (const repo::Proposal* proposal = report.proposal) {
    json["complete"] = proposal->complete;
    array changes;
    for (const repo::FileChange& change : proposal->changes) {
      array edits;
      for (const repo::Edit& edit : change.edits) {
        edits.push_back(object{{"at", edit.begin},
                               {"before", aws::as_utf8(edit.before)},
                               {"after", aws::as_utf8(edit.after)},
                               {"rule", edit.rule}});
      }
      changes.push_back(object{{"file", aws::as_utf8(change.path)},
                               {"before", change.digest_before},
                               {"after", change.digest_after},
                               {"edits", std::move(edits)}});
    }
    json["changes"] = std::move(changes);
    array work;
    for (const repo::Work& one : proposal->work) {
      object item = hit_json(one.hit);
      if (!one.rule.empty()) item["rule"] = one.rule;
      item["reason"] = one.reason;
      work.push_back(std::move(item));
    }
    json["work"] = std::move(work);
    array excepted;
    for (const repo::Hit& hit : proposal->excepted) excepted.push_back(hit_json(hit));
    json["excepted"] = std::move(excepted);
    json["notes"] = texts(proposal->notes);
    array unused;
    for (const Location& where : proposal->unused) unused.push_back(place_json(where));
    json["unused"] = std::move(unused);
  }
  if (report.applied != nullptr) {
    json[report.reverted ? "reverted" : "applied"] =
        object{{"changed", texts(report.applied->changed)},
               {"already", texts(report.applied->already)},
               {"journal", report.journal}};
  }
  return boost::json::serialize(json) + '\n';
}

}  // namespace godwit::report
