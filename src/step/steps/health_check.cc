// health_check: a Route 53 health check of one endpoint. Parameters: fqdn, path, interval,
// threshold, name. Remembers: id. The caller reference is derived from run and step, so that
// creating it again returns the same check (fact C9).
#include "aws/api/route53.h"
#include "step/kinds.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using namespace aws::route53;

class HealthCheckStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    if (context.recall("id").empty()) {
      if (auto found = TRY(find_ours(context))) {
        context.remember("id", found->id);
        return Again{};
      }
      const auto& parameters = context.parameters;
      HealthCheck check;
      check.caller_reference = client_token(context);
      check.fqdn = parameters.text("fqdn");
      check.path = parameters.text("path");
      check.interval_s = static_cast<int>(
          std::chrono::duration_cast<seconds>(parameters.duration("interval")).count());
      check.threshold = static_cast<int>(parameters.integer("threshold"));
      context.remember("id", TRY(create_health_check(context.cloud, check)).id);
      return Again{};
    }
    return Done{"health check " + context.recall("id")};
  }

  Result<Progress> undo(Context& context) override {
    std::string id = context.recall("id");
    if (id.empty()) {
      if (auto found = TRY(find_ours(context))) id = found->id;
    }
    if (id.empty()) {
      if (auto wait = may_be_unseen(context)) return *wait;
      return Done{"none was created"};
    }
    auto deleted = delete_health_check(context.cloud, id);
    if (deleted || deleted.error().kind == ErrorKind::not_found) {
      return Done{"deleted health check " + id};
    }
    // Another check still needs it, as far as Route 53 knows.
    if (deleted.error().kind == ErrorKind::conflict) return look_again(context, deleted.error());
    return fail(deleted.error());
  }

  Result<Verdict> observe(Context& context) override {
    auto found = TRY(find_ours(context));
    if (!found) return Verdict{State::absent, "no health check with this step's reference"};
    return Verdict{State::in_place, "health check " + found->id};
  }

 private:
  static Result<std::optional<HealthCheck>> find_ours(Context& context) {
    for (HealthCheck& check : TRY(list_health_checks(context.cloud))) {
      if (check.caller_reference == client_token(context)) return std::move(check);
    }
    return std::nullopt;
  }
};

}  // namespace

std::unique_ptr<Step> make_health_check() { return std::make_unique<HealthCheckStep>(); }

}  // namespace godwit::step
