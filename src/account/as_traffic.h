// What an account says of names and places, as the evaluator of DNS answers takes it.
#pragma once

#include "account/account.h"
#include "traffic/asker.h"
#include "traffic/record_set.h"

namespace godwit::account {

traffic::RecordSet record_set_of(const Record& record);
traffic::Zone zone_of(const Zone& zone);
traffic::CidrCollections collections_of(const Account& account);
// What Route 53 knows of a place's clients.
traffic::Asker asker_of(const Place& place);

}  // namespace godwit::account
