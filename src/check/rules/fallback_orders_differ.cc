// The same thing falls back in different orders, depending on where one reads (fact A7).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/fallbacks.h"
#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string order_of(const Fallback& fallback) {
  std::vector<std::string> regions;
  for (const FallbackStep& step : fallback.steps) regions.push_back(step.region);
  return join(regions, ", then ");
}

bool share_service(const Fallback& a, const Fallback& b) {
  return std::ranges::any_of(a.services, [&](const std::string& service) {
    return std::ranges::find(b.services, service) != b.services.end();
  });
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Fallback> all = fallbacks_of(subject);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Fallback& fallback = all[i];
    if (fallback.document < 0) continue;
    // The first other one that speaks of the same thing at the same time.
    const auto same = std::ranges::find_if(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), [&](const Fallback& earlier) {
          return earlier.document == fallback.document && earlier.before == fallback.before &&
                 share_service(earlier, fallback);
        });
    if (same == all.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    if (order_of(*same) == order_of(fallback)) continue;
    Finding& finding =
        findings.add(fallback.span,
                     fmt::format("{} falls back to {} here, and to {} in line {}",
                                 catalog::service_name(fallback.services.front()),
                                 order_of(fallback), order_of(*same), same->span.at.line),
                     "decide on one order and write it everywhere");
    finding.related.push_back({same->span, "the other order"});
    for (const Fallback& today : all) {
      if (today.before == fallback.before || today.document != fallback.document ||
          !share_service(today, fallback) || today.replaced) {
        continue;
      }
      finding.related.push_back({today.span, fmt::format("today: {}", order_of(today))});
      break;
    }
  }
}

}  // namespace

extern const Rule fallback_orders_differ;
const Rule fallback_orders_differ{
    .id = "fallback-orders-differ",
    .severity = Severity::error,
    .title = "a document says in different places that the same thing falls back differently",
    .look = look,
};

}  // namespace godwit::check::rule
