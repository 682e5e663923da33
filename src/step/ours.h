// How a step marks what it creates, and knows it again after a crash: by tags with run and step.
// What is there without them belongs to somebody else until a person says otherwise.
#pragma once

#include <map>
#include <string>

#include "step/context.h"
#include "step/step.h"

namespace godwit::step {

using Tags = std::map<std::string, std::string>;

Tags tags_of_ours(const Context& context);
bool is_ours(const Context& context, const Tags& tags);

// A client token, derived from run, step and round, for calls that take one: the same call, the
// same token.
std::string client_token(const Context& context);

// Something of this id is there and is not ours. Has a person said that it is to be taken over?
bool is_adopted(const Context& context, const std::string& id);
// The question to the person: an error of kind conflict with code "Adopt" and the id as its
// subject. `what` says what it is ("the bucket"), `cause` what was found.
std::unexpected<Error> ask_to_adopt(const std::string& what, const std::string& id,
                                    const std::string& cause);

// AWS's lists and settings show a change to some readers only after a while: seconds as a rule, for
// KMS up to minutes.
// https://docs.aws.amazon.com/kms/latest/developerguide/programming-eventual-consistency.html
inline constexpr Duration visible_after = minutes(5);

// Until when this step has to doubt that something is missing, because it changed something a
// moment ago; nothing: what is not seen is not there.
std::optional<Wait> may_be_unseen(const Context& context);

// A change was refused for a reason that an outdated look explains ("it exists already", "there is
// none"): another look in a moment, and the error only where looks go on saying the same.
Result<Progress> look_again(Context& context, const Error& error);

}  // namespace godwit::step
