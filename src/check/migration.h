// Migration: which region becomes what, as the plan says, or as a document says of itself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "check/finding.h"

namespace godwit::check {

struct Role {
  std::string region;
  Span span;  // where it is said
};

struct Migration {
  Role source;  // regions are empty where nobody says
  Role target;
  std::optional<Role> secondary;
  std::optional<Role> recovery;
  std::string account;  // id
  // Label -> regions where its data may be. From a plan, or from --policy; empty: there is no
  // policy.
  std::map<std::string, std::set<std::string>> residency;
  bool from_plan = false;
};

}  // namespace godwit::check
