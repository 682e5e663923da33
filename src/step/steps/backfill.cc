// backfill: what was in the bucket before its rules were (fact D1), by S3 Batch Replication: every
// version, in its order, under its own id, with metadata and tags.
// Parameters: region, account, bucket, role. Remembers: job.
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
                            client_token(context), context.step})));
      return Again{};
    }
    JobStatus job = TRY(describe_job(context.cloud, parameters.text("region"),
                                     parameters.text("account"), context.recall("job")));
    if (job.status == "Complete") {
      if (job.failed == 0) {
        return Done{fmt::format("{} versions replicated", group_digits(job.succeeded))};
      }
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
      return fail({ErrorKind::refused, "backfill", parameters.text("bucket"),
                   fmt::format("batch job {} is {}: {}", job.id, job.status, job.failure),
                   "look at the job in S3 Batch Operations, then resume"});
    }
    return Wait{context.now() + minutes(1), "waiting for S3 Batch Replication"};
  }

  Result<Progress> undo(Context&) override {
    return Done{"kept: replicas stay until their bucket goes"};
  }

  Result<Verdict> observe(Context& context) override {
    const auto& parameters = context.parameters;
    for (const JobStatus& job :
         TRY(list_jobs(context.cloud, parameters.text("region"), parameters.text("account")))) {
      if (job.description == context.step && job.status != "Failed" && job.status != "Cancelled") {
        return Verdict{job.status == "Complete" ? State::in_place : State::in_progress,
                       "batch job " + job.id + " is " + job.status};
      }
    }
    return Verdict{State::absent, "no batch job of this step"};
  }
};

}  // namespace

std::unique_ptr<Step> make_backfill() { return std::make_unique<BackfillStep>(); }

}  // namespace godwit::step
