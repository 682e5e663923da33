#include "lab/services/route53/health_settings.h"

#include <algorithm>
#include <array>
#include <set>

#include "lab/checkers.h"
#include "lab/service.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

using Checked = std::expected<void, aws::ServiceError>;

constexpr std::size_t max_text = 255;
constexpr std::int64_t max_children = 256;

struct InsufficientName {
  traffic::InsufficientData value;
  std::string_view name;
};
constexpr InsufficientName insufficient_names[] = {
    {traffic::InsufficientData::healthy, "Healthy"},
    {traffic::InsufficientData::unhealthy, "Unhealthy"},
    {traffic::InsufficientData::last_known_status, "LastKnownStatus"}};

Checked read_insufficient(const Value& value, traffic::InsufficientData& into) {
  if (!value.present()) return {};
  const auto found = std::ranges::find(insufficient_names, value.text(), &InsufficientName::name);
  if (found == std::end(insufficient_names)) {
    return not_in_enumeration(value.text(), "Healthy, Unhealthy, LastKnownStatus");
  }
  into = found->value;
  return {};
}

template <class... Parts>
std::unexpected<aws::ServiceError> invalid(fmt::format_string<Parts...> format, Parts&&... parts) {
  return refuse(400, "InvalidInput", fmt::format(format, std::forward<Parts>(parts)...));
}

bool is_https(const HealthCheckSettings& settings) { return settings.type.starts_with("HTTPS"); }

// Fact C9: a domain name, and nothing but a domain name.
Checked check_fqdn(const std::string& fqdn) {
  if (fqdn.empty()) return {};
  if (fqdn.size() > max_text || fqdn.find_first_of("/:?#@ ") != std::string::npos ||
      problem_of_name(fqdn)) {
    return invalid(
        "Invalid parameter : Fully qualified domain name is invalid. '{}' must be a domain "
        "name, without protocol, port or path",
        fqdn);
  }
  return {};
}

Checked check_endpoint(const HealthCheckSettings& settings) {
  if (settings.ip_address.empty() && settings.fqdn.empty()) {
    return invalid("Invalid request: Expected either IPAddress or FullyQualifiedDomainName");
  }
  if (!settings.ip_address.empty()) {
    if (!is_ipv4(settings.ip_address) && !is_ipv6(settings.ip_address)) {
      return invalid("Invalid parameter : '{}' is not a valid IP address", settings.ip_address);
    }
    if (is_private_ipv4(settings.ip_address)) {
      return invalid(
          "Invalid parameter : Invalid IP address: {} is in a private, non-routable, or "
          "multicast range",
          settings.ip_address);
    }
  }
  TRY_VOID(check_fqdn(settings.fqdn));
  if (settings.port < 1 || settings.port > 65535) {
    return invalid("Invalid parameter : Port must be between 1 and 65535, not {}", settings.port);
  }
  if (settings.interval_s != 10 && settings.interval_s != 30) {
    return invalid("Invalid parameter : RequestInterval must be 10 or 30, not {}",
                   settings.interval_s);
  }
  if (settings.threshold < 1 || settings.threshold > 10) {
    return invalid("Invalid parameter : FailureThreshold must be between 1 and 10, not {}",
                   settings.threshold);
  }
  if (settings.path.size() > max_text)
    return invalid("Invalid parameter : ResourcePath is too long");
  if (settings.type == "TCP" && !settings.path.empty()) {
    return invalid("Invalid parameter : ResourcePath is not allowed for health checks of type TCP");
  }
  const bool searches = settings.type.ends_with("_STR_MATCH");
  if (searches == settings.search.empty() || settings.search.size() > max_text) {
    return invalid("Invalid parameter : SearchString must {} for health checks of type {}",
                   searches ? "have 1 to 255 characters" : "be empty", settings.type);
  }
  if (!settings.regions.empty() && settings.regions.size() < 3) {
    return invalid("Invalid parameter : Please provide at least three regions");
  }
  for (const std::string& region : settings.regions) {
    if (!is_checker_region(region)) {
      return not_in_enumeration(region,
                                "us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, "
                                "ap-southeast-2, ap-northeast-1, sa-east-1");
    }
  }
  // The words are AWS's: github.com/aws/aws-sdk-php/issues/1528
  if (!settings.alarm_name.empty() || !settings.alarm_region.empty()) {
    return invalid(
        "Invalid parameter : Basic health checks must not have an metric region "
        "specified.");
  }
  if (!settings.children.empty()) {
    return invalid(
        "Invalid parameter : Basic health checks must not have child health checks "
        "specified.");
  }
  return {};
}

