#include "rehearse/swarm.h"

#include <algorithm>
#include <cmath>

#include "env/simulated_random.h"
#include "plan/least_time.h"

namespace godwit::rehearse {
namespace {

// No more in one seed: what fails for twelve reasons explains nothing.
constexpr std::size_t most_faults = 12;
constexpr double share_without_faults = 0.05;
constexpr double share_rolled_back = 1.0 / 3;
constexpr double share_in_company = 0.3;
constexpr double share_while_told = 0.5;

// How a kind is drawn. All durations are log-uniform between their limits: a minute, an hour and a
// day are equally interesting.
struct Recipe {
  FaultKind kind;
  Duration shortest{};  // that it lasts; both 0: to the end, or a moment
  Duration longest{};
  Duration least_amount{};
  Duration most_amount{};
  int least_percent = 0;  // 0: the kind has none
  int most_percent = 0;
};

constexpr Recipe recipes[] = {
    {FaultKind::slow_site, minutes(1), hours(12), milliseconds(300), seconds(10)},
    {FaultKind::ailing_site, minutes(1), hours(12)},
    {FaultKind::failing_site, minutes(1), hours(12)},
    {FaultKind::gone_site, minutes(1), hours(12)},
    {FaultKind::region_down, minutes(1), hours(12)},
    {FaultKind::control_plane_down, minutes(5), hours(24)},
    {FaultKind::data_plane_down, minutes(1), hours(12)},
    {FaultKind::replication_stalled, minutes(5), hours(24)},
    {FaultKind::slow_jobs, {}, {}, minutes(10), hours(12)},
    {FaultKind::failing_jobs, hours(1), hours(48), {}, {}, 1, 30},
    // Calls: for days a few, or for minutes nearly all (see of()).
    {FaultKind::throttled, minutes(10), hours(48), {}, {}, 2, 95},
    {FaultKind::server_errors, minutes(10), hours(48), {}, {}, 2, 95},
    {FaultKind::lost_requests, minutes(10), hours(48), {}, {}, 1, 60},
    {FaultKind::lost_responses, minutes(10), hours(48), {}, {}, 1, 60},
    {FaultKind::slow_calls, minutes(10), hours(48), seconds(1), minutes(2), 2, 60},
    {FaultKind::stale_reads, hours(1), hours(96), seconds(1), seconds(60), 5, 100},
    {FaultKind::expired_credentials, minutes(1), hours(8)},
    {FaultKind::unreachable_sites, minutes(1), hours(8), {}, {}, 10, 100},
    // Less than AWS minds, and more.
    {FaultKind::clock_ahead, minutes(5), hours(12), seconds(1), minutes(20)},
    {FaultKind::clock_behind, minutes(5), hours(12), seconds(1), minutes(20)},
    {FaultKind::disk_full, minutes(1), hours(6)},
    {FaultKind::torn_writes},
    {FaultKind::sync_errors, minutes(10), hours(24), {}, {}, 1, 50},
    {FaultKind::crash},
    {FaultKind::crash_at_record},
    {FaultKind::stalled, seconds(10), hours(14)},
    {FaultKind::second_executor, minutes(5), hours(14)},
    {FaultKind::late_approval, {}, {}, minutes(10), hours(36)},
    {FaultKind::no_approval, hours(1), hours(24)},
};

class Draw {
 public:
  Draw(std::uint64_t seed, const plan::Plan& plan, const plan::Graph& graph)
      : plan_(plan), graph_(graph), random_(SimulatedRandom(seed).fork("swarm")) {}

  std::vector<Fault> draw() {
    std::vector<Fault> faults;
    if (random_->chance(share_without_faults)) return faults;
    // How many kinds: few of many, mostly.
    constexpr double densities[] = {0.04, 0.1, 0.2, 0.4};
    const double density = densities[random_->below(std::size(densities))];
    for (const Recipe& recipe : recipes) {
      if (!random_->chance(density)) continue;
      do {
        faults.push_back(of(recipe));
      } while (random_->chance(0.3));
    }
    shuffle(faults);
    if (faults.size() > most_faults) faults.resize(most_faults);
    if (random_->chance(share_rolled_back)) faults.push_back(way_back());
    for (Fault& fault : company()) faults.push_back(std::move(fault));
    for (Fault& fault : while_told()) faults.push_back(std::move(fault));
    return faults;
  }

