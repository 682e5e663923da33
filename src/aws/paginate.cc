#include "aws/paginate.h"

#include <algorithm>

#include "aws/answer.h"
#include "aws/call.h"
#include "aws/jmespath.h"

namespace godwit::aws {

std::optional<Value> next_page(const Paginator& paginator, const Value& input,
                               const Value& output) {
  if (!paginator.more_results.empty() && !is_true(evaluate(paginator.more_results, output))) {
    return std::nullopt;
  }
  // Those of the page before do not stay where the next one has none of that name.
  Value next = Value::structure();
  for (const auto& [name, value] : input.members()) {
    if (std::ranges::find(paginator.input_tokens, name) == paginator.input_tokens.end()) {
      next.set(name, value);
    }
  }
  bool any = false;
  for (std::size_t i = 0; i < paginator.input_tokens.size(); ++i) {
    Value token = evaluate(paginator.output_tokens[i], output);
    if (!is_true(token)) continue;
    next.set(paginator.input_tokens[i], std::move(token));
    any = true;
  }
  if (any) return next;
  if (paginator.more_results.empty()) return std::nullopt;
  return input;
}

Result<void> paginate(Cloud& cloud, std::string_view service_name, std::string_view operation,
                      const std::string& region, Value input,
                      const std::function<Result<bool>(const Value& page)>& on_page) {
  const Service& service = aws::service(service_name);
  const Paginator* paginator = service.find_paginator(operation);
  for (;;) {
    const Value output = TRY(call(cloud, service_name, operation, region, input, {}));
    if (!TRY(on_page(output)) || paginator == nullptr) return {};
    auto next = next_page(*paginator, input, output);
    if (!next) return {};
    if (*next == input) {
      return fail({.kind = ErrorKind::unreachable,
                   .operation = operation_title(service, *service.find(operation)),
                   .subject = {},
                   .cause = "the answer says that there is more, but not where",
                   .remedy = "try again",
                   .code = {},
                   .where = {}});
    }
    input = std::move(*next);
  }
}

}  // namespace godwit::aws
