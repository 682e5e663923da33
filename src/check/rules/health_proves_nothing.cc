// Fact E4: that a server answers does not mean that its data is there.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/batches.h"
#include "check/cutovers.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// A path that a server answers whatever it has.
bool is_generic(std::string_view path) {
  constexpr std::array<std::string_view, 14> paths = {
      "",      "/",       "/health", "/healthz", "/health/", "/healthcheck", "/health-check",
      "/ping", "/status", "/ready",  "/readyz",  "/live",    "/livez",       "/up"};
  return std::ranges::find(paths, path) != paths.end() || path.ends_with("/health") ||
         path.ends_with("/ping");
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.plan->buckets.empty()) return;
  for (const plan::Traffic& traffic : subject.plan->traffic) {
    const auto& guard = traffic.shift.guard;
    const bool reads = guard && std::ranges::any_of(guard->probe, [](const std::string& path) {
                         return !is_generic(path);
                       });
    if (reads) continue;
    const bool checked = traffic.health && !is_generic(traffic.health->path);
    if (checked) continue;
    findings.add(
        place_in_plan(subject, traffic.where, guard ? "guard" : "health"),
        fmt::format("nothing reads a known record from the target before {} moves there: a "
                    "health check is green over empty buckets, too",
                    traffic.record),
        "give the shift a guard that probes a path which reads data, such as "
        "/recordings/canary");
  }
}

// Does anything read data in the target and compare?
bool reads_back(const Subject& subject, std::size_t before) {
  const bool done = std::ranges::any_of(deeds_of(subject), [&](const Deed& deed) {
    return deed.command < before && !deed.way_back &&
           (deed.kind == Deed::Kind::compare || deed.kind == Deed::Kind::look);
  });
  if (done) return true;
  constexpr std::array<std::string_view, 9> words = {
      "known record", "read back",    "read it back", "row count",       "rows",
      "checksum",     "object count", "reads back",   "compare the data"};
  return std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    return has_any_word(passage.plain, words);
  });
}

// The path that a health check asks for, with its place.
std::optional<Span> generic_check(const Subject& subject, const Command& command) {
  const auto text = text_of_parameter(subject, command, "health-check-config");
  if (!text) return std::nullopt;
  const std::string& content = text->content();
  const std::size_t at = content.find("ResourcePath");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = content.find('/', at);
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = std::min(content.find_first_of(",\"' }\n", begin), content.size());
  if (!is_generic(std::string_view(content).substr(begin, end - begin))) return std::nullopt;
  if (content.find("SearchString") != std::string::npos) return std::nullopt;
  return span_of(*text, at, end);
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject)) return;
  const std::vector<Cutover> cutovers = cutovers_of(subject);
  if (cutovers.empty()) return;
  const Cutover& first = cutovers.front();
  for (const Command& command : subject.commands) {
    if (!command.is("route53", "create-health-check") || command.index > first.command) continue;
    const auto place = generic_check(subject, command);
    if (!place) continue;
    if (reads_back(subject, first.command)) return;
    findings
        .add(*place,
             "this path says that a server answers, not that its data is there, and nothing else "
             "is asked before users are sent to it",
             "read a known record back through the target, and compare counts, before the cutover")
        .related.push_back({first.span, "users are sent there"});
    return;
  }
}

}  // namespace

extern const Rule health_proves_nothing;
const Rule health_proves_nothing{.id = "health-proves-nothing",
                                 .severity = Severity::warning,
                                 .title = "a health check is all that is asked before a cutover",
                                 .look = look};

}  // namespace godwit::check::rule
