#include <boost/json.hpp>
#include <map>

#include "base/text.h"
#include "check/pages.h"
#include "check/rule.h"
#include "report/check_report.h"
#include "report/sarif.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;
using check::Finding;

object location_json(const check::Span& span) { return sarif_location(span.at, span.length); }

class Results {
 public:
  Results(const CheckReport& report, const std::map<std::string, std::size_t>& indices)
      : report_(report), indices_(indices) {}

  object result(const Finding& finding) {
    std::string message = finding.message;
    if (!finding.remedy.empty()) message += ". Remedy: " + finding.remedy;
    object json{{"ruleId", finding.rule},
                {"level", to_string(finding.severity)},
                {"message", sarif_text(message)},
                {"locations", array{location_json(finding.span)}},
                {"partialFingerprints", object{{"godwit/v1", fingerprint(finding)}}}};
    if (const auto index = indices_.find(finding.rule); index != indices_.end()) {
      json["ruleIndex"] = index->second;
    }
    if (!finding.related.empty()) {
      array all;
      for (const check::Related& related : finding.related) {
        object one = location_json(related.span);
        one["id"] = all.size();
        one["message"] = sarif_text(related.message);
        all.push_back(std::move(one));
      }
      json["relatedLocations"] = std::move(all);
    }
    if (finding.basis) {
      json["properties"] = object{{"fact", finding.basis->fact},
                                  {"asOf", finding.basis->as_of},
                                  {"source", finding.basis->source}};
    }
    return json;
  }

  object allowed(const check::Allowed& allowed) {
    object json = result(allowed.finding);
    // A comment of the document itself, or the plan beside it.
    const bool inside = allowed.by.at.file == allowed.finding.span.at.file;
    json["suppressions"] = array{object{{"kind", inside ? "inSource" : "external"},
                                        {"justification", allowed.because},
                                        {"location", location_json(allowed.by)}}};
    return json;
  }

 private:
  // The same while lines are added above it. The second finding of a rule in lines of the same text
  // is another one.
  std::string fingerprint(const Finding& finding) {
    const std::string_view line =
        report_.texts == nullptr ? std::string_view() : trim(report_.texts->line(finding.span.at));
    const std::string same = finding.rule + '\n' + finding.span.at.file + '\n' + std::string(line);
    return fingerprints_.of(same);
  }

  const CheckReport& report_;
  const std::map<std::string, std::size_t>& indices_;
  Fingerprints fingerprints_;
};

object rule_json(const check::Rule& rule) {
  object json{{"id", rule.id},
              {"shortDescription", sarif_text(rule.title)},
              {"defaultConfiguration", object{{"level", to_string(rule.severity)}}}};
  if (const std::string_view page = check::page_of(rule.id); !page.empty()) {
    json["help"] = object{{"text", page}, {"markdown", page}};
  }
  return json;
}

}  // namespace

std::string check_sarif(const CheckReport& report) {
  array rules;
  std::map<std::string, std::size_t> indices;
  for (const check::Rule* rule : check::rules()) {
    indices[std::string(rule->id)] = rules.size();
    rules.push_back(rule_json(*rule));
  }
  Results results(report, indices);
  array all;
  for (const Finding& finding : report.outcome.findings) all.push_back(results.result(finding));
  for (const check::Allowed& one : report.outcome.allowed) all.push_back(results.allowed(one));
  array artifacts;
  for (const std::string& file : report.files) {
    artifacts.push_back(object{{"location", object{{"uri", uri_of(file)}}}});
  }
  return sarif_log(std::move(rules), std::move(artifacts), std::move(all));
}

}  // namespace godwit::report
