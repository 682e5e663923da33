#include "step/probes.h"

namespace godwit::step {
namespace {

constexpr Duration patience = seconds(10);  // of one probe

}  // namespace

Probes::Probes(const plan::Parameters& parameters, int pace)
    : hostname_(parameters.text("hostname")),
      paths_(parameters.list("probe")),
      every_(parameters.duration("every") * pace),
      source_{parameters.text("source_endpoint"), {}, {}},
      target_{parameters.text("target_endpoint"), {}, {}} {}

void Probes::sample(Context& context, Duration keep) {
  if (!target_.counts.empty() && context.now() - target_.counts.newest() < every_) return;
  for (Side* side : {&source_, &target_}) probe(context, *side, keep);
}

void Probes::probe(Context& context, Side& side, Duration keep) {
  const Time now = context.now();
  const auto resolution = context.env.resolver.resolve(side.endpoint);
  traffic::Tally tally;
  for (const std::string& path : paths_) {
    ++tally.requests;
    bool good = false;
    if (resolution) {
      HttpRequest request;
      request.host = hostname_;
      request.path = path;
      request.address = resolution->addresses.front();
      request.timeout = patience;
      if (const auto response = context.env.http.send(request)) {
        good = response->status >= 200 && response->status < 300;
        if (good) side.answers.push_back({now, response->elapsed});
      }
    }
    tally.failed += !good;
  }
  side.counts.put(now, tally);
  side.counts.forget_before(now - keep);
  while (!side.answers.empty() && now - side.answers.front().time > keep) side.answers.pop_front();
}

bool Probes::has_enough(Time now, Duration window) const {
  const auto wanted =
      std::max<std::int64_t>(1, window / every_ * static_cast<std::int64_t>(paths_.size()) / 2);
  for (const Side* side : {&source_, &target_}) {
    if (side->counts.empty() || now - side->counts.newest() > 2 * every_) return false;
    if (side->counts.since(now - window).requests < wanted) return false;
  }
  return true;
}

std::vector<Duration> Probes::elapsed(const Side& side, Time since) {
  std::vector<Duration> result;
  for (auto answer = side.answers.rbegin(); answer != side.answers.rend() && answer->time > since;
       ++answer) {
    result.push_back(answer->elapsed);
  }
  return result;
}

}  // namespace godwit::step
