// Fact C9: what a health check probes is a host's public name: without a path, and reachable from
// the internet.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
#include <fmt/format.h>

#include "awscli/json.h"
#include "awscli/shorthand.h"
#include "base/text.h"
#include "check/command_complaints.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view name_member = "FullyQualifiedDomainName";

// Names and addresses that the internet does not know.
bool is_private_name(std::string_view host) {
  const std::string lower = to_lower(host);
  for (const std::string_view end :
       {".internal", ".local", ".localdomain", ".lan", ".corp", ".home.arpa", ".svc"}) {
    if (lower.ends_with(end)) return true;
  }
  return lower == "localhost" ||
         (lower.starts_with("internal-") && lower.find(".elb.amazonaws.com") != std::string::npos);
}

bool is_private_address(std::string_view address) {
  for (const std::string_view start :
       {"10.", "127.", "192.168.", "169.254.", "fd", "fc", "fe80:"}) {
    if (address.starts_with(start)) return true;
  }
  if (!address.starts_with("172.")) return false;
  const auto second = parse_integer(address.substr(4, address.find('.', 4) - 4));
  return second && *second >= 16 && *second <= 31;
}

void look_at_name(std::string_view host, const Span& span, Findings& findings) {
  if (host.find("://") != std::string_view::npos || host.find('/') != std::string_view::npos) {
    findings.add(span,
                 fmt::format("'{}' is no domain name: a health check takes a host alone, and is "
                             "refused with InvalidInput",
                             host),
                 "give the host, and the path as ResourcePath");
  } else if (is_private_name(host)) {
    findings.add(span,
                 fmt::format("{} is a private name: health checkers probe from the internet and "
                             "never reach it, so the check is always unhealthy",
                             host),
                 "probe a public name, or make a health check of a CloudWatch alarm");
  }
}

void look_at_address(std::string_view address, const Span& span, Findings& findings) {
  if (!is_private_address(address)) return;
  findings.add(
      span, fmt::format("{} is a private address: Route 53 refuses a health check of it", address),
      "probe a public address, or make a health check of a CloudWatch alarm");
}

void look_at_value(const awscli::Value& value, const SourceText& text, bool exact,
                   const Span& whole, Findings& findings) {
  const auto span_of_value = [&](const awscli::Value& part) {
    if (!exact) return whole;
    const std::size_t quote = part.shorthand ? 0 : 1;
    return Span{text.at(part.begin + quote), static_cast<int>(part.text.size())};
  };
  const auto known = [](const awscli::Value* part) {
    return part != nullptr && part->kind == awscli::Value::Kind::text &&
           part->text.find_first_of("$<[{") == std::string::npos;
  };
  if (const awscli::Value* name = value.find(name_member); known(name)) {
    look_at_name(name->text, span_of_value(*name), findings);
  }
  if (const awscli::Value* address = value.find("IPAddress"); known(address)) {
    look_at_address(address->text, span_of_value(*address), findings);
  }
}

// "${URL#https://}" right after "FullyQualifiedDomainName=": of a URL only its beginning is cut
// off.
const shell::Part* cut_url(const Word& word) {
  if (word.source == nullptr) return nullptr;
  bool after_name = false;
  for (const shell::Part& part : word.source->parts) {
    if (part.kind == shell::Part::Kind::literal) {
      after_name = part.text.ends_with(std::string(name_member) + "=");
    } else if (part.kind == shell::Part::Kind::variable && after_name &&
               part.operation.starts_with('#') && part.operand.size() == 1 &&
               part.operand[0].text.ends_with("://")) {
      return &part;
    }
  }
  return nullptr;
}

void look_at_command(const Subject& subject, const Command& command, Findings& findings) {
  const Word* word = command.option("health-check-config");
  if (word == nullptr) return;
  std::string_view argument = word->value.text;
  if (argument.starts_with("file://")) {
    const ShownFile* file = subject.file(argument.substr(7));
    if (file == nullptr) return;
    const auto value = awscli::read_json(file->text.content());
    if (value) look_at_value(*value, file->text, true, word->span, findings);
    return;
  }
  const bool json = trim(argument).starts_with('{');
  const auto value = json ? awscli::read_json(argument) : awscli::read_shorthand(argument);
  if (value) {
    look_at_value(*value, text_of(*word), is_as_written(*word), word->span, findings);
  }
  if (const shell::Part* part = cut_url(*word)) {
    Finding& finding = findings.add(
        word->span,
        fmt::format("{} is a URL of which only the beginning is cut off: a path that follows the "
                    "host, as a stage's of API Gateway, stays in the domain name, and the health "
                    "check is refused or probes nothing",
                    part->text),
        fmt::format("cut off the path too: HOST=${{{}#*://}}; HOST=${{HOST%%/*}}", part->text));
    finding.severity = Severity::warning;
  }
}

void look_at_template(const cloudformation::Template& content, Findings& findings) {
  for (const cloudformation::Resource& resource : content.resources) {
    if (resource.type != "AWS::Route53::HealthCheck" || resource.properties == nullptr) continue;
    for (const yaml::Entry& property : resource.properties->entries) {
      if (property.key != "HealthCheckConfig") continue;
      for (const yaml::Entry& member : property.value.entries) {
        if (member.value.kind != yaml::Kind::scalar) continue;
        const Span span{content.source.at(member.value.place),
                        static_cast<int>(member.value.text.size())};
        if (member.key == name_member) look_at_name(member.value.text, span, findings);
        if (member.key == "IPAddress") look_at_address(member.value.text, span, findings);
      }
    }
  }
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (command.is("route53", "create-health-check")) look_at_command(subject, command, findings);
    if (!command.is("route53", "update-health-check")) continue;
    const Word* name = command.option("fully-qualified-domain-name");
    if (name != nullptr && name->value.known) look_at_name(name->value.text, name->span, findings);
  }
  for (const TemplateFile& file : subject.templates) look_at_template(file.content, findings);
}

}  // namespace

extern const Rule health_check_address;
const Rule health_check_address = {
    .id = "health-check-address",
    .severity = Severity::error,
    .title = "a health check of what cannot be probed",
    .look = look,
};

}  // namespace godwit::check::rule
