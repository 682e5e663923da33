#include <boost/json.hpp>

#include "aws/utf8.h"
#include "report/check_report.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;
using check::Finding;
using check::Severity;

object place_json(const check::Span& span) {
  return {{"file", span.at.file},
          {"line", span.at.line},
          {"column", span.at.column},
          {"length", span.length}};
}

object finding_json(const Finding& finding) {
  object json{{"rule", finding.rule}, {"severity", to_string(finding.severity)}};
  const object place = place_json(finding.span);
  json.insert(place.begin(), place.end());
  json["message"] = finding.message;
  if (!finding.remedy.empty()) json["remedy"] = finding.remedy;
  if (!finding.related.empty()) {
    array all;
    for (const check::Related& related : finding.related) {
      object one = place_json(related.span);
      one["message"] = related.message;
      all.push_back(std::move(one));
    }
    json["related"] = std::move(all);
  }
  if (finding.basis) {
    json["basis"] = object{{"fact", finding.basis->fact},
                           {"as_of", finding.basis->as_of},
                           {"source", finding.basis->source}};
  }
  return json;
}

}  // namespace

std::string check_json(const CheckReport& report) {
  array findings;
  for (const Finding& finding : report.outcome.findings) findings.push_back(finding_json(finding));
  array allowed;
  for (const check::Allowed& one : report.outcome.allowed) {
    object json = finding_json(one.finding);
    json["because"] = one.because;
    json["by"] = place_json(one.by);
    allowed.push_back(std::move(json));
  }
  const object totals{{"errors", report.count(Severity::error)},
                      {"warnings", report.count(Severity::warning)},
                      {"notes", report.count(Severity::note)},
                      {"allowed", report.outcome.allowed.size()}};
  return aws::as_utf8(boost::json::serialize(
             object{{"schema", "godwit.check/1"},
                    {"passed", report.passed()},
                    {"fail_on", to_string(report.fail_on)},
                    {"today", format_time(report.today).substr(0, 10)},
                    {"files", array(report.files.begin(), report.files.end())},
                    {"totals", totals},
                    {"findings", std::move(findings)},
                    {"allowed", std::move(allowed)}})) +
         "\n";
}

}  // namespace godwit::report