// What belongs to endpoints alone.
Checked check_no_endpoint(const HealthCheckSettings& settings) {
  if (!settings.ip_address.empty() || !settings.fqdn.empty() || settings.port != 0 ||
      !settings.path.empty() || !settings.search.empty() || !settings.regions.empty()) {
    return invalid(
        "Invalid parameter : Health checks of type {} must not have an endpoint, a port, a path, a "
        "search string or regions specified.",
        settings.type);
  }
  return {};
}

Checked check_calculated(const HealthCheckSettings& settings) {
  TRY_VOID(check_no_endpoint(settings));
  if (!settings.alarm_name.empty()) {
    return invalid(
        "Invalid parameter : Calculated health checks must not have an alarm specified.");
  }
  if (settings.children.size() > max_children) {
    return invalid("Invalid parameter : A calculated health check has {} children at most",
                   max_children);
  }
  std::set<std::string> children(settings.children.begin(), settings.children.end());
  if (children.size() != settings.children.size()) {
    return invalid("Invalid parameter : A child health check is there twice");
  }
  return check_range(settings.health_threshold, 0, max_children, "HealthThreshold");
}

Checked check_alarm(const HealthCheckSettings& settings) {
  TRY_VOID(check_no_endpoint(settings));
  if (!settings.children.empty()) {
    return invalid(
        "Invalid parameter : Health checks of alarms must not have child health checks "
        "specified.");
  }
  if (settings.alarm_name.empty() || settings.alarm_region.empty()) {
    return invalid(
        "Invalid parameter : Health checks of type CLOUDWATCH_METRIC need an "
        "AlarmIdentifier with Region and Name");
  }
  return {};
}

Checked check_settings(const HealthCheckSettings& settings) {
  switch (kind_of(settings)) {
    case traffic::CheckKind::calculated:
      return check_calculated(settings);
    case traffic::CheckKind::alarm:
      return check_alarm(settings);
    default:
      return check_endpoint(settings);
  }
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> result;
  for (const Value& value : list.list()) result.push_back(value.text());
  return result;
}

}  // namespace

Value to_value(const HealthCheckSettings& settings) {
  Value value;
  if (kind_of(settings) != traffic::CheckKind::endpoint) {
    value.set("Type", settings.type)
        .set("Inverted", settings.inverted)
        .set("Disabled", settings.disabled);
    if (kind_of(settings) == traffic::CheckKind::calculated) {
      Value children{aws::List{}};
      for (const std::string& child : settings.children) children.push(child);
      return value.set("HealthThreshold", settings.health_threshold)
          .set("ChildHealthChecks", std::move(children));
    }
    return value
        .set("AlarmIdentifier",
             Value().set("Region", settings.alarm_region).set("Name", settings.alarm_name))
        .set("InsufficientDataHealthStatus",
             std::ranges::find(insufficient_names, settings.insufficient_data,
                               &InsufficientName::value)
                 ->name);
  }
  if (!settings.ip_address.empty()) value.set("IPAddress", settings.ip_address);
  value.set("Port", settings.port).set("Type", settings.type);
  if (!settings.path.empty()) value.set("ResourcePath", settings.path);
  if (!settings.fqdn.empty()) value.set("FullyQualifiedDomainName", settings.fqdn);
  if (!settings.search.empty()) value.set("SearchString", settings.search);
  value.set("RequestInterval", settings.interval_s)
      .set("FailureThreshold", settings.threshold)
      .set("MeasureLatency", settings.measure_latency)
      .set("Inverted", settings.inverted)
      .set("Disabled", settings.disabled)
      .set("EnableSNI", settings.enable_sni);
  if (!settings.regions.empty()) {
    Value regions;
    for (const std::string& region : settings.regions) regions.push(region);
    value.set("Regions", std::move(regions));
  }
  return value;
}

