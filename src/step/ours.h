// How a step marks what it creates, and knows it again after a crash: by tags with run and step.
#pragma once

#include <map>
#include <string>

#include "step/context.h"

namespace godwit::step {

using Tags = std::map<std::string, std::string>;

Tags tags_of_ours(const Context& context);
bool is_ours(const Context& context, const Tags& tags);

// A client token, derived from run and step, for calls that take one: the same call, the same
// token.
std::string client_token(const Context& context);

}  // namespace godwit::step
