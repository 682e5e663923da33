#include "rehearse/process.h"

#include "lab/outside/outside.h"

namespace godwit::rehearse {
namespace {

std::string principal_of(std::size_t number) {
  return number == 0 ? "engine" : fmt::format("engine {}", number + 1);
}

}  // namespace

Process::Process(const Surroundings& around, std::size_t number, Disk& disk)
    : principal_(principal_of(number)),
      clock_(SkewedClock::is_needed(around.schedule)
                 ? std::make_unique<SkewedClock>(around.env.clock, around.schedule)
                 : nullptr),
      work_disk_(around.machine
                     ? std::make_unique<WorkDisk>(disk, around.journal_path, *around.machine,
                                                  principal_, [this] { return records(); })
                     : nullptr),
      programs_(around.machine ? std::make_unique<ProcessPrograms>(*around.machine, principal_,
                                                                   [this] { return records(); })
                               : nullptr),
      faulty_disk_(around.schedule.has(FaultKind::sync_errors)
                       ? std::make_unique<FaultyDisk>(
                             work_disk_ ? static_cast<Disk&>(*work_disk_) : disk, around.schedule)
                       : nullptr),
      disk_(faulty_disk_ ? static_cast<Disk&>(*faulty_disk_)
            : work_disk_ ? static_cast<Disk&>(*work_disk_)
                         : disk) {
  const Clock& clock = clock_ ? static_cast<Clock&>(*clock_) : around.env.clock;
  if (clock_ || around.schedule.has(FaultKind::stalled)) {
    scheduler_ = std::make_unique<OwnScheduler>(around.env.scheduler, around.env.clock, clock);
  }
  signing_ = std::make_unique<aws::SigningCloud>(around.lab.cloud(),
                                                 around.lab.introduce(principal_), clock);
  if (around.consumers != nullptr) {
    watched_ = std::make_unique<WatchedCloud>(
        around.lab.cloud(), [consumers = around.consumers] { consumers->look(); });
    std::map<std::string, consumer::TokenCloud::Token> tokens;
    lab::Outside& outside = around.lab.outside();
    for (const lab::OutsideService* service : outside.services()) {
      tokens[std::string(service->host())] = {"a token of " + std::string(service->name()),
                                              outside.introduce(*service, principal_)};
    }
    token_ = std::make_unique<consumer::TokenCloud>(*signing_, *watched_, std::move(tokens));
  }
  if (FaultyCloud::is_needed(around.schedule)) {
    faulty_cloud_ = std::make_unique<FaultyCloud>(unfaulty(), around.schedule, around.stale_reads,
                                                  &around.lab.outside());
    retrying_ = std::make_unique<RetryingCloud>(*faulty_cloud_, around.env.random);
  }
  if (around.schedule.has(FaultKind::unreachable_sites)) {
    faulty_http_ = std::make_unique<FaultyHttp>(around.http, around.schedule);
  }
}

Result<std::unique_ptr<Process>> Process::begin(const Surroundings& around, std::size_t number,
                                                Disk& disk, std::uint64_t least_fence) {
  std::unique_ptr<Process> process(new Process(around, number, disk));
  SimulatedEnv& world = around.env;
  const Env env{
      process->clock_ ? static_cast<Clock&>(*process->clock_) : world.clock,
      process->scheduler_ ? static_cast<Scheduler&>(*process->scheduler_) : world.scheduler,
      world.random,
      process->disk_,
      process->faulty_http_ ? static_cast<Http&>(*process->faulty_http_) : around.http,
      around.resolver,
      world.sleeper,
      process->programs_ ? static_cast<Programs&>(*process->programs_) : world.programs};
  aws::Cloud& cloud =
      process->retrying_ ? static_cast<aws::Cloud&>(*process->retrying_) : process->unfaulty();
  EngineOptions options;
  options.least_fence = least_fence;
  options.journal_path = around.journal_path;
  options.holder = process->principal_;
  // Somebody who is late, or never comes, has to be asked; all others have said yes before.
  options.asks_people =
      around.schedule.has(FaultKind::late_approval) || around.schedule.has(FaultKind::no_approval);
  process->engine_ = TRY(Engine::open(env, cloud, around.graph, process->disk_, options));
  return process;
}

void Process::stall_until(Time time) {
  if (scheduler_) scheduler_->stall_until(time);
}

}  // namespace godwit::rehearse
