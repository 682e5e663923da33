// Deployed: which stack of an account has an address or an id that a source tree names.
#pragma once

#include "account/account.h"
#include "repo/scan.h"

namespace godwit::repo {

// Adds a dependency `deployed`, without a place, to each hit that is the host of an output's URL,
// or the whole of an output: "output ApiEndpoint of the stack calls in eu-west-1". Linear.
void lay_deployed(Scan& scan, const account::Account& account);

}  // namespace godwit::repo
