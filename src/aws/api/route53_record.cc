#include "aws/api/route53_record.h"

#include <string_view>

namespace godwit::aws::route53 {

namespace {

bool is_octal(char letter) { return letter >= '0' && letter <= '7'; }

// Without the final dot, and with what is written as "\ooo" as it is.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
std::string plain_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string plain;
  plain.reserve(name.size());
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escaped = name[i] == '\\' && i + 3 < name.size() && is_octal(name[i + 1]) &&
                         is_octal(name[i + 2]) && is_octal(name[i + 3]);
    if (!escaped) {
      plain += name[i];
      continue;
    }
    plain += static_cast<char>((name[i + 1] - '0') << 6 | (name[i + 2] - '0') << 3 |
                               (name[i + 3] - '0'));
    i += 3;
  }
  return plain;
}

std::optional<int> number_of(const Value& value) {
  if (!value.present()) return std::nullopt;
  return static_cast<int>(value.integer());
}

}  // namespace

Value value_of_record(const RecordSet& record) {
  Value value;
  value.set("Name", record.name).set("Type", record.type);
  if (!record.set_identifier.empty()) value.set("SetIdentifier", record.set_identifier);
  if (record.weight) value.set("Weight", *record.weight);
  if (record.ttl) value.set("TTL", *record.ttl);
  if (!record.values.empty()) {
    Value list;
    for (const std::string& each : record.values) {
      Value entry;
      entry.set("Value", each);
      list.push(std::move(entry));
    }
    value.set("ResourceRecords", std::move(list));
  }
  if (record.alias) {
    Value alias;
    alias.set("HostedZoneId", record.alias->hosted_zone_id)
        .set("DNSName", record.alias->dns_name)
        .set("EvaluateTargetHealth", record.alias->evaluate_target_health);
    value.set("AliasTarget", std::move(alias));
  }
  if (!record.health_check_id.empty()) value.set("HealthCheckId", record.health_check_id);
  return value;
}

RecordSet record_of_value(const Value& value) {
  RecordSet record{.name = plain_name(value["Name"].text()),
                   .type = value["Type"].text(),
                   .set_identifier = value["SetIdentifier"].text(),
                   .weight = number_of(value["Weight"]),
                   .ttl = number_of(value["TTL"]),
                   .values = {},
                   .alias = std::nullopt,
                   .health_check_id = value["HealthCheckId"].text()};
  for (const Value& each : value["ResourceRecords"].list()) {
    record.values.push_back(each["Value"].text());
  }
  const Value& alias = value["AliasTarget"];
  if (alias.present()) {
    record.alias = AliasTarget{.hosted_zone_id = alias["HostedZoneId"].text(),
                               .dns_name = plain_name(alias["DNSName"].text()),
                               .evaluate_target_health = alias["EvaluateTargetHealth"].flag()};
  }
  return record;
}

}  // namespace godwit::aws::route53
