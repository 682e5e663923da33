#include "lab/policy/evaluate.h"

namespace godwit::lab::policy {

namespace {

enum class Named { no, by_account, directly };

Named named_by(const std::string& pattern, const Principal& who) {
  if (who.account.empty()) return Named::no;
  if (pattern == "*") return Named::directly;
  if (pattern == who.arn || (!who.session.empty() && pattern == who.session)) {
    return Named::directly;
  }
  const bool account = pattern == who.account || pattern == "arn:aws:iam::" + who.account + ":root";
  return account ? Named::by_account : Named::no;
}

Named named(const Principals& principals, const Principal& who) {
  if (principals.anybody) return Named::directly;
  if (!who.service.empty()) {
    return std::ranges::find(principals.services, who.service) != principals.services.end()
               ? Named::directly
               : Named::no;
  }
  Named best = Named::no;
  for (const std::string& pattern : principals.aws) best = std::max(best, named_by(pattern, who));
  return best;
}

bool applies(const Statement& statement, const Request& request) {
  const bool action = std::ranges::any_of(statement.actions, [&](const std::string& pattern) {
    return matches_ignoring_case(pattern, request.action);
  });
  if (action == statement.not_actions) return false;
  if (!statement.resources.empty()) {
    const bool resource = std::ranges::any_of(statement.resources, [&](const std::string& pattern) {
      return matches(pattern, request.resource);
    });
    if (resource == statement.not_resources) return false;
  }
  return std::ranges::all_of(statement.conditions, [&](const Condition& condition) {
    return holds(condition, request.keys);
  });
}

}  // namespace

Decision evaluate(const Document& document, const Request& request) {
  Decision decision = Decision::silent;
  for (const Statement& statement : document.statements) {
    Named who = Named::directly;
    if (statement.has_principals) {
      who = named(statement.principals, request.principal);
      if (statement.not_principals) who = who == Named::no ? Named::directly : Named::no;
    }
    if (who == Named::no || !applies(statement, request)) continue;
    if (!statement.allow) return Decision::deny;
    decision = stronger(decision, who == Named::by_account ? Decision::delegated : Decision::allow);
  }
  return decision;
}

}  // namespace godwit::lab::policy
