// Result<T> and TRY: how failures travel. Exceptions do not cross a folder's border.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace godwit {

template <class T>
using Result = std::expected<T, Error>;

// For readers of what a user wrote: either the value, or everything that is wrong with it.
template <class T>
using Checked = std::expected<T, Errors>;

inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace godwit

// `auto bucket = TRY(create(name));` hands the value on, or returns the error from this function.
#define TRY(expression)                                                     \
  __extension__({                                                           \
    auto&& try_result = (expression);                                       \
    if (!try_result) return std::unexpected(std::move(try_result).error()); \
    std::move(try_result).value();                                          \
  })

// The same for a Result<void>.
#define TRY_VOID(expression)                                                \
  do {                                                                      \
    auto&& try_result = (expression);                                       \
    if (!try_result) return std::unexpected(std::move(try_result).error()); \
  } while (false)
