#include <array>
#include <map>
#include <utility>

#include "report/sarif.h"
#include "report/scan_report.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;
using repo::Dependency;
using repo::What;

struct Kind {
  What what;
  std::string_view title;
};

constexpr std::array<Kind, 16> kinds = {{
    {What::region, "a region's code"},
    {What::region_name, "a region's name, in another spelling"},
    {What::zone, "an availability zone"},
    {What::arn, "an ARN that names a region or an account"},
    {What::endpoint, "the host of a service in one region"},
    {What::api, "the host of an API Gateway in one region"},
    {What::load_balancer, "the host of a load balancer"},
    {What::s3_url, "the address of a bucket"},
    {What::bucket, "the name of a bucket"},
    {What::key, "the id of a KMS key"},
    {What::hosted_zone, "the hosted zone of a service's endpoints in one region"},
    {What::image, "an image in a registry of one region"},
    {What::resource, "the id of something in one region"},
    {What::account, "the id of an account"},
    {What::network, "a block of private addresses"},
    {What::given, "a text that was asked for"},
}};

object rule_json(std::string_view id, std::string_view title, check::Severity level) {
  return {{"id", id},
          {"shortDescription", sarif_text(title)},
          {"defaultConfiguration", object{{"level", to_string(level)}}}};
}

std::string message_of(const repo::Hit& hit) {
  std::string text = hit.text;
  text += ": " + std::string(to_string(hit.literal.what)) + ", " + std::string(to_string(hit.use));
  if (!hit.role.empty()) text += ", of the " + hit.role;
  if (!hit.name.empty()) text += ", at " + hit.name;
  for (const Dependency& dependency : hit.depends) {
    if (dependency.kind != Dependency::Kind::overridden) continue;
    text += ". A change here has no effect where " + dependency.words;
    break;
  }
  return text;
}

class Results {
 public:
  explicit Results(const ScanReport& report) : report_(report) {}

  object of_hit(std::size_t index) {
    const repo::Hit& hit = report_.scan().hits[index];
    const std::string_view what = to_string(hit.literal.what);
    object json{{"ruleId", what},
                {"ruleIndex", index_of(hit.literal.what)},
                {"level", to_string(report_.severity(index))},
                {"message", sarif_text(message_of(hit))},
                {"locations", array{location(hit.at, hit.length)}},
                {"partialFingerprints",
                 object{{"godwit/v1", fingerprints_.of(hit.at.file + '\n' + std::string(what) +
                                                       '\n' + hit.text + '\n' + hit.name)}}}};
    array related;
    for (const Dependency& dependency : hit.depends) {
      if (dependency.where.file.empty()) continue;  // of the account, not of the tree
      object one = location(dependency.where, 0);
      one["id"] = related.size();
      one["message"] =
          sarif_text(std::string(to_string(dependency.kind)) + ": " + dependency.words);
      related.push_back(std::move(one));
    }
    if (!related.empty()) json["relatedLocations"] = std::move(related);
    if (const std::string& because = report_.because(index); !because.empty()) {
      json["suppressions"] = array{object{{"kind", "external"}, {"justification", because}}};
    }
    json["properties"] = object{{"use", to_string(hit.use)}, {"region", hit.literal.region}};
    return json;
  }

  object of_secret(const repo::FoundSecret& secret) {
    const std::string message =
        secret.kind + (secret.in_name ? ", by the file's name" : " in the file") +
        ": whoever reads the repository has it. Withdraw it, and take it out of the history";
    return {{"ruleId", "secret"},
            {"ruleIndex", kinds.size()},
            {"level", "error"},
            {"message", sarif_text(message)},
            {"locations", array{location(secret.at, secret.length)}},
            {"partialFingerprints",
             object{{"godwit/v1", fingerprints_.of(secret.at.file + "\nsecret\n" + secret.kind)}}}};
  }

 private:
  static std::size_t index_of(What what) {
    std::size_t index = 0;
    while (index + 1 < kinds.size() && kinds[index].what != what) ++index;
    return index;
  }

  object location(const Location& at, int length) const {
    return sarif_location({report_.path(at.file), at.line, at.column}, length);
  }

  const ScanReport& report_;
  Fingerprints fingerprints_;
};

}  // namespace

std::string scan_sarif(const ScanReport& report) {
  array rules;
  for (const Kind& kind : kinds) {
    rules.push_back(rule_json(to_string(kind.what), kind.title, check::Severity::note));
  }
  rules.push_back(rule_json("secret", "a key, a token or a password", check::Severity::error));
  Results results(report);
  array all;
  for (std::size_t i = 0; i < report.scan().hits.size(); ++i) all.push_back(results.of_hit(i));
  for (const repo::FoundSecret& secret : report.scan().secrets) {
    all.push_back(results.of_secret(secret));
  }
  return sarif_log(std::move(rules), {}, std::move(all));
}

}  // namespace godwit::report
