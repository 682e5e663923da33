// Operations that answer in pages, asked for all of them: what a service's model says of tokens.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aws/cloud.h"
#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// Asks for one page after the other and hands each output to `on_page`, which says whether to go
// on, or fails for all. An operation without pages is asked once. An answer that says "more" and
// not where would be asked for again for ever: it is an error.
Result<void> paginate(Cloud& cloud, std::string_view service, std::string_view operation,
                      const std::string& region, Value input,
                      const std::function<Result<bool>(const Value& page)>& on_page);

// What to ask for after this answer; nullopt where there is no more, and the same again where the
// answer says that there is, but not where. Pure.
std::optional<Value> next_page(const Paginator& paginator, const Value& input, const Value& output);

}  // namespace godwit::aws
