#include <boost/json.hpp>
#include <map>
#include <utility>

#include "aws/utf8.h"
#include "report/scan_report.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;
using check::Severity;

void add_if(object& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json[key] = text;
}

class Writer {
 public:
  explicit Writer(const ScanReport& report) : report_(report) {}

  object hit_json(std::size_t index) const {
    const repo::Hit& hit = report_.scan().hits[index];
    object json = place_json(hit.at, hit.length);
    json["text"] = hit.text;
    json["severity"] = to_string(report_.severity(index));
    json["what"] = to_string(hit.literal.what);
    json["use"] = to_string(hit.use);
    add_if(json, "role", hit.role);
    add_if(json, "region", hit.literal.region);
    add_if(json, "service", hit.literal.service);
    add_if(json, "account", hit.literal.account);
    if (hit.language != repo::Language::none) json["language"] = to_string(hit.language);
    add_if(json, "name", hit.name);
    add_if(json, "within", hit.within);
    add_if(json, "overridden_by", hit.overridden_by);
    if (!hit.depends.empty()) {
      array all;
      for (const repo::Dependency& dependency : hit.depends) {
        object one{{"kind", to_string(dependency.kind)}};
        if (!dependency.where.file.empty()) {
          const object place = place_json(dependency.where, 0);
          one.insert(place.begin(), place.end());
        }
        one["words"] = dependency.words;
        all.push_back(std::move(one));
      }
      json["depends"] = std::move(all);
    }
    add_if(json, "because", report_.because(index));
    return json;
  }

  object secret_json(const repo::FoundSecret& secret) const {
    object json = place_json(secret.at, secret.length);
    json["kind"] = secret.kind;
    if (secret.in_name) json["in_name"] = true;
    return json;
  }

  object totals() const {
    const repo::Scan& scan = report_.scan();
    std::map<std::string_view, std::int64_t> whats;
    std::map<std::string_view, std::int64_t> uses;
    std::map<std::string_view, std::int64_t> roles;
    for (const repo::Hit& hit : scan.hits) {
      ++whats[to_string(hit.literal.what)];
      ++uses[to_string(hit.use)];
      if (!hit.role.empty()) ++roles[hit.role];
    }
    return {{"files", scan.files},
            {"bytes", scan.bytes},
            {"binary", scan.binary},
            {"remembered", scan.remembered},
            {"hits", scan.hits.size()},
            {"secrets", scan.secrets.size()},
            {"excepted", report_.excepted()},
            {"errors", report_.count(Severity::error)},
            {"warnings", report_.count(Severity::warning)},
            {"notes", report_.count(Severity::note)},
            {"what", counts(whats)},
            {"use", counts(uses)},
            {"role", counts(roles)}};
  }

  array paths(const std::vector<std::string>& paths) const {
    array all;
    for (const std::string& path : paths) all.emplace_back(report_.path(path));
    return all;
  }

 private:
  static object counts(const std::map<std::string_view, std::int64_t>& counts) {
    object json;
    for (const auto& [name, count] : counts) json[name] = count;
    return json;
  }

  object place_json(const Location& at, int length) const {
    object json{{"file", report_.path(at.file)}, {"line", at.line}, {"column", at.column}};
    if (length > 0) json["length"] = length;
    return json;
  }

  const ScanReport& report_;
};

}  // namespace

std::string scan_json(const ScanReport& report) {
  const repo::Scan& scan = report.scan();
  const Writer writer(report);
  array hits;
  for (std::size_t i = 0; i < scan.hits.size(); ++i) hits.push_back(writer.hit_json(i));
  array secrets;
  for (const repo::FoundSecret& secret : scan.secrets) {
    secrets.push_back(writer.secret_json(secret));
  }
  const object left_out{{"large", writer.paths(scan.large)},
                        {"unreadable", writer.paths(scan.unreadable)}};
  return aws::as_utf8(boost::json::serialize(object{{"schema", "godwit.scan/1"},
                                                    {"passed", report.passed()},
                                                    {"fail_on", to_string(report.fail_on())},
                                                    {"totals", writer.totals()},
                                                    {"complete", scan.complete},
                                                    {"left_out", left_out},
                                                    {"hits", std::move(hits)},
                                                    {"secrets", std::move(secrets)}})) +
         "\n";
}

}  // namespace godwit::report