 private:
  Fault of(const Recipe& recipe) {
    const FaultForm& form = form_of(recipe.kind);
    Fault fault;
    fault.kind = recipe.kind;
    set_subject(form, fault);
    if (recipe.most_percent > 0) {
      fault.percent = static_cast<int>(
          std::lround(log_uniform(static_cast<double>(recipe.least_percent), recipe.most_percent)));
    }
    if (form.amount) fault.amount = between(recipe.least_amount, recipe.most_amount);
    if (form.number == FaultForm::Number::record) {
      // A step has some ten records.
      fault.record = 1 + random_->below(graph_.steps.size() * 10);
      fault.effect = random_->chance(0.5);
      return fault;
    }
    set_moment(fault);
    if (recipe.longest == Duration::zero()) return fault;
    // The more often, the shorter: a run has to come through.
    const Duration longest =
        recipe.least_percent > 0
            ? std::max(recipe.shortest * 2, recipe.longest * recipe.least_percent / fault.percent)
            : recipe.longest;
    fault.lasts = between(recipe.shortest, longest);
    return fault;
  }

  Fault way_back() {
    Fault fault;
    fault.kind = FaultKind::roll_back;
    constexpr const char* modes[] = {"traffic", "standby", "full"};
    fault.mode = modes[random_->below(std::size(modes))];
    set_moment_in_step(fault);
    return fault;
  }

  // Some things hurt only together, and chance alone would hardly ever bring them together.
  std::vector<Fault> company() {
    std::vector<Fault> faults;
    // A stream of its own: what is drawn before stays what it was when this was added.
    random_ = random_->fork("company");
    if (!random_->chance(share_in_company)) return faults;
    const auto add = [&](FaultKind kind, std::string subject, const std::string& step,
                         Duration after, Duration lasts) -> Fault& {
      Fault fault;
      fault.kind = kind;
      fault.subject = std::move(subject);
      fault.step = step;
      fault.after = after;
      fault.lasts = lasts;
      return faults.emplace_back(std::move(fault));
    };
    const std::string shift = first_of("shift");
    const std::string records = first_of("records");
    if (shift.empty() || records.empty()) return faults;
    const Duration into = between(minutes(10), plan::least_time(*graph_.find(shift)));
    switch (random_->below(5)) {
      case 0:  // the target fails, and Route 53's control plane is away (fact C11)
        add(FaultKind::ailing_site, plan_.target, shift, into, hours(6));
        add(FaultKind::control_plane_down, "us-east-1", shift, into, hours(8));
        break;
      case 1:  // a process wakes up after another has taken over
        add(FaultKind::stalled, {}, shift, into, hours(9));
        add(FaultKind::second_executor, {}, shift, into, hours(14));
        break;
      case 2: {  // a process dies with a call under way, while things are being made
        Fault& crash = add(FaultKind::crash_at_record, {}, {}, {}, {});
        crash.record = 2 + random_->below(80);
        crash.effect = true;
        break;
      }
      case 3:  // data stands still just before users are sent after it
        add(FaultKind::replication_stalled, plan_.source, records, {}, hours(6));
        break;
      default:  // data stands still while users are taken back from where they write
        add(FaultKind::replication_stalled, plan_.target, shift, into, hours(6));
        add(FaultKind::roll_back, {}, shift, into + minutes(30), {}).mode = "full";
    }
    return faults;
  }

  // While values are read, files rewritten and consumers told: all of it is over in minutes, so
  // that what is drawn for whole migrations hardly ever meets it.
  std::vector<Fault> while_told() {
    std::vector<Fault> faults;
    std::vector<const plan::StepSpec*> steps;
    for (const plan::StepSpec& step : graph_.steps) {
      if (step.id.starts_with("value/") || step.id.starts_with("consumer/") ||
          step.kind == "rewrite") {
        steps.push_back(&step);
      }
    }
    random_ = random_->fork("while told");
    if (steps.empty() || !random_->chance(share_while_told)) return faults;
    do {
      const plan::StepSpec& step = *steps[random_->below(steps.size())];
      Fault fault;
      fault.step = step.id;
      constexpr FaultKind calls[] = {FaultKind::throttled,      FaultKind::server_errors,
                                     FaultKind::lost_requests,  FaultKind::lost_responses,
                                     FaultKind::lost_responses, FaultKind::slow_calls};
      constexpr FaultKind disks[] = {FaultKind::disk_full, FaultKind::sync_errors,
                                     FaultKind::torn_writes};
      const bool calls_others =
          step.kind == "supabase" || step.kind == "firebase" || step.kind == "value";
      const std::uint64_t which = random_->below(4);
      if (which == 0) {
        fault.kind = FaultKind::roll_back;
        constexpr const char* modes[] = {"traffic", "standby", "full"};
        fault.mode = modes[random_->below(std::size(modes))];
        fault.after = between(seconds(1), hours(6));
      } else if (which == 1) {
        fault.kind = FaultKind::crash_at_record;
        fault.step.clear();
        fault.record = graph_.steps.size() * 2 + random_->below(graph_.steps.size() * 8);
        fault.effect = true;
      } else {
        fault.kind = calls_others             ? calls[random_->below(std::size(calls))]
                     : step.kind == "command" ? FaultKind::failing_programs
                                              : disks[random_->below(std::size(disks))];
        const FaultForm& form = form_of(fault.kind);
        if (form.number == FaultForm::Number::percent) {
          fault.percent = static_cast<int>(std::lround(log_uniform(20, 100)));
        }
        if (form.amount) fault.amount = between(seconds(1), minutes(2));
        if (fault.kind != FaultKind::torn_writes) fault.lasts = between(seconds(10), hours(4));
      }
      faults.push_back(std::move(fault));
    } while (random_->chance(0.4));
    return faults;
  }

