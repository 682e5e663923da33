#include "step/guard.h"

namespace godwit::step {

Guard::Guard(const plan::Parameters& parameters, int pace)
    : hostname_(parameters.text("hostname")),
      paths_(parameters.list("probe")),
      every_(parameters.duration("every") * pace),
      window_(parameters.duration("window") * pace),
      errors_(parameters.number("errors")),
      slower_(parameters.duration("slower")),
      source_{parameters.text("source_endpoint"), {}},
      target_{parameters.text("target_endpoint"), {}} {}

void Guard::sample(Context& context) {
  Time now = context.now();
  if (!target_.samples.empty() && now - target_.samples.back().time < every_) return;
  for (Side* side : {&source_, &target_}) {
    probe(context, *side);
    while (!side->samples.empty() && now - side->samples.front().time > window_) {
      side->samples.pop_front();
    }
  }
}

void Guard::probe(Context& context, Side& side) {
  auto resolution = context.env.resolver.resolve(side.endpoint);
  for (const std::string& path : paths_) {
    Sample sample{context.now(), false, {}};
    if (resolution) {
      HttpRequest request;
      request.host = hostname_;
      request.path = path;
      request.address = resolution->addresses.front();
      request.timeout = seconds(10);
      if (auto response = context.env.http.send(request)) {
        sample.ok = response->status >= 200 && response->status < 300;
        sample.elapsed = response->elapsed;
      }
    }
    side.samples.push_back(sample);
  }
}

Guard::Reading Guard::read(Time now) const {
  // Half of the probes that a full window holds, the newest of them fresh.
  auto enough = static_cast<std::size_t>(window_ / every_) * paths_.size() / 2;
  bool fresh = !target_.samples.empty() && now - target_.samples.back().time <= 2 * every_;
  if (!fresh || target_.samples.size() < std::max<std::size_t>(enough, 1)) {
    return {State::hold, "too few probes yet"};
  }
  double target_errors = share_of_errors(target_);
  double source_errors = share_of_errors(source_);
  if (target_errors > errors_) {
    if (source_errors >= target_errors) {
      return {State::hold, "the probes fail in the source region as well"};
    }
    return {State::tripped,
            fmt::format("{:.1f} % of the target's probes failed in {}, {:.1f} % of the source's",
                        100 * target_errors, format_duration(window_), 100 * source_errors)};
  }
  if (source_errors <= errors_) {
    Duration difference = median(target_) - median(source_);
    if (difference > slower_) {
      return {State::tripped, fmt::format("the target's median is {} above the source's",
                                          format_duration(difference))};
    }
  }
  return {State::healthy, {}};
}

double Guard::share_of_errors(const Side& side) {
  if (side.samples.empty()) return 1;
  auto failed = std::count_if(side.samples.begin(), side.samples.end(),
                              [](const Sample& sample) { return !sample.ok; });
  return static_cast<double>(failed) / static_cast<double>(side.samples.size());
}

Duration Guard::median(const Side& side) {
  std::vector<Duration> elapsed;
  for (const Sample& sample : side.samples) {
    if (sample.ok) elapsed.push_back(sample.elapsed);
  }
  if (elapsed.empty()) return {};
  auto middle = elapsed.begin() + static_cast<std::ptrdiff_t>(elapsed.size() / 2);
  std::nth_element(elapsed.begin(), middle, elapsed.end());
  return *middle;
}

}  // namespace godwit::step
