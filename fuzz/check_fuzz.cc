// Any bytes as a runbook, or as a file of a repository beside one: every rule looks, and what it
// finds can be said in each form. The first byte says which.
#include <boost/json.hpp>

#include "check/rule.h"
#include "fuzz/fuzz.h"
#include "report/check_report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 1) return 0;
  static const char* const names[] = {"a.md", "deploy.sh", "template.yaml", "config.json", ".env"};
  const std::string name = names[data[0] % 5];
  const std::string content(fuzz::text(data + 1, size - 1));
  std::vector<check::Input> inputs;
  const bool document = name == "a.md";
  if (!document) {
    inputs.push_back({"a.md",
                      "# Move from eu-west-1 to eu-central-1\n\n```bash\n./deploy.sh\n```\n",
                      check::Input::Kind::document});
  }
  inputs.push_back(
      {name, content, document ? check::Input::Kind::document : check::Input::Kind::repository});
  check::Subject subject = check::read_subject(std::move(inputs), nullptr, nullptr, {});
  subject.today = parse_time("2026-11-23");
  subject.has_repository = !document;
  const check::Texts texts(subject);
  report::CheckReport report{.files = {"a.md"}, .texts = &texts, .today = *subject.today};
  report.outcome = check::check(subject);
  for (const check::Finding& finding : report.outcome.findings) {
    fuzz::must(check::find_rule(finding.rule) != nullptr);
    fuzz::must(!finding.message.empty());
    fuzz::must(finding.span.at.line >= 0 && finding.span.length >= 0);
  }
  const std::string text = report::check_text(report, report::Terminal(true, "", "xterm", 80));
  fuzz::must(!text.empty());
  boost::json::error_code error;
  boost::json::parse(report::check_json(report), error);
  fuzz::must(!error);
  if (!report.outcome.findings.empty()) {
    boost::json::parse(report::check_sarif(report), error);
    fuzz::must(!error);
  }
  return 0;
}
