// What policies say of a request.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#pragma once

#include <string>

#include "lab/policy/condition.h"
#include "lab/policy/document.h"

namespace godwit::lab::policy {

// Who asks, as Principal elements name them.
struct Principal {
  std::string account;  // empty for a service
  std::string arn;      // of the user, or of a session's role; "arn:aws:iam::ID:root"
  std::string session;  // "arn:aws:sts::ID:assumed-role/ROLE/NAME", or empty
  std::string service;  // "s3.amazonaws.com", or empty
};

struct Request {
  Principal principal;
  std::string action;    // "s3:GetObject"
  std::string resource;  // an ARN, or "*" where the action has none
  Keys keys;
};

// In the order of their weight.
enum class Decision {
  silent,     // nothing applies
  delegated,  // allowed to the account, whose own policies decide about its users and roles
  allow,
  deny,
};

Decision evaluate(const Document& document, const Request& request);

inline Decision stronger(Decision a, Decision b) { return a < b ? b : a; }

}  // namespace godwit::lab::policy
