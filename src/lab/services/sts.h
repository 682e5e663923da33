// The lab's Security Token Service: it says who you are, and lends credentials for a while.
// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
#pragma once

#include "lab/identities.h"
#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

struct IamRole;

class Sts : public Service {
 public:
  explicit Sts(Lab& lab);

  std::string_view name() const override { return "sts"; }
  Answer handle(const Call& call) override;
  // Sessions end by themselves: nothing of them lasts.
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<Sts> operations[];
  Answer get_caller_identity(const Call& call);
  Answer get_access_key_info(const Call& call);
  Answer assume_role(const Call& call);
  Answer assume_role_with_web_identity(const Call& call);
  Answer get_session_token(const Call& call);

  // May the caller take this role? By the role's trust, and where that only names the account, by
  // the caller's own policies.
  std::optional<aws::ServiceError> trust_refusal(const Call& call, const IamRole* role) const;
  // The wire's "Credentials", of an identity that may sign from now on.
  aws::Value lend(const Call& call, Identity identity, Duration duration);

  Lab& lab_;
  std::uint64_t secret_;
  std::uint64_t lent_ = 0;  // sessions so far: their credentials come from it
};

}  // namespace godwit::lab::services