  std::string first_of(std::string_view kind) const {
    const auto found = std::ranges::find(graph_.steps, kind, &plan::StepSpec::kind);
    return found == graph_.steps.end() ? std::string() : found->id;
  }

  void set_subject(const FaultForm& form, Fault& fault) {
    using Subject = FaultForm::Subject;
    const auto one_of = [&](const std::vector<std::string>& list) {
      return list[random_->below(list.size())];
    };
    const std::vector<std::string> sides = {plan_.source, plan_.target};
    if (form.subject == Subject::site) {
      fault.subject = one_of(sides);
    } else if (form.subject == Subject::region) {
      // us-east-1 is everybody's: Route 53's control plane lives there (fact C11).
      std::vector<std::string> regions = sides;
      regions.emplace_back("us-east-1");
      fault.subject = one_of(regions);
    } else if (form.subject == Subject::region_or_bucket) {
      std::vector<std::string> subjects = sides;
      for (const plan::Bucket& bucket : plan_.buckets) subjects.push_back(bucket.source.name);
      fault.subject = one_of(subjects);
    } else if (form.subject == Subject::service && random_->chance(0.7)) {
      fault.service =
          one_of({"cloudwatch", "kms", "route53", "s3", "s3", "s3control", "sts", "route53"});
    }
  }

  // At some moment after the start, or of a step. Steps that last deserve more of them: most of
  // what can go wrong has its time there.
  void set_moment(Fault& fault) {
    if (random_->chance(0.3)) {
      fault.after = between(minutes(1), plan::least_time(graph_));
    } else {
      set_moment_in_step(fault);
    }
  }

  void set_moment_in_step(Fault& fault) {
    std::vector<const plan::StepSpec*> lasting;
    for (const plan::StepSpec& step : graph_.steps) {
      if (plan::least_time(step) > Duration::zero()) lasting.push_back(&step);
    }
    const plan::StepSpec* step = &graph_.steps[random_->below(graph_.steps.size())];
    if (!lasting.empty() && random_->chance(0.6)) step = lasting[random_->below(lasting.size())];
    fault.step = step->id;
    const Duration lasts = std::max<Duration>(plan::least_time(*step), minutes(10));
    // Half of the moments soon after it begins, the others at any time.
    fault.after = random_->chance(0.5)
                      ? between(seconds(1), lasts)
                      : rounded(std::chrono::duration_cast<Duration>(random_->real() * lasts));
  }

  double log_uniform(double least, double most) {
    return least * std::pow(most / least, random_->real());
  }

  // In whole units, so that people can read and shorten it.
  static Duration rounded(Duration duration) {
    const auto to = [&](Duration unit) { return duration - duration % unit; };
    if (duration >= hours(10)) return to(hours(1));
    if (duration >= minutes(10)) return to(minutes(1));
    if (duration >= seconds(1)) return to(seconds(1));
    return to(milliseconds(1));
  }

  Duration between(Duration least, Duration most) {
    return rounded(Duration(static_cast<std::int64_t>(
        log_uniform(static_cast<double>(least.count()), static_cast<double>(most.count())))));
  }

  void shuffle(std::vector<Fault>& faults) {
    for (std::size_t i = faults.size(); i > 1; --i) {
      std::swap(faults[i - 1], faults[random_->below(i)]);
    }
  }

  const plan::Plan& plan_;
  const plan::Graph& graph_;
  std::unique_ptr<Random> random_;
};

}  // namespace

std::vector<Fault> draw_faults(std::uint64_t seed, const plan::Plan& plan,
                               const plan::Graph& graph) {
  return Draw(seed, plan, graph).draw();
}

}  // namespace godwit::rehearse
