#include "lab/services/route53/health_settings.h"

#include <array>

#include "lab/service.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

using Checked = std::expected<void, aws::ServiceError>;

constexpr std::size_t max_text = 255;

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

Checked check_settings(const HealthCheckSettings& settings) {
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
  return {};
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> result;
  for (const Value& value : list.list()) result.push_back(value.text());
  return result;
}

}  // namespace

Value to_value(const HealthCheckSettings& settings) {
  Value value;
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
  static constexpr std::array<std::string_view, 5> endpoint_types = {
      "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"};
  HealthCheckSettings settings;
  settings.type = config["Type"].text();
  if (std::ranges::find(endpoint_types, settings.type) == endpoint_types.end()) {
    if (settings.type == "CALCULATED" || settings.type == "CLOUDWATCH_METRIC" ||
        settings.type == "RECOVERY_CONTROL") {
      return refuse(400, "NotImplemented",
                    fmt::format("this lab has no health checks of type {}", settings.type));
    }
    return invalid("Invalid parameter : '{}' is no type of health check", settings.type);
  }
  settings.ip_address = config["IPAddress"].text();
  settings.fqdn = config["FullyQualifiedDomainName"].text();
  settings.path = config["ResourcePath"].text();
  settings.search = config["SearchString"].text();
  if (!config.has("Port") && settings.type == "TCP") {
    return invalid("Invalid request: Missing field 'Port' for health checks of type TCP");
  }
  const auto number = [&](std::string_view name, int otherwise) {
    return config.has(name) ? static_cast<int>(config[name].integer()) : otherwise;
  };
  settings.port = number("Port", is_https(settings) ? 443 : 80);
  settings.interval_s = number("RequestInterval", 30);
  settings.threshold = number("FailureThreshold", 3);
  settings.measure_latency = config["MeasureLatency"].flag();
  settings.inverted = config["Inverted"].flag();
  settings.disabled = config["Disabled"].flag();
  settings.enable_sni = config.has("EnableSNI") ? config["EnableSNI"].flag() : is_https(settings);
  settings.regions = texts(config["Regions"]);
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
  TRY_VOID(check_settings(updated));
  return updated;
}

}  // namespace godwit::lab::services
