#include "aws/model.h"

#include <algorithm>
#include <cstdlib>

namespace godwit::aws {

namespace models {

// Made by tools/compile_models.py while building: one table per name in CMakeLists.txt.
extern const Service bedrock;
extern const Service bedrock_runtime;
extern const Service chime_sdk_meetings;
extern const Service cloudformation;
extern const Service cloudwatch;
extern const Service comprehendmedical;
extern const Service ec2;
extern const Service iam;
extern const Service kms;
extern const Service route53;
extern const Service s3;
extern const Service s3control;
extern const Service secretsmanager;
extern const Service service_quotas;
extern const Service sns;
extern const Service ssm;
extern const Service sts;
extern const Service transcribe;
extern const Service translate;

}  // namespace models

namespace {

constexpr const Service* all[] = {
    &models::bedrock,
    &models::bedrock_runtime,
    &models::chime_sdk_meetings,
    &models::cloudformation,
    &models::cloudwatch,
    &models::comprehendmedical,
    &models::ec2,
    &models::iam,
    &models::kms,
    &models::route53,
    &models::s3,
    &models::s3control,
    &models::secretsmanager,
    &models::service_quotas,
    &models::sns,
    &models::ssm,
    &models::sts,
    &models::transcribe,
    &models::translate,
};

}  // namespace

const Operation* Service::find(std::string_view operation) const {
  const auto found = std::ranges::lower_bound(operations, operation, {}, &Operation::name);
  return found != operations.end() && found->name == operation ? &*found : nullptr;
}

const Paginator* Service::find_paginator(std::string_view operation) const {
  const auto found = std::ranges::lower_bound(paginators, operation, {}, &Paginator::operation);
  return found != paginators.end() && found->operation == operation ? &*found : nullptr;
}

const Waiter* Service::find_waiter(std::string_view waiter) const {
  const auto found = std::ranges::lower_bound(waiters, waiter, {}, &Waiter::name);
  return found != waiters.end() && found->name == waiter ? &*found : nullptr;
}

bool Service::speaks(Protocol any) const {
  return std::ranges::find(protocols, any) != protocols.end();
}

std::span<const Service* const> services() { return all; }

const Service* find_service(std::string_view name) {
  for (const Service* each : all) {
    if (each->name == name) return each;
  }
  return nullptr;
}

const Service& service(std::string_view name) {
  const Service* found = find_service(name);
  if (found == nullptr) std::abort();
  return *found;
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
