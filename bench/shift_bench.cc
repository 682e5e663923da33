// A shift of 10,000 users over 24 virtual hours: six hours on each of four rungs. Beside the time:
// the share of requests that the target served on each rung, against what the records predict.
#include <benchmark/benchmark.h>

#include <unordered_map>

#include "aws/call.h"
#include "aws/signature.h"
#include "bench/medzen.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "lab/users.h"
#include "traffic/answers.h"

namespace godwit::bench {
namespace {

constexpr int users_wanted = 10'000;
constexpr std::array weights = {1, 10, 50, 100};
constexpr Duration rung = hours(6);

// MedZen's places, buckets apart: many more people, and two records under one name.
account::Account crowded_account(bool strict) {
  account::Account account = medzen_account();
  account.buckets.clear();
  account.users.habits = strict ? account::strict_habits() : account::Habits{};
  account.users.requests_per_day = 20;
  account.users.old_items = 0;
  int people = 0;
  for (const account::Place& place : account.users.places) people += place.count;
  int given = 0;
  for (account::Place& place : account.users.places) {
    place.count = place.count * users_wanted / people;
    given += place.count;
  }
  account.users.places.front().count += users_wanted - given;

  account::Record& west = account.zones.front().records.front();
  account::Record central = west;
  central.set_identifier = "eu-central-1-primary";
  central.weight = 0;
  central.alias->zone = "Z1U9ULNL0V5AJ3";
  central.alias->name = account.workload.sites[1].endpoint;
  account.zones.front().records.push_back(central);
  return account;
}

struct Shift {
  explicit Shift(bool strict) : account(crowded_account(strict)) {
    for (const account::Site& site : account.workload.sites) {
      lab.internet().deploy(site.region, [this](const HttpRequest& request) {
        HttpResponse response;
        response.status = 200;
        if (request.method == "PUT") {
          kept[request.path] = request.body;
        } else if (const auto found = kept.find(request.path); found != kept.end()) {
          response.body = found->second;
        } else {
          response.status = 404;
        }
        return response;
      });
    }
  }

  void set_weight(const std::string& endpoint, const std::string& zone,
                  const std::string& identifier, int weight) {
    const auto changed = aws::call(
        cloud, "route53", "ChangeResourceRecordSets", "us-east-1",
        aws::Value()
            .set("HostedZoneId", account.zones.front().id)
            .set("ChangeBatch",
                 aws::Value().set(
                     "Changes",
                     aws::List{aws::Value()
                                   .set("Action", "UPSERT")
                                   .set("ResourceRecordSet",
                                        aws::Value()
                                            .set("Name", account.workload.hostname)
                                            .set("Type", "A")
                                            .set("SetIdentifier", identifier)
                                            .set("Weight", weight)
                                            .set("AliasTarget",
                                                 aws::Value()
                                                     .set("HostedZoneId", zone)
                                                     .set("DNSName", endpoint)
                                                     .set("EvaluateTargetHealth", false)))})),
        {});
    if (!changed) std::abort();  // the lab refuses what it should take
  }

  void run() {
    users.start(account.starts + rung * static_cast<int>(weights.size()));
    for (const int weight : weights) {
      set_weight(account.workload.sites[0].endpoint, "ZLY8HYME6SFDD", "eu-west-1-primary",
                 100 - weight);
      set_weight(account.workload.sites[1].endpoint, "Z1U9ULNL0V5AJ3", "eu-central-1-primary",
                 weight);
      env.scheduler.run_until(env.clock.now() + rung);
    }
  }

  account::Account account;
  SimulatedEnv env{account.starts, 1};
  lab::Lab lab{{env.clock, env.scheduler, env.random}, account};
  aws::SigningCloud cloud{
      lab.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      env.clock};
  std::unordered_map<std::string, Body> kept;  // never walked
  lab::Users users{lab, {"recordings"}, {}};
};

// What share of everybody's requests the target gets while its record has that weight.
double predicted(const account::Account& account, int weight) {
  traffic::Zone zone{"Z1", "medzenhealth.app", {}};
  for (std::size_t i = 0; i < 2; ++i) {
    traffic::RecordSet record;
    record.name = account.workload.hostname;
    record.type = "A";
    record.set_identifier = account.workload.sites[i].region;
    record.weight = i == 0 ? 100 - weight : weight;
    record.alias = traffic::AliasTarget{"", account.workload.sites[i].endpoint, false};
    zone.records.push_back(record);
  }
  std::vector<traffic::Population> populations;
  for (const account::Place& place : account.users.places) {
    populations.push_back({place.name, {}, static_cast<double>(place.count)});
  }
  const traffic::Zones zones({zone}, {});
  auto shares = traffic::share_of_regions(
      zones, account.workload.hostname, "A", {}, populations,
      [](const traffic::RecordSet& record) { return record.set_identifier; });
  return shares["eu-central-1"];
}

void shift_10000_users(benchmark::State& state) {
  std::size_t requests = 0;
  std::size_t failed = 0;
  std::array<std::size_t, weights.size()> all{};
  std::array<std::size_t, weights.size()> there{};
  account::Account account;
  for (auto _ : state) {
    Shift shift(state.range(0) != 0);
    shift.run();
    requests += shift.users.history().size();
    all = {};
    there = {};
    for (const lab::Sighting& seen : shift.users.history()) {
      const auto on = static_cast<std::size_t>((seen.time - shift.account.starts) / rung);
      if (on >= weights.size()) continue;
      ++all[on];
      there[on] += seen.region == 1;
      failed += !seen.ok;
    }
    account = shift.account;
  }
  std::string label;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    label += fmt::format("{}{} %: {:.2f} of {:.2f}", i == 0 ? "" : ", ", weights[i],
                         100.0 * static_cast<double>(there[i]) / static_cast<double>(all[i]),
                         100 * predicted(account, weights[i]));
  }
  state.SetLabel(label);
  state.counters["requests"] =
      benchmark::Counter(static_cast<double>(requests), benchmark::Counter::kAvgIterations);
  state.counters["failed"] = static_cast<double>(failed);
}
BENCHMARK(shift_10000_users)->ArgName("strict")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace godwit::bench
