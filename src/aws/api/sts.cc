#include "aws/api/sts.h"

#include "aws/call.h"

namespace godwit::aws::sts {

Result<CallerIdentity> get_caller_identity(Cloud& cloud, const std::string& region) {
  const Value output =
      TRY(call(cloud, "sts", "GetCallerIdentity", region, Value::structure(), "in " + region));
  return CallerIdentity{.account = output["Account"].text(),
                        .arn = output["Arn"].text(),
                        .user_id = output["UserId"].text()};
}

}  // namespace godwit::aws::sts
