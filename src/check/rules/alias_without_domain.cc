// Fact C4: API Gateway answers only to names that are its custom domains.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "check/alias_service.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Does anything make custom domains, or speak of them?
bool knows_of_domains(const Subject& subject) {
  const bool by_command = std::ranges::any_of(subject.commands, [](const Command& command) {
    return command.is("apigateway", "create-domain-name") ||
           command.is("apigatewayv2", "create-domain-name") ||
           command.is("apigateway", "get-domain-name") ||
           command.is("apigatewayv2", "get-domain-name");
  });
  if (by_command) return true;
  const bool by_template = std::ranges::any_of(subject.templates, [](const TemplateFile& file) {
    return std::ranges::any_of(file.content.resources, [](const auto& resource) {
      return resource.type == "AWS::ApiGateway::DomainName" ||
             resource.type == "AWS::ApiGatewayV2::DomainName" ||
             resource.type.starts_with("AWS::Serverless::");
    });
  });
  if (by_template) return true;
  constexpr std::array<std::string_view, 4> words = {"aws_api_gateway_domain_name",
                                                     "aws_apigatewayv2_domain_name", "customDomain",
                                                     "ApiGateway::DomainName"};
  const bool by_file = std::ranges::any_of(subject.files, [&](const ShownFile& file) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return file.text.content().contains(word); });
  });
  if (by_file) return true;
  return std::ranges::any_of(passages_of(subject), [](const Passage& passage) {
    return to_lower(passage.plain).contains("custom domain");
  });
}

bool account_serves(const Subject& subject, const std::string& name) {
  if (subject.account == nullptr) return false;
  const auto& sites = subject.account->workload.sites;
  return std::ranges::any_of(sites, [&](const account::Site& site) {
    return std::ranges::find(site.hostnames, name) != site.hostnames.end();
  });
}

void look_at_batches(const Subject& subject, Findings& findings) {
  std::optional<bool> known;
  std::vector<std::string> told;
  for (const JudgedBatch& judged : judge(subject)) {
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      const RecordChange& change = judged.batch.changes[i];
      const traffic::Change& written = judged.batch.batch.changes[i];
      if (written.action == traffic::Action::remove ||
          service_of_target(change) != AliasService::api_gateway) {
        continue;
      }
      const std::string& name = written.record.name;
      const Span span = change.at("AliasTarget.DNSName");
      if (change.knows("AliasTarget.DNSName") && is_raw_api(written.record.alias->name)) {
        findings
            .add(
                span,
                fmt::format("{} is the API's own address: asked for {}, API Gateway answers 403, "
                            "after a certificate that does not fit",
                            written.record.alias->name, name),
                "make a custom domain of that name with a regional certificate, and lead the alias "
                "to its regional domain name (d-...)")
            .severity = Severity::error;
        continue;
      }
      if (std::ranges::find(told, name) != told.end()) continue;
      told.push_back(name);
      if (!known) known = knows_of_domains(subject);
      if (*known || account_serves(subject, name)) continue;
      findings.add(span,
                   fmt::format("nothing here makes {} a custom domain of API Gateway: without one, "
                               "with a certificate of the region, it answers 403 to that name",
                               name),
                   "`aws apigateway create-domain-name --regional-certificate-arn ...` in each "
                   "region that is to answer, and `create-base-path-mapping`");
    }
  }
}

void look_at_side(const Subject& subject, const std::string& record, const plan::Side& side,
                  const Span& span, Findings& findings) {
  if (is_raw_api(side.endpoint)) {
    findings
        .add(span,
             fmt::format("{} is the API's own address: asked for {}, API Gateway answers 403",
                         side.endpoint, record),
             "name the regional domain name of its custom domain (d-...)")
        .severity = Severity::error;
    return;
  }
  if (!to_lower(side.endpoint).contains(".execute-api.")) return;
  for (const account::Site& site : subject.account->workload.sites) {
    if (traffic::canonical_name(site.endpoint) != traffic::canonical_name(side.endpoint)) continue;
    if (std::ranges::find(site.hostnames, record) != site.hostnames.end()) return;
    findings.add(span,
                 fmt::format("{} is no custom domain of {}: it answers 403 to that name", record,
                             side.endpoint),
                 "make the custom domain first, with a certificate of the region");
  }
}

void look(const Subject& subject, Findings& findings) {
  look_at_batches(subject, findings);
  if (subject.plan == nullptr || subject.account == nullptr) return;
  const PlanTree tree(subject);
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const plan::Traffic& traffic = subject.plan->traffic[i];
    look_at_side(subject, traffic.record, traffic.source,
                 tree.in_traffic(i, {"source", "endpoint"}), findings);
    look_at_side(subject, traffic.record, traffic.target,
                 tree.in_traffic(i, {"target", "endpoint"}), findings);
  }
}

}  // namespace

extern const Rule alias_without_domain;
const Rule alias_without_domain{
    .id = "alias-without-domain",
    .severity = Severity::warning,
    .title = "a name is to lead to an API Gateway that does not know it",
    .look = look};

}  // namespace godwit::check::rule
