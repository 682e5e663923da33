#include "aws/model.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace godwit::aws {

namespace models {

// Made by tools/compile_models.py while building: one table per name in CMakeLists.txt.
extern const Service kms;
extern const Service route53;
extern const Service s3;
extern const Service s3control;
extern const Service sts;

}  // namespace models

namespace {

constexpr std::array<const Service*, 5> all = {
    &models::kms, &models::route53, &models::s3, &models::s3control, &models::sts,
};

}  // namespace

const Operation* Service::find(std::string_view operation) const {
  const auto found = std::ranges::lower_bound(operations, operation, {}, &Operation::name);
  return found != operations.end() && found->name == operation ? &*found : nullptr;
}

std::span<const Service* const> services() { return all; }

const Service& service(std::string_view name) {
  for (const Service* each : all) {
    if (each->name == name) return *each;
  }
  std::abort();
}

const Member* find_member(const Shape& shape, std::string_view name) {
  for (const Member& member : shape.members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

bool reads_only(std::string_view operation) {
  for (const std::string_view verb :
       {"Get", "List", "Describe", "Head", "Test", "Lookup", "Select"}) {
    if (operation.starts_with(verb)) return true;
  }
  return false;
}

}  // namespace godwit::aws
