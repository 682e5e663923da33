#include "lab/services/sts.h"

#include "lab/lab.h"

namespace godwit::lab::services {

using aws::Value;

Sts::Sts(Lab& lab) : lab_(lab) {}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
Answer Sts::handle(const Call& call) {
  if (call.operation.name != "GetCallerIdentity") {
    return refuse(501, "NotImplemented",
                  fmt::format("The lab's STS has no {}", call.operation.name));
  }
  return Value()
      .set("UserId", call.caller->user_id)
      .set("Account", lab_.account().id)
      .set("Arn", call.caller->arn);
}

}  // namespace godwit::lab::services
