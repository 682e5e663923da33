// Reads account files (docs/account-file.md).
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"
#include "base/result.h"

namespace godwit::account {

// All errors at once. `file` is the name for their places.
Checked<Account> read_account(std::string_view yaml, const std::string& file);

}  // namespace godwit::account
