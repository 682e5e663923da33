#include "aws/waiter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "aws/codec.h"
#include "aws/jmespath.h"

namespace godwit::aws {

namespace {

// As the tables have what they expect.
std::string text_of(const Value& value) {
  if (value.is_flag()) return value.flag() ? "true" : "false";
  if (value.is_integer()) return fmt::format("{}", value.integer());
  return value.text();
}

bool is_success(const Observation& observation) { return observation.error_code.empty(); }

bool fits(const Acceptor& acceptor, const Observation& observation) {
  const auto as_expected = [&](const Value& value) {
    return value.present() && text_of(value) == acceptor.expected;
  };
  switch (acceptor.matcher) {
    case WaiterMatcher::status:
      return fmt::format("{}", observation.status) == acceptor.expected;
    case WaiterMatcher::error:
      if (acceptor.expected == "true") return !is_success(observation);
      if (acceptor.expected == "false") return is_success(observation);
      return observation.error_code == acceptor.expected;
    case WaiterMatcher::path:
      return is_success(observation) &&
             as_expected(evaluate(acceptor.argument, observation.output));
    case WaiterMatcher::path_all: {
      if (!is_success(observation)) return false;
      const Value found = evaluate(acceptor.argument, observation.output);
      return !found.list().empty() && std::ranges::all_of(found.list(), as_expected);
    }
    case WaiterMatcher::path_any: {
      if (!is_success(observation)) return false;
      const Value found = evaluate(acceptor.argument, observation.output);
      return std::ranges::any_of(found.list(), as_expected);
    }
  }
  return false;
}

const Acceptor* acceptor_of(const Waiter& waiter, const Observation& observation) {
  const auto found = std::ranges::find_if(
      waiter.acceptors, [&](const Acceptor& each) { return fits(each, observation); });
  return found != waiter.acceptors.end() ? &*found : nullptr;
}

}  // namespace

Observation observe(const Service& service, const Operation& operation, const Response& response) {
  Observation observation{response.status, {}, {}};
  auto output = parse_response(service, operation, response);
  if (output) {
    observation.output = std::move(*output);
  } else {
    observation.error_code = output.error().code.empty() ? "unreadable" : output.error().code;
  }
  return observation;
}

WaiterState decide(const Waiter& waiter, const Observation& observation) {
  if (const Acceptor* acceptor = acceptor_of(waiter, observation)) return acceptor->state;
  return is_success(observation) ? WaiterState::retry : WaiterState::failure;
}

Result<WaitTurn> wait_turn(Cloud& cloud, std::string_view service_name,
                           std::string_view waiter_name, const std::string& region,
                           const Value& input, int attempt) {
  const Service& service = aws::service(service_name);
  const Waiter* waiter = service.find_waiter(waiter_name);
  if (waiter == nullptr) std::abort();
  const Operation& operation = *service.find(waiter->operation);
  const Request request = TRY(serialize_request(service, operation, region, input));
  const Response response = TRY(cloud.send(request));
  const Observation observation = observe(service, operation, response);
  const Acceptor* acceptor = acceptor_of(*waiter, observation);
  if (acceptor == nullptr && !is_success(observation)) {
    return fail(parse_response(service, operation, response).error());
  }
  const WaiterState state = acceptor != nullptr ? acceptor->state : WaiterState::retry;
  if (state != WaiterState::retry) return WaitTurn{state};
  if (attempt >= waiter->max_attempts) return WaitTurn{WaiterState::failure};
  return WaitTurn{WaiterState::retry, seconds(waiter->delay_s)};
}

}  // namespace godwit::aws
