// OperationTable: a service's operations by name, each a member function of it.
#pragma once

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "lab/service.h"

namespace godwit::lab {

template <class ServiceType>
struct OperationEntry {
  std::string_view name;
  Answer (ServiceType::*handler)(const Call&);
};

// An operation that AWS has and the lab has not is refused in words that say whose lack it is.
template <class ServiceType>
Answer dispatch(ServiceType& service, std::span<const OperationEntry<ServiceType>> table,
                const Call& call) {
  for (const auto& entry : table) {
    if (entry.name == call.operation.name) return (service.*entry.handler)(call);
  }
  return refuse(501, "NotImplemented",
                fmt::format("The lab's {} has no {}", service.name(), call.operation.name));
}

}  // namespace godwit::lab
