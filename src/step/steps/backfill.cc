// backfill: what was in the bucket before its rules were (fact D1), by S3 Batch Replication: every
// version, in its order, under its own id, with metadata and tags.
// Parameters: region, account, bucket, role. Remembers: job, tries.
//
// Copying versions one by one would put the old ones on top of what live replication has brought
// meanwhile, and give them new ids; Batch Replication keeps ids and order. CreateJob takes a client
// token, so asking again after an unknown outcome returns the same job.
#include "aws/api/s3control.h"
#include "base/text.h"
#include "step/kinds.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using namespace aws::s3control;

class BackfillStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    const auto& parameters = context.parameters;
    if (context.recall("job").empty()) {
      context.remember("job",
                       TRY(create_replication_job(
                           context.cloud, parameters.text("region"), parameters.text("account"),
                           {"arn:aws:s3:::" + parameters.text("bucket"), parameters.text("role"),
                            token(context), description(context)})));
      return Again{};
    }
    JobStatus job = TRY(describe_job(context.cloud, parameters.text("region"),
                                     parameters.text("account"), context.recall("job")));
    if (job.status == "Complete") {
      if (job.failed == 0) {
        return Done{fmt::format("{} versions replicated", group_digits(job.succeeded))};
      }
      give_up(context);
      return fail({ErrorKind::refused, "backfill", parameters.text("bucket"),
                   fmt::format("{} of {} versions were not replicated: {}", job.failed, job.total,
                               job.failure.empty() ? "see the job's report" : job.failure),
                   "mend the reason, then resume: only what is missing is tried again"});
    }
    // An empty bucket, or one whose every version has been replicated: S3 calls that a failure.
    if (job.status == "Failed" && job.failure.find("no keys") != std::string::npos) {
      return Done{"nothing to replicate"};
    }
    if (job.status == "Failed" || job.status == "Cancelled" || job.status == "Suspended") {
      // A suspended one waits for somebody to confirm it, and goes on then.
      if (job.status != "Suspended") give_up(context);
      return fail({ErrorKind::refused, "backfill", parameters.text("bucket"),
                   fmt::format("batch job {} is {}: {}", job.id, job.status, job.failure),
                   "look at the job in S3 Batch Operations, then resume"});
    }
    return Wait{context.now() + minutes(1), "waiting for S3 Batch Replication"};
  }

  // A job that is at work is called off; what it has replicated stays.
  Result<Progress> undo(Context& context) override {
    const auto& parameters = context.parameters;
    auto job = TRY(find_ours(context));
    if (!job) {
      if (auto wait = may_be_unseen(context)) return *wait;
      return Done{"nothing was replicated"};
    }
    if (job->status == "Complete" || job->status == "Failed" || job->status == "Cancelled") {
      return Done{"kept: replicas stay until their bucket goes"};
    }
    if (job->status == "Cancelling" || job->status == "Completing" || job->status == "Failing") {
      return Wait{context.now() + seconds(10), "waiting for S3 Batch Replication to stop"};
    }
    auto cancelled =
        cancel_job(context.cloud, parameters.text("region"), parameters.text("account"), job->id);
    if (cancelled) return Again{};
    // It has ended meanwhile.
    if (cancelled.error().kind == ErrorKind::refused ||
        cancelled.error().kind == ErrorKind::conflict) {
      return look_again(context, cancelled.error());
    }
    return fail(cancelled.error());
  }

  Result<Verdict> observe(Context& context) override {
    const auto job = TRY(find_ours(context));
    if (!job || job->status == "Failed" || job->status == "Cancelled") {
      return Verdict{State::absent, "no batch job of this step is at work"};
    }
    return Verdict{job->status == "Complete" ? State::in_place : State::in_progress,
                   "batch job " + job->id + " is " + job->status};
  }

 private:
  // A job that failed keeps its token: the next try has another.
  static std::string token(const Context& context) {
    const std::string& tries = context.recall("tries");
    return client_token(context) + (tries.empty() ? "" : "-" + tries);
  }
  static std::string description(const Context& context) {
    return fmt::format("{} {}", context.run, context.step);
  }
  static void give_up(Context& context) {
    context.memory.erase("job");
    const auto tries = parse_integer(context.recall("tries")).value_or(0);
    context.remember("tries", std::to_string(tries + 1));
  }

  // The job that is remembered, or else the last one that carries this step's description.
  static Result<std::optional<JobStatus>> find_ours(Context& context) {
    const auto& parameters = context.parameters;
    if (!context.recall("job").empty()) {
      return TRY(describe_job(context.cloud, parameters.text("region"), parameters.text("account"),
                              context.recall("job")));
    }
    std::optional<JobStatus> found;
    for (JobStatus& job :
         TRY(list_jobs(context.cloud, parameters.text("region"), parameters.text("account")))) {
      const bool ended = job.status == "Failed" || job.status == "Cancelled";
      if (job.description == description(context) && (!found || !ended)) found = std::move(job);
    }
    return found;
  }
};

}  // namespace

std::unique_ptr<Step> make_backfill() { return std::make_unique<BackfillStep>(); }

}  // namespace godwit::step