std::expected<HealthCheckSettings, aws::ServiceError> settings_from_value(const Value& config) {
  static constexpr std::array<std::string_view, 7> types = {
      "HTTP", "HTTPS",      "HTTP_STR_MATCH",   "HTTPS_STR_MATCH",
      "TCP",  "CALCULATED", "CLOUDWATCH_METRIC"};
  HealthCheckSettings settings;
  settings.type = config["Type"].text();
  if (settings.type == "RECOVERY_CONTROL") {
    return refuse(501, "NotImplemented", "The lab has no Application Recovery Controller");
  }
  if (std::ranges::find(types, settings.type) == types.end()) {
    return invalid("Invalid parameter : '{}' is no type of health check", settings.type);
  }
  const auto number = [&](std::string_view name, int otherwise) {
    return config.has(name) ? static_cast<int>(config[name].integer()) : otherwise;
  };
  settings.ip_address = config["IPAddress"].text();
  settings.fqdn = config["FullyQualifiedDomainName"].text();
  settings.path = config["ResourcePath"].text();
  settings.search = config["SearchString"].text();
  settings.inverted = config["Inverted"].flag();
  settings.disabled = config["Disabled"].flag();
  settings.regions = texts(config["Regions"]);
  settings.children = texts(config["ChildHealthChecks"]);
  settings.health_threshold = number("HealthThreshold", 0);
  settings.alarm_region = config["AlarmIdentifier"]["Region"].text();
  settings.alarm_name = config["AlarmIdentifier"]["Name"].text();
  TRY_VOID(read_insufficient(config["InsufficientDataHealthStatus"], settings.insufficient_data));
  settings.measure_latency = config["MeasureLatency"].flag();

  switch (kind_of(settings)) {
    case traffic::CheckKind::calculated:
      if (!config.has("HealthThreshold")) {
        return invalid(
            "Invalid request: Missing field 'HealthThreshold' for health checks of type "
            "CALCULATED");
      }
      [[fallthrough]];
    case traffic::CheckKind::alarm:
      settings.port = number("Port", 0);
      break;
    default:
      if (!config.has("Port") && settings.type == "TCP") {
        return invalid("Invalid request: Missing field 'Port' for health checks of type TCP");
      }
      settings.port = number("Port", is_https(settings) ? 443 : 80);
      settings.interval_s = number("RequestInterval", 30);
      settings.threshold = number("FailureThreshold", 3);
      settings.enable_sni =
          config.has("EnableSNI") ? config["EnableSNI"].flag() : is_https(settings);
  }
  TRY_VOID(check_settings(settings));
  return settings;
}

std::expected<HealthCheckSettings, aws::ServiceError> updated_settings(
    const HealthCheckSettings& settings, const Value& input) {
  HealthCheckSettings updated = settings;
  // "You can't update an existing health check to add or remove the value of IPAddress."
  if (input.has("IPAddress") && settings.ip_address.empty()) {
    return invalid("Invalid parameter : IPAddress cannot be added to an existing health check");
  }
  const auto take_text = [&](std::string_view name, std::string& into) {
    if (input.has(name)) into = input[name].text();
  };
  const auto take_flag = [&](std::string_view name, bool& into) {
    if (input.has(name)) into = input[name].flag();
  };
  const auto take_number = [&](std::string_view name, int& into) {
    if (input.has(name)) into = static_cast<int>(input[name].integer());
  };
  for (const Value& element : input["ResetElements"].list()) {
    if (element.text() == "FullyQualifiedDomainName") updated.fqdn.clear();
    if (element.text() == "ResourcePath") updated.path.clear();
    if (element.text() == "Regions") updated.regions.clear();
    if (element.text() == "ChildHealthChecks") updated.children.clear();
  }
  take_text("IPAddress", updated.ip_address);
  take_text("FullyQualifiedDomainName", updated.fqdn);
  take_text("ResourcePath", updated.path);
  take_text("SearchString", updated.search);
  take_number("Port", updated.port);
  take_number("FailureThreshold", updated.threshold);
  take_flag("Inverted", updated.inverted);
  take_flag("Disabled", updated.disabled);
  take_flag("EnableSNI", updated.enable_sni);
  if (input.has("Regions")) updated.regions = texts(input["Regions"]);
  take_number("HealthThreshold", updated.health_threshold);
  if (input.has("ChildHealthChecks")) updated.children = texts(input["ChildHealthChecks"]);
  if (const Value& alarm = input["AlarmIdentifier"]) {
    updated.alarm_region = alarm["Region"].text();
    updated.alarm_name = alarm["Name"].text();
  }
  TRY_VOID(read_insufficient(input["InsufficientDataHealthStatus"], updated.insufficient_data));
  TRY_VOID(check_settings(updated));
  return updated;
}

}  // namespace godwit::lab::services
