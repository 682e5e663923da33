// Fact B13: a load balancer asks without a login. Where the path wants one, nothing behind it ever
// becomes healthy.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

using cloudformation::find;
using cloudformation::Template;

// Does a command line ask an address with a login?
bool logs_in(std::string_view words) {
  if (!words.contains("curl") && !words.contains("wget")) return false;
  for (const std::string_view sign : {" -u ", " --user ", " --user=", "Authorization:",
                                      "authorization:", "--http-user", " -u\"", " -u'"}) {
    if (words.contains(sign)) return true;
  }
  // http://user:password@host/
  const std::size_t scheme = words.find("://");
  const std::size_t at = words.find('@', scheme);
  return scheme != std::string_view::npos && at != std::string_view::npos &&
         words.substr(scheme + 3, at - scheme - 3).find_first_of("/ ") == std::string_view::npos;
}

// The path that a command line asks for.
std::optional<std::string> asked_path(std::string_view words) {
  const std::size_t scheme = words.find("://");
  std::size_t begin = scheme == std::string_view::npos ? words.find("localhost") : scheme + 3;
  if (begin == std::string_view::npos) return std::nullopt;
  std::string_view rest = words.substr(begin);
  rest = rest.substr(0, rest.find_first_of(" \"'|;)&?"));
  const std::size_t slash = rest.find('/');
  return slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
}

// "200", "200-299,401"
bool takes(std::string_view codes, int code) {
  for (const std::string_view part : split(codes, ',')) {
    const std::size_t dash = part.find('-');
    const auto low = parse_integer(trim(part.substr(0, dash)));
    const auto high =
        dash == std::string_view::npos ? low : parse_integer(trim(part.substr(dash + 1)));
    if (low && high && *low <= code && code <= *high) return true;
  }
  return false;
}

// What a template's containers ask themselves with a login.
struct Evidence {
  std::string path;
  Place place;
};
void gather(const yaml::Node& node, std::vector<Evidence>& found) {
  if (const yaml::Node* check = find(&node, "HealthCheck")) {
    if (const yaml::Node* command = find(check, "Command")) {
      std::string words = command->text;
      for (const yaml::Node& item : command->items) words += " " + item.text;
      const auto path = asked_path(words);
      if (path && logs_in(words)) found.push_back({*path, command->place});
    }
  }
  for (const yaml::Node& item : node.items) gather(item, found);
  for (const yaml::Entry& entry : node.entries) gather(entry.value, found);
}

void look(const Subject& subject, Findings& findings) {
  for (const TemplateFile& file : subject.templates) {
    if (file.form == ShownFile::Form::before) continue;
    const Template& content = file.content;
    std::vector<Evidence> evidence;
    for (const cloudformation::Resource& resource : content.resources) {
      if (resource.type != "AWS::ECS::TaskDefinition" || resource.properties == nullptr) continue;
      gather(cloudformation::evaluate(content, *resource.properties, {}), evidence);
    }
    for (const cloudformation::Resource& resource : content.resources) {
      if (resource.type != "AWS::ElasticLoadBalancingV2::TargetGroup") continue;
      const yaml::Node* node = find(resource.properties, "HealthCheckPath");
      const std::string path = cloudformation::text_of(content, node, {}).value_or("");
      const std::string codes =
          cloudformation::text_of(content, find(find(resource.properties, "Matcher"), "HttpCode"),
                                  {})
              .value_or("200");
      constexpr int unauthorized = 401;
      const auto proof = std::ranges::find(evidence, path, &Evidence::path);
      if (node == nullptr || path.empty() || proof == evidence.end() ||
          takes(codes, unauthorized)) {
        continue;
      }
      Finding& finding = findings.add(
          {content.source.at(node->place), static_cast<int>(path.size())},
          fmt::format(
              "{} asks {} without a login, and the container's own check has one: the answer "
              "is 401, no task ever becomes healthy, and the stack waits for hours and is "
              "rolled back",
              resource.name, path),
          "name a path that answers without a login, or let Matcher take 401 too");
      finding.related.push_back({{content.source.at(proof->place), 0}, "this asks with a login"});
    }
  }
}

}  // namespace

extern const Rule health_path_login{.id = "health-path-login",
                                    .severity = Severity::error,
                                    .title = "a load balancer's health path asks for a login",
                                    .look = look};

}  // namespace godwit::check::rule
