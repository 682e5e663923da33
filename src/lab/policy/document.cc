#include "lab/policy/document.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "lab/policy/condition.h"

namespace godwit::lab::policy {

namespace {

using boost::json::object;
using boost::json::value;
using Problem = std::unexpected<std::string>;

Problem syntax() { return Problem("Syntax errors in policy."); }

// One text, or a list of texts.
std::expected<std::vector<std::string>, std::string> texts(const value& given) {
  if (given.is_string()) return std::vector<std::string>{std::string(given.as_string())};
  if (!given.is_array()) return syntax();
  std::vector<std::string> all;
  for (const value& one : given.as_array()) {
    if (!one.is_string()) return syntax();
    all.emplace_back(one.as_string());
  }
  return all;
}

// Values of conditions may also be numbers and flags.
std::expected<std::vector<std::string>, std::string> condition_values(const value& given) {
  std::vector<std::string> all;
  const auto add = [&](const value& one) {
    if (one.is_string()) {
      all.emplace_back(one.as_string());
    } else if (one.is_bool() || one.is_number()) {
      all.push_back(boost::json::serialize(one));
    } else {
      return false;
    }
    return true;
  };
  if (!given.is_array()) {
    if (!add(given)) return syntax();
    return all;
  }
  for (const value& one : given.as_array()) {
    if (!add(one)) return syntax();
  }
  return all;
}

std::expected<void, std::string> read_principals(const value& given, Principals& principals) {
  if (given.is_string()) {
    if (given.as_string() != "*") return Problem("Invalid principal in policy.");
    principals.anybody = true;
    return {};
  }
  if (!given.is_object()) return Problem("Invalid principal in policy.");
  for (const auto& entry : given.as_object()) {
    auto names = texts(entry.value());
    if (!names) return Problem("Invalid principal in policy.");
    if (entry.key() == "AWS") {
      principals.aws = std::move(*names);
    } else if (entry.key() == "Service") {
      principals.services = std::move(*names);
    } else if (entry.key() == "Federated") {
      principals.federated = std::move(*names);
    } else if (entry.key() != "CanonicalUser") {
      return Problem("Invalid principal in policy.");
    }
  }
  return {};
}

// "ForAnyValue:StringLikeIfExists".
std::expected<void, std::string> read_test(std::string_view name, Condition& condition) {
  const std::string whole(name);
  for (const auto& [prefix, quantifier] :
       {std::pair{std::string_view("ForAnyValue:"), Condition::Quantifier::any_value},
        std::pair{std::string_view("ForAllValues:"), Condition::Quantifier::all_values}}) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    condition.quantifier = quantifier;
  }
  if (name != "Null" && name.ends_with("IfExists")) {
    name.remove_suffix(8);
    condition.if_exists = true;
  }
  if (!is_test(name)) return Problem("Invalid Condition type : " + whole + ".");
  condition.test = name;
  return {};
}

std::expected<void, std::string> read_conditions(const value& given, Statement& statement) {
  if (!given.is_object()) return syntax();
  for (const auto& test : given.as_object()) {
    if (!test.value().is_object()) return syntax();
    for (const auto& key : test.value().as_object()) {
      Condition condition;
      if (auto read = read_test(test.key(), condition); !read) return read;
      condition.key = to_lower(key.key());
      auto values = condition_values(key.value());
      if (!values) return Problem(values.error());
      condition.values = std::move(*values);
      statement.conditions.push_back(std::move(condition));
    }
  }
  return {};
}

// "s3:GetObject", "s3:*", "*".
bool is_action(std::string_view action) {
  if (action == "*") return true;
  const std::size_t colon = action.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < action.size() &&
         action.find(' ') == std::string_view::npos;
}

bool is_resource(std::string_view resource) {
  return resource == "*" ||
         (resource.starts_with("arn:") && std::ranges::count(resource, ':') >= 5);
}

std::expected<Statement, std::string> read_statement(const object& given, Kind kind) {
  Statement statement;
  const auto has = [&](std::string_view name) { return given.contains(name); };
  for (const auto& entry : given) {
    const std::string_view name = entry.key();
    const value& content = entry.value();
    if (name == "Sid") {
      if (!content.is_string()) return syntax();
      statement.id = content.as_string();
    } else if (name == "Effect") {
      if (!content.is_string() ||
          (content.as_string() != "Allow" && content.as_string() != "Deny")) {
        return Problem("Invalid effect: only Allow and Deny are known.");
      }
      statement.allow = content.as_string() == "Allow";
    } else if (name == "Action" || name == "NotAction") {
      statement.not_actions = name == "NotAction";
      auto actions = texts(content);
      if (!actions) return Problem(actions.error());
      statement.actions = std::move(*actions);
    } else if (name == "Resource" || name == "NotResource") {
      statement.not_resources = name == "NotResource";
      auto resources = texts(content);
      if (!resources) return Problem(resources.error());
      statement.resources = std::move(*resources);
    } else if (name == "Principal" || name == "NotPrincipal") {
      statement.has_principals = true;
      statement.not_principals = name == "NotPrincipal";
      if (auto read = read_principals(content, statement.principals); !read) {
        return Problem(read.error());
      }
    } else if (name == "Condition") {
      if (auto read = read_conditions(content, statement); !read) return Problem(read.error());
    } else {
      return syntax();
    }
  }
  if (!has("Effect")) return syntax();
  if (has("Action") && has("NotAction")) return syntax();
  if (has("Resource") && has("NotResource")) return syntax();
  if (has("Principal") && has("NotPrincipal")) return syntax();
  if (statement.actions.empty()) return Problem("Policy statement must contain actions.");
  for (const std::string& action : statement.actions) {
    if (!is_action(action)) {
      return Problem("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
  }
  switch (kind) {
    case Kind::identity:
      if (statement.has_principals)
        return Problem("Policy document should not specify a principal.");
      if (statement.resources.empty()) return Problem("Policy statement must contain resources.");
      break;
    case Kind::resource:
      if (!statement.has_principals) return Problem("Missing required field Principal");
      if (statement.resources.empty()) return Problem("Policy statement must contain resources.");
      break;
    case Kind::trust:
      if (!statement.has_principals) return Problem("Missing required field Principal");
      if (has("Resource") || has("NotResource")) return Problem("Has prohibited field Resource");
      break;
  }
  for (const std::string& resource : statement.resources) {
    if (!is_resource(resource)) {
      return Problem("Resource " + resource + " must be in ARN format or \"*\".");
    }
  }
  return statement;
}

}  // namespace

std::expected<Document, std::string> read(std::string_view text, Kind kind) {
  boost::system::error_code error;
  const value given = boost::json::parse(text, error);
  if (error) return Problem("This policy contains invalid Json");
  if (!given.is_object()) return syntax();
  Document document;
  document.version = "2008-10-17";
  bool has_statements = false;
  for (const auto& entry : given.as_object()) {
    const value& content = entry.value();
    if (entry.key() == "Version") {
      if (!content.is_string()) return syntax();
      document.version = content.as_string();
      if (document.version != "2012-10-17" && document.version != "2008-10-17") {
        return Problem("The policy must contain a valid version string");
      }
    } else if (entry.key() == "Statement") {
      has_statements = true;
      const auto add = [&](const value& one) -> std::expected<void, std::string> {
        if (!one.is_object()) return syntax();
        auto statement = read_statement(one.as_object(), kind);
        if (!statement) return Problem(statement.error());
        document.statements.push_back(std::move(*statement));
        return {};
      };
      if (content.is_array()) {
        for (const value& one : content.as_array()) {
          if (auto added = add(one); !added) return Problem(added.error());
        }
      } else if (auto added = add(content); !added) {
        return Problem(added.error());
      }
    } else if (entry.key() != "Id") {
      return syntax();
    }
  }
  if (!has_statements || document.statements.empty()) return syntax();
  return document;
}

}  // namespace godwit::lab::policy
