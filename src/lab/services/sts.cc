#include "lab/services/sts.h"

#include "lab/identifiers.h"
#include "lab/lab.h"

namespace godwit::lab::services {

using aws::Value;

Sts::Sts(Lab& lab)
    : lab_(lab),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: AIDA is a
      // user.
      user_id_("AIDA" + derived_text(lab.world().random.fork("sts")->next(), lab.account().id, 17,
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) {}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
Answer Sts::handle(const Call& call) {
  if (call.operation.name != "GetCallerIdentity") {
    return refuse(501, "NotImplemented",
                  fmt::format("The lab's STS has no {}", call.operation.name));
  }
  return Value()
      .set("UserId", user_id_)
      .set("Account", lab_.account().id)
      .set("Arn", fmt::format("arn:aws:iam::{}:user/godwit", lab_.account().id));
}

}  // namespace godwit::lab::services
