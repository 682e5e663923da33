// account: are these credentials those of the plan's account? Everything else waits for the answer.
// Parameters: account, region.
#include "aws/api/sts.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

class Account : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    auto identity =
        TRY(aws::sts::get_caller_identity(context.cloud, context.parameters.text("region")));
    const std::string& expected = context.parameters.text("account");
    if (identity.account != expected) {
      return fail({ErrorKind::conflict, "verify account", expected,
                   fmt::format("the credentials belong to account {}", identity.account),
                   "use credentials of the plan's account, or correct `account` in the plan"});
    }
    return Done{"account " + identity.account};
  }

  Result<Progress> undo(Context&) override { return Done{}; }
  Result<Verdict> observe(Context&) override {
    return Verdict{State::absent, "nothing is changed"};
  }
};

}  // namespace

std::unique_ptr<Step> make_account() { return std::make_unique<Account>(); }

}  // namespace godwit::step
