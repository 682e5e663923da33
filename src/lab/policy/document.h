// Policy documents: who may do what with what, and when.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::lab::policy {

struct Condition {
  enum class Quantifier { one, any_value, all_values };
  std::string test;  // "StringEquals", without quantifier and "IfExists"
  Quantifier quantifier = Quantifier::one;
  bool if_exists = false;
  std::string key;  // "aws:SourceAccount", in lower case: keys have none
  std::vector<std::string> values;
};

struct Principals {
  std::vector<std::string> aws;  // ARNs, account ids, "*"
  std::vector<std::string> services;
  std::vector<std::string> federated;
  bool anybody = false;  // "Principal": "*"
};

struct Statement {
  std::string id;
  bool allow = false;
  bool has_principals = false;
  bool not_principals = false;
  Principals principals;
  bool not_actions = false;
  std::vector<std::string> actions;
  bool not_resources = false;
  std::vector<std::string> resources;  // none in trust policies
  std::vector<Condition> conditions;
};

struct Document {
  std::string version;
  std::vector<Statement> statements;
};

// Where a document stands decides what it must and must not have.
enum class Kind {
  identity,  // of a user, role or group: no Principal
  resource,  // of a key, a secret, a bucket: Principal and Resource
  trust,     // of a role: Principal, no Resource
};

// The document, or what is wrong with it in AWS's words.
std::expected<Document, std::string> read(std::string_view text, Kind kind);

}  // namespace godwit::lab::policy
